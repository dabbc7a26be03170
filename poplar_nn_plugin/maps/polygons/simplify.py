"""Lines between regions with fewer corners, none of which cross or touch afterwards.

Douglas and Peucker's rule (1973, "Algorithms for the reduction of the number of points required to
represent a digitized line or its caricature", Cartographica 10), for all lines at once, level by
level. A stretch of a line may become one straight piece only if no corner of any other line, nor
of the rest of its own, lies between the stretch and the piece or on the piece. Every line is held
to the corners as they were before: then no two lines cross, in whatever order they are simplified
(de Berg, van Kreveld and Schirra, 1998, "Topologically correct subdivision simplification using the
bandwidth criterion", Cartography and Geographic Information Systems 25).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.maps.polygons.corners import Corners
from poplar_nn_plugin.maps.polygons.ragged import ranges

__all__ = ["Lines", "divisions", "kept_points"]

_PAIRS = 2**17  # of a corner and a side that are looked at together


@dataclass(frozen=True)
class Lines:
    """Lines between fixed corners.

    Parameters
    ----------
    points : ndarray of int, shape (n,)
        Corners of all lines, one line after the other.
    firsts, lasts : ndarray of int, shape (lines,)
        Positions in `points` of the ends of each line.
    divided : ndarray of int, shape (lines,)
        How often each must be divided at least; see `divisions`.
    """

    points: np.ndarray
    firsts: np.ndarray
    lasts: np.ndarray
    divided: np.ndarray


def kept_points(corners: Corners, lines: Lines, tolerance: float, metric: np.ndarray) -> np.ndarray:
    """Return which points of lines stay.

    Parameters
    ----------
    corners : Corners
        All of the strip.
    lines : Lines
    tolerance : float
        The most that a line may move.
    metric : ndarray, shape (2, 2)
        What a step of a column, and one of a row, is in the unit of `tolerance`: its two columns.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    kept = np.zeros(len(lines.points), bool)
    kept[lines.firsts] = kept[lines.lasts] = True
    places = np.stack([corners.col[lines.points], corners.row[lines.points]])
    x, y = metric @ places
    obstacles = _Obstacles(corners, lines)
    i, j = lines.firsts, lines.lasts
    forced = lines.divided
    while True:
        more = j - i > 1
        i, j, forced = i[more], j[more], forced[more]
        if not i.size:
            return kept
        distance, farthest = _farthest(x, y, i, j)
        split = (distance > tolerance**2) | (forced > 0)
        rest = np.flatnonzero(~split)
        split[rest] = obstacles.block(i[rest], j[rest])
        i, j, middle = i[split], j[split], farthest[split]
        kept[middle] = True
        forced = np.tile(np.maximum(forced[split] - 1, 0), 2)
        i, j = np.concatenate([i, middle]), np.concatenate([middle, j])


def divisions(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return how often lines must be divided at least, so that all enclose an area.

    Those that end where they begin twice, those with the same two ends as another one once.

    Parameters
    ----------
    a, b : ndarray of int, shape (lines,)
        The corners in which they end, all lines of the strip, those without corners between too.
    """
    ends = np.stack([np.minimum(a, b), np.maximum(a, b)])
    _, place, counts = np.unique(ends, axis=1, return_inverse=True, return_counts=True)
    return np.where(a == b, 2, (counts[place.ravel()] > 1).astype(int))


def _farthest(x, y, i, j) -> tuple[np.ndarray, np.ndarray]:
    """Return the greatest squared distance from stretches to their chords, and where it is."""
    inner, firsts = ranges(i + 1, j - i - 1)
    counts = j - i - 1
    dx, dy = x[j] - x[i], y[j] - y[i]
    square = dx**2 + dy**2
    square[square == 0] = 1.0  # a ring: distances from its only end
    px = x[inner] - np.repeat(x[i], counts)
    py = y[inner] - np.repeat(y[i], counts)
    rx, ry = np.repeat(dx, counts), np.repeat(dy, counts)
    share = ((px * rx + py * ry) / np.repeat(square, counts)).clip(0, 1)
    distance = (px - share * rx) ** 2 + (py - share * ry) ** 2
    most = np.maximum.reduceat(distance, firsts)
    at = np.where(distance == np.repeat(most, counts), inner, len(x))
    return most, np.minimum.reduceat(at, firsts)


class _Obstacles:
    """The corners that no line may pass.

    Parameters
    ----------
    corners : Corners
    lines : Lines
    """

    def __init__(self, corners: Corners, lines: Lines):
        self._keys, self._wide = corners.keys, corners.width + 1
        self._last = corners.height
        self._col, self._row = (one.astype(np.int64) for one in (corners.col, corners.row))
        self._points = lines.points
        self._on_seam = corners.seam[lines.points]
        self._place = np.full(len(self._col), -1, np.int64)
        inner = np.ones(len(lines.points), bool)
        inner[lines.firsts] = inner[lines.lasts] = False
        self._place[lines.points[inner]] = np.flatnonzero(inner)

    def block(self, i: np.ndarray, j: np.ndarray) -> np.ndarray:
        """Return where a stretch may not become one piece."""
        blocked = np.zeros(len(i), bool)
        if not len(i):
            return blocked
        points = self._points
        # A piece along a seam could meet one of the next strip.
        blocked |= (
            self._on_seam[i] & self._on_seam[j] & (self._row[points[i]] == self._row[points[j]])
        )
        left = np.flatnonzero(~blocked)
        pair, corner = self._near(i[left], j[left])
        pair = left[pair]
        sides = (j - i)[pair] + 1
        cuts = np.searchsorted(np.cumsum(sides), np.arange(0, sides.sum(), _PAIRS)[1:])
        for part in np.split(np.arange(len(pair)), cuts):
            inside = self._between(i[pair[part]], j[pair[part]], corner[part])
            blocked[pair[part][inside]] = True
        return blocked

    def _near(self, i, j) -> tuple[np.ndarray, np.ndarray]:
        """Return pairs of a stretch and another corner in the box around it."""
        if not len(i):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        inner, firsts = ranges(i, j - i + 1)
        cols, rows = self._col[self._points[inner]], self._row[self._points[inner]]
        top, bottom = np.minimum.reduceat(rows, firsts), np.maximum.reduceat(rows, firsts)
        first, last = np.minimum.reduceat(cols, firsts), np.maximum.reduceat(cols, firsts)
        row, _ = ranges(top, bottom - top + 1)
        stretch = np.repeat(np.arange(len(i)), bottom - top + 1)
        low = np.searchsorted(self._keys, row * self._wide + first[stretch])
        high = np.searchsorted(self._keys, row * self._wide + last[stretch], "right")
        corner, _ = ranges(low, high - low)
        stretch = np.repeat(stretch, high - low)
        a, b = i[stretch], j[stretch]
        place = self._place[corner]
        own = (place > a) & (place < b)
        own |= (corner == self._points[a]) | (corner == self._points[b])
        return stretch[~own], corner[~own]

    def _between(self, i, j, corner) -> np.ndarray:
        """Return whether a corner lies between a stretch and its piece, or on the piece."""
        if not len(i):
            return np.zeros(0, bool)
        counts = j - i + 1
        place, firsts = ranges(i, counts)
        back = place == np.repeat(j, counts)  # the piece itself, from the end to the beginning
        ahead = np.where(back, np.repeat(i, counts), place + 1)
        here, there = self._points[place], self._points[ahead]
        x, y = np.repeat(self._col[corner], counts), np.repeat(self._row[corner], counts)
        x1, y1, x2, y2 = self._col[here], self._row[here], self._col[there], self._row[there]
        turn = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1)
        up = (y1 <= y) & (y < y2) & (turn > 0)
        down = (y2 <= y) & (y < y1) & (turn < 0)
        winding = np.add.reduceat(up.astype(np.int64) - down, firsts)
        on = back & (turn == 0)
        on &= (np.minimum(x1, x2) <= x) & (x <= np.maximum(x1, x2))
        on &= (np.minimum(y1, y2) <= y) & (y <= np.maximum(y1, y2))
        return (winding != 0) | np.logical_or.reduceat(on, firsts)
