"""The picture of the live map over QGIS's map: no layer, so no project and no print has it."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvasItem
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QImage, QTransform

__all__ = ["Overlay"]

_BELOW = -1  # what is being drawn lies above


class Overlay(QgsMapCanvasItem):
    """A picture that stays where it lies on the map while the map is moved.

    Parameters
    ----------
    canvas : QgsMapCanvas
    """

    def __init__(self, canvas):
        super().__init__(canvas)
        self._canvas = canvas
        self._image: QImage | None = None
        self._corners: tuple[QgsPointXY, ...] = ()
        self._crs = None
        self.opacity = 1.0
        self.setZValue(_BELOW)

    def corners(self) -> tuple[QgsPointXY, ...]:
        """Return where the screen's corners lie on the map now: first, along the top, down."""
        size, screen = self._canvas.viewport().size(), self._canvas.getCoordinateTransform()
        ends = ((0, 0), (size.width(), 0), (0, size.height()))
        return tuple(screen.toMapCoordinatesF(*map(float, end)) for end in ends)

    def show_picture(self, picture: np.ndarray, corners: tuple[QgsPointXY, ...]) -> None:
        """Show a picture.

        Parameters
        ----------
        picture : ndarray of uint8, shape (height, width, 4)
            As of `poplar_nn_plugin.live.view.picture`.
        corners : tuple of QgsPointXY
            Of `corners`, when it was asked for.
        """
        height, width = picture.shape[:2]
        form = QImage.Format.Format_ARGB32_Premultiplied
        self._image = QImage(picture.tobytes(), width, height, 4 * width, form).copy()
        self._corners, self._crs = corners, self._canvas.mapSettings().destinationCrs()
        self.updatePosition()

    def clear(self) -> None:
        """Show nothing."""
        self._image = None
        self.updatePosition()

    def drawn(self) -> QImage | None:
        """Return what is shown."""
        return self._image

    def set_opacity(self, opacity: float) -> None:
        """Show it more or less, from 0 to 1."""
        self.opacity = opacity
        self.update()

    def updatePosition(self):
        """Follow the map."""
        self.prepareGeometryChange()
        self.setPos(0, 0)
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the whole screen: what of the picture is on it is known when it is painted."""
        size = self._canvas.viewport().size()
        return QRectF(0, 0, size.width(), size.height())

    def paint(self, painter, _option=None, _widget=None):
        """Draw the picture where it lies."""
        image = self._image
        if image is None or self._crs != self._canvas.mapSettings().destinationCrs():
            return
        first, right, down = map(self.toCanvasCoordinates, self._corners)
        across, along = (right - first) / image.width(), (down - first) / image.height()
        place = QTransform(across.x(), across.y(), along.x(), along.y(), first.x(), first.y())
        painter.save()
        painter.setOpacity(self.opacity)
        painter.setTransform(place, True)
        painter.drawImage(0, 0, image)
        painter.restore()
