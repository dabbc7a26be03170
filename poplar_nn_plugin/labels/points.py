"""Labelled points as squares: each stands for the pixel that it lies in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.labels.geometry import geometry_of, multipolygon, reproject, transformation
from poplar_nn_plugin.progress import Progress, Silent

__all__ = ["holds_points", "with_squares"]

_POINTS = (ogr.wkbPoint, ogr.wkbMultiPoint)


def holds_points(wkb: bytes | None) -> bool:
    """Return whether a geometry, as WKB, is a point or several of them."""
    geometry = geometry_of(wkb)
    return geometry is not None and ogr.GT_Flatten(geometry.GetGeometryType()) in _POINTS


def with_squares(features: Sequence, crs: str, grid: Grid | None, progress: Progress) -> list:
    """Return features with the squares of pixels in the place of points.

    Parameters
    ----------
    features : sequence of Feature
    crs : str
        WKT of their CRS, which the squares have, too.
    grid : Grid or None
        Of the image whose pixels they are.
    progress : Progress
        Is told how many features are points.

    Returns
    -------
    list of Feature
        The same but for the points, which are marked as such; one that cannot be brought to the
        image has no geometry.

    Raises
    ------
    LabelError
        If there are points and no grid, or only one of the two CRS is known.
    """
    points = [holds_points(feature.wkb) for feature in features]
    if not any(points):
        return list(features)
    if grid is None:
        raise LabelError(
            f"{sum(points)} of {len(points)} labels are points, which stand for the pixels that "
            "they lie in: give the image, too."
        )
    there = transformation(crs, grid.crs, Silent())
    back = transformation(grid.crs, crs, Silent())
    progress.message(
        f"{sum(points)} of {len(points)} labels are points: each stands for the pixel that it lies "
        "in, and a patch is cut around it."
    )
    return [
        replace(feature, wkb=_squares(feature.wkb, there, back, grid), point=True)
        if point
        else feature
        for feature, point in zip(features, points)
    ]


def _squares(wkb: bytes, there, back, grid: Grid) -> bytes | None:
    """Return the squares around points as one geometry, in the CRS of the points."""
    geometry = geometry_of(wkb)
    if there is not None and not reproject(geometry, there):
        return None
    squares = []
    for x, y in _coordinates(geometry):
        col, row = (int(np.floor(place)) for place in grid.to_pixel(x, y))
        ring = ogr.Geometry(ogr.wkbLinearRing)
        for right, down in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)):
            ring.AddPoint_2D(*grid.to_map(col + right, row + down))
        square = ogr.Geometry(ogr.wkbPolygon)
        square.AddGeometry(ring)
        if back is None or reproject(square, back):
            squares.append(square)
    return multipolygon(squares)


def _coordinates(geometry: ogr.Geometry) -> Iterator[tuple[float, float]]:
    parts = [geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount())] or [geometry]
    for part in parts:
        if not part.IsEmpty():
            yield part.GetX(), part.GetY()
