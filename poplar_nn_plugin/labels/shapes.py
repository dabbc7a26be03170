"""The shapes of labels as the checks see them: valid, flat and placed on the image."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from osgeo import gdal, ogr

from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.engine.surfaces import flat, is_surface, polygons_of
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.labels.geometry import geometry_of, multipolygon, reproject, transformation
from poplar_nn_plugin.labels.labels import Feature, class_text
from poplar_nn_plugin.labels.metric_crs import to_pixels
from poplar_nn_plugin.labels.points import with_squares
from poplar_nn_plugin.labels.problem import ERROR, WARNING, Problem
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["LabelShapes", "label_shapes", "require_on_image"]

_PIXELS = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)  # not 1.0: GDAL takes that for no transform at all
_STEP = 500  # features between two looks at the user's wish to stop


@dataclass(frozen=True)
class LabelShapes:
    """Columns of one entry a feature.

    Parameters
    ----------
    features : sequence of Feature
    ids : sequence of int
        What the layer calls them.
    labels : list of str or None
        The class as text, None where it is missing.
    shapes : list of ogr.Geometry or None
        Valid polygons in the CRS of the labels, None for nothing.
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


def label_shapes(
    features: Sequence[Feature],
    ids: Sequence[int],
    crs: str,
    grid: Grid,
    progress: Progress,
) -> tuple[LabelShapes, list[Problem]]:
    """Bring labels onto the grid of an image, and say which geometries are missing or invalid.

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
    features = with_squares(features, crs, grid, progress)
    change = transformation(crs, grid.crs, progress)
    steps = [to_pixels(grid)] if change is None else [change, to_pixels(grid)]
    shapes = []
    with _geos_messages() as messages:
        for number, feature in enumerate(features):
            if number % _STEP == 0:
                checkpoint(progress, number / len(features))
            del messages[:]
            shapes.append(_shape_of(feature.wkb, steps, messages))
    placed = [shape.placed for shape in shapes]
    found = LabelShapes(
        features,
        ids,
        [class_text(feature.value) for feature in features],
        [shape.valid for shape in shapes],
        placed,
        np.array([_box(geometry) for geometry in placed]).reshape(-1, 4),
        np.array([0.0 if geometry is None else geometry.GetArea() for geometry in placed]),
        Grid(grid.width, grid.height, _PIXELS, ""),
    )
    problems = []
    for number, shape in enumerate(shapes):
        if shape.kind:
            severity = WARNING if shape.kind == "invalid" and found.area[number] else ERROR
            problems.append(found.problem(number, shape.kind, severity, shape.advice))
    require_on_image(found.boxes, grid)
    return found, problems


@contextmanager
def _geos_messages() -> Iterator[list[str]]:
    """Collect what GEOS says of geometries: its reasons come as warnings of GDAL only."""
    said: list[str] = []
    gdal.PushErrorHandler(lambda kind, number, message: said.append(message))
    try:
        yield said
    finally:
        gdal.PopErrorHandler()


@dataclass(frozen=True)
class _Shape:
    """A geometry, valid and flat, in both systems, and the kind of problem it has, if any."""

    valid: ogr.Geometry | None = None
    placed: ogr.Geometry | None = None
    kind: str = ""
    advice: str = ""


def _shape_of(wkb: bytes | None, steps, messages: list[str]) -> _Shape:
    """Return the shape of one feature; `messages` are those that GEOS leaves meanwhile."""
    geometry = geometry_of(wkb)
    if geometry is None or geometry.IsEmpty():
        advice = "The feature has no geometry: draw it again, or delete it."
        return _Shape(kind="empty", advice=advice)
    collection = ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbGeometryCollection
    if not collection and not is_surface(geometry):
        advice = (
            f"The feature is a {geometry.GetGeometryName()}, but labels must be polygons or "
            "points: delete it, or buffer it."
        )
        return _Shape(kind="invalid", advice=advice)
    geometry = flat(geometry)
    kind = advice = ""
    if not geometry.IsValid():
        reason = messages[0].split(": ")[-1] if messages else "GEOS gives no reason"
        repaired = geometry.MakeValid()
        parts = polygons_of(repaired) if repaired is not None else []
        kind = "invalid"
        advice = f"The geometry is invalid: {reason}. Repair it with the vertex tool"
        advice += (
            ", or with 'Fix geometries'." if parts else "; it encloses no area: draw it again."
        )
        geometry = ogr.CreateGeometryFromWkb(multipolygon(parts)) if parts else None
    if geometry is None or not geometry.GetArea():
        advice = advice or "The polygon encloses no area: draw it again, or delete it."
        return _Shape(kind="invalid", advice=advice)
    placed = geometry.Clone()
    if not reproject(placed, *steps):
        advice = (
            "The polygon cannot be reprojected to the image: it lies where the image's coordinate "
            "reference system does not reach. Move it, or delete it."
        )
        return _Shape(geometry, kind="outside", advice=advice)
    return _Shape(geometry, placed, kind, advice)


def _box(placed: ogr.Geometry | None) -> tuple[float, float, float, float]:
    """Return first column, first row, last column, last row in pixels; NaN for nothing."""
    if placed is None:
        return (np.nan,) * 4
    left, right, low, high = placed.GetEnvelope()
    return left, -high, right, -low


def require_on_image(boxes: np.ndarray, image: Grid) -> None:
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
