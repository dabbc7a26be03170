"""Who trains and who judges: groups of labels kept whole, patches kept apart.

A score is honest only where nothing it is measured on resembles, overlaps or touches what the
network was trained on. So whole groups go to one side, and patches of the training side that
come too near to the other side are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["SPLITS", "GroupSplit", "split_groups", "too_near"]

SPLITS = ("train", "valid", "test")
"""Names of the splits; a split's code is its position."""

_TRAIN, _VALID, _TEST = range(3)


@dataclass(frozen=True)
class GroupSplit:
    """The split of each group, and which classes could not be on every side.

    Parameters
    ----------
    of_group : ndarray of uint8, shape (n_groups,)
        Position in `SPLITS`.
    missing : tuple of (int, str)
        Class codes with the split that no group of theirs could serve.
    """

    of_group: np.ndarray
    missing: tuple[tuple[int, str], ...]


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

    Classes with the fewest groups choose first. Each takes groups for test, then for
    validation, in an order drawn by `seed`, as long as that brings the weight there nearer to
    the share asked for; it takes at least one where it can, and always leaves one for training.

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
        Draws the order of the groups.

    Returns
    -------
    GroupSplit
    """
    n_groups = int(group.max()) + 1 if len(group) else 0
    of_group = np.full(n_groups, _TRAIN, np.uint8)
    taken = np.zeros(n_groups, bool)
    order = np.random.default_rng(seed).permutation(n_groups)
    codes = np.unique(code)
    weights = (
        np.stack([np.bincount(group[code == c], weight[code == c], n_groups) for c in codes])
        if len(codes)
        else np.zeros((0, n_groups))
    )
    wanted = [(s, share) for s, share in ((_TEST, test_share), (_VALID, validation_share)) if share]

    rarest_first = np.argsort((weights > 0).sum(axis=1), kind="stable")
    for row in rarest_first:
        of_class = weights[row]
        members = [g for g in order if of_class[g] > 0]
        for split, share in wanted:
            target = share * of_class.sum()
            held = of_class[of_group == split].sum()
            for candidate in members:
                free = [g for g in members if not taken[g]]
                left_for_training = [g for g in members if of_group[g] == _TRAIN and g != candidate]
                if taken[candidate] or not free or not left_for_training:
                    continue
                nearer = abs(held + of_class[candidate] - target) < abs(held - target)
                if held == 0 or nearer:
                    of_group[candidate], taken[candidate] = split, True
                    held += of_class[candidate]
        rest = [g for g in members if of_group[g] == _TRAIN]
        if rest:
            taken[rest[0]] = True  # one group of this class stays in training whatever follows

    asked = [_TRAIN] + [split for split, _ in wanted]
    missing = tuple(
        (int(codes[row]), SPLITS[split])
        for row in range(len(codes))
        for split in asked
        if not weights[row][of_group == split].sum()
    )
    return GroupSplit(of_group, missing)


def too_near(position: np.ndarray, split: np.ndarray, size: int, buffer: int) -> np.ndarray:
    """Tell which patches come too near to a patch that judges them.

    Test patches stay; validation patches near a test patch go; training patches near a
    validation or test patch go. Near means that fewer than `buffer` pixels lie between the two
    squares, counted along rows and columns (so a diagonal neighbour is at least as far as
    that); with `buffer` 0, that they overlap.

    Parameters
    ----------
    position : ndarray of int, shape (n, 2)
        Row and column of each patch's upper left pixel.
    split : ndarray of int, shape (n,)
        Position in `SPLITS`.
    size : int
        Side of a patch, in pixels.
    buffer : int
        Pixels that must lie between patches of different splits.

    Returns
    -------
    ndarray of bool, shape (n,)
        True for the patches to leave out.
    """
    from scipy.spatial import cKDTree

    near = np.zeros(len(position), bool)
    for judged, judges in ((_VALID, (_TEST,)), (_TRAIN, (_VALID, _TEST))):
        theirs = np.isin(split, judges) & ~near
        ours = np.flatnonzero(split == judged)
        if theirs.any() and len(ours):
            distance, _ = cKDTree(position[theirs]).query(position[ours], p=np.inf)
            near[ours] = distance < size + buffer
    return near
