"""The picture of the live map over QGIS's map: no layer, so no project and no print has it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY
from qgis.gui import QgsMapCanvasItem
from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QImage, QPainter, QTransform

__all__ = ["Overlay"]

_BELOW = -1  # what is being drawn lies above


@dataclass(frozen=True, eq=False)
class _Shown:
    """A picture, where its corners lie on the map, and the CRS of that map."""

    image: QImage
    corners: tuple[QgsPointXY, ...]
    crs: QgsCoordinateReferenceSystem


class Overlay(QgsMapCanvasItem):
    """A picture that stays where it lies on the map while the map is moved.

    Parameters
    ----------
    canvas : QgsMapCanvas
    """

    def __init__(self, canvas):
        super().__init__(canvas)
        self._canvas = canvas
        self._shown: _Shown | None = None
        self._under: _Shown | None = None
        self.opacity = 1.0
        self.setZValue(_BELOW)

    def corners(self) -> tuple[QgsPointXY, ...]:
        """Return where the screen's corners lie on the map now: first, along the top, down."""
        size, screen = self._canvas.viewport().size(), self._canvas.getCoordinateTransform()
        ends = ((0, 0), (size.width(), 0), (0, size.height()))
        return tuple(screen.toMapCoordinatesF(*map(float, end)) for end in ends)

    def show_picture(
        self, picture: np.ndarray, corners: tuple[QgsPointXY, ...], *, partial: bool = False
    ) -> None:
        """Show a picture.

        Parameters
        ----------
        picture : ndarray of uint8, shape (height, width, 4)
            As of `poplar_nn_plugin.live.view.picture`.
        corners : tuple of QgsPointXY
            From `corners`, when it was asked for.
        partial : bool
            Whether it has gaps, in which what was shown before stays.
        """
        if not partial:
            self._under = None
        elif self._under is None:
            self._under = self._shown
        height, width = picture.shape[:2]
        form = QImage.Format.Format_ARGB32_Premultiplied
        image = QImage(picture.tobytes(), width, height, 4 * width, form).copy()
        self._shown = _Shown(image, corners, self._canvas.mapSettings().destinationCrs())
        self.updatePosition()

    def clear(self) -> None:
        """Show nothing."""
        self._shown = self._under = None
        self.updatePosition()

    def drawn(self) -> QImage | None:
        """Return what is shown."""
        return None if self._shown is None else self._shown.image

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
        here = self._canvas.mapSettings().destinationCrs()
        shown = [one for one in (self._under, self._shown) if one is not None and one.crs == here]
        if not shown:
            return
        painter.save()
        painter.setOpacity(self.opacity)
        if len(shown) == 1:  # as nearly always
            self._draw(painter, shown[0])
        else:  # together first: both are opaque, and what shows through is the map alone
            both = QImage(self._canvas.viewport().size(), shown[0].image.format())
            both.fill(Qt.GlobalColor.transparent)
            inner = QPainter(both)
            for one in shown:
                self._draw(inner, one)
            inner.end()
            painter.drawImage(0, 0, both)
        painter.restore()

    def _draw(self, painter: QPainter, shown: _Shown) -> None:
        image = shown.image
        first, right, down = map(self.toCanvasCoordinates, shown.corners)
        across, along = (right - first) / image.width(), (down - first) / image.height()
        place = QTransform(across.x(), across.y(), along.x(), along.y(), first.x(), first.y())
        painter.save()
        painter.setTransform(place, True)
        painter.drawImage(0, 0, image)
        painter.restore()
