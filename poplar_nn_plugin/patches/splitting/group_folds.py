"""The folds of groups for a cross-validation: those that labels bring, and those of background."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from poplar_nn_plugin.dataset.split import Split, fold_groups
from poplar_nn_plugin.labels.fold_field import keep_fold
from poplar_nn_plugin.patches.candidates import Candidates
from poplar_nn_plugin.patches.sources import Scene

__all__ = ["deal_background", "label_folds"]


def label_folds(
    scenes: Sequence[Scene], older_groups: Sequence[str] = (), older_folds: Sequence = ()
) -> dict[str, int]:
    """Return group name to fold, for the groups that have one.

    Parameters
    ----------
    scenes : sequence of Scene
    older_groups, older_folds : sequence
        Groups of a dataset that patches are added to, and their folds, None for none.

    Raises
    ------
    LabelError
        If a group lies in two folds.
    """
    folds: dict[str, int] = {}
    pairs = [(older_groups, older_folds), *((s.labels.groups, s.labels.folds) for s in scenes)]
    for groups, given in pairs:
        for group, fold in zip(groups, given):
            keep_fold(folds, group, fold)
    return folds


def deal_background(
    folds: dict[str, int], groups: Sequence[str], first: int, found: Candidates, seed: int
) -> dict[str, int]:
    """Return the folds with those of background, which no label gives one.

    Its groups are dealt out to the folds of the labels, each with an equal part; those of test
    have none, as with labels.

    Parameters
    ----------
    folds : dict of str to int
        Of `label_folds`.
    groups : sequence of str
        Names of all groups.
    first : int
        The first group of background.
    found : Candidates
    seed : int
    """
    kept = found.kept
    kept = kept[(found.group[kept] >= first) & (found.split[kept] != Split.TEST)]
    numbers = sorted(set(folds.values()))
    if not numbers or not len(kept):
        return folds
    own, place = np.unique(found.group[kept], return_inverse=True)
    each = np.ones(len(kept))
    dealt = fold_groups(place, found.code[kept], each, folds=len(numbers), seed=seed)
    rest = {groups[group]: numbers[fold - 1] for group, fold in zip(own.tolist(), dealt.tolist())}
    return {**folds, **rest}
