"""Random streams, smooth noise and blurs, from numpy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["SmoothNoise", "blur", "dilate", "smooth_noise", "stream"]


def stream(seed: int, subject: int) -> np.random.Generator:
    """Return the random numbers of one subject, so that no subject disturbs another's."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(subject,))))


@dataclass(frozen=True)
class SmoothNoise:
    """A random surface of mean 0 and deviation near 1, read in any window.

    Uniform cubic B-splines over a lattice of normal numbers: the value of a pixel does not
    depend on the window it is read in, so nothing of the size of the scene is ever held.

    Parameters
    ----------
    lattice : ndarray of float32, shape (m, m)
    scale : float
        Distance between two lattice points, in pixels.
    """

    lattice: np.ndarray
    scale: float

    def __call__(self, rows: slice, cols: slice) -> np.ndarray:
        """Return float32 of the shape of the window; both slices have a start and a stop."""
        surface = _spline(self.lattice, rows, self.scale)
        return _spline(surface.T, cols, self.scale).T


def smooth_noise(rng: np.random.Generator, size: int, scale: float) -> SmoothNoise:
    """Return noise for a square of `size` pixels, with features of about `scale` pixels."""
    points = int(np.ceil(size / scale)) + 4
    # A cubic B-spline averages its neighbours: on average 0.23 of the variance is left in 2-D.
    lattice = rng.standard_normal((points, points), dtype=np.float32) * np.float32(0.23**-0.5)
    return SmoothNoise(lattice, scale)


def _spline(lattice: np.ndarray, span: slice, scale: float) -> np.ndarray:
    """Interpolate the rows of `lattice` at the pixels of `span`."""
    place = np.arange(span.start, span.stop, dtype=np.float64) / scale
    first = np.floor(place).astype(np.intp)
    t = (place - first).astype(np.float32)[:, None]
    weights = (
        (1 - t) ** 3 / 6,
        (3 * t**3 - 6 * t**2 + 4) / 6,
        (-3 * t**3 + 3 * t**2 + 3 * t + 1) / 6,
        t**3 / 6,
    )
    result = weights[0] * lattice[first]
    for step in (1, 2, 3):
        result += weights[step] * lattice[first + step]
    return result


def blur(array: np.ndarray, sigma: float) -> np.ndarray:
    """Return `array`, float (rows, cols[, bands]), under a Gaussian of `sigma` pixels.

    Edges repeat their last value.
    """
    reach = max(1, int(np.ceil(3 * sigma)))
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    weights = (weights / weights.sum()).astype(np.float32)
    for axis in (0, 1):
        ring = [(0, 0)] * array.ndim
        ring[axis] = (reach, reach)
        padded = np.moveaxis(np.pad(array, ring, mode="edge"), axis, 0)
        length = array.shape[axis]
        total = weights[0] * padded[:length]
        for step in range(1, 2 * reach + 1):
            total += weights[step] * padded[step : step + length]
        array = np.moveaxis(total, 0, axis)
    return array


def dilate(mask: np.ndarray, reach: int) -> np.ndarray:
    """Return `mask`, bool (rows, cols), grown by `reach` pixels to a square each."""
    for axis in (0, 1):
        grown = mask.copy()
        source, target = np.moveaxis(mask, axis, 0), np.moveaxis(grown, axis, 0)
        for step in range(1, reach + 1):
            target[step:] |= source[:-step]
            target[:-step] |= source[step:]
        mask = grown
    return mask
