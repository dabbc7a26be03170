"""The map: brought to a patch, which is outlined there, and clicked on."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsMapToolEmitPoint, QgsRubberBand
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QWidget

__all__ = ["PickTool", "moved", "outline", "zoom_to"]


class PickTool(QgsMapToolEmitPoint):
    """Clicks on the map, and its keys, which go to a panel.

    Parameters
    ----------
    canvas : QgsMapCanvas
    panel : QWidget
    """

    def __init__(self, canvas: QgsMapCanvas, panel: QWidget):
        super().__init__(canvas)
        self._panel = panel

    def keyPressEvent(self, event):
        """Let the panel have the key."""
        self._panel.keyPressEvent(event)


def outline(canvas: QgsMapCanvas) -> QgsRubberBand:
    """Return a mark that leaves the image to be seen, on dark and on light ground."""
    band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
    band.setFillColor(QColor(0, 0, 0, 0))
    band.setStrokeColor(QColor("#00e5ff"))
    band.setSecondaryStrokeColor(QColor("#00303a"))
    band.setWidth(4)
    return band


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


def zoom_to(canvas: QgsMapCanvas, geometry: QgsGeometry, crs, surroundings: float) -> None:
    """Bring the map to a geometry, `surroundings` times its size around it.

    Raises
    ------
    QgsCsException
        If it has no place in the CRS of the map.
    """
    box = moved(geometry, crs, canvas.mapSettings().destinationCrs()).boundingBox()
    box.scale(surroundings)
    canvas.setExtent(box)
    canvas.refresh()
