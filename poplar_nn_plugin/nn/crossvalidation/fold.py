"""One fold of a cross-validation: trained on its training set, scored on its test set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.model.crossvalidation import FoldScores
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.architectures.base import Architecture
from poplar_nn_plugin.nn.crossvalidation.folds import LEFT_OUT
from poplar_nn_plugin.nn.network.calibration import calibrated
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.score import raw_probabilities
from poplar_nn_plugin.nn.training.fit import epochs_to_settle
from poplar_nn_plugin.nn.training.train import LEARNING, train_model
from poplar_nn_plugin.progress import Progress, Slice
from poplar_nn_plugin.scoring.confusion import confusion_matrix, defined, overall_scores

__all__ = ["Fold", "fold_probabilities", "scored_fold", "split_as", "until_settled"]

_TRAINING = 0.95  # of the progress of a fold


@dataclass(frozen=True)
class Fold:
    """A fold that has been scored.

    Parameters
    ----------
    index : ndarray of int, shape (n_held,)
        Its test set.
    probabilities : ndarray of float32, shape (n_held, n_classes)
        Of the test set.
    scores : FoldScores
    """

    index: np.ndarray
    probabilities: np.ndarray
    scores: FoldScores


def split_as(patches: PatchDataset, split: np.ndarray) -> PatchDataset:
    """Return a dataset with another split.

    Parameters
    ----------
    patches : PatchDataset
    split : ndarray of int, shape (n,)
        As of `poplar_nn_plugin.nn.crossvalidation.folds.split_of_fold`.
    """
    labels = patches.labels.copy()
    labels["split"] = split
    return replace(patches, labels=labels)


def fold_probabilities(
    dataset: str,
    split: np.ndarray,
    architecture: str,
    settings: dict,
    output: str,
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
        resume=False,
        progress=Slice(progress, 0.0, _TRAINING),
        **settings,
    )
    model = TrainedModel.load(output)
    Path(output).unlink()
    found = raw_probabilities(model, part, part.select(Split.TEST), Slice(progress, _TRAINING, 1.0))
    return calibrated(found, model.card.temperature)


def until_settled(settings: Settings, kind: Architecture) -> float:
    """Return how much of a fold is done, 0 to 1, when its memory grows no more."""
    first = epochs_to_settle(settings, bool(kind.first_weights))
    return _TRAINING * LEARNING * first / settings.epochs


def scored_fold(part: PatchDataset, probabilities: np.ndarray) -> Fold:
    """Return a fold with its scores.

    Parameters
    ----------
    part : PatchDataset
        With the split of the fold.
    probabilities : ndarray of float32, shape (n_held, n_classes)
        From `fold_probabilities`.
    """
    train, held = part.select(Split.TRAIN), part.select(Split.TEST)
    codes = part.classes.codes
    reference = np.searchsorted(codes, part.y[held])
    confusion = confusion_matrix(reference, probabilities.argmax(axis=1), len(codes))
    scores = FoldScores(
        train=len(train),
        train_groups=len(np.unique(part.group[train])),
        test=len(held),
        test_groups=len(np.unique(part.group[held])),
        left_out=int((part.split == LEFT_OUT).sum()),
        **{key: defined(value) for key, value in overall_scores(confusion).items()},
    )
    return Fold(held, probabilities, scores)
