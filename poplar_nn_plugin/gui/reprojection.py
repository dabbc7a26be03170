"""Geometries in another coordinate reference system, by the transformations of the project."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
)

from poplar_nn_plugin.algorithms.layers.crs import living

__all__ = ["reprojected"]


def reprojected(
    geometry: QgsGeometry,
    source: QgsCoordinateReferenceSystem,
    target: QgsCoordinateReferenceSystem,
) -> QgsGeometry:
    """Return a geometry in another CRS.

    Raises
    ------
    QgsCsException
        If it cannot be transformed there.
    """
    transform = QgsCoordinateTransform(living(source), living(target), QgsProject.instance())
    copy = QgsGeometry(geometry)
    copy.transform(transform)
    return copy
