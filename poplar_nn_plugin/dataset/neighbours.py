"""Which points lie near others: by sorting, for a QGIS may have no SciPy and its trees."""

from __future__ import annotations

from itertools import product

import numpy as np

__all__ = ["near_any"]

_STEPS = sorted(product((-1, 0, 1), repeat=2), key=lambda step: abs(step[0]) + abs(step[1]))
"""Rows and columns to a cell itself, to the four beside it, to the four at its corners."""


def near_any(points: np.ndarray, others: np.ndarray, distance: float) -> np.ndarray:
    """Tell which points lie nearer than a distance to any of others, along rows and columns.

    Parameters
    ----------
    points, others : ndarray of int or float, shapes (n, 2) and (m, 2)
        Row and column of each.
    distance : float
        Between rows and between columns; a point as far as that is not near.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    near = np.zeros(len(points), bool)
    if not len(points) or not len(others) or distance <= 0:
        return near
    cells = _Cells(np.asarray(others, float), distance)
    for step in _STEPS:
        rest = np.flatnonzero(~near)
        near[rest] = cells.near(np.asarray(points, float)[rest], step)
    return near


class _Cells:
    """Points in square cells as wide as the distance.

    A point in the same cell is near. Of another cell the points count that lie beyond a row and a
    column. Sorted by row, with the furthest column so far beside each, one look tells whether
    there is any, however many lie in the cell.

    Parameters
    ----------
    points : ndarray of float, shape (m, 2)
    distance : float
    """

    def __init__(self, points: np.ndarray, distance: float):
        self._points, self._distance = points, distance
        cells = np.floor(points / distance).astype(int)
        self._first, self._last = cells.min(axis=0), cells.max(axis=0)
        self._keys, number = np.unique(self._key(cells), return_inverse=True)
        self._number = number.reshape(-1)  # NumPy 2.0 gives it another shape

    def _key(self, cells: np.ndarray) -> np.ndarray:
        """Return a number for each cell (row, column), row after row; -1 where none is known."""
        rows, cols = (cells - self._first).T
        inside = ((cells >= self._first) & (cells <= self._last)).all(axis=1)
        return np.where(inside, rows * (self._last[1] - self._first[1] + 1) + cols, -1)

    def near(self, points: np.ndarray, step: tuple[int, int]) -> np.ndarray:
        """Tell which points (n, 2) are near to some of the cell that lies a step from theirs."""
        key = self._key(np.floor(points / self._distance).astype(int) + step)
        cell = np.searchsorted(self._keys, key).clip(max=len(self._keys) - 1)
        there = self._keys[cell] == key
        if step == (0, 0):
            return there
        (row, least_row), (col, least_col) = (self._ranks(points, step, axis) for axis in (0, 1))
        # One number for cell and rank, so that one search does for all cells.
        count = len(self._points) + 1
        by_row = self._number * count - row
        order = np.argsort(by_row)
        furthest = np.maximum.accumulate((self._number * count + col)[order])
        last = np.searchsorted(by_row[order], cell * count - least_row, side="right") - 1
        return there & (last >= 0) & (furthest[last] >= cell * count + least_col)

    def _ranks(self, points: np.ndarray, step: tuple[int, int], axis: int):
        """Return the rank of our points towards theirs, and the least rank that is near to each."""
        ours = -step[axis] * self._points[:, axis]
        ranked, rank = np.unique(ours, return_inverse=True)
        limit = -step[axis] * points[:, axis] - self._distance
        return rank.reshape(-1), np.searchsorted(ranked, limit, side="right")
