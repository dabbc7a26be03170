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
    mask: np.ndarray, valid: np.ndarray | None = None, tolerance: float = TOLERANCE
) -> list[np.ndarray]:
    """Return the polygon around pixels that hang together by their sides.

    Small holes are filled, but for those that hold, or lie beside, a pixel without data.

    Parameters
    ----------
    mask : ndarray of bool, shape (rows, cols)
    valid : ndarray of bool, shape (rows, cols), optional
        Which pixels hold data; all if not given.
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
    holds = None if valid is None else valid[part]
    found = sorted(((_area(ring), ring) for ring in _rings(mask[part])), key=lambda one: -one[0])
    kept = [found[0][1], *(ring for area, ring in found[1:] if not _filled(area, ring, holds))]
    return [ring + np.array([cols[0], rows[0]]) for ring in _simplified(kept, tolerance)]


def _rings(mask: np.ndarray) -> list[np.ndarray]:
    """Return the closed rings between a mask and what is around it, along the sides of pixels.

    Outer rings run clockwise on the screen, holes against it. Where pixels touch by corners alone
    the ring goes from one to the other, so that no ring comes to one corner twice.
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
    corner = way[follower] != way  # where the ring turns
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


def _filled(area: float, ring: np.ndarray, valid: np.ndarray | None) -> bool:
    """Return whether a hole is so small that it does not count."""
    if -area > HOLE:
        return False
    low, high = ring.min(axis=0).astype(int), ring.max(axis=0).astype(int)
    return valid is None or bool(valid[low[1] : high[1], low[0] : high[0]].all())


def _simplified(rings: list[np.ndarray], tolerance: float) -> list[np.ndarray]:
    """Return the rings of a polygon with fewer points, unless that would spoil it."""
    if tolerance <= 0:
        return rings
    polygon = ogr.Geometry(ogr.wkbPolygon)
    for points in rings:
        ring = ogr.Geometry(ogr.wkbLinearRing)
        for x, y in points.tolist():
            ring.AddPoint_2D(x, y)
        polygon.AddGeometry(ring)
    simple = polygon.SimplifyPreserveTopology(tolerance)
    if simple is None or simple.IsEmpty() or not attempt(simple.IsValid)[0]:  # which would warn
        return rings
    found = (simple.GetGeometryRef(number) for number in range(simple.GetGeometryCount()))
    return [np.array(ring.GetPoints())[:, :2] for ring in found]
