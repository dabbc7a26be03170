"""Projections in which labels are measured: to metres, or to the pixels of an image.

In degrees no distance means anything, and the metres of a web map are stretched. What is measured
is therefore projected first, and what is cut there is projected back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from osgeo import gdal, osr

from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.engine.crs import reference, way
from poplar_nn_plugin.labels.ellipsoid import metres_per_unit
from poplar_nn_plugin.labels.geometry import known_crs, reproject, transformation
from poplar_nn_plugin.progress import Silent

__all__ = ["Projection", "metric_projection", "pixel_projection", "to_pixels"]

_TRUE = 0.01
"""Error of scale, at most, with which a CRS's own metres are taken for metres on the ground."""


@dataclass(frozen=True)
class Projection:
    """The way from the coordinates of labels to flat ones, and back.

    Parameters
    ----------
    unit : str
        ``metres`` or ``pixels``.
    there, back : tuple of osr.CoordinateTransformation
        One after the other.
    square : float
        Square metres on the ground of a projected square metre.
    """

    unit: str
    there: tuple
    back: tuple
    square: float = 1.0

    def project(self, geometry):
        """Return a geometry of the labels projected, None where that cannot be done."""
        return _moved(geometry, self.there)

    def area(self, projected) -> float:
        """Return the area of a projected geometry: on the ellipsoid, where it is in metres."""
        return projected.GetArea() * self.square

    def unproject(self, geometry):
        """Return a projected geometry in the coordinates of the labels."""
        return _moved(geometry, self.back)


def metric_projection(crs: str, bounds: tuple[float, float, float, float]) -> Projection:
    """Return the projection to metres around labels.

    The CRS's own, where it is true to scale within 1 %; else Lambert's equal-area projection
    around the middle of the labels.

    Parameters
    ----------
    crs : str
        WKT of the labels' CRS; without one its units are taken as metres.
    bounds : tuple of float
        (xmin, ymin, xmax, ymax) of the labels.
    """
    crs = known_crs(crs)
    own = reference(crs) if crs else None
    degrees = own.CloneGeogCS() if own is not None else None
    if degrees is None:
        return _scaled(own.GetLinearUnits() if own is not None else 1.0)
    middle = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    if own.IsProjected():
        unit = own.GetLinearUnits()
        lengths = np.linalg.svd(metres_per_unit(crs, middle), compute_uv=False)
        if (abs(unit / lengths - 1) <= _TRUE).all():
            return replace(_scaled(unit), square=float(lengths.prod()) / unit**2)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    lon, lat, _ = way(own, degrees).TransformPoint(*middle)
    unit = math.degrees(degrees.GetAngularUnits())
    local = osr.SpatialReference()
    local.SetProjCS("around the labels")
    local.CopyGeogCSFrom(degrees)
    local.SetLAEA(lat * unit, lon * unit, 0, 0)
    local.SetLinearUnits("metre", 1.0)
    return Projection("metres", (way(own, local),), (way(local, own),))


def pixel_projection(crs: str, grid: Grid) -> Projection:
    """Return the projection to an image's pixels: columns, and rows counted downwards from 0.

    Parameters
    ----------
    crs : str
        WKT of the labels' CRS.
    grid : Grid
        Of the image.

    Raises
    ------
    LabelError
        If one CRS is known and the other is not.
    """
    change = transformation(crs, grid.crs, Silent())
    if change is None:
        return Projection("pixels", (to_pixels(grid),), (to_pixels(grid, undone=True),))
    again = transformation(grid.crs, crs, Silent())
    return Projection("pixels", (change, to_pixels(grid)), (to_pixels(grid, undone=True), again))


def to_pixels(grid: Grid, *, undone: bool = False) -> osr.CoordinateTransformation:
    """Return the way from the CRS of an image to its pixels: PROJ's affine, for it is quick."""
    inverse = gdal.InvGeoTransform(grid.transform)
    return _affine((*inverse[:3], *(-number for number in inverse[3:])), undone)


def _scaled(unit: float) -> Projection:
    """Return the projection to a CRS's own coordinates, in metres."""
    if unit == 1.0:
        return Projection("metres", (), ())
    terms = (0.0, unit, 0.0, 0.0, 0.0, unit)
    return Projection("metres", (_affine(terms, False),), (_affine(terms, True),))


def _affine(terms: tuple, undone: bool) -> osr.CoordinateTransformation:
    terms = gdal.InvGeoTransform(terms) if undone else terms
    names = ("xoff", "s11", "s12", "yoff", "s21", "s22")
    written = " ".join(f"+{name}={value!r}" for name, value in zip(names, terms))
    options = osr.CoordinateTransformationOptions()
    options.SetOperation(f"+proj=affine {written}")
    return osr.CreateCoordinateTransformation(None, None, options)


def _moved(geometry, steps):
    moved = geometry.Clone()
    if not reproject(moved, *steps):
        return None
    return moved if moved.IsValid() else moved.MakeValid()
