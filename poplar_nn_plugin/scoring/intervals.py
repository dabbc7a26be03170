"""How far a score may be off, had it been measured on other groups: a bootstrap over groups.

Patches of one polygon resemble each other: the effective sample size is nearer to the number of
groups than to that of patches. What is drawn again and again is therefore the group, with all its
patches.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from poplar_nn_plugin.scoring.confusion import class_scores, overall_scores

__all__ = [
    "LEVEL",
    "REPLICATES",
    "Intervals",
    "collapsed",
    "confusion_by_group",
    "intervals",
    "student",
]

LEVEL = 0.95
"""Share of the replicates that an interval of very many groups holds."""

REPLICATES = 2000

_TAIL = (1 - LEVEL) / 2
_CELLS = 2**22  # of confusion matrices held at once
_PLACES = 100  # of Gauss' rule
_PRECISE = 1e-15  # of an angle


@dataclass(frozen=True)
class Intervals:
    """The intervals of all scores of one measurement; None where there is nothing to draw.

    Parameters
    ----------
    totals : dict of str to (tuple of float or None)
        Low and high of each score of `poplar_nn_plugin.scoring.confusion.overall_scores`.
    classes : dict of str to list of (tuple of float or None)
        Low and high of each score of `poplar_nn_plugin.scoring.confusion.class_scores`, a class
        each.
    groups : tuple of int
        Groups of the reference of each class.
    """

    totals: dict
    classes: dict
    groups: tuple[int, ...]


def confusion_by_group(
    reference: np.ndarray,
    predicted: np.ndarray,
    group: np.ndarray,
    count: int,
    weight: np.ndarray | None = None,
) -> np.ndarray:
    """Return the confusion matrix of each group, shape (n_groups, count, count).

    Parameters
    ----------
    reference, predicted : ndarray of int, shape (n,)
        Positions of classes, from 0.
    group : ndarray of int, shape (n,)
        Any numbers.
    count : int
        Number of classes.
    weight : ndarray of float, shape (n,), optional
        What each counts for; 1 if not given.
    """
    groups, place = np.unique(group, return_inverse=True)
    cells = (place * count + reference) * count + predicted
    return np.bincount(cells, weight, minlength=len(groups) * count**2).reshape(-1, count, count)


def intervals(confusions: np.ndarray, seed: int = 0, missing: int = 0) -> Intervals:
    """Return the percentile intervals of all scores.

    Groups are drawn with replacement within the class that they hold most of, as groups are split
    class by class (Efron and Tibshirani 1993, "An introduction to the
    bootstrap", chapters 8 and 13). Classes of one group are drawn as if they were one class, or
    with the class of fewest groups: alone they would always be drawn, and seem to be sure
    (collapsed strata, Cochran 1977, "Sampling techniques", 5A.12).

    The fewer groups, the farther out the ends are taken, for few groups vary less than those they
    stand for (expanded percentiles, Hesterberg 2015, "What teachers should know about the
    bootstrap", The American Statistician 69). In simulations the truth then lies within for 10 or
    more groups in 89 to 94 of 100 cases, for 5 in 86 to 93, for 2 in only 59 to 73.

    Where all groups agree, every replicate is the same and the bootstrap would promise too much:
    if n groups are all right, the truth is above ``0.025 ** (1 / n)`` (the exact bound of Clopper
    and Pearson 1934, Biometrika 26; all wrong in the same way). A score of a single group has no
    interval.

    Parameters
    ----------
    confusions : ndarray, shape (n_groups, n_classes, n_classes)
        From `confusion_by_group`.
    seed : int
        Draws the groups.
    missing : int
        As of `poplar_nn_plugin.scoring.confusion.overall_scores`.
    """
    weights = _drawn(confusions.sum(axis=2).argmax(axis=1), np.random.default_rng(seed))
    flat = confusions.reshape(len(confusions), -1).astype(float)  # exact, and BLAS multiplies it
    step = max(1, _CELLS // flat.shape[1])
    parts = []
    for start in range(0, REPLICATES, step):
        drawn = (weights[start : start + step] @ flat).reshape(-1, *confusions.shape[1:])
        parts.append({**overall_scores(drawn, missing), **class_scores(drawn)})
    found = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}

    reference = (confusions.sum(axis=2) > 0).sum(axis=0)
    predicted = (confusions.sum(axis=1) > 0).sum(axis=0)
    groups = {"precision": np.minimum(predicted, reference), "recall": reference, "f1": reference}
    whole = confusions.sum(axis=0)
    return Intervals(
        {key: _interval(found[key], len(confusions)) for key in overall_scores(whole)},
        {
            key: [_interval(found[key][:, place], number) for place, number in enumerate(numbers)]
            for key, numbers in groups.items()
        },
        tuple(reference.tolist()),
    )


def _drawn(stratum: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return how often each group is drawn in each replicate, shape (REPLICATES, n_groups)."""
    weights = np.zeros((REPLICATES, len(stratum)))
    stratum = collapsed(stratum)
    for one in np.unique(stratum):
        members = np.flatnonzero(stratum == one)
        shares = np.full(len(members), 1 / len(members))
        weights[:, members] = rng.multinomial(len(members), shares, size=REPLICATES)
    return weights


def collapsed(stratum: np.ndarray) -> np.ndarray:
    """Return the strata with those of one group joined, to each other or to the smallest other.

    Parameters
    ----------
    stratum : ndarray of int, shape (n_groups,)
    """
    names, counts = np.unique(stratum, return_counts=True)
    alone, others = names[counts == 1], counts > 1
    if not len(alone):
        return stratum
    joined = np.where(np.isin(stratum, alone), alone[0], stratum)
    if len(alone) == 1 and others.any():
        joined[joined == alone[0]] = names[others][counts[others].argmin()]
    return joined


@lru_cache
def _tail(groups: int) -> float:
    """Return the share of the replicates to leave out at each end, the less the fewer groups."""
    reach = student(1 - _TAIL, groups - 1) * math.sqrt(groups / (groups - 1))
    return math.erfc(reach / math.sqrt(2)) / 2


def student(level: float, freedom: int) -> float:
    """Return a quantile of Student's distribution, infinite without freedom.

    With t = sqrt(freedom) tan(a) its density becomes a power of the cosine, which Gauss' rule
    integrates to the last digits; that falls, so Newton's steps come from below and never too far.
    (A system's NumPy may come without SciPy.)

    Parameters
    ----------
    level : float
        Above one half.
    freedom : int
        Degrees of freedom.
    """
    if freedom < 1:
        return math.inf
    half = freedom / 2
    whole = math.sqrt(math.pi) * math.exp(math.lgamma(half) - math.lgamma(half + 0.5))
    places, weights = np.polynomial.legendre.leggauss(_PLACES)
    angle, step = 0.0, math.inf
    while step > _PRECISE:
        reached = angle / 2 * (weights @ np.cos((places + 1) * angle / 2) ** (freedom - 1))
        step = ((level - 0.5) * whole - reached) / math.cos(angle) ** (freedom - 1)
        angle += step
    return math.sqrt(freedom) * math.tan(angle)


def _interval(values: np.ndarray, groups: int) -> tuple[float, float] | None:
    """Return the interval of a score, given its replicates and how many groups it rests on."""
    values = values[~np.isnan(values)]
    if groups < 2 or not len(values):
        return None
    tail = _tail(groups)
    low, high = np.quantile(values, [tail, 1 - tail]).tolist()
    bound = float(_TAIL ** (1 / groups))
    if low == high == 1.0:
        return bound, 1.0
    if low == high == 0.0:
        return 0.0, 1.0 - bound
    return low, high
