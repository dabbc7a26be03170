"""Turn a class map into polygons that fit together without gaps or overlaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine import Grid, RasterSource, Window, scan
from poplar_nn_plugin.engine.cost import megabytes, parse_bytes
from poplar_nn_plugin.errors import MemoryBudgetError
from poplar_nn_plugin.labels.ellipsoid import metres_per_unit
from poplar_nn_plugin.labels.pixel_areas import PixelAreas
from poplar_nn_plugin.maps.polygons.corners import count_corners
from poplar_nn_plugin.maps.polygons.seams import Seams
from poplar_nn_plugin.maps.polygons.strip import Polygon, Strip, StripWork, rows_of
from poplar_nn_plugin.maps.regions.coded import CodedMap
from poplar_nn_plugin.progress import Progress, Silent, Slice

__all__ = ["pixel_metric", "polygonize"]

_SILENT = Silent()
# Bytes a pixel, and a corner: the denser they lie, the more regions come to each. Measured, with
# tolerances of 0 to 6 pixels: 63 a pixel where one of eight is a corner, 640 in noise.
_PIXEL_BYTES, _CORNER_BYTES, _DENSE_BYTES = 30, 250, 450
_COUNTED = 0.15  # share of the progress when corners are counted


def polygonize(
    source: CodedMap,
    codes: Sequence[int],
    *,
    tolerance: float = 0.0,
    least: int = 0,
    confidence: RasterSource | None = None,
    memory: int | str = "1G",
    n_jobs: int = -1,
    progress: Progress = _SILENT,
) -> Iterator[Polygon]:
    """Yield the polygon of each region: pixels of one class that touch by their sides.

    Neighbours share their borders corner by corner. The polygons do not depend on memory or jobs.

    Parameters
    ----------
    source : CodedMap
        On a grid that is not bent.
    codes : sequence of int
        The classes whose regions become polygons.
    tolerance : float
        The most that a border may move, in metres on the ground (as a pixel in the middle of the
        map measures them); 0 follows the pixels.
    least : int
        Regions whose pixels cover less, as `PixelAreas.parts` counts it, are left out.
    confidence : RasterSource, optional
        On the same grid.
    memory, n_jobs
        See `poplar_nn_plugin.engine.scan`.
    progress : Progress

    Raises
    ------
    MemoryBudgetError
        If `memory` is too small for a strip of the map, or for the outlines of regions that reach
        from strip to strip.
    GridMismatchError
        If the confidence lies on another grid.
    Cancelled
        If `progress` is cancelled.
    """
    grid, sources = source.grid, [source]
    if confidence is not None:
        grid.require_same(confidence.grid, "the map", "its confidence")
        sources.append(confidence)
    wanted = np.zeros(max(*codes, 254) + 2, bool)  # the last one for all codes beyond
    wanted[list(codes)] = True
    areas, cap = PixelAreas(grid), parse_bytes(memory)
    metric = pixel_metric(grid) if tolerance else np.eye(2)
    work = StripWork(source, wanted, tolerance, metric, areas, confidence, least > 0)
    options = {"memory": memory, "n_jobs": n_jobs}
    windows, counting = rows_of(grid), Slice(progress, 0.0, _COUNTED)

    def counted(window: Window) -> _Task:
        return _Task(window, count_corners(source.codes(window.expand(1))))

    def drawn(task: _Task) -> Strip:
        return work(task.window)

    tasks = list(scan([source], windows, counted, scratch=16, progress=counting, **options))
    seams, drawing = Seams(grid.transform, areas), Slice(progress, _COUNTED, 1.0)
    for strip in scan(sources, tasks, drawn, need=_need, progress=drawing, **options):
        for polygons in (strip.whole, seams.add(strip)):
            yield from (polygon for polygon in polygons if polygon.parts >= least)
        if len(seams) > cap:
            raise MemoryBudgetError(
                f"A memory cap of {megabytes(cap)} is too small for the outlines of the areas that "
                "reach over large parts of the map: set a higher one, or clean the map first "
                "('Clean map'), so that outlines are shorter.",
                memory=cap,
            )


@dataclass(frozen=True)
class _Task:
    """A strip of the map, and how many corners its outlines have."""

    window: Window
    corners: int


def pixel_metric(grid: Grid) -> np.ndarray:
    """Return what a step of a column, and one of a row, is in metres on the ground.

    Returns
    -------
    ndarray, shape (2, 2)
        Its columns, in a plane that is turned in some way.
    """
    _, x_col, x_row, _, y_col, y_row = grid.transform
    steps = np.array([[x_col, x_row], [y_col, y_row]])
    middle = grid.to_map(grid.width / 2, grid.height / 2)
    return np.linalg.qr(metres_per_unit(grid.crs, middle) @ steps, mode="r")


def _need(task: _Task) -> int:
    """Return the bytes that a strip takes."""
    pixels = (task.window.width + 2) * (task.window.height + 2)
    corner = _CORNER_BYTES + _DENSE_BYTES * task.corners / pixels
    return int(pixels * _PIXEL_BYTES + task.corners * corner)
