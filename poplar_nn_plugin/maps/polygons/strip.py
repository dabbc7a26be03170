"""The polygons of one strip of a map, and what of it belongs to polygons that go on beyond it.

Strips are always of so many rows: where an outline crosses from one to the next it keeps a corner,
so that each strip is simplified by itself, whatever the memory.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.labels.pixel_areas import PixelAreas
from poplar_nn_plugin.maps.polygons.corners import Corners, corners_of, sides_of
from poplar_nn_plugin.maps.polygons.outlines import Outlines, outlines_of
from poplar_nn_plugin.maps.polygons.ragged import ranges
from poplar_nn_plugin.maps.polygons.rings import Rings, polygons_of, simple_rings
from poplar_nn_plugin.maps.regions.coded import CodedMap
from poplar_nn_plugin.maps.regions.label import Regions, label_regions

__all__ = ["ROWS", "Part", "Polygon", "Strip", "StripWork", "rows_of"]

ROWS = 256
"""Rows of a strip."""


@dataclass(frozen=True)
class Polygon:
    """One region of the map.

    Parameters
    ----------
    wkb : bytes
    code : int
    area : float
        Square metres.
    confidence : float or None
        Mean of its pixels, None where none has one.
    parts : int
        Area of its pixels, as `PixelAreas.parts` counts it: 0 where nobody asked.
    """

    wkb: bytes
    code: int
    area: float
    confidence: float | None
    parts: int = 0


@dataclass(frozen=True)
class Part:
    """A part of an outline, from seam to seam; a whole outline has no ends.

    Parameters
    ----------
    col, row : ndarray of int32
        Corners, in columns and rows of the map.
    entry, exit : tuple or None
        Where it comes from and where it goes: row of the seam, column, and whether downwards.
    """

    col: np.ndarray
    row: np.ndarray
    entry: tuple | None = None
    exit: tuple | None = None


@dataclass(frozen=True)
class Strip:
    """What a strip gives.

    Parameters
    ----------
    whole : list of Polygon
        Those that lie in it.
    code : ndarray of int, shape (n,)
        Classes of the regions that go on beyond it.
    sums : ndarray of float, shape (n, 3)
        Of their pixels here: the sum of the confidence, how many have one, and the area.
    parts : list of (int, Part)
        Their outlines, by the position of the region.
    above, below : ndarray of int, shape (cols,)
        The positions of these regions in the row of pixels above the strip, and in its own last
        row, which is the one above the next strip; -1 for none.
    """

    whole: list[Polygon]
    code: np.ndarray
    sums: np.ndarray
    parts: list[tuple[int, Part]]
    above: np.ndarray
    below: np.ndarray


@dataclass(frozen=True)
class StripWork:
    """The function of a strip.

    Parameters
    ----------
    source : CodedMap
    wanted : ndarray of bool
        For each class code whether its regions become polygons, the last one for all beyond.
    tolerance : float
        See `kept_points`.
    metric : ndarray, shape (2, 2)
    areas : PixelAreas
    confidence : RasterSource, optional
        On the grid of the map.
    weighed : bool
        Whether the area of the pixels of each polygon is wanted.
    """

    source: CodedMap
    wanted: np.ndarray
    tolerance: float
    metric: np.ndarray
    areas: PixelAreas
    confidence: RasterSource | None = None
    weighed: bool = False

    def __call__(self, window: Window) -> Strip:
        """Return what the strip of a window gives, which is one of `rows_of`."""
        around = window.expand(1)
        codes = self.source.codes(around)
        if codes.dtype != np.uint8:
            codes = codes.clip(0, len(self.wanted) - 1)
        regions = label_regions(codes)
        label, count = regions.label, len(regions.code)
        beyond = np.zeros(count + 1, bool)
        beyond[label[[0, -2]]] = True
        beyond = beyond[:count] & self.wanted[regions.code]
        sums = self._sums(window, regions)
        corners = corners_of(codes)
        sides = sides_of(codes, label, corners, self.wanted)
        outlines = outlines_of(corners, sides, self.wanted, self.tolerance, self.metric)
        inner = outlines.closed & ~beyond[outlines.label]
        rings, suspects = _rings(outlines, inner, corners, window.row)
        rings = simple_rings(rings, suspects)
        labels, area, wkb = polygons_of(rings, self.source.grid.transform, self.areas)
        with np.errstate(invalid="ignore", divide="ignore"):
            means = sums[:, 0] / sums[:, 1]
        whole = [
            Polygon(shape, code, size, mean if mean == mean else None, int(parts))
            for shape, code, size, mean, parts in zip(
                wkb,
                regions.code[labels].tolist(),
                area.tolist(),
                means[labels].tolist(),
                sums[labels, 2].tolist(),
            )
        ]
        chosen = np.flatnonzero(beyond)
        number = np.full(count + 1, -1, np.int64)
        number[chosen] = np.arange(len(chosen))
        parts = _parts(outlines, ~inner, number, corners, sides, window)
        return Strip(
            whole,
            regions.code[chosen],
            sums[chosen],
            parts,
            number[label[0, 1:-1]],
            number[label[-2, 1:-1]],
        )

    def _sums(self, window: Window, regions: Regions) -> np.ndarray:
        """Return what is summed over the pixels of each region, shape (n, 3)."""
        count = len(regions.code)
        found = np.zeros((count, 3))
        if self.confidence is not None:
            data, valid = self.confidence.read(window)
            inner = regions.label[1:-1, 1:-1]
            valid = valid & (inner >= 0)
            found[:, 0] = np.bincount(inner[valid], data[..., 0][valid], count)
            found[:, 1] = np.bincount(inner[valid], minlength=count)
        if self.weighed:
            row, region = regions.run_row, regions.run_region
            runs = (row > 0) & (row <= window.height) & (region >= 0)
            ends = (end[runs] - 1 for end in (regions.run_start, regions.run_stop))
            parts = self.areas.parts(row[runs] - 1 + window.row, *ends)
            found[:, 2] = np.bincount(region[runs], parts, count)
        return found


def rows_of(grid) -> list[Window]:
    """Return the strips of a map; the last one reaches a row beyond it."""
    return [
        Window(0, row, grid.width, min(ROWS, grid.height + 1 - row))
        for row in range(0, grid.height + 1, ROWS)
    ]


def _rings(outlines: Outlines, chosen, corners: Corners, top: int) -> tuple[Rings, np.ndarray]:
    """Return chosen outlines as rings, and which of their corners they might come by twice."""
    counts = outlines.counts[chosen]
    place, firsts = ranges(outlines.firsts[chosen], counts)
    corner = outlines.corner[place]
    kept = corners.col[corner], corners.row[corner] + top
    return Rings(*kept, firsts, counts, outlines.label[chosen]), corners.crossed[corner]


def _parts(outlines: Outlines, chosen, number, corners: Corners, sides, window: Window):
    """Return the outlines of regions that go on beyond a strip."""
    found = []
    for one in np.flatnonzero(chosen).tolist():
        first, count = int(outlines.firsts[one]), int(outlines.counts[one])
        corner = outlines.corner[first : first + count]
        entry = exit_ = None
        if not outlines.closed[one]:
            start = int(sides.start[outlines.first_side[one]])
            end = int(sides.end[outlines.last_side[one]])
            entry, exit_ = (
                (int(corners.row[at]) + window.row, int(corners.col[at]), down)
                for at, down in ((start, corners.row[start] == 0), (end, corners.row[end] > 0))
            )
        part = Part(corners.col[corner], corners.row[corner] + np.int32(window.row), entry, exit_)
        found.append((int(number[outlines.label[one]]), part))
    return found
