"""The map of the review: brought to a patch, which is outlined there, and clicked on."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsMapToolEmitPoint, QgsRubberBand, QgsVertexMarker
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtWidgets import QWidget

from poplar_nn_plugin.gui.reprojection import reprojected

__all__ = ["PickTool", "ReviewMap"]

_MARK = 26  # pixels of the screen


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


class ReviewMap:
    """What the review does with the map.

    Parameters
    ----------
    canvas : QgsMapCanvas

    Attributes
    ----------
    band : QgsRubberBand
        Outlines a patch, in colours that are seen on dark and on light ground; without fill, so
        that the image is seen too.
    """

    def __init__(self, canvas: QgsMapCanvas):
        self.canvas = canvas
        self.band = QgsRubberBand(canvas, QgsWkbTypes.GeometryType.PolygonGeometry)
        self.band.setFillColor(QColor(0, 0, 0, 0))
        self.band.setStrokeColor(QColor("#00e5ff"))
        self.band.setSecondaryStrokeColor(QColor("#00303a"))
        self.band.setWidth(4)

        self.point: QgsVertexMarker | None = None

    def release(self) -> None:
        """Take outline and mark out of the map for good."""
        self.canvas.scene().removeItem(self.band)
        self.unmark()

    def mark(self, point: QgsGeometry, layer: QgsVectorLayer) -> None:
        """Mark a point of a layer, and no other; what lies under it stays free.

        Where the map's CRS does not reach, nothing is marked.
        """
        self.unmark()
        try:
            place = reprojected(point, layer.crs(), self._crs()).asPoint()
        except (QgsCsException, ValueError):
            return
        self.point = QgsVertexMarker(self.canvas)
        self.point.setIconType(QgsVertexMarker.IconType.ICON_CIRCLE)
        self.point.setColor(QColor("#00e5ff"))
        self.point.setIconSize(_MARK)
        self.point.setPenWidth(3)
        self.point.setCenter(place)

    def unmark(self) -> None:
        """Mark no point."""
        if self.point is not None:
            self.canvas.scene().removeItem(self.point)
            self.point = None

    def centre(self, point: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        """Bring the map to a point, at the scale that it has.

        Raises
        ------
        QgsCsException
            If it cannot be transformed to the CRS of the map.
        """
        self.canvas.setCenter(reprojected(point, crs, self._crs()).asPoint())
        self.canvas.refresh()

    def outline(self, patch: QgsGeometry, layer: QgsVectorLayer) -> None:
        """Outline a patch of a layer, and no other."""
        self.band.setToGeometry(patch, layer)

    def clear(self) -> None:
        """Outline nothing."""
        self.band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)

    def zoom(
        self, geometry: QgsGeometry, crs: QgsCoordinateReferenceSystem, surroundings: float
    ) -> None:
        """Bring the map to a geometry, and show `surroundings` times its size.

        Raises
        ------
        QgsCsException
            If it cannot be transformed to the CRS of the map.
        """
        box = reprojected(geometry, crs, self._crs()).boundingBox()
        box.scale(surroundings)
        self.canvas.setExtent(box)
        self.canvas.refresh()

    def point_in(self, crs: QgsCoordinateReferenceSystem, point: QgsPointXY) -> QgsPointXY:
        """Return a point of the map in another CRS.

        Raises
        ------
        QgsCsException
            If it cannot be transformed there.
        """
        return reprojected(QgsGeometry.fromPointXY(point), self._crs(), crs).asPoint()

    def _crs(self) -> QgsCoordinateReferenceSystem:
        return self.canvas.mapSettings().destinationCrs()
