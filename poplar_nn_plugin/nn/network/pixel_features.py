"""Numbers that tell what a pixel looks like: its bands, and their mean and deviation around it.

They are taken of whole blocks by sums that slide along rows and columns. A patch is a block of one
pixel, so that what a model learns from patches is, to the last bit, what it sees on a map; and as
each sum is made of the same values in the same order, a block may be cut wherever one likes.
"""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.mapping.overlap import near_sums

__all__ = ["WINDOW", "pixel_feature_count", "pixel_features"]

_SIDES = (3, 7)
WINDOW = max(_SIDES)
"""Side of what is looked at around a pixel, in pixels."""

_GROUPS = 8
"""Means of neighbouring bands at most, whose surroundings are looked at.

With the surroundings of each of 218 bands, trees hardly looked at the bands themselves: macro F1 on
held-out areas of an EnMAP image was 0.30, with 8 groups 0.36, with bands alone 0.35.
"""

_LEAST_VARIANCE = 1e-10  # of scaled values, whose variance is about 1: less is rounding


def pixel_features(values: np.ndarray) -> np.ndarray:
    """Return the features of all pixels that have the whole window around them.

    Parameters
    ----------
    values : ndarray of float32, shape (..., rows, cols, bands)
        Scaled; as many blocks as one likes.

    Returns
    -------
    ndarray of float32, shape (..., rows - WINDOW + 1, cols - WINDOW + 1, features)
        The bands; then for each side of a window, in 3 and 7 pixels, the means and the standard
        deviations of bands, or where these are many of means of neighbouring ones.
    """
    found = [_inner(values, WINDOW)]
    exact = _grouped(values)
    squares = np.square(exact)
    for side in _SIDES:
        sums, of_squares = (
            _sums(_inner(each, WINDOW - side + 1), side) for each in (exact, squares)
        )
        mean = sums / side**2
        variance = of_squares / side**2 - np.square(mean)
        variance[~(variance >= _LEAST_VARIANCE)] = 0
        found += [mean, np.sqrt(variance)]
    return np.concatenate(found, axis=-1).astype(np.float32)


def pixel_feature_count(bands: int) -> int:
    """Return how many features a pixel of so many bands has."""
    return bands + 2 * len(_SIDES) * min(bands, _GROUPS)


def _grouped(values: np.ndarray) -> np.ndarray:
    """Return the means of groups of neighbouring bands, as equal in number as can be."""
    bands = values.shape[-1]
    if bands <= _GROUPS:
        return values.astype(np.float64)
    ends = np.arange(_GROUPS + 1) * bands // _GROUPS
    found = np.zeros((*values.shape[:-1], _GROUPS))
    for group, (start, stop) in enumerate(zip(ends, ends[1:])):
        for band in range(start, stop):  # in their order: the sum is the same for any block
            found[..., group] += values[..., band]
        found[..., group] /= stop - start
    return found


def _inner(values: np.ndarray, side: int) -> np.ndarray:
    """Return what is left of blocks without half a window, of an odd side, at each edge."""
    half = side // 2
    if not half:
        return values
    return values[..., half:-half, half:-half, :]


def _sums(values: np.ndarray, side: int) -> np.ndarray:
    """Return the sums over square windows of blocks, however many."""
    return np.moveaxis(
        near_sums(np.moveaxis(values, (-3, -2), (0, 1)), side // 2), (0, 1), (-3, -2)
    )
