"""Boxes around polygons: which of many lie near each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

__all__ = ["box_of", "box_pairs"]

_PAIRS = 2_000_000  # looked at together: about 100 MB


def box_of(shape) -> tuple[float, float, float, float]:
    """Return (left, low, right, high) of a geometry."""
    left, right, low, high = shape.GetEnvelope()
    return left, low, right, high


def box_pairs(boxes: np.ndarray, margin: float) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the pairs of boxes that are no further apart than `margin`, in bounded portions.

    Boxes are sorted by their left edge, so that each is compared only with those that begin
    before it ends.

    Parameters
    ----------
    boxes : ndarray of float, shape (n, 4)
        First column, first row, last column, last row; boxes with NaN meet nothing.
    margin : float
        Along rows and along columns.

    Yields
    ------
    (ndarray of int, ndarray of int)
        Positions in `boxes`; the first is the lower of the two.
    """
    order = np.flatnonzero(np.isfinite(boxes).all(axis=1))
    order = order[np.argsort(boxes[order, 0], kind="stable")]
    left, top, right, bottom = boxes[order].T
    row = np.arange(len(order))
    count = np.searchsorted(left, right + margin, side="right") - row - 1
    portion = np.cumsum(count) // _PAIRS
    for first_row, last_row in _runs(portion):
        counts = count[first_row:last_row]
        one = np.repeat(row[first_row:last_row], counts)
        within = np.arange(len(one)) - np.repeat(np.cumsum(counts) - counts, counts)
        other = one + 1 + within
        meet = (top[other] <= bottom[one] + margin) & (top[one] <= bottom[other] + margin)
        one, other = order[one[meet]], order[other[meet]]
        yield np.minimum(one, other), np.maximum(one, other)


def _runs(portion: np.ndarray) -> Iterator[tuple[int, int]]:
    ends = [*(np.flatnonzero(np.diff(portion)) + 1).tolist(), len(portion)]
    yield from zip([0, *ends[:-1]], ends)
