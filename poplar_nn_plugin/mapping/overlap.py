"""What a cell or a pixel gets from all the patches that cover it, not from one alone."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

import numpy as np

__all__ = [
    "averaged",
    "averaged_pixels",
    "away_from_middle",
    "between",
    "cells_around",
    "drawn",
    "interpolated",
    "near_sums",
]


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
    total, count = (
        near_sums(array, around) for array in (np.where(known, cells, 0), known.astype(np.float32))
    )
    inner = known[around:-around, around:-around]
    return np.where(inner, total / np.maximum(count, 1), np.float32(np.nan))


def averaged_pixels(
    known: np.ndarray,
    answers: Iterable[np.ndarray],
    size: int,
    stride: int,
    around: int,
    n_classes: int,
) -> np.ndarray:
    """Return the mean probabilities of each pixel, from the patches of its cell and some around.

    A pixel does not go by the rim of a patch that reaches over these cells only in part, so all
    pixels of a cell have the mean of equally many. The sums run in the order of the patches, so
    what a pixel gets does not depend on where an array begins.

    Parameters
    ----------
    known : ndarray of bool, shape (rows + 2 * around, cols + 2 * around)
        The cells whose patch is known.
    answers : iterable of ndarray of float32, shape (n, size, size, n_classes)
        What is said of the pixels of those patches, in their order, any number at a time.
    size, stride : int
        Sides of a patch and of a cell, which lies in its middle.
    around : int
    n_classes : int

    Returns
    -------
    ndarray of float32, shape (rows * stride, cols * stride, n_classes)
        NaN where the patch of the pixel's own cell is not known.
    """
    edge = around * stride
    total = np.zeros((*(side * stride + 2 * edge for side in known.shape), n_classes), np.float32)
    first, reach = (size - stride) // 2 - edge, stride + 2 * edge
    corners = iter(np.argwhere(known) * stride)
    for patch in chain.from_iterable(answers):
        top, left = next(corners)
        inside = patch[first : first + reach, first : first + reach]
        total[top : top + reach, left : left + reach] += inside
    count = near_sums(known.astype(np.float32), around)
    rows, cols = count.shape
    inner = known[around : around + rows, around : around + cols]
    count = np.where(inner, count, np.float32(np.nan))
    total = total[2 * edge :, 2 * edge :][: rows * stride, : cols * stride]
    return total / drawn(count, stride)[..., None]


def drawn(cells: np.ndarray, stride: int) -> np.ndarray:
    """Return for each pixel what its cell of `stride` pixels has; the same array if that is 1."""
    return cells if stride == 1 else cells.repeat(stride, axis=0).repeat(stride, axis=1)


def interpolated(cells: np.ndarray, stride: int) -> np.ndarray:
    """Return a value for each pixel of all cells but those at the rim, linear between centres.

    Parameters
    ----------
    cells : ndarray of float32, shape (rows + 2, cols + 2, …)
    stride : int
        Side of a cell, in pixels.

    Returns
    -------
    ndarray of float32, shape (rows * stride, cols * stride, …)
    """
    for axis in (0, 1):
        cells = between(cells, stride, axis)
    return cells


def between(array: np.ndarray, stride: int, axis: int) -> np.ndarray:
    """Return a value for each pixel along one axis of cells, linear between their centres.

    Parameters
    ----------
    array : ndarray of float32
        With a cell more at both ends of the axis.
    stride : int
        Side of a cell, in pixels.
    axis : int

    Returns
    -------
    ndarray of float32
        The axis is `stride` times as long, without the cells at its ends.
    """
    array = np.moveaxis(array, axis, 0)
    before, own, after = array[:-2], array[1:-1], array[2:]
    found = np.empty((len(own) * stride, *own.shape[1:]), np.float32)
    for offset in range(stride):
        away, other = away_from_middle(offset, stride), after
        if away < 0:
            away, other = -away, before
        found[offset::stride] = own + away * (other - own)
    return np.moveaxis(found, 0, axis)


def away_from_middle(offset: int, stride: int) -> np.float32:
    """Return how far a pixel lies behind the middle of its cell, in cells.

    Parameters
    ----------
    offset : int
        Pixels from the first one of the cell.
    stride : int
        Side of a cell, in pixels.
    """
    return np.float32((offset - (stride - 1) / 2) / stride)


def near_sums(array: np.ndarray, around: int, axes: tuple[int, int] = (0, 1)) -> np.ndarray:
    """Return the sums over neighbours up to `around` rows and columns away, of those that have all.

    Parameters
    ----------
    array : ndarray, shape (rows + 2 * around, cols + 2 * around, …)
    around : int
    axes : (int, int)
        Which are rows and columns, if not the first two.

    Returns
    -------
    ndarray, shape (rows, cols, …)
    """
    for axis in axes:
        array = _summed(array, around, axis)
    return array


def _summed(array: np.ndarray, around: int, axis: int) -> np.ndarray:
    """Return the sums of 2 * around + 1 neighbours along an axis, which shortens by 2 * around.

    Sums of 2, 4, 8 … neighbours are made of each other, and those that make up the number are
    added: every element takes the same sums in the same order.
    """
    axis %= array.ndim
    most, length = array.shape[axis], array.shape[axis] - 2 * around

    def part(of: np.ndarray, start: int, stop: int) -> np.ndarray:
        return of[(*[slice(None)] * axis, slice(start, stop))]

    wanted, span, start, sums = 2 * around + 1, 1, 0, array
    total = part(array, 0, length).copy(order="K")  # their number is odd
    while 2 * span <= wanted:
        start += span if wanted & span else 0
        sums = part(sums, 0, most - 2 * span + 1) + part(sums, span, most - span + 1)
        span *= 2
        if wanted & span:
            total += part(sums, start, start + length)
    return total
