"""Planes in which labels are measured: metres around them, or the pixels of an image.

In degrees no distance means anything, and the metres of a web map are stretched. What is measured
is therefore brought into a plane first, and what is cut there is brought back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from osgeo import gdal, ogr, osr

from poplar_nn_plugin.chain.geometry import known_crs, transformation
from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.progress import Silent

__all__ = ["Plane", "metres", "pixels", "to_pixels"]

_TRUE = 0.01
"""Error of scale, at most, with which a CRS's own metres are taken for metres on the ground."""

_PROBE = 1e-4  # degrees, about 10 m: how far apart the places are at which a scale is measured


@dataclass(frozen=True)
class Plane:
    """The way from the coordinates of labels to a plane, and back.

    Parameters
    ----------
    unit : str
        ``metres`` or ``pixels``.
    there, back : tuple of osr.CoordinateTransformation
        One after the other.
    """

    unit: str
    there: tuple
    back: tuple

    def place(self, geometry):
        """Return a geometry of the labels in the plane, None where it cannot be brought there."""
        return _moved(geometry, self.there)

    def bring_back(self, geometry):
        """Return a geometry of the plane in the coordinates of the labels."""
        return _moved(geometry, self.back)


def metres(crs: str, bounds: tuple[float, float, float, float]) -> Plane:
    """Return the plane of metres around labels.

    The CRS's own, where it is true to scale within 1 %; else Lambert's equal-area projection
    around the middle of the labels.

    Parameters
    ----------
    crs : str
        WKT of the labels' CRS; without one its units are taken as metres.
    bounds : tuple of float
        (xmin, ymin, xmax, ymax) of the labels.
    """
    reference = _reference(known_crs(crs)) if known_crs(crs) else None
    degrees = reference.CloneGeogCS() if reference is not None else None
    if degrees is None:
        return _scaled(reference.GetLinearUnits() if reference is not None else 1.0)
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    middle = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    lon, lat, _ = osr.CoordinateTransformation(reference, degrees).TransformPoint(*middle)
    local = osr.SpatialReference()
    local.SetProjCS("around the labels")
    local.CopyGeogCSFrom(degrees)
    local.SetLAEA(lat, lon, 0, 0)
    local.SetLinearUnits("metre", 1.0)
    if reference.IsProjected():
        unit = reference.GetLinearUnits()
        outwards = osr.CoordinateTransformation(degrees, reference)
        inwards = osr.CoordinateTransformation(degrees, local)
        ends = [(lon, lat), (lon + _PROBE, lat), (lon, lat + _PROBE)]
        theirs, true = ([t.TransformPoint(*end) for end in ends] for t in (outwards, inwards))
        scales = [
            unit * math.dist(theirs[0][:2], theirs[n][:2]) / math.dist(true[0][:2], true[n][:2])
            for n in (1, 2)
        ]
        if all(abs(scale - 1) <= _TRUE for scale in scales):
            return _scaled(unit)
    return Plane(
        "metres",
        (osr.CoordinateTransformation(reference, local),),
        (osr.CoordinateTransformation(local, reference),),
    )


def pixels(crs: str, grid: Grid) -> Plane:
    """Return the plane of an image's pixels: columns, and rows counted downwards from 0.

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
        return Plane("pixels", (to_pixels(grid),), (to_pixels(grid, undone=True),))
    again = transformation(grid.crs, crs, Silent())
    return Plane("pixels", (change, to_pixels(grid)), (to_pixels(grid, undone=True), again))


def to_pixels(grid: Grid, *, undone: bool = False) -> osr.CoordinateTransformation:
    """Return the way from the CRS of an image to its pixels: PROJ's affine, for it is quick."""
    inverse = gdal.InvGeoTransform(grid.transform)
    return _affine((*inverse[:3], *(-number for number in inverse[3:])), undone)


def _scaled(unit: float) -> Plane:
    """Return the plane of a CRS's own coordinates, in metres."""
    if unit == 1.0:
        return Plane("metres", (), ())
    terms = (0.0, unit, 0.0, 0.0, 0.0, unit)
    return Plane("metres", (_affine(terms, False),), (_affine(terms, True),))


def _affine(terms: tuple, undone: bool) -> osr.CoordinateTransformation:
    terms = gdal.InvGeoTransform(terms) if undone else terms
    names = ("xoff", "s11", "s12", "yoff", "s21", "s22")
    written = " ".join(f"+{name}={value!r}" for name, value in zip(names, terms))
    options = osr.CoordinateTransformationOptions()
    options.SetOperation(f"+proj=affine {written}")
    return osr.CreateCoordinateTransformation(None, None, options)


def _reference(wkt: str) -> osr.SpatialReference:
    reference = osr.SpatialReference()
    reference.ImportFromWkt(wkt)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def _moved(geometry, steps):
    moved = geometry.Clone()
    if any(moved.Transform(step) != ogr.OGRERR_NONE for step in steps):
        return None
    return moved if moved.IsValid() else moved.MakeValid()
