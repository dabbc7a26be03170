"""Weighted sums of windows: shifted arrays, multiplied and added, tile by tile.

The rows lie one after the other meanwhile: one long row is quicker than many short ones. Every
result adds the same products in the same order wherever its window lies in the array.
"""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.filters.windows.sliding import Known, rolled, unrolled

__all__ = ["centred", "correlate", "correlate_runs", "gaussian_weights", "weighted_mean"]


def gaussian_weights(sigma: float, radius: int) -> np.ndarray:
    """Return (2 * radius + 1,) weights of a bell curve that sum to 1."""
    weights = np.exp(-0.5 * np.square(np.arange(-radius, radius + 1) / sigma))
    return weights / weights.sum()


def correlate(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the weighted sum of every window.

    Parameters
    ----------
    values : ndarray
        (rows, cols), float.
    weights : ndarray
        (height, width).

    Returns
    -------
    ndarray
        (rows - height + 1, cols - width + 1), of the type of `values`.
    """
    height, width = weights.shape
    rows, cols = values.shape
    flat, down = unrolled(values, 0)
    # The last window begins where the last row leaves room for it.
    total = np.zeros((rows - height + 1) * cols - width + 1, values.dtype)
    product = np.empty_like(total)
    for (row, col), weight in np.ndenumerate(weights):
        if weight == 0:
            continue
        part = flat[row * down + col :][: total.size]
        if weight == 1:
            total += part
        elif weight == -1:
            total -= part
        else:
            total += np.multiply(part, values.dtype.type(weight), out=product)
    return rolled(total, (rows - height + 1, cols), width, 1)


def correlate_runs(values: np.ndarray, weights: np.ndarray, axis: int) -> np.ndarray:
    """Return the weighted sum of every run of pixels along one axis.

    Parameters
    ----------
    values : ndarray
        (rows, cols), float.
    weights : ndarray
        An odd number of them, whose second half mirrors the first, with the same or the other
        sign: the pixels at one distance are added, or subtracted, before they are multiplied.
    axis : {0, 1}

    Returns
    -------
    ndarray
        Shorter by ``len(weights) - 1`` along `axis`.
    """
    radius = len(weights) // 2
    flat, step = unrolled(values, axis)
    length = flat.size - 2 * radius * step
    kind = values.dtype.type
    combine = np.subtract if weights @ weights[::-1] < 0 else np.add
    total = np.multiply(flat[radius * step :][:length], kind(weights[radius]))
    product = np.empty_like(total)
    for by in range(1, radius + 1):
        before, after = (flat[(radius + way) * step :][:length] for way in (-by, by))
        combine(after, before, out=product)
        total += np.multiply(product, kind(weights[radius + by]), out=product)
    return rolled(total, values.shape, len(weights), axis)


def weighted_mean(values: np.ndarray, known: Known, weights: np.ndarray) -> np.ndarray:
    """Return the mean of the valid pixels of every window under the same weights both ways.

    Parameters
    ----------
    values : ndarray
        (rows, cols), float, 0 where not valid.
    known : Known
    weights : ndarray
        (side,), greater than 0, summing to 1.

    Returns
    -------
    ndarray
        (rows - side + 1, cols - side + 1).
    """

    def both_ways(array: np.ndarray) -> np.ndarray:
        return correlate_runs(correlate_runs(array, weights, 0), weights, 1)

    total = both_ways(values)
    if known.whole:
        return total
    share = both_ways(known.valid.astype(values.dtype))
    # Of what a whole window has, by the same sums: so that it is exactly 1 there.
    share /= both_ways(np.ones((len(weights),) * 2, values.dtype))
    # Where a window has no valid pixel at all, neither has its centre.
    return np.divide(total, share, out=total, where=share > 0)


def centred(values: np.ndarray, known: Known, weights: np.ndarray) -> np.ndarray:
    """Return the weighted sum of every window, its centre standing in for what is not valid.

    Parameters
    ----------
    values : ndarray
        (rows, cols), float, 0 where not valid.
    known : Known
    weights : ndarray
        (height, width), both odd.

    Returns
    -------
    ndarray
        (rows - height + 1, cols - width + 1).
    """
    total = correlate(values, weights)
    if known.whole:
        return total
    down, right = weights.shape[0] // 2, weights.shape[1] // 2
    rows, cols = total.shape
    missing = correlate((~known.valid).astype(values.dtype), weights)
    return total + values[down : down + rows, right : right + cols] * missing
