"""Numbers that tell what a patch looks like: its tones, and how alike pixels at a distance are.

The second kind is the variogram of geostatistics, used on images since Woodcock, Strahler and
Jupp (1988), "The use of variograms in remote sensing", Remote Sensing of Environment 25: rows of
trees show in it as likeness at the distance of the rows, whatever their colour.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Callable

import numpy as np

from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["feature_count", "feature_parts", "features"]

_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_DISTANCES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)
_LEAST_VARIANCE = 1e-12
_TOGETHER = 250_000  # values of patches, so that what comes of them stays in the cache


def features(patches: np.ndarray) -> np.ndarray:
    """Return the features of patches, the same for a patch turned or mirrored.

    Parameters
    ----------
    patches : ndarray of float32, shape (n, size, size, bands)
        Scaled.

    Returns
    -------
    ndarray of float32, shape (n, feature_count(size, bands))
        For each band its mean, standard deviation and five quantiles; then, for each distance up
        to half a patch, the mean, least and greatest over four directions of half the mean
        squared difference of two pixels at that distance, as a share of the variance.
    """
    # Each sum runs over one stretch of memory, so what a patch gets depends on no other.
    planes = np.ascontiguousarray(np.moveaxis(patches, -1, 1), np.float32)
    flat = planes.reshape(*planes.shape[:2], -1)
    mean = flat.mean(axis=-1)
    centred = flat - mean[..., None]
    variance = np.square(centred).mean(axis=-1)
    ordered = np.sort(flat, axis=-1)
    last = ordered.shape[-1] - 1
    found = [mean, np.sqrt(variance)]
    found += [ordered[..., round(share * last)] for share in _QUANTILES]
    planes = centred.reshape(planes.shape)
    for distance in _distances(planes.shape[-1]):
        ways = np.stack([_half_square(*pair) for pair in _pairs(planes, distance)])
        ways /= np.maximum(variance, _LEAST_VARIANCE)
        found += [ways.mean(axis=0), ways.min(axis=0), ways.max(axis=0)]
    return np.concatenate(found, axis=1)


def feature_count(size: int, bands: int) -> int:
    """Return how many features a patch of that side and so many bands has."""
    return bands * (2 + len(_QUANTILES) + 3 * len(_distances(size)))


def feature_parts(
    count: int, take: Callable[[int, int], np.ndarray], progress: Progress
) -> Iterator[tuple[int, np.ndarray]]:
    """Yield the features of `count` patches, some after some, each with where it begins.

    Parameters
    ----------
    count : int
    take : callable
        Given start and stop, returns those patches, scaled.
    progress : Progress
        Looked at before each part.
    """
    start, step = 0, 1
    while start < count:
        checkpoint(progress, start / count)
        patches = take(start, min(start + step, count))
        yield start, features(patches)
        start += len(patches)
        step = max(1, _TOGETHER // patches[0].size)


def _distances(size: int) -> list[int]:
    return [distance for distance in _DISTANCES if distance <= size // 2]


def _pairs(planes: np.ndarray, distance: int):
    """Yield the two ends of every step of `distance`: across, down, and along both diagonals."""
    near, far = slice(None, -distance), slice(distance, None)
    # A diagonal is longer than a side: as many pixels as come nearest to the distance.
    slant = max(1, round(distance / np.sqrt(2)))
    low, high = slice(None, -slant), slice(slant, None)
    yield planes[..., near], planes[..., far]
    yield planes[..., near, :], planes[..., far, :]
    yield planes[..., low, low], planes[..., high, high]
    yield planes[..., low, high], planes[..., high, low]


def _half_square(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    gap = np.ascontiguousarray(one - other)
    return np.square(gap, out=gap).reshape(*gap.shape[:2], -1).mean(axis=-1) / 2
