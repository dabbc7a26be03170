"""Surfaces of every kind that OGR knows, as flat polygons with straight sides."""

from __future__ import annotations

from osgeo import ogr

__all__ = ["flat", "is_surface", "polygons_of"]

_FACETED = (ogr.wkbPolyhedralSurface, ogr.wkbTIN, ogr.wkbTriangle)
_SURFACES = (
    ogr.wkbPolygon,
    ogr.wkbMultiPolygon,
    ogr.wkbCurvePolygon,
    ogr.wkbMultiSurface,
    *_FACETED,
)


def is_surface(geometry: ogr.Geometry) -> bool:
    """Return whether a geometry is a surface, or several of them."""
    return ogr.GT_Flatten(geometry.GetGeometryType()) in _SURFACES


def flat(geometry: ogr.Geometry) -> ogr.Geometry:
    """Return a geometry without heights, arcs and facets.

    GDAL before 3.14 burns nothing where a polygon has arcs, and says nothing of it.
    """
    if ogr.GT_Flatten(geometry.GetGeometryType()) in _FACETED:
        geometry = ogr.ForceToMultiPolygon(geometry)
    geometry = geometry.GetLinearGeometry() if geometry.HasCurveGeometry() else geometry.Clone()
    geometry.FlattenTo2D()
    return geometry


def polygons_of(geometry: ogr.Geometry) -> list[ogr.Geometry]:
    """Return the polygons in a geometry, also those in its collections, that have an area."""
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPolygon:
        return [geometry.Clone()] if geometry.GetArea() > 0 else []
    children = [geometry.GetGeometryRef(i) for i in range(geometry.GetGeometryCount())]
    return [part for child in children for part in polygons_of(child)]
