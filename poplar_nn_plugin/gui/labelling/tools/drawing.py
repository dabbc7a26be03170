"""The map tools that outlines are drawn with: what the mouse does on the map."""

from __future__ import annotations

import math

from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import Qt

from poplar_nn_plugin.gui.labelling.tools.tool import LabelTool

__all__ = ["CircleTool", "FreehandTool", "PolygonTool", "RectangleTool"]

_CORNERS = 72  # of a circle
_DRAG = 4  # screen pixels from which a moved mouse is a drag


class PolygonTool(LabelTool):
    """A click sets a corner, a right click closes the outline."""

    def canvasReleaseEvent(self, event):
        """Set a corner, or finish."""
        if event.button() == Qt.MouseButton.LeftButton:
            point = self._at(event)
            if not self._points or point != self._points[-1]:  # the second of a double click
                self._points.append(point)
            self._show(self._points)
        elif event.button() == Qt.MouseButton.RightButton and self._points:
            self.finish()


class _StretchTool(LabelTool):
    """A shape between two points: drag from one to the other, or click both."""

    def __init__(self, canvas):
        super().__init__(canvas)
        self._pressed = None

    def canvasPressEvent(self, event):
        """Begin at the first point."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.pos()
            if not self._points:
                self._points = [self._at(event)]

    def canvasReleaseEvent(self, event):
        """Finish after a drag, a second click or a right click."""
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return  # the map is being panned
        dragged = (
            self._pressed is not None and (event.pos() - self._pressed).manhattanLength() > _DRAG
        )
        first = len(self._points) == 1 and self._points[0] == self._at(event)
        self._pressed = None
        if self._points and (dragged or not first):
            self._points = [self._points[0], self._at(event)]
            self.finish()


class RectangleTool(_StretchTool):
    """A rectangle from corner to corner."""

    def _ring(self, points):
        (x, y), (right, top) = points[0], points[-1]
        return [QgsPointXY(*corner) for corner in ((x, y), (right, y), (right, top), (x, top))]


class CircleTool(_StretchTool):
    """A circle from its centre to its edge."""

    def _ring(self, points):
        centre, edge = points[0], points[-1]
        radius = math.hypot(edge.x() - centre.x(), edge.y() - centre.y())
        turns = (2 * math.pi * corner / _CORNERS for corner in range(_CORNERS))
        return [
            QgsPointXY(centre.x() + radius * math.cos(turn), centre.y() + radius * math.sin(turn))
            for turn in turns
        ]


class FreehandTool(LabelTool):
    """An outline drawn with the button held down."""

    ROUGH = True

    def canvasPressEvent(self, event):
        """Begin."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._points = [event.mapPoint()]

    def canvasMoveEvent(self, event):
        """Draw on."""
        if self._points and event.buttons() & Qt.MouseButton.LeftButton:
            self._points.append(event.mapPoint())
        super().canvasMoveEvent(event)

    def canvasReleaseEvent(self, event):
        """Finish; a mere click draws nothing."""
        if event.button() == Qt.MouseButton.LeftButton and self._points:
            if len(self._points) > 2:
                self.finish()
            else:
                self.cancel()
