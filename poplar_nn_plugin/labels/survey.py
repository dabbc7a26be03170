"""The labels as the checks see them: each geometry valid, flat and placed on the image."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from osgeo import gdal, ogr

from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.engine.surfaces import flat, is_surface, polygons_of
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.labels.geometry import geometry_of, reproject, transformation
from poplar_nn_plugin.labels.labels import Feature
from poplar_nn_plugin.labels.metric_crs import to_pixels
from poplar_nn_plugin.labels.problem import ERROR, WARNING, Problem
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["Survey", "class_text", "collected", "require_overlap", "survey"]

_PIXELS = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)  # not 1.0: GDAL takes that for no transform at all
_STEP = 500  # features between two looks at the user's wish to stop


@dataclass(frozen=True)
class Survey:
    """Columns of one entry a feature.

    Parameters
    ----------
    features : sequence of Feature
    ids : sequence of int
        What the layer calls them.
    labels : list of str or None
        The class as text, None where it is missing.
    shapes : list of ogr.Geometry or None
        Mended polygons in the CRS of the labels, None for nothing.
    placed : list of ogr.Geometry or None
        The same in the coordinates of `grid`.
    boxes : ndarray of float, shape (n, 4)
        First column, first row, last column, last row in pixels; NaN for nothing.
    area : ndarray of float, shape (n,)
        In pixels.
    grid : Grid
        Of the image's size, with columns as x and rows counted downwards as y.
    """

    features: Sequence[Feature]
    ids: Sequence[int]
    labels: list
    shapes: list
    placed: list
    boxes: np.ndarray
    area: np.ndarray
    grid: Grid

    def problem(self, number: int, kind: str, severity: str, advice: str) -> Problem:
        """Return a problem of one feature, shown by its polygon."""
        shape = self.shapes[number]
        wkb = None if shape is None else bytes(shape.ExportToWkb())
        return Problem(kind, severity, advice, wkb, self.labels[number], int(self.ids[number]))


def survey(
    features: Sequence[Feature],
    ids: Sequence[int],
    crs: str,
    grid: Grid,
    progress: Progress,
) -> tuple[Survey, list[Problem]]:
    """Bring labels onto the grid of an image, and say which geometries are none or invalid.

    Parameters
    ----------
    features : sequence of Feature
    ids : sequence of int
        One a feature.
    crs : str
        WKT of the labels' CRS.
    grid : Grid
        Of the image.
    progress : Progress
        Is told of a reprojection.

    Raises
    ------
    LabelError
        If either CRS is missing, or no label lies on the image.
    """
    change = transformation(crs, grid.crs, progress)
    steps = [to_pixels(grid)] if change is None else [change, to_pixels(grid)]
    count = len(features)
    found = Survey(
        features,
        ids,
        [class_text(feature.value) for feature in features],
        [None] * count,
        [None] * count,
        np.full((count, 4), np.nan),
        np.zeros(count),
        Grid(grid.width, grid.height, _PIXELS, ""),
    )
    problems = []
    with _complaints() as reasons:
        for number, feature in enumerate(features):
            if number % _STEP == 0:
                checkpoint(progress, number / count)
            del reasons[:]
            kind, advice = _shape(found, number, feature.wkb, steps, reasons)
            if found.placed[number] is not None:
                left, right, low, high = found.placed[number].GetEnvelope()
                found.boxes[number] = left, -high, right, -low
                found.area[number] = found.placed[number].GetArea()
            if kind:
                severity = WARNING if kind == "invalid" and found.area[number] else ERROR
                problems.append(found.problem(number, kind, severity, advice))
    require_overlap(found.boxes, grid)
    return found, problems


def class_text(value) -> str | None:
    """Return a value of the class field as text, None where it is missing."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value).strip()
    return text or None


def collected(shapes) -> bytes | None:
    """Return the WKB of one geometry with the polygons of all `shapes`, None without any."""
    together = ogr.Geometry(ogr.wkbMultiPolygon)
    for shape in shapes:
        for part in polygons_of(shape) if shape is not None else ():
            together.AddGeometry(part)
    return bytes(together.ExportToWkb()) if together.GetGeometryCount() else None


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what GEOS says of geometries: its reasons come as warnings of GDAL only."""
    said: list[str] = []
    gdal.PushErrorHandler(lambda kind, number, message: said.append(message))
    try:
        yield said
    finally:
        gdal.PopErrorHandler()


def _shape(found: Survey, number: int, wkb, steps, reasons: list[str]) -> tuple[str, str]:
    """Fill in the shapes of one feature, and return what is wrong with it, if anything is."""
    geometry = geometry_of(wkb)
    if geometry is None or geometry.IsEmpty():
        return "empty", "The feature has no geometry: draw it again, or delete it."
    collection = ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbGeometryCollection
    if not collection and not is_surface(geometry):
        return "invalid", (
            f"The feature is a {geometry.GetGeometryName()}, but labels must be polygons: delete "
            "it, or buffer it."
        )
    geometry = flat(geometry)
    kind = advice = ""
    if not geometry.IsValid():
        reason = reasons[0].split(": ")[-1] if reasons else "GEOS gives no reason"
        mended = geometry.MakeValid()
        parts = polygons_of(mended) if mended is not None else []
        kind = "invalid"
        advice = f"The geometry is invalid: {reason}. Mend it with the vertex tool"
        advice += (
            ", or with 'Fix geometries'." if parts else "; it encloses no area: draw it again."
        )
        geometry = ogr.CreateGeometryFromWkb(collected(parts)) if parts else None
    if geometry is None or not geometry.GetArea():
        return "invalid", advice or "The polygon encloses no area: draw it again, or delete it."
    found.shapes[number] = geometry
    placed = geometry.Clone()
    if not reproject(placed, *steps):
        return "outside", (
            "The polygon cannot be reprojected to the image: it lies where the image's coordinate "
            "reference system does not reach. Move it, or delete it."
        )
    found.placed[number] = placed
    return kind, advice


def require_overlap(boxes: np.ndarray, image: Grid) -> None:
    """Raise LabelError if labels lie off the image, all of them.

    Parameters
    ----------
    boxes : ndarray of float, shape (n, 4)
        First column, first row, last column, last row in pixels; NaN for nothing.
    image : Grid
    """
    left, top, right, bottom = boxes.T
    on_image = (right > 0) & (bottom > 0) & (left < image.width) & (top < image.height)
    if on_image.any() or np.isnan(left).all():
        return
    ends = np.nanmin(left), np.nanmin(top), np.nanmax(right), np.nanmax(bottom)
    corners = [image.to_map(col, row) for col in ends[::2] for row in ends[1::2]]
    theirs = (*np.min(corners, axis=0), *np.max(corners, axis=0))
    raise LabelError(
        f"The labels do not overlap the image: labels reach over {_extent(theirs)}, the image over "
        f"{_extent(image.bounds)} (x min, y min, x max, y max, in the image's CRS). Check both "
        "coordinate reference systems."
    )


def _extent(box) -> str:
    return ", ".join(f"{value:.8g}" for value in box)
