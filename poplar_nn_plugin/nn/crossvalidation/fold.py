"""One fold of a cross-validation: trained on its training set, scored on its test set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.architectures.base import Architecture
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.training.fit import epochs_to_settle
from poplar_nn_plugin.nn.training.train import LEARNING, train_model
from poplar_nn_plugin.progress import Progress, Slice
from poplar_nn_plugin.scoring.calibration import calibrated
from poplar_nn_plugin.scoring.crossvalidation import split_as

__all__ = ["fold_probabilities", "until_settled"]

_TRAINING = 0.95  # of the progress of a fold


def fold_probabilities(
    dataset: str,
    split: np.ndarray,
    architecture: str,
    settings: dict,
    output: str,
    tested: str = "",
    index: np.ndarray | None = None,
    *,
    progress: Progress,
) -> np.ndarray:
    """Train a model on a fold and return its probabilities of the test set.

    Parameters
    ----------
    dataset : str
        Folder of a dataset.
    split : ndarray of int, shape (n,)
        Values of `Split`: which patches it is trained on, which choose the epoch, which test it.
    architecture : str
        Name of an architecture.
    settings : dict
        Of `poplar_nn_plugin.model.settings.Settings`.
    output : str
        Where the model may lie meanwhile.
    tested : str
        Folder of another dataset whose patches test it, of which the middle is looked at where they
        are larger; empty for the test patches of the split.
    index : ndarray of int, shape (n_held,), optional
        The patches of that one that do.
    progress : Progress

    Returns
    -------
    ndarray of float32, shape (n_held, n_classes)
        Probabilities, at the temperature of the model.
    """
    part = split_as(PatchDataset.open(dataset), split)
    train_model(
        dataset=part,
        output=output,
        architecture=architecture,
        baseline=False,
        tested_later=True,
        of_fold=True,
        resume=False,
        progress=Slice(progress, 0.0, _TRAINING),
        **settings,
    )
    model = TrainedModel.load(output)
    Path(output).unlink()
    index = part.select(Split.TEST) if index is None else index
    if tested:
        part, size = PatchDataset.open(tested), part.spec.size
        inner = slice(part.spec.size // 2 - size // 2, None)
        part = replace(part, x=part.x[:, inner, inner][:, :size, :size])
    found = model.raw_probabilities(part, index, Slice(progress, _TRAINING, 1.0))
    return calibrated(found, model.card.temperature)


def until_settled(settings: Settings, kind: Architecture) -> float:
    """Return how much of a fold is done, 0 to 1, when its memory grows no more."""
    frozen = kind.keeps_base(settings.fine_tune)
    first = epochs_to_settle(settings, bool(kind.first_weights), frozen)
    return _TRAINING * LEARNING * first / settings.epochs
