"""Cells with a class to learn from, the classifier that they give, and how well they agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.features.classifier.head import Head, sample_weights
from poplar_nn_plugin.scoring.confusion import class_scores

__all__ = ["Taught", "agreement", "held_out", "held_out_f1"]

_FOLDS = 5
_FEWEST = 4  # groups of labels that can say something of a model


@dataclass(frozen=True, eq=False)
class Taught:
    """Cells with a class to learn from.

    Parameters
    ----------
    features : ndarray of float32, shape (n, features)
    place : ndarray of int, shape (n,)
        Of the class among those that are told apart.
    group : ndarray of int, shape (n,)
        What belongs together, such as the cells of a polygon.
    pixels : ndarray of float, shape (n,)
        What each cell counts in its group.
    """

    features: np.ndarray
    place: np.ndarray
    group: np.ndarray
    pixels: np.ndarray

    @property
    def tells_much(self) -> bool:
        """Whether the groups are enough to say something of a model."""
        return len(np.unique(self.group)) >= _FEWEST

    def and_also(self, other: Taught) -> Taught:
        """Return both; the groups of the other are others."""
        group = other.group + (self.group.max(initial=-1) + 1)
        return Taught(
            np.concatenate([self.features, other.features]),
            np.concatenate([self.place, other.place]),
            np.concatenate([self.group, group]),
            np.concatenate([self.pixels, other.pixels]),
        )

    def only(self, which: np.ndarray) -> Taught:
        """Return some of the cells, shape (n,) bool."""
        return Taught(*(a[which] for a in (self.features, self.place, self.group, self.pixels)))

    def head(self, count: int) -> Head | None:
        """Return the classifier of so many classes; None where one class or none is taught."""
        return None if len(np.unique(self.place)) < 2 else self.fit(count)

    def fit(self, count: int) -> Head:
        """Return the classifier of so many classes, whatever number of them is taught.

        Classes weigh the same, and in each class its groups do.
        """
        weights = sample_weights(self.place, self.group, self.pixels.astype(float))
        return Head.fit(self.features, self.place, count, weights)


def agreement(probabilities: np.ndarray, taught: Taught) -> float:
    """Return the mean probability of the true class, of cells in each group, then of groups.

    Parameters
    ----------
    probabilities : ndarray of float, shape (n, n_classes)
        Of the cells. Classes that come after them have none.
    taught : Taught
    """
    count = probabilities.shape[1]
    there = np.minimum(taught.place, count - 1)
    true = np.where(taught.place < count, probabilities[np.arange(len(there)), there], 0)
    _, group = np.unique(taught.group, return_inverse=True)
    return float((np.bincount(group, true) / np.bincount(group)).mean())


def held_out(taught: Taught, count: int) -> np.ndarray:
    """Return the probabilities of cells by the labels of other groups, each held out once.

    Groups of a class are dealt out to the folds in turn.

    Parameters
    ----------
    taught : Taught
    count : int
        Number of classes.

    Returns
    -------
    ndarray of float32, shape (n, count)
        NaN where the others tell no two classes apart.
    """
    pairs, own = np.unique(np.stack([taught.place, taught.group]), axis=1, return_inverse=True)
    first = np.searchsorted(pairs[0], pairs[0])  # of the groups of the same class
    fold = ((np.arange(pairs.shape[1]) - first) % _FOLDS)[own.ravel()]
    found = np.full((len(fold), count), np.nan, np.float32)
    for number in np.unique(fold):
        held = fold == number
        head = taught.only(~held).head(count)
        if head is not None:
            found[held] = head.probabilities(taught.features[held])
    return found


def held_out_f1(taught: Taught, count: int) -> float | None:
    """Return macro F1 of the classes, each group held out once and weighing the same.

    Only classes of two groups or more are judged; None where there are no two such classes.
    """
    pairs, own = np.unique(np.stack([taught.place, taught.group]), axis=1, return_inverse=True)
    of_class = np.bincount(pairs[0], minlength=count)
    judged = np.flatnonzero(of_class >= 2)
    known = held_out(taught, count)
    counts = (of_class[taught.place] >= 2) & ~np.isnan(known[:, 0])
    if len(judged) < 2 or not counts.any():
        return None
    weight = 1 / np.bincount(own.ravel())[own.ravel()]
    table = np.zeros((count, count))
    best = known[counts].argmax(axis=1)
    np.add.at(table, (taught.place[counts], best), weight[counts])
    return float(np.nan_to_num(class_scores(table)["f1"][judged]).mean())
