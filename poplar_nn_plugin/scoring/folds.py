"""Which patches each fold tests, and which it may train on: none near them or of their group.

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

__all__ = ["ALWAYS_TRAINS", "LEFT_OUT", "NO_PART", "fold_of_patches", "split_of_fold"]

ALWAYS_TRAINS = -1
"""In the place of a fold: a patch of a class that lies in one place only."""

NO_PART = -2
"""In the place of a fold: a patch to which the labels give none while they give others one."""

LEFT_OUT = 255
"""In the place of a split: a patch that takes no part in a fold."""

_BLOCKS_IN_FOLD = 4
_VALIDATION_SHARE = 0.2  # of what trains, where an epoch is to be chosen


def fold_of_patches(
    dataset: PatchDataset, rule: FoldRule, like: np.ndarray | None = None
) -> np.ndarray:
    """Return the fold that each patch is tested in.

    Parameters
    ----------
    dataset : PatchDataset
    rule : FoldRule
    like : ndarray of int, shape (n,), optional
        Folds of another rule: what is tested in none of them is tested in none here, so that
        scores compare.

    Returns
    -------
    ndarray of int, shape (n,)
        From 0, or `ALWAYS_TRAINS` or `NO_PART`.

    Raises
    ------
    ParameterError
        If there are fewer places than folds.
    DatasetError
        If a class lies in one image only and images are held out, or if the folds of the labels
        are wanted and there are too few.
    """
    if rule.by == "field":
        return _of_labels(dataset)
    place, tested = _places(dataset, rule), np.ones(len(dataset.y), bool)
    fold = np.full(len(place), ALWAYS_TRAINS) if like is None else np.minimum(like, ALWAYS_TRAINS)
    if like is not None:
        tested = like >= 0
    single = _in_one(place, dataset.y, tested)
    if rule.by == "images":
        if single:
            raise DatasetError(
                f"Class '{_name(dataset, single[0])}' lies in one image only, so no network could "
                "learn it while that image is held out: label it in another image, or make folds "
                "by groups."
            )
        return np.unique(place, return_inverse=True)[1]
    tested = np.flatnonzero(tested & ~np.isin(dataset.y, single))
    found = len(np.unique(place[tested]))
    if found < rule.count:
        raise ParameterError(
            f"{rule.count} folds need at least {rule.count} {rule.by}, and {dataset.folder.name} "
            f"has {found} (of classes that lie in two or more): ask for fewer folds, or label more "
            "places.",
            folds=rule.count,
            found=found,
        )
    whole = np.unique(place[tested], return_inverse=True)[1]
    each, code = np.ones(len(tested)), dataset.y[tested]
    fold[tested] = fold_groups(whole, code, each, folds=rule.count, seed=rule.seed)[whole] - 1
    return fold


def _of_labels(dataset: PatchDataset) -> np.ndarray:
    """Return the fold of each patch by its labels."""
    given, name = dataset.fold, dataset.folder.name
    if given is None:
        raise DatasetError(
            f"{name} holds no folds of its labels: extract the patches again with the field that "
            "says them (FOLD_FIELD; 'Split labels' with FOLDS writes one), or make folds by groups."
        )
    for code in np.unique(dataset.y):
        if not given[dataset.y == code].any():
            raise DatasetError(
                f"No patch of class '{_name(dataset, code)}' has a fold, so no network could learn "
                "it: give some of its labels a fold, or make folds by groups."
            )
    numbers = np.unique(given[given > 0])
    fold = np.where(given > 0, np.searchsorted(numbers, given), NO_PART)
    fold[np.isin(dataset.y, _in_one(fold, dataset.y, fold >= 0)) & (fold >= 0)] = ALWAYS_TRAINS
    if len(np.unique(fold[fold >= 0])) < 2:
        raise DatasetError(
            f"A cross-validation needs two folds with classes that lie in two or more, and the "
            f"labels of {name} have {len(numbers)} in all: deal them out again with 'Split labels' "
            "(FOLDS), or make folds by groups."
        )
    return fold


def _in_one(place: np.ndarray, code: np.ndarray, counted: np.ndarray) -> list[int]:
    """Return the codes of the classes that lie in one place only, of those that are counted."""
    codes = np.unique(code[counted]).tolist()
    return [c for c in codes if len(np.unique(place[counted & (code == c)])) < 2]


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
        The fold that is held out.
    rule : FoldRule
    choose_epoch : bool
        Whether some groups of those that could train go to ``valid`` instead.

    Returns
    -------
    ndarray of uint8, shape (n,)
        Values of `Split`, or `LEFT_OUT` for patches within the buffer and those without a fold.

    Raises
    ------
    DatasetError
        If a class has nothing left to learn from.
    """
    split = np.where(fold == number, Split.TEST, Split.TRAIN).astype(np.uint8)
    split[fold == NO_PART] = LEFT_OUT
    if choose_epoch:
        some = np.flatnonzero(split == Split.TRAIN)
        chosen = split_groups(
            dataset.group[some],
            dataset.y[some],
            np.ones(len(some)),
            validation_share=_VALIDATION_SHARE,
            seed=rule.seed,
        )
        split[some] = chosen.of_group[dataset.group[some]]
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
    """Tell which patches come too near to one of their test set, in their own image."""
    near = np.zeros(len(split), bool)
    image, size = dataset.labels["image"], dataset.spec.size
    for one in np.unique(image):
        here = np.flatnonzero(image == one)
        near[here] = too_near(dataset.position[here], split[here], size, rule.gap(size))
    return near


def _name(dataset: PatchDataset, code: int) -> str:
    return dataset.classes.names[dataset.classes.index(int(code))]
