"""Undo and redo that outlive a saving: QGIS forgets its steps whenever edits go into the file.

Each saving is one step here. Its undoing is an edit as any other, and is saved at once. Where the
project carries edits in a transaction, there are QGIS's steps only, to the last saving.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from qgis.core import QgsFeature, QgsFeatureRequest, QgsField, QgsVectorLayer

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.errors import LabelError, OutputError
from poplar_nn_plugin.gui.labelling.layer import edit_command, in_transaction, save
from poplar_nn_plugin.gui.labelling.legend import Legend, LegendState
from poplar_nn_plugin.gui.labelling.links import Links
from poplar_nn_plugin.gui.labelling.saved_step import Moment, SavedStep, differs, values_of

__all__ = ["LabelHistory"]

_STEPS = 200  # so many savings can be taken back
_UNUSED = -(10**12)  # no layer numbers features from here on downwards
_RENUMBERS = "ESRI Shapefile"  # when edits end, it closes the gaps of what was deleted


class LabelHistory:
    """The savings of one layer, to take back and to make again.

    Parameters
    ----------
    layer : QgsVectorLayer
    legend : callable
        Takes nothing and returns the layer's Legend; None while it has no classes.
    """

    def __init__(self, layer: QgsVectorLayer, legend: Callable[[], Legend | None]):
        self._layer, self._legend = layer, legend
        self._done: list[SavedStep] = []
        self._undone: list[SavedStep] = []
        self._going: tuple[list, list] | None = None  # where a step is taken from, and goes to
        self._touched: set[int] = set()
        self._gone: set[int] = set()
        self._kept: list[int] = []  # what is in the file and stays, by the ids before the saving
        self._arrived: set[int] = set()  # what it adds, by the ids that it gives
        self._numbers = count(_UNUSED, -1)  # for polygons that are in no file now
        self._before: dict[int, QgsFeature] = {}
        self._fields = self._fields_now()
        self._title = ""
        self._saving = False
        self._left: int | None = None  # the id that a feature has just lost
        self._renamed: dict[int, int] = {}
        self._links = Links()
        self._links.connect(
            [
                (layer.featureAdded, self._added),
                (layer.featureDeleted, self._deleted),
                (layer.geometryChanged, self._changed),
                (layer.attributeValueChanged, self._changed),
                (layer.beforeCommitChanges, self._begin),
                (layer.afterRollBack, self._forget),
                (layer.afterCommitChanges, self._end),
                (layer.editingStopped, self._stop),
            ]
        )

    def drop(self) -> None:
        """Let go of the layer."""
        self._links.drop()

    def undo_text(self) -> str:
        """Return what `undo` would take back; empty for nothing."""
        return self._layer.undoStack().undoText() or (self._done[-1].title if self._done else "")

    def redo_text(self) -> str:
        """Return what `redo` would make again; empty for nothing."""
        undone = self._undone[-1].title if self._undone else ""
        return self._layer.undoStack().redoText() or undone

    def can_undo(self) -> bool:
        """Return whether there is anything to take back."""
        return self._layer.undoStack().canUndo() or bool(self._done)

    def can_redo(self) -> bool:
        """Return whether there is anything to make again."""
        return self._layer.undoStack().canRedo() or bool(self._undone)

    def undo(self) -> None:
        """Take back the last edit that is not saved; without one, the last saving.

        Raises
        ------
        LabelError
            If the layer cannot be edited.
        OutputError
            If the file does not take it; the layer is then as before.
        """
        if self._layer.undoStack().canUndo():
            self._layer.undoStack().undo()
        elif self._done:
            step = self._done[-1]
            self._move(step.after, step.before, tr("Undo: {}").format(step.title), back=True)

    def redo(self) -> None:
        """Make again what `undo` took back; raises what `undo` raises."""
        if self._layer.undoStack().canRedo():
            self._layer.undoStack().redo()
        elif self._undone:
            step = self._undone[-1]
            self._move(step.before, step.after, tr("Redo: {}").format(step.title), back=False)

    def _move(self, now: Moment, wanted: Moment, title: str, *, back: bool) -> None:
        """Bring layer and file from one moment to the other."""
        self._require(now)
        added = {}
        with edit_command(self._layer, title):
            for name in wanted.fields.keys() - now.fields:
                self._layer.addAttribute(wanted.fields[name])
            if wanted.legend is not None and self._legend() is not None:
                self._legend().restore(wanted.legend)
            self._layer.deleteFeatures(list(now.features.keys() - wanted.features.keys()))
            for number, feature in wanted.features.items():
                if number in now.features:
                    self._restore(number, now.features[number], feature)
                else:
                    added[number] = self._add(feature)
            # Last, for the legend needs the field of the classes.
            gone = now.fields.keys() - wanted.fields
            self._layer.deleteAttributes([self._layer.fields().lookupField(n) for n in gone])
        self._going = (self._done, self._undone) if back else (self._undone, self._done)
        try:
            save(self._layer)
        except OutputError:
            self._layer.undoStack().undo()
            raise
        finally:
            self._going = None
        ids = {old: self._renamed.get(new, new) for old, new in added.items()}
        for step in (*self._done, *self._undone):
            step.follow(ids)

    def _require(self, now: Moment) -> None:
        """Refuse to go on from a moment that the file is not at."""
        there = self._in_file(set(now.features))
        keys = {self._layer.fields().at(n).name() for n in self._layer.primaryKeyAttributes()}
        for number, feature in now.features.items():
            if number not in there or differs(there[number], feature, keys):
                self._done.clear()
                self._undone.clear()
                raise LabelError(
                    tr(
                        "'{}' was changed by another program: what was saved before can no longer "
                        "be taken back here."
                    ).format(self._layer.name())
                )

    def _restore(self, number: int, now: QgsFeature, wanted: QgsFeature) -> None:
        """Give a feature its outline and values back."""
        if now.geometry().asWkb() != wanted.geometry().asWkb():
            self._layer.changeGeometry(number, wanted.geometry(), True)
        old, new = values_of(now), values_of(wanted)
        values = {
            self._layer.fields().lookupField(name): value
            for name, value in new.items()
            if name not in old or old[name] != value
        }
        values.pop(-1, None)
        if values:
            self._layer.changeAttributeValues(number, values, {}, True)

    def _add(self, feature: QgsFeature) -> int:
        """Add a feature as it was and return its id, until it is saved."""
        again = QgsFeature(self._layer.fields())
        again.setGeometry(feature.geometry())
        for name, value in values_of(feature).items():
            if self._layer.fields().lookupField(name) >= 0:
                again.setAttribute(name, value)
        if not self._layer.addFeature(again):
            raise LabelError(tr("'{}' does not take the polygon.").format(self._layer.name()))
        return again.id()

    def _added(self, number: int) -> None:
        if self._saving and self._left is not None:
            self._renamed[self._left] = number
            self._left = None
        (self._arrived if self._saving else self._touched).add(number)
        self._gone.discard(number)

    def _deleted(self, number: int) -> None:
        self._left = number
        self._touched.add(number)
        if not self._saving:
            self._gone.add(number)

    def _changed(self, number: int, *_given) -> None:
        self._touched.add(number)

    def _begin(self, *_stops) -> None:
        """Keep what the file holds of what is about to be saved."""
        stack = self._layer.undoStack()
        edits = [stack.text(index) for index in range(stack.index())]
        self._title = edits[0] if len(edits) == 1 else tr("{} changes").format(len(edits))
        self._saving, self._left, self._renamed, self._arrived = True, None, {}, set()
        self._kept = [] if in_transaction(self._layer) else sorted(self._numbered())
        unknown = self._touched - self._before.keys()
        if unknown:
            self._before.update(self._in_file(unknown))

    def _end(self) -> None:
        """Note what was saved as a step."""
        self._renumber()
        legend = self._legend()
        drawn = legend.saved_change() if legend is not None else None
        if self._going is not None:
            origin, other = self._going
            other.append(origin.pop())
        elif in_transaction(self._layer):  # what the file held before cannot be told any more
            self._done.clear()
            self._undone.clear()
        else:
            step = self._step(drawn)
            if step is not None:
                self._done = [*self._done, step][-_STEPS:]
                self._undone.clear()
        self._forget()

    def _renumber(self) -> None:
        """Follow the ids of polygons: of those deleted, and of those that have others now.

        Some formats number polygons by their order: they close gaps, or put a new one first. The
        order of those that stay is the same.
        """
        ids = {number: next(self._numbers) for number in self._gone if number >= 0}
        if self._kept:
            ids.update(zip(self._kept, sorted(self._numbered() - self._arrived)))
        for step in (*self._done, *self._undone):
            step.follow(ids)
        self._before = {ids.get(n, n): feature for n, feature in self._before.items()}
        self._touched = {ids.get(n, n) for n in self._touched} | self._arrived

    def _step(self, drawn: tuple[LegendState, LegendState] | None) -> SavedStep | None:
        """Return what the saving changed; None where that is nothing."""
        old_legend, new_legend = drawn or (None, None)
        before = Moment(self._fields, self._before, old_legend)
        after = Moment(self._fields_now(), legend=new_legend)
        after.features = self._in_file(self._touched)
        for number in [n for n in after.features if n in before.features]:
            if after.features[number] == before.features[number]:
                del before.features[number], after.features[number]
        same = before.fields.keys() == after.fields.keys() and drawn is None
        if same and not before.features and not after.features:
            return None
        return SavedStep(self._title, before, after)

    def _forget(self, *_given) -> None:
        """Begin anew after a saving or a rollback."""
        self._touched, self._gone, self._before, self._saving = set(), set(), {}, False
        self._fields = self._fields_now()

    def _in_file(self, numbers: set[int]) -> dict[int, QgsFeature]:
        """Return features by their ids as the provider has them, which is without open edits."""
        request = QgsFeatureRequest().setFilterFids([n for n in numbers if n >= 0])
        return {f.id(): f for f in self._layer.dataProvider().getFeatures(request)}

    def _numbered(self) -> set[int]:
        """Return the ids of all polygons but those that only the edits have."""
        return {number for number in self._layer.allFeatureIds() if number >= 0}

    def _stop(self) -> None:
        """Forget all where the file numbers its polygons anew when its edits end."""
        if self._layer.storageType() == _RENUMBERS:
            self._done.clear()
            self._undone.clear()

    def _fields_now(self) -> dict[str, QgsField]:
        return {one.name(): QgsField(one) for one in self._layer.dataProvider().fields()}
