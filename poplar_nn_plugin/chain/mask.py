"""Polygons as a mask of an image."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from osgeo import ogr

from poplar_nn_plugin.chain.geometry import transformation
from poplar_nn_plugin.engine import Grid, OutputSpec, PolygonSource, RasterSink
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["polygons_on_grid", "write_mask"]

_BLOCK = 1024


def polygons_on_grid(
    geometries: Iterable[bytes], crs: str, grid: Grid, progress: Progress, values=None
) -> PolygonSource:
    """Return polygons as a source of pixels on the grid of an image.

    Parameters
    ----------
    geometries : iterable of bytes
        WKB of polygons.
    crs : str
        WKT of their CRS.
    grid : Grid
    progress : Progress
        Is told of a reprojection.
    values : iterable of int, optional
        What each polygon burns; 1 if not given.

    Raises
    ------
    LabelError
        If none of the polygons overlaps the image.
    """
    change = transformation(crs, grid.crs, progress, what="polygons")
    found = [ogr.CreateGeometryFromWkb(wkb) for wkb in geometries]
    values = [1] * len(found) if values is None else list(values)
    if change is not None:
        for geometry in found:
            geometry.Transform(change)
    left, bottom, right, top = grid.bounds
    boxes = [geometry.GetEnvelope() for geometry in found]
    if not any(b[0] < right and b[1] > left and b[2] < top and b[3] > bottom for b in boxes):
        theirs = [round(v, 6) for box in boxes[:1] for v in (box[0], box[2], box[1], box[3])]
        raise LabelError(
            f"No polygon of the layer overlaps the image, which reaches over {grid.bounds} (x min, "
            f"y min, x max, y max, in the image's CRS); the first polygon reaches over {theirs}. "
            "Check both coordinate reference systems.",
        )
    return PolygonSource(
        grid, tuple((bytes(g.ExportToWkb()), value) for g, value in zip(found, values))
    )


def write_mask(
    polygons: PolygonSource, path: str | Path, *, invert: bool, progress: Progress
) -> None:
    """Write a mask: 1 inside the polygons and 0 outside, or the other way round."""
    grid = polygons.grid
    with RasterSink(path, grid, OutputSpec(1, "uint8", None, ("mask",))) as sink:
        windows = list(grid.windows(_BLOCK))
        for number, window in enumerate(windows):
            checkpoint(progress, number / len(windows))
            _, inside = polygons.read(window)
            sink.write(window, (inside != invert).astype("uint8")[..., None])
