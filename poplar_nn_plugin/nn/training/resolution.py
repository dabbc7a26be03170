"""Resolution augmentation: patches as other cameras show them, in scale, sharpness and noise."""

from __future__ import annotations

import numpy as np

__all__ = ["jitter_resolution"]

_BLUR = 2.0  # pixels, at most, for each unit of the amount
_NOISE = 0.5  # standard deviations of a band, at most, for each unit


def jitter_resolution(
    patches: np.ndarray, amount: float, rng: np.random.Generator, *, scale: bool = True
) -> np.ndarray:
    """Return the scaled patches, each in another scale, less sharp and with noise.

    Parameters
    ----------
    patches : ndarray of float32, shape (n, size, size, bands)
    amount : float
        Largest logarithm of the scale, so 0.2 for 0.82 to 1.22 of the size; the deviation of the
        Gaussian blur is up to twice that in pixels, that of the noise up to half of it.
    rng : numpy.random.Generator
    scale : bool
        Whether the scale is varied: not where the class of each pixel must stay on its pixel.

    Returns
    -------
    ndarray of float32
        Of the same shape; what a smaller scale leaves empty is mirrored.
    """
    from scipy.ndimage import affine_transform, gaussian_filter1d

    count, middle = len(patches), (patches.shape[1] - 1) / 2
    step = np.exp(rng.uniform(-amount, amount, count)) if scale else np.ones(count)
    blur = rng.uniform(0, _BLUR * amount, count)
    noise = rng.uniform(0, _NOISE * amount, (count, 1, 1, 1))
    found = np.empty(patches.shape, np.float32)
    for number, patch in enumerate(patches):
        if scale:
            offset = middle - middle * step[number]
            patch = affine_transform(
                patch,
                np.diag((step[number], step[number], 1.0)),
                (offset, offset, 0.0),
                order=1,
                mode="mirror",
            )
        for axis in (0, 1):
            patch = gaussian_filter1d(patch, blur[number], axis=axis, mode="mirror")
        found[number] = patch
    return found + (noise * rng.standard_normal(patches.shape)).astype(np.float32)
