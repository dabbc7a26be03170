"""The legend of a label layer: it is the list of classes, and its changes can be undone.

QGIS, the file and the algorithms all read the classes there, so no other list is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsCategorizedSymbolRenderer, QgsRendererCategory, QgsVectorLayer
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt

try:
    from qgis.PyQt.QtGui import QUndoCommand
except ImportError:  # Qt 5 has it there
    from qgis.PyQt.QtWidgets import QUndoCommand

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.styling.label_form import holds_styles, keep_style, set_form
from poplar_nn_plugin.algorithms.styling.qml import write_style
from poplar_nn_plugin.algorithms.styling.results import class_symbol
from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.gui.labelling.layer import CLASS_FIELD, class_value, holds_codes

__all__ = ["LabelClass", "Legend", "LegendState"]

_GREY = "#808080"


@dataclass(frozen=True)
class LabelClass:
    """A class of the layer.

    Parameters
    ----------
    value : int or str
        What stands for it in the class field: its code, or its name where the field is a text.
    name : str
    colour : str
        ``#rrggbb``.
    shown : bool
        Whether the map shows its polygons.
    """

    value: int | str
    name: str
    colour: str
    shown: bool = True


@dataclass(frozen=True)
class LegendState:
    """How a layer is drawn.

    Parameters
    ----------
    renderer : QgsFeatureRenderer
    classes : list of LabelClass
        Those that it draws.
    """

    renderer: object
    classes: list[LabelClass]


class Legend:
    """The legend of one layer.

    Parameters
    ----------
    layer : QgsVectorLayer
        With the class field.
    """

    def __init__(self, layer: QgsVectorLayer):
        self._layer = layer
        self._unkept = False
        self._saved: LegendState | None = None  # before the first change that is not saved

    def drawn(self) -> bool:
        """Return whether the layer is drawn by class."""
        renderer = self._layer.renderer()
        return (
            isinstance(renderer, QgsCategorizedSymbolRenderer)
            and renderer.classAttribute().strip('"').lower() == CLASS_FIELD
        )

    def classes(self) -> list[LabelClass]:
        """Return the classes in their order; none where the layer is drawn otherwise."""
        return [
            LabelClass(
                value,
                category.label() or str(value),
                category.symbol().color().name(),
                category.renderState(),
            )
            for value, category in self._categories()
            if value is not None
        ]

    def change(self, classes: Iterable[LabelClass]) -> None:
        """Make these the classes, within the edit command that is open."""
        classes = list(classes)
        if holds_codes(self._layer):
            classes.sort(key=lambda one: one.value)
        self.restore(LegendState(self._renderer(classes), classes))

    def restore(self, state: LegendState) -> None:
        """Draw the layer as it once was, within the edit command that is open."""
        before = self._now()
        if self._saved is None:
            self._saved = before
        self._layer.undoStack().push(_Change(self, before, state))

    def saved_change(self) -> tuple[LegendState, LegendState] | None:
        """Return how the layer was drawn at the last saving, and is now; None for alike."""
        before, now = self._saved, self._now()
        self._saved = None
        return None if before is None or before.classes == now.classes else (before, now)

    def show_only(self, values: Iterable) -> None:
        """Show the polygons of these classes on the map, and no others."""
        values = set(values)
        for index, (value, _) in enumerate(self._categories()):
            self._layer.renderer().updateCategoryRenderState(index, value in values)
        self._redraw()

    def show_rest(self) -> None:
        """Draw polygons without a class too, in grey, where the legend leaves them out."""
        if self.drawn() and not any(_rest(category) for _, category in self._categories()):
            symbol = class_symbol(_GREY)
            symbol.symbolLayer(0).setStrokeStyle(Qt.PenStyle.DashLine)
            renderer = self._layer.renderer().clone()
            renderer.addCategory(QgsRendererCategory("", symbol, tr("No class")))
            self._layer.setRenderer(renderer)
            self._redraw()

    def keep(self) -> None:
        """Keep the legend and the form in the layer's file, or beside it, if they changed.

        Raises
        ------
        OutputError
            If the file does not take them.
        """
        path = Path(self._layer.source().partition("|")[0])
        if not self._unkept or not path.is_file():
            return
        inside = holds_styles(self._layer)
        if inside:
            keep_style(self._layer, path.stem)
        beside = path.with_suffix(".qml")
        if beside.exists() or not inside:
            write_style(self._layer, beside)
        self._unkept = False

    def put(self, state: LegendState) -> None:
        """Draw the layer so; what `change` and its undoing do."""
        self._layer.setRenderer(state.renderer.clone())
        if holds_codes(self._layer):
            columns = zip(*((one.value, one.name, one.colour) for one in state.classes))
            set_form(self._layer, ClassMap(*columns) if state.classes else ClassMap((), (), ()))
        self._unkept = True
        self._redraw()

    def _now(self) -> LegendState:
        return LegendState(self._layer.renderer().clone(), self.classes())

    def _redraw(self) -> None:
        self._layer.emitStyleChanged()
        self._layer.triggerRepaint()

    def _categories(self) -> list[tuple]:
        """Return each category with the value that it stands for; None where it is no class."""
        if not self.drawn():
            return []
        return [(self._value(c), c) for c in self._layer.renderer().categories()]

    def _value(self, category: QgsRendererCategory):
        value = class_value(category.value())
        if value is None or isinstance(value, list):
            return None
        if not holds_codes(self._layer):
            return str(value)
        try:
            return int(value)  # a style may hold codes as texts
        except ValueError:
            return None

    def _renderer(self, classes: list[LabelClass]) -> QgsCategorizedSymbolRenderer:
        """Return how these classes are drawn; a symbol stays as long as its colour does."""
        now = {value: category for value, category in self._categories() if value is not None}
        categories = []
        for one in classes:
            symbol = now[one.value].symbol() if one.value in now else None
            if symbol is None or symbol.color().name() != one.colour:
                symbol = class_symbol(one.colour)
            categories.append(QgsRendererCategory(one.value, symbol.clone(), one.name, one.shown))
        rest = [category for value, category in self._categories() if _rest(category)]
        return QgsCategorizedSymbolRenderer(CLASS_FIELD, [*categories, *rest])


_alive: list[_Change] = []


class _Change(QUndoCommand):
    """A change of the legend on the layer's undo stack, beside the edits that belong to it."""

    def __init__(self, legend: Legend, before: LegendState, after: LegendState):
        super().__init__()
        self._legend, self._before, self._after = legend, before, after
        # The stack keeps the command, but not the half of it that is Python.
        _alive[:] = [one for one in _alive if not sip.isdeleted(one)]
        _alive.append(self)

    def redo(self):
        self._legend.put(self._after)

    def undo(self):
        self._legend.put(self._before)


def _rest(category: QgsRendererCategory) -> bool:
    """Return whether a category stands for all other values."""
    return class_value(category.value()) is None
