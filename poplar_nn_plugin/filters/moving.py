"""What filters with a moving window share: windows, tiles that fit a cache, sums and extremes.

All of it gives a window the same result, to the bit, wherever the window lies in the array, so
results do not depend on how an image is cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

__all__ = ["CIRCLE", "SQUARE", "Footprint", "Known", "box_sum", "tiles"]

SQUARE, CIRCLE = "square", "circle"

_WIDEST = 1024  # pixels of a tile's row


@dataclass(frozen=True)
class Footprint:
    """The pixels of a window: a square, or a circle about the centre of the middle pixel.

    Parameters
    ----------
    radius : int
    shape : {"square", "circle"}
    """

    radius: int
    shape: str = SQUARE

    @property
    def side(self) -> int:
        """Pixels of a side, or of the diameter."""
        return 2 * self.radius + 1

    @property
    def runs(self) -> list[tuple[int, int]]:
        """First column and number of pixels of every row of the window."""
        if self.shape == SQUARE:
            return [(0, self.side)] * self.side
        half = [_root(self.radius**2 - y * y) for y in range(-self.radius, self.radius + 1)]
        return [(self.radius - width, 2 * width + 1) for width in half]

    @property
    def count(self) -> int:
        """Pixels of the window."""
        return sum(width for _, width in self.runs)

    @property
    def mask(self) -> np.ndarray:
        """(side, side) bool."""
        found = np.zeros((self.side, self.side), bool)
        for row, (first, width) in zip(found, self.runs):
            row[first : first + width] = True
        return found

    def sum(self, values: np.ndarray) -> np.ndarray:
        """Sum every window.

        Parameters
        ----------
        values : ndarray
            (rows, cols), of a type that holds the sums.

        Returns
        -------
        ndarray
            (rows - side + 1, cols - side + 1).
        """
        if self.shape == SQUARE:
            return box_sum(values, self.side, self.side)
        return self._gathered(values, np.add, _run_sum)

    def extreme(self, values: np.ndarray, of_two: np.ufunc) -> np.ndarray:
        """Return the least or greatest value of every window; `of_two` is np.minimum or maximum."""
        if self.shape == SQUARE:
            down = _run_extreme(values, self.side, of_two)
            return _run_extreme(down.T, self.side, of_two).T
        return self._gathered(values, of_two, lambda part, n: _run_extreme(part, n, of_two))

    def _gathered(self, values: np.ndarray, of_two: np.ufunc, run: Callable) -> np.ndarray:
        """Put windows together from runs along the rows, each width of them made once."""
        rows, cols = (length - self.side + 1 for length in values.shape)
        made, total = {}, None
        for row, (first, width) in enumerate(self.runs):
            if width not in made:
                made[width] = run(values.T, width).T
            piece = made[width][row : row + rows, first : first + cols]
            total = piece.copy() if total is None else of_two(total, piece, out=total)
        return total


class Known:
    """Which pixels of a tile are valid, and how many in every window.

    Parameters
    ----------
    valid : ndarray
        (rows, cols) bool.
    footprint : Footprint
    """

    def __init__(self, valid: np.ndarray, footprint: Footprint):
        self.valid = valid
        self.whole = bool(valid.all())
        self._footprint = footprint

    @cached_property
    def count(self) -> np.ndarray:
        """(rows - side + 1, cols - side + 1), (1, 1) where all are valid; at least 1."""
        if self.whole:
            return np.full((1, 1), self._footprint.count)
        return np.maximum(self._footprint.sum(self.valid.astype(np.uint16)), 1)

    def inner(self, margin: int) -> Known:
        """Return the same for the tile without its outer `margin` pixels."""
        return self.part((slice(margin, -margin), slice(margin, -margin)))

    def part(self, place: tuple[slice, slice]) -> Known:
        """Return the same for a part of the tile."""
        return Known(self.valid[place], self._footprint)

    def filled(self, values: np.ndarray, filling: float) -> np.ndarray:
        """Return `values` with `filling` where they are not valid."""
        return values if self.whole else np.where(self.valid, values, values.dtype.type(filling))


def tiles(
    shape: tuple[int, int], radius: int, pixels: int, least_rows: int = 1
) -> Iterator[tuple[tuple[slice, slice], tuple[slice, slice]]]:
    """Cut the inner part of a block into strips and pieces small enough for a CPU's cache.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns of the block, halo included.
    radius : int
        Of the window; the outer `radius` pixels are context only.
    pixels : int
        About how many pixels a tile should have.
    least_rows : int
        How high tiles are at least, where the rows that two of them share cost time.

    Yields
    ------
    inner : (slice, slice)
        Rows and columns of the tile.
    outer : (slice, slice)
        The same with `radius` pixels of context on every side.
    """
    rows, cols = (length - 2 * radius for length in shape)
    width = min(max(cols, 1), _WIDEST)
    height = max(pixels // width, least_rows)
    for top in range(0, rows, height):
        bottom = min(top + height, rows)
        for left in range(0, cols, width):
            right = min(left + width, cols)
            yield (
                (slice(top + radius, bottom + radius), slice(left + radius, right + radius)),
                (slice(top, bottom + 2 * radius), slice(left, right + 2 * radius)),
            )


def box_sum(values: np.ndarray, rows: int, cols: int) -> np.ndarray:
    """Sum every rectangle of `rows` x `cols` pixels.

    Sums of 1, 2, 4, ... neighbours are made by doubling and put together, down the columns and
    then along the rows: the work grows with the logarithm of the sides, and each sum adds the
    same numbers in the same order.

    Parameters
    ----------
    values : ndarray
        (height, width), of a type that holds the sums.
    rows, cols : int

    Returns
    -------
    ndarray
        (height - rows + 1, width - cols + 1).
    """
    return _run_sum(_run_sum(values, rows).T, cols).T


def _run_sum(part: np.ndarray, side: int) -> np.ndarray:
    """Sum every `side` neighbours along the first axis."""
    length = part.shape[0] - side + 1
    total, begin, span = None, 0, 1
    while True:
        if side & span:  # `part` holds sums of `span` neighbours; these are the next to be added
            piece = part[begin : begin + length]
            total = piece if total is None else total + piece
            begin += span
        if 2 * span > side:
            return total
        part = part[:-span] + part[span:]
        span *= 2


def _run_extreme(part: np.ndarray, side: int, of_two: np.ufunc) -> np.ndarray:
    """Return the extreme of every `side` neighbours along the first axis, by doubling."""
    length, span = part.shape[0] - side + 1, 1
    while 2 * span <= side:
        part = of_two(part[:-span], part[span:])
        span *= 2
    if span == side:
        return part[:length]
    return of_two(part[:length], part[side - span :][:length])  # two runs that overlap


def _root(square: int) -> int:
    """Return the whole part of a square root."""
    return int(np.floor(np.sqrt(square)))
