"""Polygons brought to the pixels of an image that no transform places.

QGIS resamples such an image to show it on the map. Where its own pixels are worked on, polygons are
bent instead: each lies on the pixels that it lies on in QGIS.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from osgeo import gdal, ogr

from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.engine.georeference import place
from poplar_nn_plugin.engine.handles import attempt
from poplar_nn_plugin.engine.surfaces import polygons_of

__all__ = ["in_pixels", "on_map"]

_STEP = 8  # pixels: so short a side may stay straight


def in_pixels(
    shapes: Iterable[tuple[bytes, int]], grid: Grid
) -> tuple[tuple[tuple[bytes, int], ...], int]:
    """Return polygons in the plane of the pixels of a bent grid.

    Parameters
    ----------
    shapes : iterable of (bytes, int)
        Valid polygons as WKB in the CRS of the grid, each with its value.
    grid : Grid
        Bent. What QGIS does not show of it counts for nothing: beyond its points polynomials turn
        back.

    Returns
    -------
    shapes : tuple of (bytes, int)
    lost : int
        How many could not be brought there.
    """
    bent = _bare(grid)
    way = gdal.Transformer(bent, None, [])
    left, bottom, right, top = grid.shown.bounds
    ring = ((left, bottom), (left, top), (right, top), (right, bottom), (left, bottom))
    shown = ogr.CreateGeometryFromWkt(f"POLYGON (({', '.join(f'{x!r} {y!r}' for x, y in ring)}))")
    step = _STEP * min(grid.shown.pixel_size)
    found, lost = [], 0
    for wkb, value in shapes:
        seen, _ = attempt(ogr.CreateGeometryFromWkb(wkb).Intersection, shown)
        lost += seen is None
        for polygon in polygons_of(seen) if seen is not None else ():
            polygon.Segmentize(step)
            if not _bend(polygon, way):
                lost += 1
                continue
            polygon = polygon if polygon.IsValid() else polygon.MakeValid()
            found += [(bytes(part.ExportToWkb()), value) for part in polygons_of(polygon)]
    return tuple(found), lost


def on_map(grid: Grid, places: Sequence[tuple[float, float]]) -> list[tuple[float, float]] | None:
    """Return map coordinates of places on a bent grid, None where one of them has none.

    Parameters
    ----------
    grid : Grid
    places : sequence of (float, float)
        Columns and rows.
    """
    bent = _bare(grid)
    way = gdal.Transformer(bent, None, [])
    answer, _ = attempt(way.TransformPoints, 0, [(col, row) for col, row in places])
    if answer is None or not all(answer[1]):
        return None
    return [point[:2] for point in answer[0]]


def _bare(grid: Grid) -> gdal.Dataset:
    """Return a raster without bands on a bent grid; what transforms to it must not outlive it."""
    bent = gdal.GetDriverByName("VRT").Create("", grid.width, grid.height, 0)
    place(bent, grid.transform, grid.crs, grid.control, grid.rpc)
    return bent


def _bend(polygon: ogr.Geometry, way: gdal.Transformer) -> bool:
    """Move every corner of a polygon to columns, and rows that go down from 0."""
    for number in range(polygon.GetGeometryCount()):
        ring = polygon.GetGeometryRef(number)
        places, done = way.TransformPoints(1, [point[:2] for point in ring.GetPoints()])
        if not all(done):
            return False
        for index, (col, row, *_) in enumerate(places):
            ring.SetPoint_2D(index, col, -row)
    return True
