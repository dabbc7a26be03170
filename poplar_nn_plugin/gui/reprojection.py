"""A geometry in another coordinate reference system, by the project's own ways between them."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
)

__all__ = ["moved"]


def moved(
    geometry: QgsGeometry,
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
) -> QgsGeometry:
    """Return a geometry in another CRS.

    Raises
    ------
    QgsCsException
        If it has no place there.
    """
    copy = QgsGeometry(geometry)
    copy.transform(QgsCoordinateTransform(source, target, QgsProject.instance()))
    return copy
