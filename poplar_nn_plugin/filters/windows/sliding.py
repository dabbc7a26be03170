"""What filters with a sliding window share: windows, tiles that fit a cache, sums and extremes.

A window has the same result, to the bit, wherever it lies: cutting an image changes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

__all__ = ["CIRCLE", "SQUARE", "Footprint", "Known", "box_sum", "rolled", "tiles", "unrolled"]

SQUARE, CIRCLE = "square", "circle"

_WIDEST = 1024  # pixels of a tile's row
_RUNNING = 12  # measured: radius from which differences of running sums are quicker than doubling
_FAR_LESS = 1.25  # measured: a fifth less to read does not yet outweigh shorter rows


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
    def rectangles(self) -> list[tuple[int, int]]:
        """Rows above and columns beside the middle of rectangles that are the window together."""
        rows = [(self.radius - row, width // 2) for row, (_, width) in enumerate(self.runs)]
        highest = {width: height for height, width in reversed(rows) if height >= 0}
        return [(height, width) for width, height in highest.items()]

    @property
    def count(self) -> int:
        """Pixels of the window."""
        return sum(width for _, width in self.runs)

    def number_in(self, shape: tuple[int, ...]) -> tuple[int, int]:
        """Return how many windows begin in the rows and columns of a (rows, cols, …) array."""
        return shape[0] - self.side + 1, shape[1] - self.side + 1

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
        flat, step = unrolled(values, 1)
        if values.dtype.kind == "f" or self.radius < _RUNNING:
            return self._gathered(values, np.add, lambda width: _flat_sum(flat, step, width))
        # Of whole numbers, what leaves their range on the way comes back with the difference.
        before = np.zeros(flat.size + 1, flat.dtype)
        np.cumsum(flat, out=before[1:])
        return self._gathered(values, np.add, lambda width: before[width:] - before[:-width])

    def extreme(self, values: np.ndarray, of_two: np.ufunc) -> np.ndarray:
        """Return the least or greatest value of every window; `of_two` is np.minimum or maximum."""
        if self.shape == SQUARE:
            down = _run_extreme(values, self.side, 0, of_two)
            return _run_extreme(down, self.side, 1, of_two)
        flat, step = unrolled(values, 1)
        return self._gathered(
            values, of_two, lambda width: _flat_extreme(flat, step, width, of_two)
        )

    def _gathered(
        self, values: np.ndarray, of_two: np.ufunc, run: Callable[[int], np.ndarray]
    ) -> np.ndarray:
        """Put windows together from runs along unrolled rows, each width of them made once."""
        rows, cols = values.shape
        length = (rows - self.side) * cols + cols - self.side + 1
        made, total = {}, None
        for row, (first, width) in enumerate(self.runs):
            if width not in made:
                made[width] = run(width)
            piece = made[width][row * cols + first :][:length]
            total = piece.copy() if total is None else of_two(total, piece, out=total)
        return rolled(total, (rows - self.side + 1, cols), self.side, 1)


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
    def count_or_one(self) -> np.ndarray:
        """Valid pixels of every window, and 1 where there are none: what a sum is divided by.

        (rows - side + 1, cols - side + 1), or (1, 1) where all pixels of the tile are valid.
        """
        if self.whole:
            return np.full((1, 1), self._footprint.count)
        return np.maximum(self._footprint.sum(self.valid.astype(np.uint16)), 1)

    def inner(self, margin: int) -> Known:
        """Return the same for the tile without its outer `margin` pixels."""
        return self.part((slice(margin, -margin), slice(margin, -margin)))

    def part(self, area: tuple[slice, slice]) -> Known:
        """Return the same for a part of the tile."""
        return Known(self.valid[area], self._footprint)

    def filled(self, values: np.ndarray, filling: float) -> np.ndarray:
        """Return `values` with `filling` where they are not valid."""
        return values if self.whole else np.where(self.valid, values, values.dtype.type(filling))


def tiles(
    valid: np.ndarray, radius: int, pixels: int
) -> Iterator[tuple[tuple[slice, slice], tuple[slice, slice]]]:
    """Cut the inner part of a block into strips and pieces small enough for a CPU's cache.

    Where the block reaches beyond the image, the few windows that do so are in tiles of their own:
    those of all others are whole, if nothing else is missing, and quicker.

    Parameters
    ----------
    valid : ndarray
        (rows, cols) bool of the block, halo included.
    radius : int
        Of the window; the outer `radius` pixels are context only.
    pixels : int
        About how many pixels a tile should have.

    Yields
    ------
    inner : (slice, slice)
        Rows and columns of the tile.
    outer : (slice, slice)
        The same with `radius` pixels of context on every side.
    """
    for left, right in _parts(valid.any(axis=0), radius):
        width, height = _tile(pixels, min(right - left, _WIDEST), radius)
        for top, bottom in _parts(valid.any(axis=1), radius):
            for row in range(top, bottom, height):
                for col in range(left, right, width):
                    ends = min(row + height, bottom), min(col + width, right)
                    inner = slice(row, ends[0]), slice(col, ends[1])
                    yield inner, tuple(slice(s.start - radius, s.stop + radius) for s in inner)


def _tile(pixels: int, widest: int, radius: int) -> tuple[int, int]:
    """Return the width and height of tiles: long rows, unless squares take far less context."""
    side = max(min(math.isqrt(pixels), widest), 1)
    rows = widest, max(pixels // widest, 1)

    def read(width: int, height: int) -> float:
        return (width + 2 * radius) * (height + 2 * radius) / (width * height)

    return (side, side) if read(*rows) > _FAR_LESS * read(side, side) else rows


def _parts(some: np.ndarray, radius: int) -> list[tuple[int, int]]:
    """Return the parts of an axis: windows that reach over its ends, and those between.

    Parameters
    ----------
    some : ndarray
        (length,) bool: whether anything is valid in each row, or column.
    radius : int
    """
    first, last = radius, len(some) - radius
    if not some.any():
        return [(first, last)] if first < last else []
    low = int(np.argmax(some))
    high = len(some) - int(np.argmax(some[::-1]))
    cuts = [first, low + radius if low else first, high - radius, last]
    cuts = sorted({min(max(cut, first), last) for cut in cuts})
    return list(zip(cuts, cuts[1:]))


def box_sum(values: np.ndarray, rows: int, cols: int) -> np.ndarray:
    """Sum every rectangle of `rows` x `cols` pixels.

    Sums of 1, 2, 4, ... neighbours are made by doubling and put together, down the columns and
    then along the rows: the work grows with the logarithm of the sides, and each sum adds the
    same numbers in the same order.

    Parameters
    ----------
    values : ndarray
        (height, width, …), of a type that holds the sums.
    rows, cols : int

    Returns
    -------
    ndarray
        (height - rows + 1, width - cols + 1, …).
    """
    return _run_sum(_run_sum(values, rows, 0), cols, 1)


def _run_sum(values: np.ndarray, side: int, axis: int) -> np.ndarray:
    """Sum every `side` neighbours along an axis."""
    return rolled(_flat_sum(*unrolled(values, axis), side), values.shape, side, axis)


def _flat_sum(part: np.ndarray, step: int, side: int) -> np.ndarray:
    """Sum every `side` neighbours that are `step` apart."""
    length = part.size - (side - 1) * step
    total, begin, span = None, 0, 1
    while True:
        if side & span:  # `part` holds sums of `span` neighbours; these are the next to be added
            piece = part[begin * step :][:length]
            total = piece if total is None else total + piece
            begin += span
        if 2 * span > side:
            return total
        part = part[: -span * step] + part[span * step :]
        span *= 2


def _run_extreme(values: np.ndarray, side: int, axis: int, of_two: np.ufunc) -> np.ndarray:
    """Return the extreme of every `side` neighbours along an axis."""
    flat = _flat_extreme(*unrolled(values, axis), side, of_two)
    return rolled(flat, values.shape, side, axis)


def _flat_extreme(part: np.ndarray, step: int, side: int, of_two: np.ufunc) -> np.ndarray:
    """Return the extreme of every `side` neighbours that are `step` apart, by doubling."""
    length, span = part.size - (side - 1) * step, 1
    while 2 * span <= side:
        part = of_two(part[: -span * step], part[span * step :])
        span *= 2
    if span < side:  # two runs that overlap
        part = of_two(part[:length], part[(side - span) * step :][:length])
    return part[:length]


def unrolled(values: np.ndarray, axis: int) -> tuple[np.ndarray, int]:
    """Return the rows one after the other, and how far the next pixel along an axis is.

    Along the rows, runs then go on from the end of one row to the next: `rolled` drops these. One
    long row is quicker than many short ones.
    """
    return np.ascontiguousarray(values).reshape(-1), math.prod(values.shape[axis + 1 :])


def rolled(flat: np.ndarray, shape: tuple[int, ...], side: int, axis: int) -> np.ndarray:
    """Return as rows and columns the results of all runs of `side` pixels along an axis."""
    strides = [math.prod(shape[n + 1 :]) * flat.itemsize for n in range(len(shape))]
    lengths = [length - (side - 1) * (n == axis) for n, length in enumerate(shape)]
    return np.ndarray(lengths, flat.dtype, flat, strides=strides)


def _root(square: int) -> int:
    """Return the whole part of a square root."""
    return int(np.floor(np.sqrt(square)))
