"""The bands of a pixel, and their mean and deviation in small windows around it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["texture"]


def texture(scaled: np.ndarray, valid: np.ndarray, sizes: Sequence[int]) -> np.ndarray:
    """Return each band, then its mean and standard deviation in each window; valid pixels count.

    Parameters
    ----------
    scaled : ndarray of float32, shape (rows, cols, bands)
        0 where not valid.
    valid : ndarray of bool, shape (rows, cols)
    sizes : sequence of int
        Sides of the windows, odd, in pixels.

    Returns
    -------
    ndarray of float32, shape (rows, cols, bands * (1 + 2 * len(sizes)))
        Of pixels nearer to the rim than half a window only what lies inside counts.
    """
    found = [scaled]
    both = np.concatenate([scaled, scaled * scaled, valid[..., None]], axis=-1, dtype=np.float32)
    bands = scaled.shape[-1]
    for size in sizes:
        total = _sums(_sums(both, 0, size), 1, size)
        total /= np.maximum(total[..., -1:], 1)
        mean, square = total[..., :bands], total[..., bands : 2 * bands]
        found += [mean, np.sqrt(np.maximum(square - mean * mean, 0))]
    return np.concatenate(found, axis=-1)


def _sums(array: np.ndarray, axis: int, size: int) -> np.ndarray:
    """Return sums over windows along an axis, always in the same order."""
    reach = size // 2
    padding = [(0, 0)] * array.ndim
    padding[axis] = (reach, reach)
    padded = np.moveaxis(np.pad(array, padding), axis, 0)
    count = array.shape[axis]
    total = padded[:count].copy()
    for offset in range(1, size):
        total += padded[offset : offset + count]
    return np.moveaxis(total, 0, axis)
