"""Training, validation and test: groups of labels kept whole, patches kept apart.

A score is honest only where nothing it is measured on resembles, overlaps or touches what the
network was trained on. So whole groups go to one split, and training patches that come too near
to patches of another split are left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from poplar_nn_plugin.dataset.neighbours import near_any
from poplar_nn_plugin.dataset.stratify import stratify, weights_by_class
from poplar_nn_plugin.errors import DatasetError

__all__ = [
    "GIVES_WAY",
    "SPLITS",
    "GroupSplit",
    "Split",
    "fold_groups",
    "split_groups",
    "too_near",
    "usual_buffers",
]


class Split(IntEnum):
    """What a label or a patch serves for.

    Arrays hold its value; fields, folders and JSON hold its `text`, of which ``Split("valid")``
    makes it again.

    Raises
    ------
    DatasetError
        If there is no split of a value or text.
    """

    TRAIN = 0
    VALID = 1
    TEST = 2

    @property
    def text(self) -> str:
        """``train``, ``valid`` or ``test``."""
        return self.name.lower()

    @classmethod
    def _missing_(cls, value: object) -> Split:
        for split in cls:
            if split.text == value:
                return split
        raise DatasetError(f"There is no split {value!r}: choose one of {', '.join(SPLITS)}.")


SPLITS = tuple(split.text for split in Split)
"""The texts of all splits."""

GIVES_WAY = ((Split.VALID, (Split.TEST,)), (Split.TRAIN, (Split.VALID, Split.TEST)))
"""What gives way where labels or patches lie too near, in this order, and to which splits."""


@dataclass(frozen=True)
class GroupSplit:
    """The split of each group, and which classes could not be in every split.

    Parameters
    ----------
    of_group : ndarray of uint8, shape (n_groups,)
        Values of `Split`.
    missing : tuple of (int, Split)
        Class codes with the split that no group of theirs could serve.
    """

    of_group: np.ndarray
    missing: tuple[tuple[int, Split], ...]


def split_groups(
    group: np.ndarray,
    code: np.ndarray,
    weight: np.ndarray,
    *,
    validation_share: float,
    test_share: float = 0.0,
    seed: int = 0,
) -> GroupSplit:
    """Send whole groups to training, validation or test, so that each class has its share.

    Each class is in training, and in the other splits asked for where it has groups enough; then
    its weight there is as near to the share as whole groups allow.

    Parameters
    ----------
    group : ndarray of int, shape (n,)
        Group of each label or patch, from 0.
    code : ndarray of int, shape (n,)
        Class code of each.
    weight : ndarray of float, shape (n,)
        Size of each: area, or 1 for patches.
    validation_share, test_share : float
        Shares of each class's weight, from 0, together below 1.
    seed : int
        Draws which of the groups that would do are taken.

    Returns
    -------
    GroupSplit
    """
    codes, weights = weights_by_class(group, code, weight)
    shares = np.array([1 - validation_share - test_share, validation_share, test_share])
    of_group = stratify(weights, shares, np.random.default_rng(seed)).astype(np.uint8)
    missing = tuple(
        (int(codes[row]), split)
        for row in range(len(codes))
        for split in Split
        if shares[split] > 0 and not weights[row][of_group == split].sum()
    )
    return GroupSplit(of_group, missing)


def fold_groups(
    group: np.ndarray, code: np.ndarray, weight: np.ndarray, *, folds: int, seed: int = 0
) -> np.ndarray:
    """Deal whole groups out to folds of equal size, each with its part of each class.

    Parameters
    ----------
    group, code : ndarray of int, shape (n,)
        Group, from 0, and class code of each label or patch.
    weight : ndarray of float, shape (n,)
        Size of each: area, or 1 for patches.
    folds : int
    seed : int
        Draws which of the groups that would do are taken.

    Returns
    -------
    ndarray of int, shape (n_groups,)
        Fold of each group, from 1.
    """
    _, weights = weights_by_class(group, code, weight)
    shares = np.full(folds, 1 / folds)
    return stratify(weights, shares, np.random.default_rng(seed)) + 1


def usual_buffers(size: int) -> tuple[int, int, int]:
    """Return the buffers to try, in pixels: the diagonal of a patch, then less.

    Less is for labels of which the diagonal would leave a class nothing to train on.

    Parameters
    ----------
    size : int
        Side of a patch, in pixels.
    """
    return math.ceil(size * math.sqrt(2)), size // 2, 0


def too_near(position: np.ndarray, split: np.ndarray, size: int, buffer: int) -> np.ndarray:
    """Tell which patches come too near to a patch that they must be kept apart from.

    Test patches stay; validation patches near a test patch go; training patches near a
    validation or test patch go. Near means that fewer than `buffer` pixels lie between the two
    squares, counted along rows and columns (so a diagonal neighbour is at least as far as
    that); with `buffer` 0, that they overlap.

    Parameters
    ----------
    position : ndarray of int, shape (n, 2)
        Row and column of each patch's upper left pixel.
    split : ndarray of int, shape (n,)
        Values of `Split`.
    size : int
        Side of a patch, in pixels.
    buffer : int
        Pixels that must lie between patches of different splits.

    Returns
    -------
    ndarray of bool, shape (n,)
        True for the patches to leave out.
    """
    near = np.zeros(len(position), bool)
    for giving_way, kept in GIVES_WAY:
        theirs = np.isin(split, kept) & ~near
        ours = np.flatnonzero(split == giving_way)
        near[ours] = near_any(position[ours], position[theirs], size + buffer)
    return near
