"""The live map in QGIS: it asks when labels, view or image change, and shows the last answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, pyqtSignal

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.errors import PoplarError
from poplar_nn_plugin.gui.dock import soon
from poplar_nn_plugin.gui.labelling.links import Links
from poplar_nn_plugin.gui.live.keeping import ModelKeeper
from poplar_nn_plugin.gui.live.overlay import Overlay
from poplar_nn_plugin.gui.live.sources import LayerImage, LayerLabels, live_means, view_of
from poplar_nn_plugin.gui.live.start import StartChoice
from poplar_nn_plugin.gui.live.wording import score_of, told_of
from poplar_nn_plugin.language.current import say
from poplar_nn_plugin.leftovers import PrivateFolder, new_scratch
from poplar_nn_plugin.live.answer import Answer, Question
from poplar_nn_plugin.live.session import LiveSession
from poplar_nn_plugin.live.start import StartLabels, StartModel
from poplar_nn_plugin.live.view import Show

__all__ = ["LiveMap"]

_SOON = 40  # milliseconds in which changes are asked for together
_LAST = 5.0  # seconds that the thread is waited for when the plugin goes


class _Told(QObject):
    """Carries what the thread of the session says to this one."""

    answered = pyqtSignal(object)
    failed = pyqtSignal(object)


class LiveMap(QObject):
    """The live map of the labels and the image of the labelling panel.

    Parameters
    ----------
    iface : QgisInterface
    panel : LabelPanel
    edits : EditSession
        Of the panel.
    """

    def __init__(self, iface, panel, edits):
        super().__init__(panel)
        self._panel, self._row, self._edits = panel, panel.live, edits
        self._canvas = iface.mapCanvas()
        self._overlay: Overlay | None = None
        self._session: LiveSession | None = None
        self._told: _Told | None = None
        self._image: LayerImage | None = None
        self._labels: LayerLabels | None = None
        self._asked: dict[int, tuple] = {}
        self._shows: Show | None = None
        self._links = Links()
        self._start: StartModel | StartLabels | None = None
        self._scratch: PrivateFolder | None = None
        self.keeper = ModelKeeper(iface, panel)
        self.answer: Answer | None = None
        self._soon = soon(self, _SOON, self.ask)
        self._row.switched.connect(self._switch)
        self._row.changed.connect(self._soon_again)
        self._row.faded.connect(self._fade)
        self._row.map_wanted.connect(self._map_image)
        self._row.model_wanted.connect(lambda: self._keep_model())
        self._row.start.chosen.connect(self._start_from)
        panel.layer.layerChanged.connect(self._other_layers)
        panel.image.layerChanged.connect(self._other_layers)
        QgsProject.instance().layersWillBeRemoved.connect(self._going)
        self._allow()

    def drop(self) -> None:
        """Let go of everything; the panel goes."""
        self._end(_LAST)
        self._soon.stop()
        QgsProject.instance().layersWillBeRemoved.disconnect(self._going)
        self.keeper.drop()
        self._forget_start()

    @property
    def model(self) -> str:
        """Path of the model that the map starts from; empty where there is none, or not yet."""
        path = self._start.path if self._session is not None and self._start is not None else ""
        return path if Path(path).is_file() else ""

    @property
    def shown(self) -> Overlay | None:
        """What lies over the map; None while the live map is off."""
        return self._overlay

    def ask(self) -> None:
        """Ask for the map of what is in view now."""
        if self._session is None:
            return
        if self._labels is None:
            self._labels = self._read()
        view, corners = view_of(self._canvas, self._image), self._overlay.corners()
        name = self._edits.layer.name()
        question = Question(self._labels, view, self._row.what(), name, self._start)
        number = self._session.ask(question)
        self._asked = {number: (corners, self._labels, self._row.what())}

    def _read(self) -> LayerLabels:
        """Return the labels as they are now; with a start there need not be any."""
        colours = {one.value: one.colour for one in self._edits.look()}
        return LayerLabels(self._edits.layer, colours, 2 if self._start is None else 0)

    def _start_from(self, choice: StartChoice) -> None:
        """Start from something else, and show it."""
        self._forget_start()
        project = QgsProject.instance()
        try:
            if choice.model:
                name = Path(choice.model).name
                self._start = StartModel(choice.model, name, choice.match)
            elif choice.labels:
                layer, image = map(project.mapLayer, (choice.labels, choice.image))
                self._scratch = new_scratch()
                self._start = StartLabels(
                    LayerImage(image),
                    LayerLabels(layer),
                    layer.name(),
                    str(self._scratch.path / "start.keras"),
                    choice.match,
                    live_means(),
                )
        except (PoplarError, OSError) as error:
            self._row.tell(say(str(error)))
            return
        if not self._row.switch.isChecked():
            self._row.switch.setChecked(True)
        self._labels_changed()

    def _forget_start(self) -> None:
        self._start = None
        if self._scratch is not None:
            self._scratch.remove()
            self._scratch = None

    def _switch(self, on: bool) -> None:
        self._end()
        if on:
            self._begin()

    def _begin(self) -> None:
        """Open the image, listen to the layer and the map, and ask."""
        layer, image = self._edits.layer, self._panel.image.currentLayer()
        try:
            self._image = LayerImage(image)
        except PoplarError as error:
            self._row.tell(say(str(error)))
            return
        self._overlay = Overlay(self._canvas)
        self._overlay.opacity = self._row.share()
        self._told = _Told()
        self._told.answered.connect(self._take)
        self._told.failed.connect(self._fail)
        tell, fail = self._told.answered.emit, self._told.failed.emit
        self._session = LiveSession(self._image, tell, fail, live_means())
        changes = (
            layer.featureAdded,
            layer.featureDeleted,
            layer.geometryChanged,
            layer.attributeValueChanged,
            layer.afterRollBack,
            layer.dataChanged,
            layer.rendererChanged,
            layer.undoStack().indexChanged,
        )
        moves = (
            self._canvas.extentsChanged,
            self._canvas.rotationChanged,
            self._canvas.destinationCrsChanged,
        )
        self._links.connect([(one, self._labels_changed) for one in changes])
        self._links.connect([(one, self._soon_again) for one in moves])
        self.ask()

    def _end(self, wait: float = 0.0) -> None:
        """Stop the thread and take the picture away."""
        self._links.drop()
        self._soon.stop()
        if self._session is not None:
            self._session.stop(wait)
        if self._overlay is not None:
            self._canvas.scene().removeItem(self._overlay)
            self._canvas.viewport().update()
        if self._told is not None:
            self._told.answered.disconnect()
            self._told.failed.disconnect()
        self._session = self._overlay = self._told = None
        self._image = self._labels = self.answer = self._shows = None
        self._asked = {}
        self._panel.classes.show_scores({})

    def _take(self, answer: Answer) -> None:
        """Show an answer, unless something else was asked since."""
        if answer.number not in self._asked or self._overlay is None:
            return
        corners, labels, show = self._asked[answer.number]
        self.answer = answer
        self._row.tell(told_of(answer))
        if answer.picture is not None:
            partial = answer.missing > 0 and show is self._shows is Show.CLASSES
            self._overlay.show_picture(answer.picture, corners, partial=partial)
            self._shows = show
        elif answer.whole:
            self._overlay.clear()
        if answer.fault:
            self._panel.classes.show_scores({})
        if answer.held_out is not None:
            of_code = {one.code: score_of(one) for one in answer.held_out.classes}
            scores = {value: of_code[c] for value, c in labels.codes.items() if c in of_code}
            self._panel.classes.show_scores(scores)

    def _fail(self, error: Exception) -> None:
        """Let a fault of the program be seen, as any other."""
        self._row.switch.setChecked(False)
        raise error

    def _labels_changed(self, *_given) -> None:
        self._labels = None
        self._soon_again()

    def _soon_again(self, *_given) -> None:
        if self._session is not None:
            self._soon.start()

    def _fade(self, share: float) -> None:
        if self._overlay is not None:
            self._overlay.set_opacity(share)

    def _other_layers(self, _layer=None) -> None:
        """Switch off: other labels, or another image, are another map."""
        self._row.switch.setChecked(False)
        self._allow()

    def _going(self, ids) -> None:
        used = (self._edits.layer, self._panel.image.currentLayer())
        if any(layer is not None and layer.id() in ids for layer in used):
            self._row.switch.setChecked(False)

    def _allow(self) -> None:
        image = self._panel.image.currentLayer()
        labels = isinstance(self._panel.layer.currentLayer(), QgsVectorLayer)
        self._row.allow(labels and isinstance(image, QgsRasterLayer))

    def _map_image(self) -> None:
        """Map the whole image: by the model of the start, with the labels where there are any."""
        layer, image = self._edits.layer, self._panel.image.currentLayer()
        beside = None if self.answer is None else self.answer.beside
        if beside is None:
            self.keeper.map_image(layer, image)
        elif beside.polygons is None:
            self.keeper.predict_image(image, self.model, beside.matched)
        else:
            self._keep_model(lambda path: self.keeper.predict_image(image, path))

    def _keep_model(self, then: Callable[[str], None] | None = None) -> None:
        name, shown = self._edits.layer.name(), self._session.level()
        if shown is None and self._start is not None:
            self._row.tell(tr("The model to start from is not known yet: wait for the map."))
            return
        self.keeper.keep_model(self._read(), name, self._image, live_means(), shown, then)
