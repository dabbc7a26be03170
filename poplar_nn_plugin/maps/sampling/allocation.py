"""How many points of a sample each class of a map gets."""

from __future__ import annotations

import numpy as np

__all__ = ["ALLOCATIONS", "allocate"]

ALLOCATIONS = ("compromise", "proportional", "equal")
"""By area with a minimum for rare classes, by area alone, or the same for each."""

_FEWEST = 2  # without two points no variance is known


def allocate(pixels: np.ndarray, count: int, allocation: str, minimum: int) -> np.ndarray:
    """Return the number of points of each class.

    ``compromise`` is the recommendation of Olofsson and others (2014, Remote Sensing of Environment
    148, section 5.1): what is optimal for areas (Neyman's shares) asks for accuracies that nobody
    knows yet, so rare classes get a number that tells their accuracy, and the others share the rest
    by area.

    Parameters
    ----------
    pixels : ndarray of int, shape (n_classes,)
        Of each class, all above 0.
    count : int
        Points in all; each class gets two at least, or all its pixels, even where that is more.
    allocation : str
        One of `ALLOCATIONS`.
    minimum : int
        Of ``compromise``; less where `count` does not suffice.

    Returns
    -------
    ndarray of int, shape (n_classes,)
        Never more than its pixels.
    """
    least = np.minimum(pixels, _FEWEST)
    if allocation == "compromise":
        least = np.minimum(pixels, max(_FEWEST, min(minimum, count // len(pixels))))
    weights = np.ones(len(pixels)) if allocation == "equal" else pixels.astype(float)
    open_ = np.ones(len(pixels), bool)
    found = np.zeros(len(pixels))
    # Those that would get too few or too many are settled first, and the others share the rest.
    while open_.any():
        rest = max(0.0, count - found[~open_].sum())
        found[open_] = rest * weights[open_] / weights[open_].sum()
        low, high = open_ & (found < least), open_ & (found > pixels)
        if not low.any() and not high.any():
            break
        found[low], found[high] = least[low], pixels[high]
        open_ &= ~(low | high)
    return _rounded(found, count, least, pixels)


def _rounded(shares: np.ndarray, count: int, least: np.ndarray, most: np.ndarray) -> np.ndarray:
    """Return whole numbers that sum to `count` where the limits allow it, by largest remainders."""
    found = np.clip(np.floor(shares + 1e-9).astype(int), least, most)
    remainder = shares - found
    for place in np.argsort(-remainder, kind="stable"):
        if found.sum() >= count:
            break
        found[place] += found[place] < most[place]
    return found
