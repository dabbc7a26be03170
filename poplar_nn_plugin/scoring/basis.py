"""What scores were measured on, in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from poplar_nn_plugin.model.scores import Scores

__all__ = ["basis", "before_refit", "of_chosen_epoch", "weighed"]

_BY_SPLIT = {
    "train": "{patches} of {groups} marked for training: a network that learned from them is "
    "flattered by this score",
    "valid": "{patches} of {groups} kept out of training",
    "test": "{patches} of {groups} kept out of training and of every choice",
    "unknown": "{patches} of {groups}; whether the network had learned from them is not known",
}


def basis(split: str, group: np.ndarray, weight: np.ndarray | None = None) -> str:
    """Return the sentence that says what patches of a split a score was measured on.

    Parameters
    ----------
    split : str
        ``train``, ``valid`` or ``test``; ``unknown`` for a network that others trained.
    group : ndarray of int, shape (n,)
        Group of each patch.
    weight : ndarray of float, shape (n,), optional
        How many candidates each stands for; 1 if not given.
    """
    patches, groups = len(group), len(np.unique(group))
    told = "" if weight is None else weighed(weight)
    return _BY_SPLIT[split].format(
        patches=f"{patches} patch{'es' if patches > 1 else ''}",
        groups=f"{groups} polygon{'s' if groups > 1 else ''}{told}",
    )


def weighed(weight: np.ndarray) -> str:
    """Return what is said of patches that stand for more than themselves; empty where none do."""
    stood_for = round(float(weight.sum()))
    if stood_for <= len(weight):
        return ""
    return f" (weighed by the {stood_for} that they were drawn from, class by class)"


def of_chosen_epoch(scores: Scores) -> Scores:
    """Return scores that say that the best epoch was chosen on the patches they rest on."""
    return _adding(scores, "the best epoch was chosen on the same patches")


def before_refit(scores: Scores) -> Scores:
    """Return scores that say that the model has learned from the patches they rest on since."""
    return _adding(
        scores, "the network that is kept then learned once more, from these patches too"
    )


def _adding(scores: Scores, words: str) -> Scores:
    return replace(scores, measured_on=f"{scores.measured_on}; {words}")
