"""What the invalid pixels of a patch hold: one rule for datasets and for maps."""

from __future__ import annotations

import numpy as np

__all__ = ["fill_invalid"]


def fill_invalid(patches: np.ndarray, valid: np.ndarray, dtype=None) -> np.ndarray:
    """Return patches whose invalid pixels hold the mean of the patch's valid ones, band by band.

    Extraction fills patches before it writes them, prediction before it scales them. A network is
    thus shown the same numbers for the same pixels, and what it says of a patch depends on nothing
    outside it.

    Parameters
    ----------
    patches : ndarray, shape (n, size, size, bands)
        Raw values, on prediction those of matched bands; what lies under invalid pixels does not
        count.
    valid : ndarray of bool, shape (n, size, size)
        Each patch has a valid pixel.
    dtype : dtype or str, optional
        Type of the dataset, where matched bands are floats; by default that of `patches`. If it
        holds whole numbers, the mean is rounded, as the dataset stores it.

    Returns
    -------
    ndarray, shape (n, size, size, bands)
        Of the type of `patches`.
    """
    valid = valid[..., None]
    # In float64 the sum of a patch is exact, hence the same in any order of its pixels.
    total = np.where(valid, patches, 0).sum(axis=(1, 2), keepdims=True, dtype=np.float64)
    mean = total / valid.sum(axis=(1, 2), keepdims=True)
    if np.dtype(dtype or patches.dtype).kind in "ui":
        mean = np.rint(mean)
    return np.where(valid, patches, mean.astype(patches.dtype))
