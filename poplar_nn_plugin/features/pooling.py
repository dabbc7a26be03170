"""Mean and deviation of a stage of the trunk in a window around every cell of a map."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

__all__ = ["pooled"]

_LEAST_VARIANCE = np.float32(1e-6)


def pooled(
    stage: np.ndarray,
    stride: Fraction,
    centre: Fraction,
    cells: tuple[int, int],
    *,
    cell: int,
    width: int,
    margin: int,
) -> np.ndarray:
    """Return mean and standard deviation of a stage in the window around each cell.

    A sample of the stage stands for a square of `stride` pixels, and counts by the share of that
    square that lies in the window. Every cell takes its sums in the same order, so that what it
    gets does not depend on where the array begins.

    Parameters
    ----------
    stage : ndarray of float32, shape (rows, cols, channels)
    stride : Fraction
        Side of the square of a sample, in pixels of the image.
    centre : Fraction
        Middle of the first sample, in pixels from the corner of the image.
    cells : tuple of int
        Rows and columns of cells that are wanted.
    cell, width : int
        Side of a cell and of the window around it, in pixels.
    margin : int
        Pixels from the corner of the image to that of the first cell; the windows of all cells
        must lie inside the image.

    Returns
    -------
    ndarray of float32, shape (*cells, 2 * channels)
    """
    found = np.concatenate([stage, stage * stage], axis=-1)
    for axis, count in enumerate(cells):
        found = _along(found, axis, count, stride, centre, cell, width, margin)
    mean, square = np.split(found, 2, axis=-1)
    return np.concatenate(
        [mean, np.sqrt(np.maximum(square - mean * mean, 0) + _LEAST_VARIANCE)], axis=-1
    )


def _along(array, axis: int, count: int, stride, centre, cell: int, width: int, margin: int):
    """Return weighted means along one axis, one for each of `count` cells.

    Where a sample is larger than a cell, the weights repeat after as many cells as a sample holds.
    """
    array = np.moveaxis(array, axis, 0)
    period = (stride / cell).numerator  # cells until the weights are the same again
    step = int(period * cell / stride)  # samples until then
    found = np.empty((count, *array.shape[1:]), np.float32)
    for phase in range(min(period, count)):
        middle = margin + (phase + Fraction(1, 2)) * cell
        first, weights = _weights(middle, Fraction(width), stride, centre)
        total = found[phase::period]
        for offset, weight in enumerate(weights):
            start = first + offset
            part = array[start : start + (len(total) - 1) * step + 1 : step]
            if offset:
                total += part * weight
            else:
                np.multiply(part, weight, out=total)
    return np.moveaxis(found, 0, axis)


def _weights(middle: Fraction, width: Fraction, stride: Fraction, centre: Fraction):
    """Return the first sample in a window, and the share of the window that each one fills."""
    low, high = middle - width / 2, middle + width / 2
    corner = centre - stride / 2
    first, last = math.floor((low - corner) / stride), math.ceil((high - corner) / stride)
    shares = []
    for sample in range(first, last):
        left = corner + sample * stride
        shares.append((min(high, left + stride) - max(low, left)) / width)
    return first, [np.float32(float(share)) for share in shares]
