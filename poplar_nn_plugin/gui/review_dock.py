"""The panel in which mistakes are gone through: the label is wrong, or the model."""

from __future__ import annotations

from collections import Counter

from qgis.core import Qgis, QgsCsException, QgsGeometry, QgsMapLayer, QgsProject, QgsWkbTypes
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QFrame, QScrollArea

from poplar_nn_plugin.algorithms.base import RESOURCES, tr
from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.gui.review_labels import label_polygons, likely_labels
from poplar_nn_plugin.gui.review_map import PickTool, moved, outline, zoom_to
from poplar_nn_plugin.gui.review_mistakes import Mistake, Review, is_evaluated
from poplar_nn_plugin.gui.review_panel import ReviewPanel

__all__ = ["ReviewDock"]

_AROUND_PATCH, _AROUND_LABEL = 5.0, 1.6  # how much of the map is shown, in sizes of the thing
_CHANGES = (
    "attributeValueChanged",
    "editingStarted",
    "editingStopped",
    "featuresDeleted",
    "layerModified",
    "readOnlyChanged",
)
"""Signals of a layer after which the panel must look again; undo and other programs' edits too."""


class ReviewDock(QgsDockWidget):
    """Step through the mistakes of a layer that 'Evaluate model' has written.

    Parameters
    ----------
    iface : QgisInterface
    """

    def __init__(self, iface):
        super().__init__(tr("Review mistakes"), iface.mainWindow())
        self.setObjectName("PoplarNNReview")
        self.toggleViewAction().setIcon(QIcon(str(RESOURCES / "icons" / "review.svg")))
        self.toggleViewAction().setToolTip(tr("Review the mistakes of a model"))
        self._iface, self._canvas = iface, iface.mapCanvas()
        self._review: Review | None = None
        self._mistakes: list[Mistake] = []
        self._current: Mistake | None = None
        self._place = 0  # in the list, from where one steps on
        self._band = outline(self._canvas)
        self.panel = ReviewPanel()
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.panel)
        self.setWidget(scroll)
        self._tool = PickTool(self._canvas, self.panel)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._show)
        self._connect()
        self._sort_layers()
        self._choose(None)

    def release(self) -> None:
        """Let go of project, layer and map, before the dock is deleted."""
        project = QgsProject.instance()
        project.layersAdded.disconnect(self._sort_layers)
        project.layersRemoved.disconnect(self._sort_layers)
        project.layersWillBeRemoved.disconnect(self._lose)
        self._choose(None)
        self._canvas.unsetMapTool(self._tool)
        self._canvas.scene().removeItem(self._band)

    def _connect(self) -> None:
        project, panel = QgsProject.instance(), self.panel
        project.layersAdded.connect(self._sort_layers)
        project.layersRemoved.connect(self._sort_layers)
        project.layersWillBeRemoved.connect(self._lose)
        panel.layers.layerChanged.connect(self._choose)
        panel.wanted_changed.connect(self._list)
        panel.stepped.connect(self._step)
        panel.judged.connect(self._judge)
        panel.noted.connect(self._annotate)
        panel.pick_toggled.connect(self._pick)
        panel.label_asked.connect(self._go_to_label)
        panel.save_asked.connect(self._save)
        self._tool.canvasClicked.connect(self._picked)
        self._tool.deactivated.connect(lambda: panel.pick.setChecked(False))
        self.opened.connect(self._open)
        self.closed.connect(self._close)

    def _sort_layers(self, *_) -> None:
        """Offer evaluated footprints on one side, what may be labels on the other."""
        layers = list(QgsProject.instance().mapLayers().values())
        evaluated = [layer for layer in layers if is_evaluated(layer)]
        others = [layer for layer in layers if layer not in evaluated]
        self.panel.layers.setExceptedLayerList(others)
        self.panel.labels.setExceptedLayerList(evaluated)
        if self._review is None and self.isVisible() and evaluated:
            self.panel.layers.setLayer(evaluated[-1])
        if self.panel.labels.currentLayer() is None:
            self.panel.labels.setLayer(likely_labels(others))

    def _lose(self, ids: list[str]) -> None:
        """Let go of the layer before it is removed."""
        if self._review is not None and self._review.layer.id() in ids:
            self._choose(None)

    def _choose(self, layer: QgsMapLayer | None) -> None:
        """Take another layer, or none."""
        review = Review(layer) if is_evaluated(layer) else None
        if self._review is not None:
            if review is not None and review.layer is self._review.layer:
                return
            for name in _CHANGES:
                getattr(self._review.layer, name).disconnect(self._look_again)
        self._review = review
        if review is not None:
            for name in _CHANGES:
                getattr(review.layer, name).connect(self._look_again)
            self.panel.offer(review.confusions())
        self._list()

    def _look_again(self, *_) -> None:
        self._soon.start()  # once, however many features have changed

    def _list(self) -> None:
        """List the mistakes that are asked for, and go to the first that nobody has reviewed."""
        self._keep_note()
        review = self._review
        self._mistakes = review.worst(self.panel.wanted()) if review is not None else []
        fresh = (
            place for place, mistake in enumerate(self._mistakes) if not review.said(mistake.fid)[0]
        )
        self._place = next(fresh, 0)
        self.panel.say("" if self._mistakes else self._why_none())
        self._go(self._mistakes[self._place] if self._mistakes else None)

    def _why_none(self) -> str:
        if self._review is None:
            return tr(
                "Run 'Evaluate model' with its footprints, load them, and choose them here: then "
                "the mistakes of the model are shown one by one."
            )
        if self._review.confusions():
            return tr("No mistake is of this kind: choose other classes or verdicts.")
        return tr("The model makes no mistake on these patches.")

    def _go(self, mistake: Mistake | None) -> None:
        """Show a mistake, here and on the map."""
        self._current = mistake
        self._show()
        if mistake is not None and self.isVisible():
            self._zoom(self._review.geometry(mistake.fid), self._review.layer, _AROUND_PATCH)

    def _show(self) -> None:
        """Show what the layer says of the mistake at hand, and outline it on the map."""
        review, current, panel = self._review, self._current, self.panel
        panel.allow(False)
        panel.save.setEnabled(review is not None and review.unsaved())
        self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        if review is None:
            panel.show_mistake(None)
            panel.show_progress(None, 0, Counter())
            return
        verdict, note = review.said(current.fid) if current is not None else ("", "")
        panel.show_mistake(current, verdict, note)
        place = self._mistakes.index(current) if current in self._mistakes else None
        panel.show_progress(place, len(self._mistakes), review.count_reviewed(self._mistakes))
        hindrance = review.hindrance()
        if hindrance:
            panel.say(hindrance)
        if current is None:
            return
        patch = review.geometry(current.fid)
        panel.allow(not hindrance and not patch.isNull())
        if self.isVisible():
            self._band.setToGeometry(patch, review.layer)

    def _step(self, step: int) -> None:
        self._keep_note()
        if not self._mistakes:
            return
        beside = self._current not in self._mistakes  # picked on the map: come back first
        place = self._place if beside else self._place + step
        self._place = min(max(place, 0), len(self._mistakes) - 1)
        self.panel.say(tr("There is no other mistake there.") if place != self._place else "")
        self._go(self._mistakes[self._place])

    def _judge(self, verdict: str) -> None:
        """Keep what was said of the mistake at hand, and go on to the next."""
        self._keep_note()
        self._review.judge(self._current.fid, verdict)
        last = self._place == len(self._mistakes) - 1 or self._current not in self._mistakes
        if verdict and not last:
            self._step(1)
        else:
            self._show()
        reviewed = sum(self._review.count_reviewed(self._mistakes).values())
        if self._mistakes and reviewed == len(self._mistakes):
            self.panel.say(tr("All {} are reviewed; save the review.").format(reviewed))

    def _keep_note(self) -> None:
        """Keep a note that is written but not entered."""
        if self.panel.note.isModified():
            self.panel.note.setModified(False)
            self._annotate(self.panel.note.text().strip())

    def _annotate(self, note: str) -> None:
        review, current = self._review, self._current
        if review is None or current is None or review.hindrance():
            return
        if note != review.said(current.fid)[1]:
            review.annotate(current.fid, note)
        self.panel.note.setModified(False)

    def _pick(self, picking: bool) -> None:
        if picking:
            self._canvas.setMapTool(self._tool)
        elif self._canvas.mapTool() is self._tool:
            self._iface.actionPan().trigger()
            self._canvas.unsetMapTool(self._tool)

    def _picked(self, point, _button) -> None:
        """Go to the mistake that was clicked on the map."""
        self._keep_note()
        if self._review is None:
            return
        here = QgsGeometry.fromPointXY(point)
        try:
            there = moved(
                here, self._canvas.mapSettings().destinationCrs(), self._review.layer.crs()
            )
        except QgsCsException:
            there = None
        after = self._current.fid if self._current is not None else None
        found = self._review.at(there.asPoint(), after) if there is not None else None
        if found is None:
            self.panel.say(tr("There is no mistake where you clicked."))
            return
        self.panel.say("")
        if found in self._mistakes:
            self._place = self._mistakes.index(found)
        self._go(found)

    def _go_to_label(self) -> None:
        """Select the label polygon of the mistake at hand, and show it whole."""
        labels, review, current = self.panel.labels.currentLayer(), self._review, self._current
        if labels is None:
            self.panel.say(tr("Load the layer of the labels, and choose it above."))
            return
        if review is None or current is None:
            return
        try:
            patch = moved(review.geometry(current.fid), review.layer.crs(), labels.crs())
        except QgsCsException:
            self.panel.say(tr("The labels lie in a place that this patch cannot be brought to."))
            return
        found = label_polygons(labels, current.group, patch)
        if not found:
            self.panel.say(
                tr("{} has no polygon of the group {}, nor any under this patch.").format(
                    labels.name(), current.group
                )
            )
            return
        labels.selectByIds(found)
        self._iface.setActiveLayer(labels)
        box = QgsGeometry.fromRect(labels.boundingBoxOfSelected())
        self._zoom(box, labels, _AROUND_LABEL)
        self.panel.say(
            tr("{} of {} is selected: mend it with QGIS's editing tools.").format(
                tr("Polygon {}").format(found[0])
                if len(found) == 1
                else tr("Group {}").format(current.group),
                labels.name(),
            )
        )

    def _zoom(self, geometry: QgsGeometry, layer, surroundings: float) -> None:
        if geometry.isNull():
            self.panel.say(tr("This patch is no longer in the layer."))
            return
        try:
            zoom_to(self._canvas, geometry, layer.crs(), surroundings)
        except QgsCsException:
            self.panel.say(
                tr("This patch has no place in the coordinate reference system of the map.")
            )

    def _save(self) -> None:
        self._keep_note()
        try:
            self._review.save()
        except OutputError as error:
            self._iface.messageBar().pushMessage(
                "Poplar NN", str(error), Qgis.MessageLevel.Critical
            )
        else:
            self.panel.say(tr("The review is saved."))
        self._show()

    def _open(self) -> None:
        self._sort_layers()
        self._go(self._current)

    def _close(self) -> None:
        """Take the outline and the tool from the map; what was said stays in the edit buffer."""
        self._keep_note()
        self.panel.pick.setChecked(False)
        self._band.reset(QgsWkbTypes.GeometryType.PolygonGeometry)
        if self._review is not None and self._review.unsaved():
            self._iface.messageBar().pushMessage(
                "Poplar NN",
                tr("The review of {} is not saved yet: it waits in the layer's edits.").format(
                    self._review.layer.name()
                ),
                Qgis.MessageLevel.Info,
            )
