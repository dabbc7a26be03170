"""Groups dealt out again where the buffer would take too much: near ones go to one side together.

`dataset.stratify` knows how much of each class a group holds, not where it lies. On a tile with a
stand of one class and specks of another, its best split may put the specks beside what judges
them, and a buffer leaves nothing of them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from poplar_nn_plugin.dataset.neighbours import near_any
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.dataset.stratify import weights_by_class
from poplar_nn_plugin.patches.candidates import Candidates

__all__ = ["deal_again"]

_MOST_GROUPS = 64  # of more some will lie apart, and trying all would take long
_PATCHES = 4000  # of which the distances are looked at
_STARTS, _SWEEPS = 8, 10
_UNTRAINED, _UNJUDGED = 100.0, 10.0  # more than all differences of shares together


def deal_again(found: Candidates, distance: float, share: float, seed: int) -> Candidates:
    """Return the candidates with whole groups in training or validation, after the buffer.

    What counts, in this order: that each class has patches to train on that are not near to what
    judges; that it has some that judge; and that both are near to their shares of the class.

    Parameters
    ----------
    found : Candidates
        With splits, of which those of training and validation may change.
    distance : float
        Between corners of patches, from which they are apart.
    share : float
        For validation, of each class.
    seed : int

    Returns
    -------
    Candidates
        The same where there are too many groups, or nothing is better.
    """
    kept = found.kept
    groups, group = np.unique(found.group[kept], return_inverse=True)
    if len(groups) > _MOST_GROUPS:
        return found
    some = np.arange(0, len(kept), -(-len(kept) // _PATCHES))
    one_of_each = np.unique(group, return_index=True)[1]
    some = np.union1d(some, one_of_each)
    deal = _Deal(found.frame_position[kept[some]], group[some], found.code[kept[some]], distance)
    start = found.split[kept[one_of_each]] == Split.VALID
    judges = deal.best(start, share, np.random.default_rng(seed))
    split = found.split.copy()
    for number, judging in zip(groups.tolist(), judges.tolist()):
        split[found.group == number] = Split.VALID if judging else Split.TRAIN
    return replace(found, split=split)


class _Deal:
    """Patches of some groups, and near to which other groups each lies."""

    def __init__(self, position: np.ndarray, group: np.ndarray, code: np.ndarray, distance: float):
        count = int(group.max()) + 1
        self._group = group
        codes, self._class = np.unique(code, return_inverse=True)
        self._total = np.bincount(self._class, minlength=len(codes)).astype(float)
        self._near = np.zeros((len(position), count), bool)
        for number in range(count):
            others = np.flatnonzero(group != number)
            theirs = position[group == number]
            self._near[others, number] = near_any(position[others], theirs, distance)
        has = weights_by_class(group, code, np.ones(len(group)))[1] > 0
        self._rare = has.sum(axis=1) == 1  # classes that cannot be on both sides
        self._fixed = has[self._rare].any(axis=0)  # groups that stay in training

    def best(self, start: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
        """Return which groups judge, (n_groups,) bool; `start` where nothing is better."""
        found, least = start, self._cost(start, share)
        for turn in range(_STARTS):
            first = start if turn == 0 else rng.random(len(start)) < share
            judges, cost = self._settled(first & ~self._fixed, share, rng)
            if cost < least - 1e-9:
                found, least = judges, cost
        return found

    def _settled(self, judges: np.ndarray, share: float, rng) -> tuple[np.ndarray, float]:
        """Return what moving single groups to the other side leads to, and its cost."""
        judges, cost = judges.copy(), self._cost(judges, share)
        free = np.flatnonzero(~self._fixed)
        for _ in range(_SWEEPS):
            before = cost
            for number in rng.permutation(free).tolist():
                judges[number] ^= True
                moved = self._cost(judges, share)
                if moved < cost - 1e-9:
                    cost = moved
                else:
                    judges[number] ^= True
            if cost == before:
                break
        return judges, cost

    def _cost(self, judges: np.ndarray, share: float) -> float:
        judging = judges[self._group]
        trains = ~judging & ~self._near[:, judges].any(axis=1)
        judging = judging & ~self._near[:, self._fixed].any(axis=1)
        train, valid = (
            np.bincount(self._class[side], minlength=len(self._total)) / self._total
            for side in (trains, judging)
        )
        return float(
            ((1 - share - train) ** 2 + (share - valid) ** 2).sum()
            + _UNTRAINED * (train == 0).sum()
            + _UNJUDGED * ((valid == 0) & ~self._rare).sum()
        )
