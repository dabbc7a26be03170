"""What an interrupted training leaves: a model of its best epoch, which is also where to go on.

The file lies beside the output, ``model.unfinished.keras`` for ``model.keras``. It is a whole model
file; the members in ``poplar_nn/training/`` hold the rest of the state, in plain arrays and JSON.
"""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Callable

import numpy as np

from poplar_nn_plugin.dataset.fields import Between, Count, FieldError, Real, parse, read, write
from poplar_nn_plugin.dataset.fingerprint import of_file, of_patches
from poplar_nn_plugin.dataset.npy import NpyError, read_array
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.versions import versions
from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.files import whole_file
from poplar_nn_plugin.model.archive import LARGEST_TEXT, open_archive, read_member, require_sizes
from poplar_nn_plugin.model.card import add_card
from poplar_nn_plugin.model.scores import NOT_MEASURED
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.model.training import History
from poplar_nn_plugin.nn.architectures.base import Architecture
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.places import target_of
from poplar_nn_plugin.progress import Progress

__all__ = ["Checkpoint", "State", "checkpoint_of", "left_behind", "unfinished"]

_NOT_MEASURED_YET = replace(NOT_MEASURED, measured_on="not measured (the training was interrupted)")
_FOLDER = "poplar_nn/training/"
_MOST_ARRAYS = 100_000
_EVERY = 10.0  # seconds between two writes, so that short epochs are not spent on writing
_SHARE = 10  # a write that takes long is made no more often than this many times its length


@dataclass(frozen=True)
class State:
    """A training after an epoch, with all it takes to go on as if nothing had been.

    Parameters
    ----------
    epoch : int
        The last that was finished.
    variables, optimizer : sequence of ndarray
        Of the network (its seeds included) and of the optimizer.
    best : tuple of float
        The best epoch's macro F1, and its validation loss below 0; (-1, 0) where nothing validates.
    best_epoch : int
        0 where nothing validates.
    best_weights : sequence of ndarray or None
        Of the network in the best epoch.
    history : History or None
        None before the first epoch.
    """

    epoch: int
    variables: Sequence[np.ndarray]
    optimizer: Sequence[np.ndarray]
    best: tuple[float, float]
    best_epoch: int
    best_weights: Sequence[np.ndarray] | None
    history: History | None


@dataclass(frozen=True)
class _Told:
    """``state.json``: the state but for its arrays, and how many of those there are."""

    identity: dict
    epoch: Count
    best: tuple[Real, Real]
    best_epoch: Count
    history: History
    variables: Annotated[int, Between(0, _MOST_ARRAYS)]
    optimizer: Annotated[int, Between(0, _MOST_ARRAYS)]


class Checkpoint:
    """Keep the state of a training, and write it now and then.

    Parameters
    ----------
    path : Path or None
        Where it is written; None for nowhere.
    identity : dict
        What makes this training: another one cannot go on from its state. JSON values.
    """

    def __init__(self, path: Path | None, identity: dict):
        self.path = path
        self.identity = identity
        self.state = None
        self._model_of = None
        self._written, self._due = None, time.monotonic() + _EVERY

    def look(self, progress: Progress) -> None:
        """Take the state that lies there, if it is of this training; say what was found.

        Parameters
        ----------
        progress : Progress
            Told nothing if there is no such file.

        Raises
        ------
        ModelFileError
            If the file is damaged.
        """
        if self.path is None or not self.path.is_file():
            return
        try:
            with open_archive(self.path, "remove it") as archive:
                require_sizes(archive)
                text = read_member(archive, _FOLDER + "state.json")
                told = read(_Told, parse(text, LARGEST_TEXT))
                if told.identity != self.identity:
                    keys = [k for k in self.identity if told.identity.get(k) != self.identity[k]]
                    progress.warn(
                        f"{self.path} was left by another training (other {', '.join(keys)}): "
                        "this one begins anew, and replaces it."
                    )
                    return
                variables, optimizer = (
                    [_read(archive, f"{name}-{i}") for i in range(getattr(told, name))]
                    for name in ("variables", "optimizer")
                )
        except (ModelFileError, FieldError, NpyError, KeyError) as error:
            raise ModelFileError(
                f"{self.path}, left by an interrupted training, is damaged ({error}): remove it, "
                "or train without resuming.",
                path=str(self.path),
            ) from error
        best = None
        if told.best_epoch:
            best = TrainedModel.load(self.path).network.get_weights()
        self.state = self._written = State(
            told.epoch,
            variables,
            optimizer,
            told.best,
            told.best_epoch,
            best,
            told.history,
        )
        progress.message(
            f"{self.path} was left after epoch {told.epoch}: training goes on from there."
        )

    def begin(self, model_of: Callable[[History], TrainedModel]) -> None:
        """Say how the model of a history is made, with the network that is being trained."""
        self._model_of = model_of

    def keep(self, state: State) -> None:
        """Remember the state, and write it if that was not done lately."""
        self.state = state
        if time.monotonic() >= self._due:
            self.write()

    def write(self) -> bool:
        """Write the state, and return whether a file is there."""
        if self.path and self.state is not None and self.state is not self._written:
            started = time.monotonic()
            self._write(self.state)
            self._written = self.state
            now = time.monotonic()
            self._due = now + max(_EVERY, _SHARE * (now - started))
        return self._written is not None

    def discard(self) -> None:
        """Remove the file: the training has ended by itself."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def _write(self, state: State) -> None:
        # The card says what the weights in this file are, the state what is known of all epochs.
        model = self._model_of(replace(state.history, kept_epoch=state.best_epoch or state.epoch))
        card = replace(model.card, scores=_NOT_MEASURED_YET)
        now = model.network.get_weights()
        if state.best_weights is not None:
            model.network.set_weights(state.best_weights)
        told = {
            "identity": self.identity,
            "epoch": state.epoch,
            "best": list(state.best),
            "best_epoch": state.best_epoch,
            "history": write(state.history),
            "variables": len(state.variables),
            "optimizer": len(state.optimizer),
        }
        with whole_file(self.path) as temporary:
            model.network.save(temporary)
            add_card(temporary, card)
            with zipfile.ZipFile(temporary, "a") as archive:
                archive.writestr(_FOLDER + "state.json", json.dumps(told))
                for name in ("variables", "optimizer"):
                    for i, array in enumerate(getattr(state, name)):
                        with archive.open(f"{_FOLDER}{name}-{i}.npy", "w") as member:
                            np.lib.format.write_array(member, array, allow_pickle=False)
        model.network.set_weights(now)


def checkpoint_of(
    kind: Architecture, patches: PatchDataset, weights: str, settings: Settings, output: str
) -> Checkpoint:
    """Return what keeps the state of a training, so that no other goes on from it.

    It keeps nothing where there is no `output`.
    """
    identity = {
        "architecture": kind.name,
        **asdict(settings),
        "patches": of_patches(patches),
        "weights": of_file(weights),
        "versions": versions(),
    }
    return Checkpoint(unfinished(output) if output else None, identity)


def unfinished(output: str | Path) -> Path:
    """Return where an interrupted training of a model leaves its state."""
    return target_of(output).with_suffix(".unfinished.keras")


def left_behind(kept: list[Checkpoint], epochs: int) -> str:
    """Return what a cancelled training leaves, for people.

    Parameters
    ----------
    kept : list of Checkpoint
        Of the first training, and of the second where it had begun; all have written.
    epochs : int
        Asked for.
    """
    state, path = kept[-1].state, kept[-1].path
    which = f"the last epoch ({state.epoch})"
    if state.best_epoch:
        which = f"the best epoch so far ({state.best_epoch}, macro F1 {state.best[0]:.3f})"
    first = f", those of the first training in {kept[0].path}" if len(kept) > 1 else ""
    return (
        f"Cancelled after epoch {state.epoch} of {epochs}. The weights of {which} are kept in "
        f"{path}, which is a model{first}. Train again with the same patches, settings and output "
        "to go on."
    )


def _read(archive: zipfile.ZipFile, name: str) -> np.ndarray:
    with archive.open(f"{_FOLDER}{name}.npy") as member:
        return read_array(member, archive.getinfo(member.name).file_size)
