"""The class of a cell from all the patches that cover it, not from the one centred on it alone."""

from __future__ import annotations

import numpy as np

__all__ = ["averaged", "cells_around"]


def cells_around(size: int, stride: int) -> int:
    """Return how many cells away a patch of side `size` still covers a cell of side `stride`."""
    return (size - stride) // (2 * stride)


def averaged(cells: np.ndarray, around: int) -> np.ndarray:
    """Return the mean probabilities of each cell and of those up to `around` cells away.

    What a cell gets does not depend on where an array begins: the sums run in the same order.

    Parameters
    ----------
    cells : ndarray of float32, shape (rows + 2 * around, cols + 2 * around, n_classes)
        NaN where nothing is known.
    around : int

    Returns
    -------
    ndarray of float32, shape (rows, cols, n_classes)
        NaN where the cell itself is not known; others that are not known do not count.
    """
    if not around:
        return cells
    known = ~np.isnan(cells[..., :1])
    total = np.where(known, cells, 0)
    count = known.astype(np.float32)
    for axis in (0, 1):
        total, count = (_summed(array, around, axis) for array in (total, count))
    inner = known[around:-around, around:-around]
    return np.where(inner, total / np.maximum(count, 1), np.float32(np.nan))


def _summed(array: np.ndarray, around: int, axis: int) -> np.ndarray:
    """Return the sums of 2 * around + 1 neighbours along an axis, which shortens by 2 * around."""
    array = np.moveaxis(array, axis, 0)
    length = len(array) - 2 * around
    total = array[:length].copy()
    for shift in range(1, 2 * around + 1):
        total += array[shift : shift + length]
    return np.moveaxis(total, 0, axis)
