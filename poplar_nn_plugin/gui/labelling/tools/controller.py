"""Which of the drawing tools is the tool of the map; all of them draw in the same colour."""

from __future__ import annotations

from qgis.core import QgsGeometry, QgsVectorLayer, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtGui import QColor

from poplar_nn_plugin.gui.labelling.patch import Patch
from poplar_nn_plugin.gui.labelling.tools.drawing import (
    CircleTool,
    FreehandTool,
    PolygonTool,
    RectangleTool,
)
from poplar_nn_plugin.gui.labelling.tools.region_tools import GrowTool, SegmentTool
from poplar_nn_plugin.gui.labelling.tools.regions import Regions
from poplar_nn_plugin.gui.labelling.tools.relabel import RelabelTool

__all__ = ["TOOLS", "ToolController"]

_DRAWING = {
    "polygon": PolygonTool,
    "rectangle": RectangleTool,
    "circle": CircleTool,
    "freehand": FreehandTool,
}
_TAKING = {"grow": GrowTool, "segment": SegmentTool}
TOOLS = (*_DRAWING, *_TAKING, "relabel")
"""The names of the tools, in the order of their buttons."""

_AREA = QgsWkbTypes.GeometryType.PolygonGeometry


class ToolController:
    """The map tools of one map canvas, and the outline that marks a polygon on it.

    Parameters
    ----------
    canvas : QgsMapCanvas

    Attributes
    ----------
    tools : dict
        Each tool by its name.
    regions : Regions
        Of the image, for the tools that take them.
    """

    def __init__(self, canvas: QgsMapCanvas):
        self._canvas = canvas
        self.regions = Regions(canvas)
        tools = {name: kind(canvas) for name, kind in _DRAWING.items()}
        tools |= {name: kind(canvas, self.regions) for name, kind in _TAKING.items()}
        self.tools = {**tools, "relabel": RelabelTool(canvas)}
        self._mark = QgsRubberBand(canvas, _AREA)
        self._mark.setWidth(3)
        self._mark.setStrokeColor(canvas.selectionColor())
        self._mark.setFillColor(QColor(0, 0, 0, 0))  # the image says what it is

    def holds(self, name: str) -> bool:
        """Return whether a tool is the tool of the map."""
        return self._canvas.mapTool() is self.tools[name]

    def take(self, name: str) -> None:
        """Make a tool that of the map; what another of them has begun is thrown away."""
        for other in self.tools.keys() - {name}:
            self.tools[other].cancel()
        self._canvas.setMapTool(self.tools[name])
        self._canvas.setFocus()

    def leave(self) -> None:
        """Leave the map to the tools of QGIS."""
        for tool in self.tools.values():
            tool.cancel()
            if self._canvas.mapTool() is tool:
                self._canvas.unsetMapTool(tool)

    def drop(self) -> None:
        """Remove the tools and the mark from the map."""
        for tool in self.tools.values():
            tool.drop()
        self.regions.drop()
        self.regions.deleteLater()
        self._canvas.scene().removeItem(self._mark)

    def mark(self, outline: QgsGeometry, layer: QgsVectorLayer) -> None:
        """Mark a polygon of a layer."""
        self._mark.setToGeometry(outline, layer)

    def unmark(self) -> None:
        """Take the mark away."""
        self._mark.reset(_AREA)

    def set_colour(self, colour: str) -> None:
        """Draw in the colour of a class."""
        for tool in self.tools.values():
            tool.set_colour(colour)

    def set_patch(self, patch: Patch | None) -> None:
        """Show the square of this patch under the cursor."""
        for tool in self.tools.values():
            tool.set_patch(patch)
