"""The labelling panel: a label layer, its classes, and the tools to draw with."""

from __future__ import annotations

from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import QTimer

from poplar_nn_plugin.gui.dock import PoplarDock
from poplar_nn_plugin.gui.labelling.editing import LabelWork
from poplar_nn_plugin.gui.labelling.layer import save, saves_with_undo
from poplar_nn_plugin.gui.labelling.links import Links, panel_links
from poplar_nn_plugin.gui.labelling.map_tools import LabelHand
from poplar_nn_plugin.gui.labelling.panel import LabelPanel
from poplar_nn_plugin.gui.labelling.patch import Patch
from poplar_nn_plugin.gui.labelling.questions import ask_delete, ask_unsaved
from poplar_nn_plugin.gui.labelling.source import (
    class_sources,
    create_layer,
    greeting,
    is_label_layer,
)

__all__ = ["LabelDock"]

_SOON = 100  # milliseconds in which changes of the layer are shown together
_NO_COLOUR = "#808080"


class LabelDock(PoplarDock):
    """The labelling panel.

    Parameters
    ----------
    iface : QgisInterface
    """

    NAME = "PoplarLabels"
    TITLE = "Labels"
    ICON = "labels"
    HINT = "Draws labelled polygons over an image, class by class."

    def __init__(self, iface):
        super().__init__(iface)
        self.panel = LabelPanel(self)
        self.setWidget(self.panel)
        self.work = LabelWork(iface.mapCanvas(), self.panel.tell)
        self._links = Links()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._soon.timeout.connect(self.settle)
        self.hand = LabelHand(iface.mapCanvas())
        self._connect()
        self._use_image()
        self._use(self.panel.layer.currentLayer())

    def refresh(self) -> None:
        """Show the layer as it is now."""
        classes = self.work.look()
        ready = self.work.classes is not None
        tallies = self.work.classes.tallies() if ready else {}
        unlabelled = tallies[None].polygons if None in tallies else 0
        if unlabelled:
            self.work.classes.legend.show_rest()
        self.panel.classes.show_classes(classes, tallies, self.work.value)
        self.panel.show_state(
            self.work.layer,
            self.work.history,
            ready=ready,
            chosen=self.work.value is not None,
            unlabelled=unlabelled,
            offer=self.work.lacks(),
            sources=class_sources(self.work.layer) if self.work.layer is not None else [],
        )
        if self.work.marked is None:
            self.hand.unmark()
        self._colour_tools(classes)

    def settle(self) -> None:
        """Take in what happened to the layer, by this panel or by other tools of QGIS."""
        if self.isVisible():
            self._save_at_once()
        self.refresh()

    def _save_at_once(self) -> None:
        """Write a finished change into the file, so that nothing is lost whatever happens."""
        layer = self.work.layer
        if self.panel.saving.at_once() and layer is not None and saves_with_undo(layer):
            self.attempt(save, layer)

    def save(self) -> bool:
        """Write what is not saved yet, and return whether all is in the file."""
        layer = self.work.layer
        if layer is None or not layer.isModified():
            return True
        self.attempt(save, layer)
        if not layer.isModified():
            self.panel.tell_saved()
        return not layer.isModified()

    def showEvent(self, event):
        """Take the only label layer and the only image there are, where none is chosen."""
        super().showEvent(event)
        layers = QgsProject.instance().mapLayers().values()
        for combo, fitting in (
            (self.panel.layer, [one for one in layers if is_label_layer(one)]),
            (self.panel.image, [one for one in layers if isinstance(one, QgsRasterLayer)]),
        ):
            if combo.currentLayer() is None and len(fitting) == 1:
                combo.setLayer(fitting[0])

    def closeEvent(self, event):
        """Ask what becomes of edits that are not saved, and give the map back."""
        layer = self.work.layer
        if layer is not None and layer.isModified():
            answer = ask_unsaved(self, layer.name())
            if not answer or (answer == "save" and not self.save()):
                event.ignore()
                return
        self.hand.leave()
        super().closeEvent(event)

    def remove(self) -> None:
        """Undo `install`; edits stay in the layer, and QGIS asks for them."""
        self._use(None)
        self._soon.stop()
        self.panel.saving.clock.stop()
        QgsProject.instance().layersWillBeRemoved.disconnect(self._going)
        self.hand.drop()
        super().remove()

    def create_layer(self) -> None:
        """Make a label layer with the same classes, and choose it."""
        made = create_layer(self.panel.image.currentLayer(), self.work.look())
        if made is not None:
            self.panel.layer.setLayer(made)

    def add_class(self) -> None:
        """Add a class and let its name be typed."""
        self.work.value = self.work.classes.add().value
        self.panel.tell("")
        self.refresh()
        self.panel.classes.setFocus()
        self.panel.classes.edit_name()

    def rename_class(self, value, name: str) -> None:
        """Give a class the name that was typed."""
        self.work.value = self.work.classes.rename(value, name).value

    def recolour_class(self, value, colour: str) -> None:
        """Give a class the colour that was chosen."""
        self.work.classes.recolour(value, colour)

    def delete_class(self) -> None:
        """Drop the chosen class, after a question."""
        one = self.work.chosen()
        answer = ask_delete(self, one.name, len(self.work.classes.polygons(one.value)))
        if answer:
            self.work.classes.remove(one.value, with_polygons=answer == "polygons")

    def merge_class(self, into) -> None:
        """Give the polygons of the chosen class to another, and drop it."""
        self.work.classes.merge(self.work.value, into)
        self.work.value = into

    def show_classes(self, values=None) -> None:
        """Show the polygons of these classes only; of all where none are named."""
        everything = [one.value for one in self.work.classes.listed()]
        self.work.classes.show_only(everything if values is None else values)

    def next_unlabelled(self) -> None:
        """Go to the next polygon without a class, the tool that labels it in the hand."""
        outline = self.work.next_unlabelled()
        self.hand.unmark()
        if outline is not None:
            self.hand.mark(outline, self.work.layer)
            self._take("relabel", True)

    def _connect(self) -> None:
        panel = self.panel
        panel.layer.layerChanged.connect(self._use)
        panel.image.layerChanged.connect(self._use_image)
        panel.size.valueChanged.connect(self._use_image)
        panel.classes.chosen.connect(self._choose)
        panel.classes.itemDelegate().closeEditor.connect(self.changed)
        panel.saving.asked.connect(self.save)
        panel.saving.due.connect(self.save)
        self._link(panel.classes.renamed, self.rename_class)
        self._link(panel.classes.recoloured, self.recolour_class)
        self._link(panel.classes.shown, self.show_classes)
        self._link(panel.merge_wanted, self.merge_class)
        for name, doing in {
            "new": self.create_layer,
            "prepare": lambda: self.work.prepare(panel.class_source()),
            "add": self.add_class,
            "rename": panel.classes.edit_name,
            "colour": panel.classes.edit_colour,
            "delete": self.delete_class,
            "only": lambda: self.show_classes([self.work.value]),
            "all": self.show_classes,
            "next": self.next_unlabelled,
            "undo": lambda: self.work.history.undo(),
            "redo": lambda: self.work.history.redo(),
        }.items():
            self._link(panel.commands[name].triggered, lambda _on, doing=doing: doing())
        for name, tool in self.hand.tools.items():
            self._connect_tool(tool)
            tool.setAction(panel.commands[name])
            panel.commands[name].triggered.connect(lambda on, name=name: self._take(name, on))
        QgsProject.instance().layersWillBeRemoved.connect(self._going)

    def _link(self, signal, doing) -> None:
        signal.connect(lambda *given: self._attempt(doing, *given))

    def _attempt(self, doing, *given) -> None:
        self.attempt(doing, *given)
        self._save_at_once()
        self._soon.start()

    def _connect_tool(self, tool) -> None:
        tool.drawn.connect(lambda drawn: self._draw(drawn, tool))
        tool.clicked.connect(lambda point: self._attempt(self.work.relabel, point, tool))
        tool.confirmed.connect(lambda: self._attempt(self.work.label_marked))
        tool.undone.connect(self.panel.commands["undo"].trigger)
        tool.redone.connect(self.panel.commands["redo"].trigger)
        tool.digit.connect(lambda digit: self.panel.classes.choose(digit - 1))

    def _draw(self, drawn, tool) -> None:
        if not self.attempt(self.work.draw, drawn, tool):
            tool.resume()
        self._save_at_once()
        self._soon.start()

    def _take(self, name: str, on: bool) -> None:
        """Take a tool into the hand and open the layer for edits, or give the map back."""
        if on and self._begin():
            self._iface.setActiveLayer(self.work.layer)
            self.hand.take(name)
        elif not on:
            self.hand.leave()
        self.panel.commands[name].setChecked(self.hand.holds(name))

    def _begin(self) -> bool:
        self.attempt(self.work.begin)
        return self.work.layer is not None and self.work.layer.isEditable()

    def _use(self, layer) -> None:
        """Take a layer as the label layer; None for no layer."""
        if layer is self.work.layer and layer is not None:
            return
        self._links.drop()
        self.hand.leave()
        self.work.use(layer)
        self.panel.classes.empty()
        if layer is not None:
            self._links.connect(panel_links(layer, self))
        said = greeting(layer)
        self.panel.tell(said, warning=bool(said))
        self.refresh()

    def _going(self, ids) -> None:
        """Let go of a layer that is being removed from the project."""
        if self.work.layer is not None and self.work.layer.id() in ids:
            self._use(None)

    def _use_image(self, _changed=None) -> None:
        image = self.panel.image.currentLayer()
        self.work.patch = Patch.of(image, self.panel.size.value())
        self.panel.tell_patch(self.work.patch)
        self.hand.set_patch(self.work.patch)

    def changed(self, *_given) -> None:
        """Look again soon: something of the layer is other than it was."""
        self._soon.start()

    def stepped(self, _index) -> None:
        """Draw the layer again after a step of QGIS's undo."""
        self.work.layer.triggerRepaint()
        self._soon.start()

    def outline_changed(self, number=None, *_given) -> None:
        """Measure a polygon anew; all where edits end, for some formats then renumber them."""
        if self.work.classes is not None:
            self.work.classes.forget(number)
        self._soon.start()

    def committed(self) -> None:
        """Keep the classes in the file, too."""
        if self.work.classes is not None:
            self.attempt(self.work.classes.legend.keep)
        self._soon.start()

    def _choose(self, value) -> None:
        self.work.value = value
        self._colour_tools(self.work.look())

    def _colour_tools(self, classes) -> None:
        colours = [one.colour for one in classes if one.value == self.work.value]
        self.hand.set_colour(colours[0] if colours else _NO_COLOUR)
