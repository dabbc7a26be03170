"""The function of a map's step where networks are asked on the computer that reads the block.

So it is on a Dask cluster, whose workers each have an image side and a worker with the network.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from poplar_nn_plugin.engine import Block
from poplar_nn_plugin.errors import MissingDependencyError
from poplar_nn_plugin.mapping.matching import HistogramTable, LinearTransform
from poplar_nn_plugin.maps.features import framed
from poplar_nn_plugin.maps.networks.remote_model import RemoteModel
from poplar_nn_plugin.maps.no_class import Unclassified
from poplar_nn_plugin.maps.overlaps import Overlapping
from poplar_nn_plugin.maps.rasters import rasters_of
from poplar_nn_plugin.model.card import ModelCard, read_card
from poplar_nn_plugin.nn.architectures.base import kind_of
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.worker.client import Worker, shared_worker
from poplar_nn_plugin.worker.environment import FORESTS, NETWORKS, require_fit, worker_python

__all__ = ["NetworkDrawing"]


@dataclass(frozen=True)
class NetworkDrawing:
    """The rasters of a block, from a network in a worker of this computer's own.

    Parameters
    ----------
    model : str
        A model file, seen here.
    size, stride, around, edges, matching, unlike, flips, overlapping
        As of `poplar_nn_plugin.maps.networks.remote_model.RemoteModel`.
    wanted : tuple of str
        Names of the rasters.
    unclassified : Unclassified
    python : str
        Of the worker where the map was asked for; taken here if it is here, too, and nothing
        else is named.
    """

    model: str
    size: int
    stride: int
    around: int
    edges: int
    matching: Sequence[LinearTransform | HistogramTable]
    unlike: bool
    flips: bool
    overlapping: Overlapping | None
    wanted: tuple[str, ...]
    unclassified: Unclassified
    python: str

    @classmethod
    def of(
        cls, network: RemoteModel, wanted: tuple[str, ...], unclassified: Unclassified
    ) -> NetworkDrawing:
        """Return what draws elsewhere what a network asked from here says."""
        how = (network.size, network.stride, network.around, network.edges, network.matching)
        how += (network.unlike, network.flips, network.overlapping)
        return cls(network.model, *how, wanted, unclassified, str(network.worker.python))

    def __call__(self, block: Block) -> dict[str, np.ndarray]:
        """Ask for a block; see `poplar_nn_plugin.engine.Step`."""
        ((known, unlike),) = self._network.looked([block])
        made = rasters_of(known, self._card, self.wanted, self.unclassified, unlike)
        return {name: framed(made[name], block) for name in self.wanted}

    def require_ready(self) -> None:
        """Look whether there is a worker's Python here with all that the model needs.

        Raises
        ------
        MissingDependencyError
            If there is none.
        """
        _ = self._python

    @cached_property
    def _card(self) -> ModelCard:
        return read_card(self.model)

    @cached_property
    def _network(self) -> RemoteModel:
        return RemoteModel(
            self._worker,
            self.model,
            self.size,
            self.stride,
            self.around,
            self.edges,
            Silent(),
            self.matching,
            unlike=self.unlike,
            flips=self.flips,
            overlapping=self.overlapping,
        )

    @property
    def _worker(self) -> Worker:
        return shared_worker(self._python)

    @cached_property
    def _python(self) -> Path:
        """The Python named by the environment here, the caller's, or else this one."""
        packages = NETWORKS if kind_of(self._card.architecture).networks else FORESTS
        try:
            return worker_python(packages=packages)
        except MissingDependencyError:
            given = Path(self.python)
            python = given if given.is_file() else Path(sys.executable)
            require_fit(python, packages)
            return python
