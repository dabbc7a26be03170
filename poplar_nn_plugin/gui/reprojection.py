"""A geometry in another coordinate reference system, by the project's own ways between them."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
)

from poplar_nn_plugin.algorithms.layers.crs import living

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
    way = QgsCoordinateTransform(living(source), living(target), QgsProject.instance())
    copy = QgsGeometry(geometry)
    copy.transform(way)
    return copy
