"""Polygons as a mask of an image."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.engine import Grid, OutputSpec, PolygonSource, RasterSink, Window, scan
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.labels.bend import in_pixels
from poplar_nn_plugin.labels.geometry import (
    polygon_parts,
    require_polygons,
    tell_left_out,
    transformation,
)
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.settings import Declared, switch

__all__ = ["MaskSettings", "polygons_on_grid", "write_mask"]

_BLOCK = 1024


@dataclass(frozen=True)
class MaskSettings(Declared):
    """What a mask keeps."""

    invert: bool = switch(
        "Mask the inside instead",
        default=False,
        help="The mask is then 0 inside the polygons and 1 elsewhere.",
    )


def polygons_on_grid(
    geometries: Iterable[bytes | None],
    crs: str,
    grid: Grid,
    progress: Progress,
    values=None,
    dtype: str = "uint8",
) -> PolygonSource:
    """Return polygons as a source of pixels on the grid of an image.

    Parameters
    ----------
    geometries : iterable of bytes or None
        WKB of polygons of any type, also curved or invalid ones; they are flattened and repaired.
    crs : str
        WKT of their CRS.
    grid : Grid
    progress : Progress
        Is told of a reprojection, and of what was repaired or left out.
    values : iterable of int, optional
        What each geometry burns; 1 if not given.
    dtype : str
        NumPy type of the values.

    Raises
    ------
    LabelError
        If a geometry is no polygon, or none of the polygons overlaps the image.
    """
    geometries = list(geometries)
    values = [1] * len(geometries) if values is None else list(values)
    require_polygons(geometries, "Masks and references", points=False)
    change = transformation(crs, grid.crs, progress, what="polygons")
    left_out: Counter = Counter()
    shapes = tuple(
        (part, value)
        for wkb, value in zip(geometries, values)
        for part in polygon_parts(wkb, change, left_out)
    )
    _require_overlap(shapes, grid.shown or grid)
    if grid.shown is not None:
        shapes, lost = in_pixels(shapes, grid)
        left_out["cannot be brought to the image's pixels and are left out"] += lost
    tell_left_out(left_out, len(geometries), "polygons", progress)
    return PolygonSource(grid, shapes, dtype)


def _require_overlap(shapes, grid: Grid) -> None:
    if not shapes:
        raise LabelError("The layer holds no polygon with an area: draw one, or choose another.")
    left, bottom, right, top = grid.bounds
    boxes = [ogr.CreateGeometryFromWkb(wkb).GetEnvelope() for wkb, _ in shapes]
    if not any(b[0] < right and b[1] > left and b[2] < top and b[3] > bottom for b in boxes):
        theirs = [round(boxes[0][place], 6) for place in (0, 2, 1, 3)]
        raise LabelError(
            f"No polygon of the layer overlaps the image, which reaches over {grid.bounds} (x min, "
            f"y min, x max, y max, in the image's CRS); the first polygon reaches over {theirs}. "
            "Check both coordinate reference systems.",
        )


def write_mask(
    polygons: PolygonSource, path: str | Path, *, invert: bool, progress: Progress
) -> None:
    """Write a mask: 1 inside the polygons and 0 outside, or the other way round."""
    grid = polygons.grid

    def burned(window: Window) -> tuple[Window, bool, np.ndarray]:
        _, inside = polygons.read(window)
        return window, bool(inside.any()), (inside != invert).astype("uint8")[..., None]

    covered, windows = False, grid.windows(_BLOCK)
    with RasterSink(path, grid, OutputSpec(1, "uint8", None, ("mask",))) as sink:
        for window, some, pixels in scan([polygons], windows, burned, progress=progress):
            covered |= some
            sink.write(window, pixels)
    if not covered:
        progress.warn(
            "the polygons cover the centre of no pixel; they are smaller than the pixels."
        )
