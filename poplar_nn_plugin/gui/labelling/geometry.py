"""From an outline drawn on the map to a valid polygon of the label layer."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsGeometry,
    QgsVectorLayer,
)

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.gui import reprojection

__all__ = ["label_geometry", "to_crs"]

_CRUMB = 0.01
"""Share of the area that small loops beside the outline may enclose; they are left out."""


def to_crs(
    geometry: QgsGeometry,
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
) -> QgsGeometry:
    """Return a geometry in another CRS.

    Raises
    ------
    LabelError
        If the geometry cannot be transformed there, in a sentence for the user.
    """
    try:
        return reprojection.reprojected(geometry, source, target)
    except QgsCsException as error:
        raise LabelError(
            tr(
                "What is drawn here has no place in {}: draw where the layer can lie, or give the "
                "project the coordinate reference system of the image."
            ).format(target.authid() or target.description())
        ) from error


def label_geometry(
    drawn: QgsGeometry,
    source: QgsCoordinateReferenceSystem,
    layer: QgsVectorLayer,
    tolerance: float = 0.0,
) -> QgsGeometry:
    """Return what was drawn as a valid polygon of the layer.

    Parameters
    ----------
    drawn : QgsGeometry
        A polygon of one ring; it may cross itself.
    source : QgsCoordinateReferenceSystem
        Of `drawn`.
    layer : QgsVectorLayer
    tolerance : float
        By how much, in units of `source`, points may be left out of the outline.

    Raises
    ------
    LabelError
        If it encloses nothing, falls into pieces, or cannot be transformed to the layer's CRS.
    """
    outline = _enclosed(drawn)
    if tolerance > 0:
        simpler = outline.simplify(tolerance)
        # Little is left of what is smaller than the tolerance; then every point counts.
        if not simpler.isEmpty() and simpler.area() > outline.area() / 2:
            outline = _enclosed(simpler)
    there = _enclosed(to_crs(outline, source, layer.crs()))
    fitting = there.coerceToType(layer.wkbType())
    if len(fitting) != 1:
        raise LabelError(
            tr("'{}' does not take polygons: choose a polygon layer.").format(layer.name())
        )
    return fitting[0]


def _enclosed(polygon: QgsGeometry) -> QgsGeometry:
    """Return all that the outline of a polygon encloses, as one valid polygon."""
    rings = polygon.asPolygon()
    if not rings or len({(p.x(), p.y()) for p in rings[0]}) < 3:
        raise LabelError(tr("The outline encloses nothing: set at least three points."))
    if polygon.isGeosValid():
        return polygon
    edges = QgsGeometry.unaryUnion([QgsGeometry.fromPolylineXY(rings[0])])
    faces = QgsGeometry.polygonize([edges])
    whole = QgsGeometry.unaryUnion(faces.asGeometryCollection())
    parts = [p for p in whole.asGeometryCollection() if p.area() > _CRUMB * whole.area()]
    if not parts:
        raise LabelError(tr("The outline encloses nothing: draw around the place."))
    if len(parts) > 1:
        raise LabelError(
            tr("The outline crosses itself and falls into {} pieces: draw each by itself.").format(
                len(parts)
            )
        )
    return QgsGeometry.fromPolygonXY([parts[0].asPolygon()[0]])
