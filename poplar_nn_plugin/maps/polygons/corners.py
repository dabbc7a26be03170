"""The outlines of regions in a strip of a map: corners of pixels, and the sides that link them.

A *corner* is where an outline turns or where several meet. A *side* leads from a corner along the
outline to the next one, with its region on the left. Each line between two regions has two sides,
one for either of them, with the same corners: so polygons made of them have neither gaps nor
overlaps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ["Corners", "Sides", "corners_of", "count_corners", "sides_of"]

_N, _S, _W, _E = 1, 2, 4, 8  # lines that leave a corner upwards, downwards, to the left and right
_BIT = np.array([_E, _S, _W, _N], np.uint8)  # by direction: 0 right, 1 down, 2 left, 3 up


def _turns() -> np.ndarray:
    """Return where a side goes on, by the lines at a corner and the direction it comes in.

    A region lies on the left; where two of its pixels touch by their corners only, the side stays
    with the one that it came along.
    """
    found = np.zeros((16, 4), np.int8)
    for lines in range(16):
        for way in range(4):
            left, right = (way + 3) % 4, (way + 1) % 4
            straight = lines & int(_BIT[way])
            found[lines, way] = left if lines & int(_BIT[left]) else way if straight else right
    return found


_TURN = _turns()
_COUNT = np.array([bin(lines).count("1") for lines in range(16)], np.int8)
_IS_CORNER = (_COUNT > 0) & ~np.isin(np.arange(16), [_N | _S, _W | _E])


@dataclass(frozen=True)
class Corners:
    """The corners of a strip, row after row.

    Parameters
    ----------
    row, col : ndarray of int32, shape (n,)
        Row within the strip, and column.
    lines : ndarray of uint8, shape (n,)
        Which lines leave it.
    seam : ndarray of bool, shape (n,)
        Which lie where a line crosses the first or the last row of the strip.
    width, height : int
        Columns of pixels, and the last row of corners.
    """

    row: np.ndarray
    col: np.ndarray
    lines: np.ndarray
    seam: np.ndarray
    width: int
    height: int

    @property
    def fixed(self) -> np.ndarray:
        """Which must stay: where three or four lines meet, and on seams."""
        return (_COUNT[self.lines] > 2) | self.seam

    @property
    def turns(self) -> np.ndarray:
        """Where the outline is not straight."""
        return _IS_CORNER[self.lines]

    @property
    def crossed(self) -> np.ndarray:
        """Where four lines meet, so that an outline may come by twice."""
        return _COUNT[self.lines] == 4

    @property
    def keys(self) -> np.ndarray:
        """Numbers by which the corners are sorted: row * (width + 1) + column."""
        return self.row.astype(np.int64) * (self.width + 1) + self.col


@dataclass(frozen=True)
class Sides:
    """The sides of the outlines of a strip.

    Parameters
    ----------
    start, end : ndarray of int32, shape (n,)
        Corners.
    way : ndarray of int8, shape (n,)
        0 right, 1 down, 2 left, 3 up.
    following : ndarray of int32, shape (n,)
        The next side of the same region, -1 where it lies beyond a seam.
    left, right : ndarray of int, shape (n,)
        Class codes on either hand.
    label : ndarray of int32, shape (n,)
        Region on the left.
    """

    start: np.ndarray
    end: np.ndarray
    way: np.ndarray
    following: np.ndarray
    left: np.ndarray
    right: np.ndarray
    label: np.ndarray


def corners_of(codes: np.ndarray) -> Corners:
    """Return the corners of a strip.

    Parameters
    ----------
    codes : ndarray of int, shape (height + 2, width + 2)
        Classes of its pixels, and of those all around it.
    """
    lines = _lines(codes)
    wanted = _IS_CORNER[lines]
    for row in (0, -1):  # every line that crosses a seam has a corner there
        wanted[row] |= (lines[row] & _N) != 0
    place = np.flatnonzero(wanted)
    row, col = np.divmod(place, lines.shape[1])
    found = lines.ravel()[place]
    last = lines.shape[0] - 1
    seam = ((row == 0) | (row == last)) & ((found & _N) != 0)
    kinds = row.astype(np.int32), col.astype(np.int32)
    return Corners(*kinds, found, seam, lines.shape[1] - 1, last)


def count_corners(codes: np.ndarray) -> int:
    """Return about how many corners a strip has; those on straight lines at seams come to it."""
    return int(np.count_nonzero(_IS_CORNER[_lines(codes)]))


def _lines(codes: np.ndarray) -> np.ndarray:
    """Return which lines leave each place where pixels meet."""
    across = codes[:, 1:] != codes[:, :-1]
    along = codes[1:] != codes[:-1]
    lines = across[:-1].astype(np.uint8)
    lines |= across[1:].astype(np.uint8) << 1
    lines |= along[:, :-1].astype(np.uint8) << 2
    lines |= along[:, 1:].astype(np.uint8) << 3
    return lines


def sides_of(codes: np.ndarray, label: np.ndarray, corners: Corners, wanted: np.ndarray) -> Sides:
    """Return the sides of the regions of some classes.

    The sides that lead upwards over a seam belong to the strip above it.

    Parameters
    ----------
    codes, label : ndarray of int, shape (height + 2, width + 2)
        Class and region of the pixels of the strip and of those around it.
    corners : Corners
    wanted : ndarray of bool
        For each class code whether it is wanted.
    """
    row, col, lines = corners.row, corners.col, corners.lines
    count, last = len(row), corners.height
    beneath = np.lexsort((row, col)).astype(np.int32)  # corners column after column
    rank = np.empty(count, np.int32)
    rank[beneath] = np.arange(count, dtype=np.int32)
    parts = []
    for way, (down, right) in enumerate(((0, 1), (1, 1), (1, 0), (0, 0))):
        there = (lines & _BIT[way]) != 0
        there &= row > 0 if way == 3 else row < last
        start = np.flatnonzero(there).astype(np.int32)
        # On the right hand lies the pixel that the next way, clockwise, has on its left.
        over, beside = ((1, 1), (1, 0), (0, 0), (0, 1))[way]
        left = codes[row[start] + down, col[start] + right]
        start, left = start[wanted[left]], left[wanted[left]]
        r, c = row[start], col[start]
        step = 1 if way < 2 else -1
        end = start + np.int32(step) if way in (0, 2) else beneath[rank[start] + step]
        ways = np.full(len(start), way, np.int8)
        parts.append(
            (start, end, ways, left, codes[r + over, c + beside], label[r + down, c + right])
        )
    start, end, way, left, other, region = (np.concatenate(one) for one in zip(*parts))
    number = np.full(4 * count, -1, np.int32)
    number[4 * start + way] = np.arange(len(start), dtype=np.int32)
    following = number[4 * end + _TURN[lines[end], way]]
    return Sides(start, end, way, following, left, other, region)
