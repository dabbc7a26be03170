"""The classes of a label layer: what the layer holds of each, and changes to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from qgis.core import QgsDistanceArea, QgsFeatureRequest, QgsProject, QgsVectorLayer
from qgis.PyQt.QtGui import QColor

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.dataset.classes import HIGHEST_CODE, default_colour, tidy_name
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.gui.labelling.layer import (
    CLASS_FIELD,
    NAME_FIELD,
    class_value,
    edit_command,
    give_class,
    holds_codes,
)
from poplar_nn_plugin.gui.labelling.legend import LabelClass, Legend
from poplar_nn_plugin.labels.ellipsoid import HECTARE

__all__ = ["LabelClasses", "Tally"]


@dataclass(frozen=True)
class Tally:
    """How much there is of a class.

    Parameters
    ----------
    polygons : int
    hectares : float
        On the ellipsoid, so the same in any CRS.
    """

    polygons: int = 0
    hectares: float = 0.0


class LabelClasses:
    """The classes of one layer; every change is one step of its undo stack.

    Parameters
    ----------
    layer : QgsVectorLayer
        Of polygons, with the class field.
    """

    def __init__(self, layer: QgsVectorLayer):
        self.legend = Legend(layer)
        self._layer = layer
        self._hectares: dict[int, float] = {}

    def listed(self) -> list[LabelClass]:
        """Return the classes: those of the legend, then those that only polygons have."""
        classes = self.legend.classes()
        known = {one.value for one in classes}
        for value, name in sorted(self._held().items(), key=lambda item: str(item[0])):
            if value not in known:
                colour = default_colour(len(classes))
                classes.append(LabelClass(value, name or str(value), colour))
        return sorted(classes, key=lambda one: one.value) if holds_codes(self._layer) else classes

    def of(self, value) -> LabelClass:
        """Return the class that a value of the field stands for."""
        return next(one for one in self.listed() if one.value == value)

    def tallies(self) -> dict:
        """Return value to Tally, with what is not saved yet; None stands for no class."""
        values = self._values()
        self._measure(values.keys() - self._hectares.keys())
        found: dict = {}
        for number, value in values.items():
            before = found.get(value, Tally())
            area = self._hectares.get(number, 0.0)
            found[value] = Tally(before.polygons + 1, before.hectares + area)
        return found

    def forget(self, number: int | None = None) -> None:
        """Measure a polygon again, whose outline changed; all, whose ids may have changed."""
        if number is None:
            self._hectares.clear()
        else:
            self._hectares.pop(number, None)

    def add(self, name: str = "", colour: str = "") -> LabelClass:
        """Add a class, by default with the next code, a name to change and a colour of its own.

        Raises
        ------
        LabelError
            If there is one of this name, no code is free, or the layer cannot be edited.
        """
        classes, name = self.listed(), tidy_name(name)
        if len(classes) >= HIGHEST_CODE:
            raise LabelError(
                tr("A map holds {} classes, and there are as many: merge some first.").format(
                    HIGHEST_CODE
                )
            )
        names, colours = ({getattr(one, what) for one in classes} for what in ("name", "colour"))
        if name in names:
            raise _taken(name)
        numbers = range(len(classes) + 1, 2 * HIGHEST_CODE)
        name = name or next(n for n in map(tr("Class {}").format, numbers) if n not in names)
        palette = map(default_colour, range(HIGHEST_CODE))
        colour = colour or next(one for one in palette if one not in colours)
        value = self._free_code(classes) if holds_codes(self._layer) else name
        added = LabelClass(value, name, colour)
        self._change(tr("Add the class {}").format(name), [*classes, added])
        return added

    def rename(self, value, name: str) -> LabelClass:
        """Give a class another name, in its polygons too.

        Raises
        ------
        LabelError
            If the name is empty or taken, or the layer cannot be edited.
        """
        classes, old, name = self.listed(), self.of(value), tidy_name(name)
        if name == old.name:
            return old
        if not name:
            raise LabelError(tr("A class needs a name."))
        if name in [one.name for one in classes]:
            raise _taken(name)
        new = replace(old, value=value if holds_codes(self._layer) else name, name=name)
        classes = [new if one.value == value else one for one in classes]
        with edit_command(self._layer, tr("Rename {} to {}").format(old.name, name)):
            give_class(self._layer, self.polygons(value), new.value, name)
            self.legend.change(classes)
        return new

    def recolour(self, value, colour: str) -> None:
        """Give a class another colour.

        Raises
        ------
        LabelError
            If the layer cannot be edited.
        """
        colour = QColor(colour).name()
        classes = [
            replace(one, colour=colour) if one.value == value else one for one in self.listed()
        ]
        self._change(tr("Colour of {}").format(self.of(value).name), classes)

    def merge(self, value, into) -> None:
        """Give the polygons of one class to another, and drop the first.

        Raises
        ------
        LabelError
            If the layer cannot be edited.
        """
        old, new, others = self.of(value), self.of(into), self._others(value)
        with edit_command(self._layer, tr("Merge {} into {}").format(old.name, new.name)):
            give_class(self._layer, self.polygons(value), into, new.name)
            self.legend.change(others)

    def remove(self, value, with_polygons: bool) -> None:
        """Drop a class; its polygons go too, or lose their class.

        Raises
        ------
        LabelError
            If the layer cannot be edited.
        """
        old, others = self.of(value), self._others(value)
        with edit_command(self._layer, tr("Delete the class {}").format(old.name)):
            if with_polygons:
                self._layer.deleteFeatures(self.polygons(value))
            else:
                give_class(self._layer, self.polygons(value), None, None)
            self.legend.change(others)

    def draw(self) -> None:
        """Draw the layer by class.

        Raises
        ------
        LabelError
            If the layer cannot be edited.
        """
        self._change(tr("Draw by class"), self.listed())

    def show_only(self, values: Iterable) -> None:
        """Show the polygons of these classes on the map, and no others.

        Raises
        ------
        LabelError
            If the layer is not drawn by class and cannot be edited.
        """
        if not self.legend.drawn():
            self.draw()
        self.legend.show_only(values)

    def polygons(self, value) -> list[int]:
        """Return the ids of the polygons of a class."""
        return [number for number, its_own in self._values().items() if its_own == value]

    def _others(self, value) -> list[LabelClass]:
        return [one for one in self.listed() if one.value != value]

    def _change(self, title: str, classes: list[LabelClass]) -> None:
        with edit_command(self._layer, title):
            self.legend.change(classes)

    def _values(self) -> dict:
        """Return the class of each polygon, by its id."""
        index = self._layer.fields().lookupField(CLASS_FIELD)
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        request.setSubsetOfAttributes([index])
        return {f.id(): class_value(f[index]) for f in self._layer.getFeatures(request)}

    def _held(self) -> dict:
        """Return each value that polygons have, with a name that one of them has."""
        indices = [self._layer.fields().lookupField(name) for name in (CLASS_FIELD, NAME_FIELD)]
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        request.setSubsetOfAttributes([index for index in indices if index >= 0])
        held: dict = {}
        for feature in self._layer.getFeatures(request):
            value = class_value(feature[indices[0]])
            if value is not None and not held.get(value):
                held[value] = class_value(feature[indices[1]]) if indices[1] >= 0 else None
        return held

    def _measure(self, ids) -> None:
        """Measure the polygons that were not measured yet."""
        if not ids:
            return
        measure, crs = QgsDistanceArea(), self._layer.crs()
        measure.setSourceCrs(crs, QgsProject.instance().transformContext())
        measure.setEllipsoid(crs.ellipsoidAcronym() or "EPSG:7030")
        request = QgsFeatureRequest().setFilterFids(list(ids)).setNoAttributes()
        for feature in self._layer.getFeatures(request):
            area = measure.measureArea(feature.geometry())
            self._hectares[feature.id()] = area / HECTARE

    @staticmethod
    def _free_code(classes: list[LabelClass]) -> int:
        """Return the code after the highest, or else the first that is free."""
        taken = {one.value for one in classes}
        after = max(taken, default=0) + 1
        return after if after <= HIGHEST_CODE else min(set(range(1, HIGHEST_CODE + 1)) - taken)


def _taken(name: str) -> LabelError:
    return LabelError(
        tr("There is a class '{}' already: choose another name, or merge the two.").format(name)
    )
