"""The edits of a label layer's polygons: drawing, relabelling, finding those without a class."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsGeometry, QgsPointXY, QgsVectorLayer

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.gui.labelling.classes import LabelClasses
from poplar_nn_plugin.gui.labelling.geometry import label_geometry, to_crs
from poplar_nn_plugin.gui.labelling.history import LabelHistory
from poplar_nn_plugin.gui.labelling.layer import (
    CLASS_FIELD,
    add_polygon,
    begin_edits,
    edit_command,
    give_class,
    missing_fields,
    polygon_at,
    unlabelled,
)
from poplar_nn_plugin.gui.labelling.legend import LabelClass, Legend
from poplar_nn_plugin.gui.labelling.patch import Patch
from poplar_nn_plugin.gui.labelling.source import prepare_layer

__all__ = ["EditSession"]

_AROUND = 3  # times the size of a polygon that the map shows around it


class EditSession:
    """The edits of one label layer after another, in the class that is chosen.

    Parameters
    ----------
    canvas : QgsMapCanvas
    tell : callable
        Takes a sentence for the user and, as ``warning``, whether it is one.

    Attributes
    ----------
    layer : QgsVectorLayer or None
    classes : LabelClasses or None
        None without a layer, or where it lacks the class field.
    history : LabelHistory or None
        What can be taken back; None without a layer.
    value : int, str or None
        The value of the class to draw.
    marked : int or None
        The id of the polygon without a class that is shown to be labelled.
    patch : Patch or None
        None where no image is chosen.
    """

    def __init__(self, canvas, tell: Callable[..., None]):
        self._canvas = canvas
        self._tell = tell
        self.patch: Patch | None = None
        self.history: LabelHistory | None = None
        self.use(None)

    def use(self, layer: QgsVectorLayer | None) -> None:
        """Go on with another layer, or with none."""
        if self.history is not None:
            self.history.drop()
        self.layer = layer
        self.history = None if layer is None else LabelHistory(layer, self._legend)
        self.classes: LabelClasses | None = None
        self.value = None
        self.marked: int | None = None
        self._seen: int | None = None
        self.look()

    def look(self) -> list[LabelClass]:
        """Return the classes as they are now, and see to it that one of them is chosen."""
        if self.layer is None or CLASS_FIELD in missing_fields(self.layer):
            self.classes = None
        elif self.classes is None:
            self.classes = LabelClasses(self.layer)
        listed = self.classes.listed() if self.classes is not None else []
        if self.value not in [one.value for one in listed]:
            self.value = listed[0].value if listed else None
        return listed

    def prepare(self, class_from: str) -> None:
        """Add what the layer lacks, its classes from one of its fields.

        Raises
        ------
        LabelError
            If the layer cannot be edited or does not take a field, or the values cannot be classes.
        """
        self.classes = prepare_layer(self.layer, class_from)

    def begin(self) -> None:
        """Open the layer for edits.

        Raises
        ------
        LabelError
            If there is no layer, or it cannot be edited.
        """
        if self.layer is None:
            raise LabelError(tr("Choose a label layer first, or make one with its button 'New'."))
        begin_edits(self.layer)

    def chosen(self) -> LabelClass:
        """Return the class to draw.

        Raises
        ------
        LabelError
            If there is none.
        """
        self.begin()
        if self.classes is None or self.value is None:
            raise LabelError(tr("There is no class yet: add one with the button '+'."))
        return self.classes.of(self.value)

    def draw(self, drawn: QgsGeometry, tool) -> bool:
        """Add an outline to the layer, in the chosen class, and say whether a patch fits.

        Returns
        -------
        bool
            True, for the outline is in the layer.

        Raises
        ------
        LabelError
            If it cannot be a polygon of the layer.
        """
        return self.add(drawn, tool.crs(), rough=tool.ROUGH)

    def add(self, drawn: QgsGeometry, crs, *, rough: bool = False) -> bool:
        """Add a polygon in some CRS to the layer, in the chosen class; see `draw`.

        Parameters
        ----------
        drawn : QgsGeometry
        crs : QgsCoordinateReferenceSystem
            Of the geometry.
        rough : bool
            Whether it was drawn by a hand that trembles, and is to be smoothed.
        """
        one = self.chosen()
        tolerance = self._pixel(drawn, crs) if rough else 0.0
        polygon = label_geometry(drawn, crs, self.layer, tolerance)
        add_polygon(self.layer, polygon, one.value, one.name)
        self._tell_size(polygon, one.name)
        return True

    def relabel(self, point: QgsPointXY, tool) -> None:
        """Give the polygon at a point of the map the chosen class.

        Raises
        ------
        LabelError
            If the layer cannot be edited, or has no class.
        """
        self.chosen()
        there = to_crs(QgsGeometry.fromPointXY(point), tool.crs(), self.layer.crs())
        hidden = [one.value for one in self.classes.listed() if not one.shown]
        number = polygon_at(self.layer, there.asPoint(), hidden)
        if number is None:
            self._tell(tr("There is no polygon of '{}' here.").format(self.layer.name()))
        else:
            self._give([number])

    def label_marked(self) -> None:
        """Give the marked polygon the chosen class; without one, the selected polygons.

        Raises
        ------
        LabelError
            If the layer cannot be edited, or has no class.
        """
        if self.layer is None:
            return
        numbers = self.layer.selectedFeatureIds() if self.marked is None else [self.marked]
        if numbers:
            self._give(numbers)

    def next_unlabelled(self) -> QgsGeometry | None:
        """Mark the next polygon without a class and go there; return it, None for no such."""
        found = unlabelled(self.layer)
        if not found:
            self._tell(tr("Every polygon has a class."))
            return None
        later = [number for number in found if self._seen is None or number > self._seen]
        self.marked = self._seen = (later or found)[0]
        outline = self.layer.getFeature(self.marked).geometry()
        crs = self._canvas.mapSettings().destinationCrs()
        box = to_crs(outline, self.layer.crs(), crs).boundingBox()
        box.scale(_AROUND)
        self._canvas.setExtent(box)
        self._canvas.refresh()
        self._tell(
            tr("{} without a class. Choose one, then click the polygon or press Enter.").format(
                len(found)
            )
        )
        return outline

    def lacks(self) -> str:
        """Return what the layer lacks to be labelled in, as a sentence; empty for nothing."""
        lacking = missing_fields(self.layer) if self.layer is not None else []
        if lacking:
            return tr("'{}' has not all the fields of a label layer. It lacks: {}.").format(
                self.layer.name(), ", ".join(lacking)
            )
        if self.classes is not None and not self.classes.legend.drawn() and self.classes.listed():
            return tr("'{}' is not drawn by class.").format(self.layer.name())
        return ""

    def _legend(self) -> Legend | None:
        return self.classes.legend if self.classes is not None else None

    def _give(self, numbers: list[int]) -> None:
        one = self.chosen()
        with edit_command(self.layer, tr("Label as {}").format(one.name)):
            give_class(self.layer, numbers, one.value, one.name)
        if self.marked in numbers:
            self.marked = None
        self._tell(tr("Labelled as {}.").format(one.name))

    def _pixel(self, drawn: QgsGeometry, crs) -> float:
        """Return the side of a pixel of image or screen, whichever is larger, in map units."""
        screen = self._canvas.mapUnitsPerPixel()
        if self.patch is None:
            return screen
        return max(screen, self.patch.pixel(drawn.boundingBox().center(), crs))

    def _tell_size(self, polygon: QgsGeometry, name: str) -> None:
        if self.patch is None:
            self._tell(tr("{} drawn.").format(name))
            return
        size, square = self.patch.size, self.patch.largest_square(polygon, self.layer.crs())
        if square == 0 and self.patch.misses(polygon, self.layer.crs()):
            self._tell(tr("{}: the polygon lies off the image.").format(name), warning=True)
        elif square < size:
            self._tell(
                tr(
                    "{name}: too small for a patch of {size} x {size} pixels; the largest square "
                    "inside has {square} x {square}. It is kept: draw it larger, or choose "
                    "smaller patches."
                ).format(name=name, size=size, square=square),
                warning=True,
            )
        else:
            self._tell(tr("{} drawn.").format(name))
