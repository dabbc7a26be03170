"""What a class map holds in zones: hectares of each class, and the mean confidence."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.engine import Grid, PolygonSource, RasterSource, Window, scan
from poplar_nn_plugin.labels.geometry import (
    polygon_parts,
    require_polygons,
    tell_left_out,
    transformation,
)
from poplar_nn_plugin.labels.pixel_areas import PixelAreas
from poplar_nn_plugin.maps.regions.coded import CodedMap
from poplar_nn_plugin.progress import Progress, Silent

__all__ = ["Tally", "Zone", "tally_zones", "zones_on"]

_SILENT = Silent()
_SIDE = 1024  # of a block, in pixels
_CELL = 16  # pixels, side of a square whose pixels count as equally large: to a millionth
_PIXEL_BYTES = 40


@dataclass(frozen=True)
class Zone:
    """A polygon of the user on the pixels of a map.

    Parameters
    ----------
    source : PolygonSource
        All its parts, which read like a raster.
    window : Window
        The pixels around it, those on the map; without any where it lies off the map.
    beyond : bool
        Whether it reaches beyond the map.
    """

    source: PolygonSource
    window: Window
    beyond: bool

    @property
    def off(self) -> bool:
        """Whether it lies wholly off the map."""
        return not (self.window.width and self.window.height)


@dataclass
class Tally:
    """What a zone holds.

    Parameters
    ----------
    area : ndarray of float, shape (classes + 2,)
        Square metres of each class, of codes that no class has, and of pixels without a class.
    pixels : int
        How many there are.
    sure, known : float
        Sum of the confidence of pixels with a class, and how many of them have one.
    """

    area: np.ndarray
    pixels: int = 0
    sure: float = 0.0
    known: int = 0

    @property
    def confidence(self) -> float | None:
        """The mean confidence, None without any."""
        return self.sure / self.known if self.known else None

    def add(self, other: Tally) -> None:
        """Add what another part of the zone holds."""
        self.area += other.area
        self.pixels += other.pixels
        self.sure += other.sure
        self.known += other.known


def zones_on(
    grid: Grid,
    geometries: Iterable[bytes | None],
    crs: str,
    progress: Progress,
    *,
    all_touched: bool = False,
) -> list[Zone | None]:
    """Return zones on the pixels of a map, None for those without an area.

    Parameters
    ----------
    grid : Grid
        Of the map, not bent.
    geometries : iterable of bytes or None
        WKB of polygons of any type; flattened and repaired.
    crs : str
        WKT of their CRS.
    progress : Progress
        Is told of a reprojection, and of what was repaired or left out.
    all_touched : bool
        Whether a pixel counts that a zone touches; else its centre must lie inside.

    Raises
    ------
    LabelError
        If a geometry is no polygon, or only one of both has a CRS.
    """
    geometries = list(geometries)
    require_polygons(geometries, "Zones", points=False)
    change = transformation(crs, grid.crs, progress, what="zones")
    left_out: Counter = Counter()
    found = []
    for wkb in geometries:
        parts = polygon_parts(wkb, change, left_out)
        found.append(_zone(grid, parts, all_touched) if parts else None)
    tell_left_out(left_out, len(geometries), "zones", progress)
    return found


def _zone(grid: Grid, parts: Sequence[bytes], all_touched: bool) -> Zone:
    shapes = tuple((part, 1) for part in parts)
    boxes = [ogr.CreateGeometryFromWkb(part).GetEnvelope() for part in parts]
    places = [
        grid.to_pixel(x, y) for left, right, low, high in boxes for x in (left, right)
        for y in (low, high)
    ]  # fmt: skip
    cols, rows = zip(*places)
    col, row = math.floor(min(cols)), math.floor(min(rows))
    around = Window(col, row, math.ceil(max(cols)) - col, math.ceil(max(rows)) - row)
    window = around.clip(grid)
    # A millionth of a pixel is no more than the rounding of coordinates.
    low = min(min(cols), min(rows)) < -1e-6
    beyond = low or max(cols) > grid.width + 1e-6 or max(rows) > grid.height + 1e-6
    return Zone(PolygonSource(grid, shapes, all_touched=all_touched), window, beyond)


def tally_zones(
    mapped: CodedMap,
    zones: Sequence[Zone | None],
    values: Sequence[int],
    *,
    confidence: RasterSource | None = None,
    memory: int | str = "1G",
    n_jobs: int = -1,
    progress: Progress = _SILENT,
) -> list[Tally]:
    """Return what each zone holds, each by itself: where zones overlap, pixels count in all.

    Parameters
    ----------
    mapped : CodedMap
    zones : sequence of Zone or None
        On its grid.
    values : sequence of int
        The codes of the classes, ascending.
    confidence : RasterSource, optional
        On the same grid.
    memory, n_jobs
        See `poplar_nn_plugin.engine.scan`.
    progress : Progress

    Raises
    ------
    GridMismatchError
        If the confidence lies on another grid.
    MemoryBudgetError
        If `memory` is too small.
    Cancelled
        If `progress` is cancelled.
    """
    sources = [mapped]
    if confidence is not None:
        mapped.grid.require_same(confidence.grid, "the map", "its confidence")
        sources.append(confidence)
    found = [Tally(np.zeros(len(values) + 2)) for _ in zones]
    areas = PixelAreas(mapped.grid)
    work = _Work(mapped, tuple(values), areas, confidence)
    tasks = _tasks(mapped.grid, zones)
    options = {"need": _need, "memory": memory, "n_jobs": n_jobs, "progress": progress}
    for parts in scan(sources, tasks, work, **options):
        for number, part in parts:
            found[number].add(part)
    return found


@dataclass(frozen=True)
class _Task:
    """A block of the map, and the zones in it, with their numbers."""

    window: Window
    zones: list[tuple[int, Zone]] = field(default_factory=list)


def _tasks(grid: Grid, zones: Sequence[Zone | None]) -> list[_Task]:
    """Return the blocks that zones meet, in their order."""
    found: dict[tuple[int, int], _Task] = {}
    for number, zone in enumerate(zones):
        if zone is None or zone.off:
            continue
        window = zone.window
        for row in range(window.row // _SIDE, (window.row_stop - 1) // _SIDE + 1):
            for col in range(window.col // _SIDE, (window.col_stop - 1) // _SIDE + 1):
                if (row, col) not in found:
                    block = Window(col * _SIDE, row * _SIDE, _SIDE, _SIDE).clip(grid)
                    found[row, col] = _Task(block)
                found[row, col].zones.append((number, zone))
    return [found[place] for place in sorted(found)]


@dataclass(frozen=True)
class _Work:
    """What is done in a block."""

    mapped: CodedMap
    values: tuple[int, ...]
    areas: PixelAreas
    confidence: RasterSource | None

    def __call__(self, task: _Task) -> list[tuple[int, Tally]]:
        block, values = task.window, np.array(self.values, np.int64)
        codes = self.mapped.codes(block)
        place = np.searchsorted(values, codes).clip(max=len(values) - 1)
        place = np.where(values[place] == codes, place, len(values)).astype(np.int16)
        place[codes == 0] = len(values) + 1
        size = self._sizes(block)
        if self.confidence is not None:
            data, known = self.confidence.read(block)
            sure, known = data[..., 0], known & (place < len(values))
        found = []
        for number, zone in task.zones:
            window = _shared(zone.window, block)
            inside = zone.source.read(window)[1]
            part = window.slices(block)
            area = np.bincount(place[part][inside], size[part][inside], len(values) + 2)
            tally = Tally(area, int(inside.sum()))
            if self.confidence is not None:
                counted = inside & known[part]
                tally.sure = float(sure[part][counted].sum(dtype=float))
                tally.known = int(counted.sum())
            found.append((number, tally))
        return found

    def _sizes(self, block: Window) -> np.ndarray:
        """Return the square metres of each pixel (rows, cols) of a block."""
        rows, cols = (
            np.arange(start, stop, _CELL) + _CELL / 2
            for start, stop in ((block.row, block.row_stop), (block.col, block.col_stop))
        )
        found = self.areas.at(*np.meshgrid(cols, rows))
        found = np.repeat(np.repeat(found, _CELL, axis=0), _CELL, axis=1)
        return found[: block.height, : block.width]


def _shared(one: Window, other: Window) -> Window:
    """Return what two windows have in common, which is something."""
    col, row = max(one.col, other.col), max(one.row, other.row)
    return Window(
        col,
        row,
        min(one.col_stop, other.col_stop) - col,
        min(one.row_stop, other.row_stop) - row,
    )


def _need(task: _Task) -> int:
    return task.window.width * task.window.height * _PIXEL_BYTES
