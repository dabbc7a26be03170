"""From pixels to the polygon around them."""

from __future__ import annotations

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.engine.handles import attempt

__all__ = ["HOLE", "TOLERANCE", "outline"]

TOLERANCE = 0.75
"""Pixels by which the outline may be simplified: the stairs of a slanting edge become straight."""

HOLE = 64
"""Pixels of the largest hole that is filled."""

_EAST, _SOUTH, _WEST, _NORTH = range(4)


def outline(
    mask: np.ndarray, labels: np.ndarray | None = None, tolerance: float = TOLERANCE
) -> list[np.ndarray]:
    """Return the polygon around pixels that hang together by their sides.

    Small holes are filled, but for those that hold, or lie beside, a pixel without data. Two
    regions of the same superpixels that lie side by side have the same border: it is simplified
    piece by piece, from where three superpixels meet to where the next three do.

    Parameters
    ----------
    mask : ndarray of bool, shape (rows, cols)
    labels : ndarray of int, shape (rows, cols), optional
        Superpixels of which the mask holds whole ones; -1 where there is no data. One inside the
        mask and one outside if not given.
    tolerance : float
        How far from it the simplified outline may lie, in pixels; 0 follows each pixel.

    Returns
    -------
    list of ndarray of float, shape (points, 2)
        Columns and rows of the corners, the first of them again at the end: of the outer ring,
        then of the holes. They are a valid polygon. Empty without pixels.
    """
    rows, cols = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return []
    part = slice(rows[0], rows[-1] + 1), slice(cols[0], cols[-1] + 1)
    labels = mask.astype(np.int8) if labels is None else labels
    ends = _meetings(labels, part)
    found = [(_area(ring), ring) for ring in _rings(mask[part], ends)]
    found.sort(key=lambda one: -one[0])
    holds = labels[part] >= 0
    kept = [found[0][1], *(ring for area, ring in found[1:] if not _filled(area, ring, holds))]
    return [ring + np.array([cols[0], rows[0]]) for ring in _simplified(kept, ends, tolerance)]


def _meetings(labels: np.ndarray, part: tuple[slice, slice]) -> np.ndarray:
    """Return at which corners of the pixels of a part three superpixels meet, or two twice."""
    around = np.pad(labels, 1, constant_values=-2)
    rows, cols = (slice(one.start, one.stop + 2) for one in part)
    near = around[rows, cols]
    first, second, third, last = near[:-1, :-1], near[:-1, 1:], near[1:, :-1], near[1:, 1:]
    sides = [first != second, second != last, last != third, third != first]
    return np.sum(sides, axis=0) > 2


def _rings(mask: np.ndarray, ends: np.ndarray) -> list[np.ndarray]:
    """Return the closed rings between a mask and what is around it, along the sides of pixels.

    Outer rings run clockwise on the screen, holes against it. Where pixels touch by corners alone
    the ring goes from one to the other, so that no ring comes to one corner twice. A ring has the
    corners where it turns, and those of `ends`.
    """
    around = np.pad(mask, 1)
    inner, wide = around[1:-1, 1:-1], mask.shape[1] + 1
    begins, ways = [], []
    for way, beyond, (down, across) in (
        (_EAST, around[:-2, 1:-1], (0, 0)),
        (_SOUTH, around[1:-1, 2:], (0, 1)),
        (_WEST, around[2:, 1:-1], (1, 1)),
        (_NORTH, around[1:-1, :-2], (1, 0)),
    ):
        row, col = np.nonzero(inner & ~beyond)
        begins.append((row + down) * wide + col + across)
        ways.append(np.full(len(row), way))
    begin, way = np.concatenate(begins), np.concatenate(ways)
    order = np.argsort(begin * 4 + way)
    begin, way = begin[order], way[order]
    keys = begin * 4 + way
    end = begin + np.array([1, wide, -1, -wide])[way]
    follower = np.full(len(keys), -1)
    for turn in (1, 0, 3):  # the last one that is there counts: left, then straight on, then right
        wanted = end * 4 + (way + turn) % 4
        place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        follower = np.where(keys[place] == wanted, place, follower)
    corner = (way[follower] != way) | ends.ravel()[end]
    return [
        np.stack([end[ring] % wide, end[ring] // wide], axis=1).astype(float)
        for ring in _walked(follower.tolist(), corner.tolist())
    ]


def _walked(follower: list[int], corner: list[bool]) -> list[list[int]]:
    """Return the corners of each ring, the first of them again at the end."""
    seen, rings = bytearray(len(follower)), []
    for start in range(len(follower)):
        if seen[start]:
            continue
        ring, at = [], start
        while not seen[at]:
            seen[at] = 1
            if corner[at]:
                ring.append(at)
            at = follower[at]
        rings.append([*ring, ring[0]])
    return rings


def _area(ring: np.ndarray) -> float:
    """Return the area of a ring: above 0 of an outer one, below 0 of a hole."""
    x, y = ring.T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()) / 2


def _filled(area: float, ring: np.ndarray, valid: np.ndarray) -> bool:
    """Return whether a hole is so small that it does not count."""
    if -area > HOLE:
        return False
    low, high = ring.min(axis=0).astype(int), ring.max(axis=0).astype(int)
    return bool(valid[low[1] : high[1], low[0] : high[0]].all())


def _simplified(rings: list[np.ndarray], ends: np.ndarray, tolerance: float) -> list[np.ndarray]:
    """Return the rings of a polygon with fewer points, unless that would spoil it."""
    if tolerance <= 0:
        return rings
    simple = [_simple_ring(ring, ends, tolerance) for ring in rings]
    polygon = ogr.Geometry(ogr.wkbPolygon)
    for points in simple:
        ring = ogr.Geometry(ogr.wkbLinearRing)
        for x, y in points.tolist():
            ring.AddPoint_2D(x, y)
        polygon.AddGeometry(ring)
    sound = min(map(len, simple)) > 3 and attempt(polygon.IsValid)[0]  # which would warn
    return simple if sound else rings


def _simple_ring(ring: np.ndarray, ends: np.ndarray, tolerance: float) -> np.ndarray:
    """Return a closed ring with each piece between two ends simplified."""
    points = ring[:-1]
    col, row = points.astype(int).T
    fixed = np.flatnonzero(ends[row, col])
    if len(fixed) < 2:  # the same ends, whichever way round
        order = np.lexsort(points.T)
        one = int(fixed[0]) if len(fixed) else int(order[0])
        away = ((points - points[one]) ** 2).sum(axis=1)
        far = order[away[order] == away.max()][0]
        fixed = np.unique([one, far])
    points = np.roll(points, -fixed[0], axis=0).tolist()
    points.append(points[0])
    stops = [*(fixed - fixed[0]).tolist(), len(points) - 1]
    kept = points[:1]
    for first, last in zip(stops, stops[1:]):
        kept += _simple_piece(points[first : last + 1], tolerance)[1:]
    return np.array(kept, float)


def _simple_piece(points: list, tolerance: float) -> list:
    """Return a line with fewer points (Douglas and Peucker), the same in both directions."""
    if len(points) < 3:
        return points
    if points[0] > points[-1]:
        return _simple_piece(points[::-1], tolerance)[::-1]
    keep, left = {0, len(points) - 1}, [(0, len(points) - 1)]
    while left:
        low, high = left.pop()
        (x, y), (right, down) = points[low], points[high]
        across, along = right - x, down - y
        length = max((across * across + along * along) ** 0.5, 1e-9)
        away, at = 0.0, low
        for number in range(low + 1, high):
            col, row = points[number]
            one = abs(across * (row - y) - along * (col - x)) / length
            if one > away + 1e-9:
                away, at = one, number
        if away > tolerance:
            keep.add(at)
            left += [(low, at), (at, high)]
    return [points[number] for number in sorted(keep)]
