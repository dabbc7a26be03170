"""The map tool that gives existing polygons the chosen class."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt

from poplar_nn_plugin.gui.labelling.tools.tool import LabelTool

__all__ = ["RelabelTool"]


class RelabelTool(LabelTool):
    """A click on a polygon gives it the chosen class."""

    LABELS = True

    def __init__(self, canvas):
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def canvasReleaseEvent(self, event):
        """Point at a polygon."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(event.mapPoint())
