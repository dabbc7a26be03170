"""Whole groups dealt out to subsets, so that each subset has its share of each class."""

from __future__ import annotations

import numpy as np

__all__ = ["stratify", "weights_by_class"]

_STARTS = 4
_MANY = 2000  # groups from which one start is good enough, and more would take seconds
_SWEEPS = 20


def weights_by_class(
    group: np.ndarray, code: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the class codes, and the weight of each class in each group.

    Parameters
    ----------
    group, code : ndarray of int, shape (n,)
        Group, from 0, and class code of each label or patch.
    weight : ndarray of float, shape (n,)

    Returns
    -------
    codes : ndarray of int, shape (n_classes,)
    weights : ndarray of float, shape (n_classes, n_groups)
    """
    codes = np.unique(code)
    count = int(group.max()) + 1 if len(group) else 0
    weights = np.zeros((len(codes), count))
    np.add.at(weights, (np.searchsorted(codes, code), group), weight)
    return codes, weights


def stratify(weights: np.ndarray, shares: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the subset of each group.

    What counts, in this order: that each class is in the first subset, that it is in the others,
    and that its weight there is near the share asked for (sum of squared differences). Groups
    are dealt out from the large to the small in an order that `rng` shuffles a little, each to
    the subset that needs it most; then single groups move as long as that improves something.

    Parameters
    ----------
    weights : ndarray of float, shape (n_classes, n_groups)
    shares : ndarray of float, shape (n_sides,)
        Sum 1; a subset of share 0 stays empty.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of int, shape (n_groups,)
        Positions in `shares`.
    """
    whole = weights.sum(axis=1, keepdims=True)
    parts = (weights / np.where(whole > 0, whole, 1)).T  # (n_groups, n_classes)
    subsets = np.flatnonzero(shares > 0)
    if not len(parts):
        return np.zeros(0, int)
    n_classes = max(1, parts.shape[1])
    absent = np.full(len(subsets), 4.0 * n_classes)  # more than all differences together
    absent[subsets == 0] *= 1 + n_classes * len(subsets)
    target = shares[subsets][:, None]
    best, least = None, np.inf
    for _ in range(_STARTS if len(parts) <= _MANY else 1):
        size = parts.max(axis=1) * rng.uniform(0.5, 1.0, len(parts))
        order = np.argsort(-size, kind="stable")
        state = _Dealt(parts, target, absent)
        state.deal(order)
        found, error = state.settled(order[::-1])
        if error < least - 1e-12:
            best, least = found, error
    return subsets[best]


class _Dealt:
    """Groups in subsets, and what each subset holds of each class."""

    def __init__(self, parts: np.ndarray, target: np.ndarray, absent: np.ndarray):
        self._parts, self._target, self._absent = parts, target, absent
        self._has = (parts > 0).astype(int)
        self._subset = np.zeros(len(parts), int)
        self._held = np.zeros((len(target), parts.shape[1]))
        self._count = np.zeros(self._held.shape, int)

    def deal(self, order: np.ndarray) -> None:
        """Give each group to the subset that it brings nearest to its share."""
        for group in order:
            gap = self._held - self._target
            cost = ((2 * gap + self._parts[group]) * self._parts[group]).sum(axis=1)
            self._put(group, int(np.argmin(cost)), 1)

    def settled(self, order: np.ndarray) -> tuple[np.ndarray, float]:
        """Move groups until no move improves anything; return their subsets and the error."""
        for _ in range(_SWEEPS):
            moved = False
            for group in order:
                home = self._subset[group]
                self._put(group, home, -1)
                gap, has = self._held - self._target, self._has[group]
                cost = ((2 * gap + self._parts[group]) * self._parts[group]).sum(axis=1)
                cost -= ((self._count == 0) * has).sum(axis=1) * self._absent
                goal = int(np.argmin(cost))
                goal = goal if cost[goal] < cost[home] - 1e-12 else home
                self._put(group, goal, 1)
                moved |= goal != home
            if not moved:
                break
        known = self._count.sum(axis=0) > 0
        error = ((self._held - self._target) ** 2)[:, known].sum()
        error += ((self._count == 0)[:, known].sum(axis=1) * self._absent).sum()
        return self._subset, float(error)

    def _put(self, group: int, subset: int, sign: int) -> None:
        self._subset[group] = subset
        self._held[subset] += sign * self._parts[group]
        self._count[subset] += sign * self._has[group]
