"""A trained model with its card: one file, written whole, opened without running its code.

A network is a ``.keras`` archive that plain Keras opens, too. A random forest comes in a file of
the same ending, an archive with the same card, but with plain arrays in the network's place: our
tools take either, plain Keras only the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.files import whole_file
from poplar_nn_plugin.mapping.dissimilarity import Dissimilarity
from poplar_nn_plugin.model.archive import require_suffix
from poplar_nn_plugin.model.card import OWN, ModelCard, add_card, read_card
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.network.forest import Forest
from poplar_nn_plugin.nn.network.forest_kind import forest_kind
from poplar_nn_plugin.nn.network.forward import Forward
from poplar_nn_plugin.nn.network.hardware import device_name
from poplar_nn_plugin.nn.network.loading import open_network
from poplar_nn_plugin.nn.network.reach import add_reach, read_reach
from poplar_nn_plugin.nn.network.validation_predictions import HeldOut, add_held_out
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.scoring.calibration import calibrated

if TYPE_CHECKING:
    import keras

__all__ = ["TrainedModel"]


@dataclass(frozen=True, eq=False)
class TrainedModel:
    """A network or forest, and what it needs to be used.

    Parameters
    ----------
    network : keras.Model or Forest
        From scaled patches to probabilities.
    card : ModelCard
    held_out : HeldOut, optional
        What is written beside the network; it is read where it is wanted.
    path : str or Path, optional
        The file that it comes from, for errors.
    reach : Dissimilarity, optional
        How unlike the labelled places others are; of forests of pixels.
    """

    network: keras.Model | Forest
    card: ModelCard
    held_out: HeldOut | None = None
    path: str | Path | None = None
    reach: Dissimilarity | None = None

    @cached_property
    def forward(self) -> Forward | Forest:
        """What computes: the network, compiled, on batches of the default size, or the forest."""
        return self._computing()

    @cached_property
    def pixels(self) -> Forward | None:
        """What computes the classes of the pixels of patches, None where the model is not dense."""
        if not self.card.names_pixels:
            return None
        return Forward(find(self.card.architecture).pixels_of(self.network), path=self.path)

    @property
    def device(self) -> str:
        """What it is computed on, for people."""
        return device_name(network=not isinstance(self.network, Forest))

    def probabilities(self, x: np.ndarray, batch_size: int | None = None) -> np.ndarray:
        """Return the probability of each class for each patch, calibrated as the card says.

        Parameters
        ----------
        x : ndarray, shape (n, size, size, bands)
            Raw values, as in the image; may be memory-mapped.
        batch_size : int, optional
            Patches a network computes together.

        Returns
        -------
        ndarray of float32, shape (n, n_classes)
        """
        forward = self.forward if batch_size is None else self._computing(batch_size)
        found = forward(len(x), lambda start, stop: self.card.scaling.apply(x[start:stop]))
        return calibrated(found, self.card.temperature)

    def raw_probabilities(
        self, dataset: PatchDataset, index: np.ndarray, progress: Progress
    ) -> np.ndarray:
        """Return the probabilities of some patches, not calibrated.

        Parameters
        ----------
        dataset : PatchDataset
        index : ndarray of int, shape (n,)
            The patches.
        progress : Progress

        Returns
        -------
        ndarray of float32, shape (n, n_classes)
        """
        return self.forward(
            len(index),
            lambda start, stop: self.card.scaling.apply(dataset.x[index[start:stop]]),
            progress,
        )

    def _computing(self, batch_size: int | None = None) -> Forward | Forest:
        if isinstance(self.network, Forest):
            return self.network
        return Forward(self.network, batch_size, self.path)

    def save(self, path: str | Path) -> None:
        """Write network or forest and card as one ``.keras`` file.

        Raises
        ------
        OutputError
            If it cannot be written; an older file is then as it was.
        """
        path = Path(path)
        require_suffix(path)
        with whole_file(path) as temporary:
            self.network.save(temporary)
            add_card(temporary, self.card)
            if self.held_out:
                add_held_out(temporary, self.held_out)
            if self.reach is not None:
                add_reach(temporary, self.reach)

    @classmethod
    def load(cls, path: str | Path) -> TrainedModel:
        """Open a model file.

        Raises
        ------
        ModelFileError
            If it is not one of ours, is damaged, or brings code of its own, or if its network
            gives what is no number.
        """
        card = read_card(path)
        bands, classes = len(card.spec.bands), len(card.classes.codes)
        kind = forest_kind(find(card.architecture)) if card.architecture != OWN else Forest
        forest = kind.load(path, card.spec.size, bands, classes)
        if forest is not None:
            reach = read_reach(path, kind.feature_count(card.spec.size, bands))
            return cls(forest, card, path=path, reach=reach)
        network = open_network(path)
        expected = (None, card.spec.size, card.spec.size, bands), (None, classes)
        if (network.input_shape, network.output_shape) != expected:
            raise ModelFileError(
                f"The network in {path} does not match its card: from {expected[0]} to "
                f"{expected[1]} expected, got {network.input_shape} to {network.output_shape}.",
                path=str(path),
            )
        return cls(network, card, path=path)
