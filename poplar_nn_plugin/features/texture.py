"""The bands of a pixel, and their mean and deviation in small windows around it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from poplar_nn_plugin.mapping.overlap import near_sums

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
        rim = size // 2
        total = near_sums(np.pad(both, [(rim, rim), (rim, rim), (0, 0)]), rim)
        total /= np.maximum(total[..., -1:], 1)
        mean, square = total[..., :bands], total[..., bands : 2 * bands]
        found += [mean, np.sqrt(np.maximum(square - mean * mean, 0))]
    return np.concatenate(found, axis=-1)
