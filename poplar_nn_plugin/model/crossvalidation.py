"""What came of a cross-validation: types, as its report shows them and algorithms tell them."""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
from dataclasses import dataclass
from typing import Optional

from poplar_nn_plugin.dataset.fields import Count, Real, Share
from poplar_nn_plugin.model.scores import Kappa, Scores

__all__ = ["CrossValidationScores", "FoldScores", "Optimism"]


@dataclass(frozen=True)
class FoldScores:
    """The training and test set of a fold, and the scores on its test set.

    Parameters
    ----------
    train, train_groups : int
        Patches and groups trained on.
    test, test_groups : int
        Patches and groups tested on.
    left_out : int
        Patches too close to the test set to train on.
    accuracy, macro_f1, balanced_accuracy, kappa : float or None
    """

    train: Count
    train_groups: Count
    test: Count
    test_groups: Count
    left_out: Count
    accuracy: Share
    macro_f1: Share
    balanced_accuracy: Share
    kappa: Optional[Kappa]


@dataclass(frozen=True)
class Optimism:
    """What one way to divide the patches promises of the same network.

    Parameters
    ----------
    title : str
        The way, in words.
    macro_f1 : float
    interval : tuple of float or None
        Of macro F1.
    interest_f1 : float or None
        F1 of the class of interest.
    too_much : float
        Macro F1 above that of the strictest way.
    """

    title: str
    macro_f1: Share
    interval: Optional[tuple[Real, Real]]
    interest_f1: Optional[Share]
    too_much: Real


@dataclass(frozen=True)
class CrossValidationScores:
    """The scores of a cross-validation.

    Parameters
    ----------
    scores : Scores
        Of the patches of all folds together.
    macro_f1_mean, macro_f1_std : float
        Over the folds.
    folds : tuple of FoldScores
    optimism : tuple of Optimism
        From the way that flatters most to the one asked for; empty where they were not compared.
    jobs : int
        Trainings at a time.
    """

    scores: Scores
    macro_f1_mean: Share
    macro_f1_std: Real
    folds: tuple[FoldScores, ...]
    optimism: tuple[Optimism, ...]
    jobs: Count
