"""The labelling panel: a label layer, its classes, and the tools to draw with."""

from __future__ import annotations

from qgis.core import QgsProject, QgsRasterLayer

from poplar_nn_plugin.gui.dock import PoplarDock, soon
from poplar_nn_plugin.gui.labelling.edit_session import EditSession
from poplar_nn_plugin.gui.labelling.layer import save, saves_with_undo
from poplar_nn_plugin.gui.labelling.links import Links, panel_links
from poplar_nn_plugin.gui.labelling.panel import LabelPanel
from poplar_nn_plugin.gui.labelling.patch import Patch
from poplar_nn_plugin.gui.labelling.questions import ask_delete, ask_unsaved
from poplar_nn_plugin.gui.labelling.source import (
    class_sources,
    create_layer,
    greeting,
    is_label_layer,
)
from poplar_nn_plugin.gui.labelling.tools.controller import ToolController
from poplar_nn_plugin.gui.live.live_map import LiveMap

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
        self.session = EditSession(iface.mapCanvas(), self.panel.tell)
        self._links = Links()
        self._soon = soon(self, _SOON, self.settle)
        self.controller = ToolController(iface.mapCanvas())
        self._connect()
        self._use_image()
        self._use(self.panel.layer.currentLayer())
        self.live = LiveMap(iface, self.panel, self.session)

    def refresh(self) -> None:
        """Show the layer as it is now."""
        classes = self.session.look()
        ready = self.session.classes is not None
        tallies = self.session.classes.tallies() if ready else {}
        unlabelled = tallies[None].polygons if None in tallies else 0
        if unlabelled:
            self.session.classes.legend.show_rest()
        self.panel.classes.show_classes(classes, tallies, self.session.value)
        self.panel.show_state(
            self.session.layer,
            self.session.history,
            ready=ready,
            chosen=self.session.value is not None,
            unlabelled=unlabelled,
            offer=self.session.lacks(),
            sources=class_sources(self.session.layer) if self.session.layer is not None else [],
        )
        if self.session.marked is None:
            self.controller.unmark()
        self._colour_tools(classes)

    def settle(self) -> None:
        """Take in what happened to the layer, by this panel or by other tools of QGIS."""
        if self.isVisible():
            self.save_at_once()
        self.refresh()

    def save_at_once(self) -> None:
        """Write a finished change into the file, so that nothing is lost whatever happens."""
        layer = self.session.layer
        if self.panel.saving.at_once() and layer is not None and saves_with_undo(layer):
            self.attempt(save, layer)

    def save(self) -> bool:
        """Write what is not saved yet, and return whether all is in the file."""
        layer = self.session.layer
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
        layer = self.session.layer
        if layer is not None and layer.isModified():
            answer = ask_unsaved(self, layer.name())
            if not answer or (answer == "save" and not self.save()):
                event.ignore()
                return
        self.controller.leave()
        super().closeEvent(event)

    def remove(self) -> None:
        """Undo `install`; edits stay in the layer, and QGIS asks for them."""
        self.live.drop()
        self._use(None)
        self._soon.stop()
        self.panel.saving.clock.stop()
        QgsProject.instance().layersWillBeRemoved.disconnect(self._going)
        self.controller.drop()
        super().remove()

    def create_layer(self) -> None:
        """Make a label layer with the same classes, and choose it."""
        made = create_layer(self.panel.image.currentLayer(), self.session.look())
        if made is not None:
            self.panel.layer.setLayer(made)

    def add_class(self) -> None:
        """Add a class and let its name be typed."""
        self.session.value = self.session.classes.add().value
        self.panel.tell("")
        self.refresh()
        self.panel.classes.setFocus()
        self.panel.classes.edit_name()

    def rename_class(self, value, name: str) -> None:
        """Give a class the name that was typed."""
        self.session.value = self.session.classes.rename(value, name).value

    def recolour_class(self, value, colour: str) -> None:
        """Give a class the colour that was chosen."""
        self.session.classes.recolour(value, colour)

    def delete_class(self) -> None:
        """Drop the chosen class, after a question."""
        one = self.session.chosen()
        answer = ask_delete(self, one.name, len(self.session.classes.polygons(one.value)))
        if answer:
            self.session.classes.remove(one.value, with_polygons=answer == "polygons")

    def merge_class(self, into) -> None:
        """Give the polygons of the chosen class to another, and drop it."""
        self.session.classes.merge(self.session.value, into)
        self.session.value = into

    def show_classes(self, values=None) -> None:
        """Show the polygons of these classes only; of all where none are named."""
        everything = [one.value for one in self.session.classes.listed()]
        self.session.classes.show_only(everything if values is None else values)

    def next_unlabelled(self) -> None:
        """Go to the next polygon without a class, and take the tool that labels it."""
        outline = self.session.next_unlabelled()
        self.controller.unmark()
        if outline is not None:
            self.controller.mark(outline, self.session.layer)
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
            "prepare": lambda: self.session.prepare(panel.class_source()),
            "add": self.add_class,
            "rename": panel.classes.edit_name,
            "colour": panel.classes.edit_colour,
            "delete": self.delete_class,
            "only": lambda: self.show_classes([self.session.value]),
            "all": self.show_classes,
            "next": self.next_unlabelled,
            "undo": lambda: self.session.history.undo(),
            "redo": lambda: self.session.history.redo(),
        }.items():
            self._link(panel.commands[name].triggered, lambda _on, doing=doing: doing())
        self.controller.regions.told.connect(panel.tell)
        for name, tool in self.controller.tools.items():
            self._connect_tool(tool)
            tool.setAction(panel.commands[name])
            panel.commands[name].triggered.connect(lambda on, name=name: self._take(name, on))
        QgsProject.instance().layersWillBeRemoved.connect(self._going)

    def _link(self, signal, doing) -> None:
        signal.connect(lambda *given: self._attempt(doing, *given))

    def _attempt(self, doing, *given) -> None:
        self.attempt(doing, *given)
        self.save_at_once()
        self._soon.start()

    def _connect_tool(self, tool) -> None:
        tool.drawn.connect(lambda drawn: self._draw(drawn, tool))
        tool.clicked.connect(lambda point: self._attempt(self.session.relabel, point, tool))
        tool.confirmed.connect(lambda: self._attempt(self.session.label_marked))
        tool.undone.connect(self.panel.commands["undo"].trigger)
        tool.redone.connect(self.panel.commands["redo"].trigger)
        tool.digit.connect(lambda digit: self.panel.classes.choose(digit - 1))

    def _draw(self, drawn, tool) -> None:
        if not self.attempt(self.session.draw, drawn, tool):
            tool.resume()
        self.save_at_once()
        self._soon.start()

    def _take(self, name: str, on: bool) -> None:
        """Take a tool and open the layer for edits, or leave the map to the tools of QGIS."""
        if on and self._begin():
            self._iface.setActiveLayer(self.session.layer)
            self.controller.take(name)
        elif not on:
            self.controller.leave()
        self.panel.commands[name].setChecked(self.controller.holds(name))

    def _begin(self) -> bool:
        self.attempt(self.session.begin)
        return self.session.layer is not None and self.session.layer.isEditable()

    def _use(self, layer) -> None:
        """Take a layer as the label layer; None for no layer."""
        if layer is self.session.layer and layer is not None:
            return
        self._links.drop()
        self.controller.leave()
        self.session.use(layer)
        self.panel.classes.empty()
        if layer is not None:
            self._links.connect(panel_links(layer, self))
        said = greeting(layer)
        self.panel.tell(said, warning=bool(said))
        self.refresh()

    def _going(self, ids) -> None:
        """Let go of a layer that is being removed from the project."""
        if self.session.layer is not None and self.session.layer.id() in ids:
            self._use(None)

    def _use_image(self, _changed=None) -> None:
        image = self.panel.image.currentLayer()
        self.controller.regions.use(image)
        self.session.patch = Patch.of(image, self.panel.size.value())
        self.panel.tell_patch(self.session.patch)
        self.controller.set_patch(self.session.patch)

    def changed(self, *_given) -> None:
        """Look again soon: something of the layer is other than it was."""
        self._soon.start()

    def stepped(self, _index) -> None:
        """Draw the layer again after a step of QGIS's undo."""
        self.session.layer.triggerRepaint()
        self._soon.start()

    def outline_changed(self, number=None, *_given) -> None:
        """Measure a polygon anew; all where edits end, for some formats then renumber them."""
        if self.session.classes is not None:
            self.session.classes.forget(number)
        self._soon.start()

    def committed(self) -> None:
        """Keep the classes in the file, too."""
        if self.session.classes is not None:
            self.attempt(self.session.classes.legend.keep)
        self._soon.start()

    def _choose(self, value) -> None:
        self.session.value = value
        self._colour_tools(self.session.look())

    def _colour_tools(self, classes) -> None:
        colours = [one.colour for one in classes if one.value == self.session.value]
        self.controller.set_colour(colours[0] if colours else _NO_COLOUR)
