"""Ranges of different lengths, one after the other in one array."""

from __future__ import annotations

import numpy as np

__all__ = ["ranges"]


def ranges(starts: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers of ranges, and where each range begins among them.

    Parameters
    ----------
    starts, counts : ndarray of int, shape (n,)
        First number of each range, and how many there are.

    Returns
    -------
    numbers : ndarray of int64, shape (counts.sum(),)
    firsts : ndarray of int64, shape (n,)
    """
    firsts = np.cumsum(counts) - counts
    total = int(counts.sum())
    return np.arange(total) + np.repeat(starts - firsts, counts), firsts
