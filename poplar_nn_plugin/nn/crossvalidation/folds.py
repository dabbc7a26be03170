"""Who judges in which fold, and who may teach then: nothing that is near or of the same place.

After Roberts et al. (2017, "Cross-validation strategies for data with temporal, spatial,
hierarchical, or phylogenetic structure", Ecography 40).
"""

from __future__ import annotations

import math

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split, fold_groups, split_groups, too_near
from poplar_nn_plugin.errors import DatasetError, ParameterError
from poplar_nn_plugin.model.foldrule import FoldRule

__all__ = ["LEFT_OUT", "fold_of_patches", "split_of_fold"]

LEFT_OUT = 255
"""In the place of a split: a patch that takes no part in a fold."""

_BLOCKS_IN_FOLD = 4
_VALIDATION_SHARE = 0.2  # of what teaches, where an epoch is to be chosen


def fold_of_patches(dataset: PatchDataset, rule: FoldRule) -> np.ndarray:
    """Return the fold that each patch is judged in.

    Parameters
    ----------
    dataset : PatchDataset
    rule : FoldRule

    Returns
    -------
    ndarray of int, shape (n,)
        From 0; -1 for patches that always teach: those of a class that lies in one place only.

    Raises
    ------
    ParameterError
        If there are fewer places than folds.
    DatasetError
        If a class lies in one image only and images are held out.
    """
    place = _places(dataset, rule)
    fold = np.full(len(place), -1)
    single = [code for code in np.unique(dataset.y) if len(np.unique(place[dataset.y == code])) < 2]
    judged = np.flatnonzero(~np.isin(dataset.y, single))
    if rule.by == "images":
        if single:
            raise DatasetError(
                f"Class '{_name(dataset, single[0])}' lies in one image only, so no network could "
                "learn it while that image is held out: label it in another image, or make folds "
                "by groups."
            )
        return np.unique(place, return_inverse=True)[1]
    found = len(np.unique(place[judged]))
    if found < rule.count:
        raise ParameterError(
            f"{rule.count} folds need at least {rule.count} {rule.by}, and {dataset.folder.name} "
            f"has {found} (of classes that lie in two or more): ask for fewer folds, or label more "
            "places.",
            folds=rule.count,
            found=found,
        )
    whole = np.unique(place[judged], return_inverse=True)[1]
    each, code = np.ones(len(judged)), dataset.y[judged]
    fold[judged] = fold_groups(whole, code, each, folds=rule.count, seed=rule.seed)[whole] - 1
    return fold


def split_of_fold(
    dataset: PatchDataset, fold: np.ndarray, number: int, rule: FoldRule, *, choose_epoch: bool
) -> np.ndarray:
    """Return the split of each patch while one fold is held out as ``test``.

    Parameters
    ----------
    dataset : PatchDataset
    fold : ndarray of int, shape (n,)
        From `fold_of_patches`.
    number : int
        The fold that judges.
    rule : FoldRule
    choose_epoch : bool
        Whether some groups of those that could teach go to ``valid`` instead.

    Returns
    -------
    ndarray of uint8, shape (n,)
        Values of `Split`, or `LEFT_OUT` for patches within the buffer.

    Raises
    ------
    DatasetError
        If a class has nothing left to learn from.
    """
    split = np.where(fold == number, Split.TEST, Split.TRAIN).astype(np.uint8)
    if choose_epoch:
        teach = np.flatnonzero(split == Split.TRAIN)
        chosen = split_groups(
            dataset.group[teach],
            dataset.y[teach],
            np.ones(len(teach)),
            validation_share=_VALIDATION_SHARE,
            seed=rule.seed,
        )
        split[teach] = chosen.of_group[dataset.group[teach]]
    if rule.apart:
        split[_near(dataset, split, rule)] = LEFT_OUT
    for code in np.unique(dataset.y):
        if not ((dataset.y == code) & (split == Split.TRAIN)).any():
            raise DatasetError(
                f"In fold {number + 1} nothing of class '{_name(dataset, code)}' is left to learn "
                f"from: its patches are held out or within {rule.gap(dataset.spec.size)} pixels of "
                "those that are. Ask for a smaller buffer or more folds, or label more places.",
                fold=number + 1,
            )
    return split


def _places(dataset: PatchDataset, rule: FoldRule) -> np.ndarray:
    """Return a number for each patch: of what stays together with it."""
    image = dataset.labels["image"].astype(int)
    if rule.by == "patches":
        return np.arange(len(image))
    if rule.by == "groups":
        return dataset.group
    if rule.by == "images":
        if len(np.unique(image)) < 2:
            raise ParameterError(
                f"{dataset.folder.name} is of one image, so none can be held out: make folds by "
                "groups or blocks."
            )
        return image
    side = rule.block or _block_side(dataset, rule.count)
    rows = np.column_stack([image, (dataset.position + dataset.spec.size // 2) // side])
    return np.unique(rows, axis=0, return_inverse=True)[1].ravel()


def _block_side(dataset: PatchDataset, count: int) -> int:
    """Return a side that gives each fold a few blocks, and no block less than two patches."""
    height, width = np.ptp(dataset.position, axis=0) + dataset.spec.size
    side = math.sqrt(height * width / (count * _BLOCKS_IN_FOLD))
    return max(2 * dataset.spec.size, int(side))


def _near(dataset: PatchDataset, split: np.ndarray, rule: FoldRule) -> np.ndarray:
    """Tell which patches come too near to one that judges them, in their own image."""
    near = np.zeros(len(split), bool)
    image, size = dataset.labels["image"], dataset.spec.size
    for one in np.unique(image):
        here = np.flatnonzero(image == one)
        near[here] = too_near(dataset.position[here], split[here], size, rule.gap(size))
    return near


def _name(dataset: PatchDataset, code: int) -> str:
    return dataset.classes.names[dataset.classes.index(int(code))]
