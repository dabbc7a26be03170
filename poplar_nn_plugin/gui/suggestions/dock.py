"""The panel that leads through places to label: one key a class, and the next place comes."""

from __future__ import annotations

from qgis.core import QgsCsException, QgsGeometry, QgsProject

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.gui.dock import PoplarDock, soon
from poplar_nn_plugin.gui.labelling.dock import LabelDock
from poplar_nn_plugin.gui.labelling.links import Links
from poplar_nn_plugin.gui.review.map import ReviewMap
from poplar_nn_plugin.gui.review.tour import Tour
from poplar_nn_plugin.gui.suggestions.curve import keep_score, kept_scores, score_of
from poplar_nn_plugin.gui.suggestions.dialog import open_dialog
from poplar_nn_plugin.gui.suggestions.panel import SuggestionPanel
from poplar_nn_plugin.gui.suggestions.places import Place, Places, is_suggestions
from poplar_nn_plugin.gui.suggestions.segment import SegmentAt

__all__ = ["SuggestionDock"]

_AROUND = 8.0  # how much of the map is shown, in sides of a patch
_SOON = 100  # milliseconds in which changes of the labels are shown together


class SuggestionDock(PoplarDock):
    """Step through the places that 'Suggest where to label' found, and label the patch at each.

    Labels go where the panel *Labels* draws them, by its own edit session: its layer, its image,
    its size of patch, its saving and its undo.

    Parameters
    ----------
    iface : QgisInterface
    labels : LabelDock
    """

    NAME = "PoplarSuggestions"
    TITLE = "Where to label"
    ICON = "suggestions"
    HINT = "Leads through the places whose labels help most: one key labels each."

    def __init__(self, iface, labels: LabelDock):
        super().__init__(iface)
        self._labels = labels
        self._places: Places | None = None
        self._tour = Tour()
        self._links, self._followed = Links(), ""  # and the id of the layer they are of
        self.panel = SuggestionPanel()
        self.scroll(self.panel)
        self.map = ReviewMap(iface.mapCanvas())
        self._segment = SegmentAt(labels.controller.regions)
        self._waiting: list = []  # the class of a key pressed before the segment was there
        self._soon = soon(self, _SOON, self.refresh)
        self._connect()
        self._sort_layers()
        self.refresh()

    def remove(self) -> None:
        """Undo `install`."""
        project = QgsProject.instance()
        project.layersAdded.disconnect(self._added)
        project.layersRemoved.disconnect(self._sort_layers)
        project.layersWillBeRemoved.disconnect(self._lose)
        for signal in self._of_labels():
            signal.disconnect(self._follow)
        self._soon.stop()
        self._links.drop()
        self._segment.drop()
        self.map.release()
        super().remove()

    def refresh(self) -> None:
        """Show the place at hand, the classes, and how far the work is."""
        tour, panel, session = self._tour, self.panel, self._labels.session
        current = tour.current
        ready = session.layer is not None and session.classes is not None
        panel.show_classes(session.look() if ready else [])
        panel.labels.setText(
            tr("Labels: {}").format(session.layer.name()) if ready else tr("Choose a label layer …")
        )
        unclear = self._places.unclear() if self._places is not None else set()
        done = sum(self._is_done(place, unclear) for place in tour.mistakes)
        panel.show_place(current, tour.position or 0, len(tour.mistakes), done)
        panel.allow(
            labelling=ready and current is not None and session.patch is not None,
            stepping=current is not None,
            undoing=ready and session.history.can_undo(),
            unclear=current is not None and current.fid in unclear,
        )
        panel.curve.show_scores(kept_scores(session.layer))
        self._outline()

    def _connect(self) -> None:
        project, panel = QgsProject.instance(), self.panel
        project.layersAdded.connect(self._added)
        project.layersRemoved.connect(self._sort_layers)
        project.layersWillBeRemoved.connect(self._lose)
        panel.layers.layerChanged.connect(self._choose)
        panel.labelled.connect(lambda value: self.attempt(self._label, value))
        panel.stepped.connect(self._step)
        panel.unclear.connect(lambda on: self.attempt(self._say_unclear, on))
        panel.shape_chosen.connect(self._go)
        panel.resized.connect(self._segment.resize)
        self._segment.changed.connect(self._found)
        panel.suggest_asked.connect(lambda: open_dialog(self._labels))
        panel.undo_asked.connect(self._undo)
        panel.labels_asked.connect(self._show_labels)
        for signal in self._of_labels():
            signal.connect(self._follow)
        self.opened.connect(self._open)
        self.closed.connect(self.map.clear)
        self.closed.connect(self._segment.leave)

    def _of_labels(self) -> tuple:
        """Return what tells that something else is chosen in the panel *Labels*."""
        panel = self._labels.panel
        return panel.layer.layerChanged, panel.image.layerChanged, panel.size.valueChanged

    def _follow(self, *_) -> None:
        """Look again whenever the labels change, whoever changes them."""
        self._links.drop()
        layer = self._labels.session.layer
        self._followed = "" if layer is None else layer.id()
        if layer is not None:
            stack = layer.undoStack()
            signals = stack.indexChanged, layer.afterCommitChanges, layer.rendererChanged
            self._links.connect((signal, self._changed) for signal in signals)
        self._soon.start()

    def _changed(self, *_) -> None:
        self._soon.start()

    def _sort_layers(self, *_) -> None:
        """Offer layers of suggestions, and no others."""
        layers = QgsProject.instance().mapLayers().values()
        self.panel.layers.setExceptedLayerList([one for one in layers if not is_suggestions(one)])

    def _added(self, layers) -> None:
        """Go on with suggestions that have just come."""
        self._sort_layers()
        found = [layer for layer in layers if is_suggestions(layer)]
        if found:
            self._keep_score(found[-1])
            self.panel.layers.setLayer(found[-1])

    def _keep_score(self, places) -> None:
        """Keep what the labels were worth when places were asked for."""
        labels = self._labels.session.layer
        score = score_of(places, labels) if labels is not None else None
        if score is not None:
            keep_score(labels, *score)

    def _lose(self, ids) -> None:
        """Let go of a layer before it is removed."""
        if self._places is not None and self._places.layer.id() in ids:
            self._choose(None)
        if self._followed in ids:  # the panel *Labels* may have let go of it already
            self._links.drop()
            self._soon.start()

    def _choose(self, layer) -> None:
        """Take other places, or none; begin with the first that is not done."""
        if self._places is not None and layer is self._places.layer:
            return
        self._places = Places(layer) if is_suggestions(layer) else None
        places = self._places.listed() if self._places is not None else []
        unclear = self._places.unclear() if places else set()
        open_ones = (n for n, one in enumerate(places) if not self._is_done(one, unclear))
        self._tour = Tour(places, next(open_ones, 0))
        self._go()

    def _is_done(self, place: Place, unclear: set[int]) -> bool:
        layer = self._labels.session.layer
        return place.fid in unclear or (
            self._labels.session.classes is not None and self._places.labelled(place, layer)
        )

    def _go(self) -> None:
        """Show the place at hand, here and on the map."""
        none = tr("Press 'Suggest …', or choose places that 'Suggest where to label' has found.")
        self.panel.tell("" if self._tour.current is not None else none)
        self._waiting = []
        self._segment.leave()
        self.refresh()
        square = self._square()
        if square is not None and self.isVisible():
            crs = self._canvas_crs()
            try:
                self.map.zoom(square, crs, _AROUND)
            except QgsCsException:
                self.panel.tell(tr("This place is not on the map's projection."), warning=True)
            if self.panel.segments():
                self._segment.go(square.centroid().asPoint())

    def _canvas_crs(self):
        return self.map.canvas.mapSettings().destinationCrs()

    def _square(self) -> QgsGeometry | None:
        """Return the patch around the place at hand, in the CRS of the map."""
        current, patch = self._tour.current, self._labels.session.patch
        if current is None or patch is None:
            return None
        crs = self._canvas_crs()
        point = self._places.point_in(current, crs)
        if point is None:
            return None
        try:
            return patch.square(point, crs)
        except LabelError:
            return None

    def _outline(self) -> None:
        """Outline on the map what a key would label."""
        shape = self._shape() if self.isVisible() else None
        if shape is None:
            self.map.clear()
        else:
            self.map.band.setToGeometry(shape, self._canvas_crs())

    def _shape(self) -> QgsGeometry | None:
        """Return what a key labels, in the CRS of the map: the patch or the segment."""
        return self._segment.outline if self.panel.segments() else self._square()

    def _found(self) -> None:
        """Outline the segment that was found, and label it where a key was pressed meanwhile."""
        self._outline()
        self.panel.tell(self._segment.told, warning=bool(self._segment.told))
        waiting, self._waiting = self._waiting, []
        if waiting and self._segment.outline is not None:
            self.attempt(self._label, *waiting)

    def _label(self, value) -> None:
        """Label the patch or segment at hand, and go on to the next place that is not done.

        Raises
        ------
        LabelError
            If the layer does not take it.
        """
        labels, shape = self._labels, self._shape()
        if self._square() is None:
            raise LabelError(
                tr("Choose the image in the panel 'Labels': the patch is cut from it.")
            )
        if shape is None and self._segment.told:
            raise LabelError(self._segment.told)
        if shape is None:
            self._waiting = [value]
            self.panel.tell(tr("The segment is being looked for: it is labelled when it is there."))
            return
        labels.session.value = value
        labels.session.add(shape, self._canvas_crs())
        labels.save_at_once()
        labels.refresh()
        self._go_on()

    def _say_unclear(self, unclear: bool) -> None:
        self._places.say_unclear(self._tour.current, unclear)
        self._go_on() if unclear else self.refresh()

    def _go_on(self) -> None:
        """Go to the next place that is not done; say where none is left."""
        unclear, tour = self._places.unclear(), self._tour
        here = tour.position or 0
        later = [*range(here + 1, len(tour.mistakes)), *range(here)]
        left = [n for n in later if not self._is_done(tour.mistakes[n], unclear)]
        if left:
            tour.visit(tour.mistakes[left[0]])
            self._go()
            return
        self.refresh()
        self.panel.tell(tr("All {} are done: 'Suggest …' finds more.").format(len(tour.mistakes)))

    def _step(self, step: int) -> None:
        if self._tour.step(step):
            self._go()
        else:
            self.panel.tell(tr("There is no other place there."))

    def _undo(self) -> None:
        self._labels.panel.commands["undo"].trigger()
        self.refresh()

    def _show_labels(self) -> None:
        self._labels.setUserVisible(True)

    def _open(self) -> None:
        self._sort_layers()
        self._follow()
        if self._labels.session.layer is None:
            self._show_labels()
        if self._places is None and self.panel.layers.currentLayer() is not None:
            self._choose(self.panel.layers.currentLayer())
        self._go()
