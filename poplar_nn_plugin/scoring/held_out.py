"""Folds of whole polygons, as far apart as the labels allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.errors import DatasetError, ParameterError
from poplar_nn_plugin.model.foldrule import FoldRule
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.scoring.crossvalidation import FoldPlan
from poplar_nn_plugin.scoring.folds import NO_PART, fold_of_patches, split_of_fold

__all__ = ["held_out_plan"]

_FOLDS = 5


def held_out_plan(
    patches: PatchDataset, gaps: Sequence[int], seed: int, progress: Progress
) -> FoldPlan | None:
    """Return folds by groups, as far apart as the labels allow; None where a class is left over.

    Test patches take no part, nor do classes without patches.

    Parameters
    ----------
    patches : PatchDataset
    gaps : sequence of int
        Buffers to try, in pixels, the widest first. If none of them leaves each class something
        to learn from, groups are held out however near they lie, which is said.
    seed : int
    progress : Progress

    Returns
    -------
    FoldPlan or None
        None where no class lies in two groups.
    """
    labelled = patches.classes.some(np.unique(patches.y).tolist())
    patches = replace(patches, description=replace(patches.description, classes=labelled))
    like = np.where(patches.split == Split.TEST, NO_PART, 0)
    rule = FoldRule(count=_FOLDS, seed=seed)
    while True:
        try:
            fold = fold_of_patches(patches, rule, like=like)
            break
        except ParameterError:
            if rule.count == 2:
                return None
            rule = replace(rule, count=rule.count - 1)
    rules = [*(replace(rule, buffer=gap) for gap in gaps), replace(rule, apart=False)]
    for one in rules:
        try:
            splits = [
                split_of_fold(patches, fold, number, one, choose_epoch=False)
                for number in np.unique(fold[fold >= 0])
            ]
        except DatasetError:
            continue
        if not one.apart:
            progress.message(
                "Polygons lie so near to each other that a buffer between training and validation "
                "would leave a class nothing to learn from: whole polygons are held out, however "
                "near the others lie."
            )
        return FoldPlan(one, one.title(patches.spec.size), splits)
    return None
