"""Squares of covered pixels: how much of each is covered, and the largest that is covered whole."""

from __future__ import annotations

import numpy as np

__all__ = ["cover_sums", "covered_square", "window_sums"]


def cover_sums(covered: np.ndarray) -> np.ndarray:
    """Return the summed-area table of a (rows, cols) array, one row and column larger.

    Crow (1984), "Summed-area tables for texture mapping": any window's sum in four look-ups.
    """
    table = np.zeros((covered.shape[0] + 1, covered.shape[1] + 1), np.int64)
    np.cumsum(np.cumsum(covered, axis=0, dtype=np.int64), axis=1, out=table[1:, 1:])
    return table


def window_sums(table: np.ndarray, position: np.ndarray, size: int) -> np.ndarray:
    """Return the sums over squares, shape (n,), from a table of `cover_sums`."""
    row, col = position.T
    return (
        table[row + size, col + size] - table[row, col + size] - table[row + size, col]
    ) + table[row, col]


def covered_square(table: np.ndarray, most: int) -> int:
    """Return the side of the largest square of covered pixels, up to `most`.

    Parameters
    ----------
    table : ndarray
        Of `cover_sums`.
    most : int
        Tried first, for it often fits.
    """
    low, high, side = 0, most, most
    while low < high:
        upper, lower = table[:-side], table[side:]
        sums = lower[:, side:] - upper[:, side:] - lower[:, :-side] + upper[:, :-side]
        if (sums == side**2).any():
            low = side
        else:
            high = side - 1
        side = (low + high + 1) // 2
    return low
