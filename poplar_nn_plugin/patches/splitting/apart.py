"""Patches kept apart: which of them give way where they lie too near to another split."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.dataset.neighbours import near_any
from poplar_nn_plugin.dataset.split import Split, too_near
from poplar_nn_plugin.patches.candidates import Candidates

__all__ = ["giving_way", "near_other_split"]


def giving_way(
    found: Candidates,
    existing: Candidates | None,
    square: int,
    buffer: int,
    rare: np.ndarray,
) -> np.ndarray:
    """Tell which of the kept candidates are too near to another split and have to go.

    Training gives way to validation and test, and validation to test, except that all give way to
    training patches of rare classes, which have nothing else to learn from. What is there already
    never gives way.

    Parameters
    ----------
    found : Candidates
        With their splits.
    existing : Candidates or None
        Patches that are there already.
    square : int
        Side of a patch, in pixels of the frame.
    buffer : int
        Pixels that must lie between patches of different splits.
    rare : ndarray of int
        Codes of the classes that nothing judges.

    Returns
    -------
    ndarray of bool, shape (number kept,)
    """
    kept = found.kept
    position, split = found.frame_position[kept], found.split[kept]
    near = np.zeros(len(kept), bool)
    if existing is not None:
        near = near_other_split(
            position, split, existing.frame_position, existing.split, square + buffer
        )
    stays = np.isin(found.code[kept], rare) & (split == Split.TRAIN) & ~near
    judges = np.flatnonzero((split != Split.TRAIN) & ~near)
    near[judges] = near_any(position[judges], position[stays], square + buffer)
    rest = np.flatnonzero(~near)
    near[rest] = too_near(position[rest], split[rest], square, buffer)
    return near


def near_other_split(
    position: np.ndarray,
    split: np.ndarray,
    their_position: np.ndarray,
    their_split: np.ndarray,
    distance: float,
) -> np.ndarray:
    """Tell which patches lie nearer than a distance to others of another split.

    Parameters
    ----------
    position : ndarray of float, shape (n, 2)
        Row and column of upper left corners.
    split : ndarray of int, shape (n,)
    their_position : ndarray of float, shape (m, 2)
    their_split : ndarray of int, shape (m,)
    distance : float
        Between corners, along rows and columns.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    near = np.zeros(len(position), bool)
    for number in np.unique(split):
        ours, theirs = np.flatnonzero(split == number), their_position[their_split != number]
        near[ours] = near_any(position[ours], theirs, distance)
    return near
