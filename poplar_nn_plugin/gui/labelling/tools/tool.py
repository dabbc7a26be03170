"""What all map tools of the labelling panel share: keys, the outline, the square of a patch."""

from __future__ import annotations

from qgis.core import QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapTool, QgsRubberBand
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeySequence

from poplar_nn_plugin.errors import LabelError

__all__ = ["LabelTool"]

_AREA = QgsWkbTypes.GeometryType.PolygonGeometry
_DIGITS = {getattr(Qt.Key, f"Key_{digit}"): digit for digit in range(1, 10)}


class LabelTool(QgsMapTool):
    """What the tools share: keys, the outline drawn so far, and the square of a patch.

    Parameters
    ----------
    canvas : QgsMapCanvas

    Attributes
    ----------
    drawn : pyqtSignal(QgsGeometry)
        A finished outline, in the CRS of the map.
    clicked : pyqtSignal(QgsPointXY)
        A polygon is pointed at.
    digit : pyqtSignal(int)
        A key 1 to 9.
    confirmed : pyqtSignal()
        Enter, while the tool is one that labels existing polygons.
    undone, redone : pyqtSignal()
        The keys for undo and redo, which QGIS leaves to the tool where it has nothing to undo.
    """

    drawn = pyqtSignal(QgsGeometry)
    clicked = pyqtSignal(QgsPointXY)
    digit = pyqtSignal(int)
    confirmed = pyqtSignal()
    undone = pyqtSignal()
    redone = pyqtSignal()

    ROUGH = False  # whether drawing leaves more points than are meant
    LABELS = False  # whether it labels existing polygons

    def __init__(self, canvas):
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._points: list[QgsPointXY] = []
        self._finished: list[QgsPointXY] = []
        self._band = QgsRubberBand(canvas, _AREA)
        self._band.setWidth(2)
        self._band.setSecondaryStrokeColor(QColor(255, 255, 255, 150))  # seen on any image
        self._square = QgsRubberBand(canvas, _AREA)
        self._square.setWidth(1)
        self._square.setLineStyle(Qt.PenStyle.DashLine)
        self._square.setFillColor(QColor(0, 0, 0, 0))
        self._square.setStrokeColor(QColor(255, 255, 255))
        self._square.setSecondaryStrokeColor(QColor(0, 0, 0, 140))
        self._patch = None
        self.set_colour("#808080")

    def set_colour(self, colour: str) -> None:
        """Draw in the colour of a class."""
        line, fill = QColor(colour), QColor(colour)
        fill.setAlpha(70)
        self._band.setStrokeColor(line)
        self._band.setFillColor(fill)

    def set_patch(self, patch) -> None:
        """Show the square of this patch under the cursor; None shows none."""
        self._patch = patch
        self._square.reset(_AREA)

    def crs(self):
        """Return the CRS of the map, in which outlines are drawn."""
        return self.canvas().mapSettings().destinationCrs()

    def drawing(self) -> bool:
        """Return whether an outline has been begun."""
        return bool(self._points)

    def square(self) -> QgsGeometry:
        """Return the square that is shown under the cursor; empty where none is."""
        return self._square.asGeometry()

    def cancel(self) -> None:
        """Throw away what is drawn so far."""
        self._points = []
        self._band.reset(_AREA)

    def step_back(self) -> None:
        """Take the last point back."""
        self._points = self._points[:-1]
        self._show(self._points)

    def finish(self) -> None:
        """Hand over the outline."""
        ring, self._finished = self._ring(self._points), self._points
        self.cancel()
        self.drawn.emit(QgsGeometry.fromPolygonXY([ring]))

    def resume(self) -> None:
        """Go on with the outline that was handed over, for it could not be used."""
        if not self.ROUGH:
            self._points = self._finished
            self._show(self._points)

    def drop(self) -> None:
        """Remove the tool and what it draws from the map."""
        self.cancel()
        if self.canvas().mapTool() is self:
            self.canvas().unsetMapTool(self)
        for band in (self._band, self._square):
            self.canvas().scene().removeItem(band)
        self.deleteLater()

    def deactivate(self):
        """Hide the square; what is drawn so far waits."""
        self._square.reset(_AREA)
        super().deactivate()

    def canvasMoveEvent(self, event):
        """Follow the cursor with the square and the outline."""
        self._show_square(event.mapPoint())
        if self._points:
            self._show([*self._points, self._at(event)])

    def keyPressEvent(self, event):
        """Choose a class, take back, cancel or finish."""
        key = event.key()
        if key in _DIGITS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.digit.emit(_DIGITS[key])
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._points:
            self.step_back()
        elif key == Qt.Key.Key_Escape and self._points:
            self.cancel()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._points:
                self.finish()
            elif self.LABELS:
                self.confirmed.emit()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undone.emit()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redone.emit()
        else:
            event.ignore()
            return
        event.accept()

    def _at(self, event) -> QgsPointXY:
        """Return where the mouse is on the map, snapped as the project says."""
        return event.snapPoint() if self.canvas().snappingUtils() else event.mapPoint()

    def _ring(self, points: list[QgsPointXY]) -> list[QgsPointXY]:
        """Return the outline that some points mean."""
        return points

    def _show(self, points: list[QgsPointXY]) -> None:
        ring = self._ring(points) if points else []
        self._band.reset(_AREA)
        if ring:
            self._band.setToGeometry(QgsGeometry.fromPolygonXY([ring]), self.crs())

    def _show_square(self, point: QgsPointXY) -> None:
        self._square.reset(_AREA)
        if self._patch is None:
            return
        try:
            square = self._patch.square(point, self.crs())
        except LabelError:  # nothing of the image is there
            return
        self._square.setToGeometry(square, self.crs())
