"""The panel in which mistakes are gone through: the label is wrong, or the model."""

from __future__ import annotations

from collections import Counter

from qgis.core import Qgis, QgsCsException, QgsGeometry, QgsMapLayer, QgsProject

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.gui.dock import PoplarDock, soon
from poplar_nn_plugin.gui.reprojection import reprojected
from poplar_nn_plugin.gui.review.labels import is_about_labels, label_polygons, likely_labels
from poplar_nn_plugin.gui.review.map import PickTool, ReviewMap
from poplar_nn_plugin.gui.review.mistakes import Review, is_evaluated
from poplar_nn_plugin.gui.review.panel import ReviewPanel
from poplar_nn_plugin.gui.review.sample.judge import Judge
from poplar_nn_plugin.gui.review.sample.points import is_sampled
from poplar_nn_plugin.gui.review.tour import Tour
from poplar_nn_plugin.language.current import say

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


class ReviewDock(PoplarDock):
    """Step through the mistakes of a layer that 'Evaluate model' has written.

    Parameters
    ----------
    iface : QgisInterface
    """

    NAME = "PoplarReview"
    TITLE = "Review mistakes"
    ICON = "review"
    HINT = "Leads through the mistakes of a model, the surest first, or through points to judge."

    def __init__(self, iface):
        super().__init__(iface)
        self._review: Review | None = None
        self._tour = Tour()
        self._suggested = ""  # the id of the labels that nobody has chosen
        self.panel = ReviewPanel()
        self.scroll(self.panel)
        self.map = ReviewMap(iface.mapCanvas())
        self.tool = PickTool(iface.mapCanvas(), self.panel)
        self.judge = Judge(self.panel.sample, self.map, self.say)
        self._soon = soon(self, 0, self._show)
        self._connect()
        self._sort_layers()
        self._list()

    def remove(self) -> None:
        """Undo `install`; what was said stays in the layer's edits."""
        project = QgsProject.instance()
        project.layersAdded.disconnect(self._sort_layers)
        project.layersRemoved.disconnect(self._sort_layers)
        project.layersWillBeRemoved.disconnect(self._lose)
        self._choose(None)
        self.map.canvas.unsetMapTool(self.tool)
        self.map.release()
        super().remove()

    def _connect(self) -> None:
        project, panel = QgsProject.instance(), self.panel
        project.layersAdded.connect(self._sort_layers)
        project.layersRemoved.connect(self._sort_layers)
        project.layersWillBeRemoved.connect(self._lose)
        panel.choices.layers.layerChanged.connect(self._choose)
        panel.choices.changed.connect(self._list)
        panel.stepped.connect(self._step)
        panel.judged.connect(self._judge)
        panel.noted.connect(self._annotate)
        panel.pick_toggled.connect(self._pick)
        panel.label_asked.connect(self._go_to_label)
        panel.save_asked.connect(self._save)
        self.tool.canvasClicked.connect(self._picked)
        self.tool.deactivated.connect(lambda: panel.pick.setChecked(False))
        self.opened.connect(self._open)
        self.closed.connect(self._close)

    def _sort_layers(self, *_) -> None:
        """Offer evaluated footprints on one side, what may be labels on the other."""
        layers = list(QgsProject.instance().mapLayers().values())
        evaluated = [layer for layer in layers if is_evaluated(layer) or is_sampled(layer)]
        others = [layer for layer in layers if layer not in evaluated]
        self.panel.choices.layers.setExceptedLayerList(others)
        self.panel.choices.labels.setExceptedLayerList(
            [*evaluated, *(layer for layer in others if is_about_labels(layer))]
        )
        chosen = self._review is not None or self.judge.layer is not None
        if not chosen and self.isVisible() and evaluated:
            self.panel.choices.layers.setLayer(evaluated[-1])
        chosen = self.panel.choices.labels.currentLayer()
        if chosen is None or chosen.id() == self._suggested:
            likely = likely_labels(others)
            self.panel.choices.labels.setLayer(likely)
            self._suggested = likely.id() if likely is not None else ""

    def _lose(self, ids: list[str]) -> None:
        """Let go of the layer before it is removed."""
        held = (self._review and self._review.layer, self.judge.layer)
        if any(layer is not None and layer.id() in ids for layer in held):
            self._choose(None)

    def _choose(self, layer: QgsMapLayer | None) -> None:
        """Take another layer, or none."""
        if self._review is not None:
            if layer is self._review.layer:
                return
            for name in _CHANGES:
                getattr(self._review.layer, name).disconnect(self._look_again)
        self._review = Review(layer) if is_evaluated(layer) else None
        if self._review is not None:
            for name in _CHANGES:
                getattr(layer, name).connect(self._look_again)
            self.panel.choices.offer(self._review.confusions())
        self._list()
        sampled = is_sampled(layer)
        self.panel.show_sample(sampled)
        self.judge.take(layer if sampled else None)
        self.judge.go()

    def _look_again(self, *_) -> None:
        self._soon.start()  # once, however many features have changed

    def _list(self) -> None:
        """List the mistakes that are asked for, and go to the first that nobody has reviewed."""
        review = self._review
        mistakes = review.worst(self.panel.choices.wanted()) if review is not None else []
        judged = (bool(review.said(mistake.fid)[0]) for mistake in mistakes)
        start = next((index for index, done in enumerate(judged) if not done), 0)
        self._tour = Tour(mistakes, start)
        self.panel.say("" if mistakes else self._why_none())
        self._go()

    def _why_none(self) -> str:
        if self._review is None:
            return tr(
                "Run 'Evaluate model' with its footprints, load them, and choose them here: then "
                "the mistakes of the model are shown one by one."
            )
        if self._review.confusions():
            return tr("No mistake is of this kind: choose other classes or verdicts.")
        return tr("The model makes no mistake on these patches.")

    def _go(self) -> None:
        """Show the current mistake, here and on the map."""
        self._show()
        current = self._tour.current
        if current is not None and self.isVisible():
            patch = self._review.geometry(current.fid)
            if patch.isNull():
                self.panel.say(tr("This patch is no longer in the layer."))
            else:
                self._zoom(patch, self._review.layer, _AROUND_PATCH)

    def _show(self) -> None:
        """Show what the layer says of the current mistake, and outline it on the map."""
        review, tour, panel = self._review, self._tour, self.panel
        current = tour.current
        panel.allow(False)
        panel.save.setEnabled(review is not None and review.unsaved())
        self.map.clear()
        verdict, note = review.said(current.fid) if current is not None else ("", "")
        reviewed = review.count_reviewed(tour.mistakes) if review is not None else Counter()
        panel.show_mistake(current, verdict, note)
        panel.show_progress(tour.position, len(tour.mistakes), reviewed)
        hindrance = review.hindrance() if review is not None else ""
        if hindrance:
            panel.say(hindrance)
        if current is not None:
            patch = review.geometry(current.fid)
            panel.allow(not hindrance and not patch.isNull())
            if self.isVisible():
                self.map.outline(patch, review.layer)

    def _step(self, step: int) -> None:
        there = self._tour.step(step)
        self.panel.say("" if there else tr("There is no other mistake there."))
        self._go()

    def _judge(self, verdict: str) -> None:
        """Keep what was said of the current mistake, and go on to the next."""
        review, tour = self._review, self._tour
        review.judge(tour.current.fid, verdict)
        if verdict and not tour.ended:
            self._step(1)
        else:
            self._show()
        count = sum(review.count_reviewed(tour.mistakes).values())
        if count == len(tour.mistakes):
            self.panel.say(tr("All {} are reviewed; save the review.").format(count))

    def _annotate(self, note: str) -> None:
        """Keep the note of the current mistake; called before another becomes the current one."""
        review, current = self._review, self._tour.current
        if review is None or current is None or review.hindrance():
            return
        if note != review.said(current.fid)[1]:
            review.annotate(current.fid, note)

    def _pick(self, picking: bool) -> None:
        canvas = self.map.canvas
        if picking:
            canvas.setMapTool(self.tool)
        elif canvas.mapTool() is self.tool:
            self._iface.actionPan().trigger()
            canvas.unsetMapTool(self.tool)

    def _picked(self, point, _button) -> None:
        """Go to the mistake that was clicked on the map."""
        review, current = self._review, self._tour.current
        found = None
        if review is not None:
            try:
                there = self.map.point_in(review.layer.crs(), point)
                found = review.at(there, current.fid if current is not None else None)
            except QgsCsException:
                pass  # the layer's CRS does not reach there: no mistake does
        if found is None:
            self.panel.say(tr("There is no mistake where you clicked."))
            return
        self.panel.say("")
        self._tour.visit(found)
        self._go()

    def _go_to_label(self) -> None:
        """Select the label polygon of the current mistake, and show it whole."""
        labels, review, current = (
            self.panel.choices.labels.currentLayer(),
            self._review,
            self._tour.current,
        )
        if labels is None:
            self.panel.say(tr("Load the layer of the labels, and choose it above."))
            return
        try:
            patch = reprojected(review.geometry(current.fid), review.layer.crs(), labels.crs())
        except QgsCsException:
            self.panel.say(tr("The labels lie in a place that this patch cannot be brought to."))
            return
        found = label_polygons(labels, current.group, patch)
        if not found:
            said = tr("{} has no polygon of the group {}, nor any under this patch.")
            self.panel.say(said.format(labels.name(), current.group))
            return
        labels.selectByIds(found)
        self._iface.setActiveLayer(labels)
        self._zoom(QgsGeometry.fromRect(labels.boundingBoxOfSelected()), labels, _AROUND_LABEL)
        what = tr("Polygon {}").format(found[0]) if len(found) == 1 else tr("Group {}")
        said = tr("{} of {} is selected: correct it with QGIS's editing tools.")
        self.panel.say(said.format(what.format(current.group), labels.name()))

    def _zoom(self, geometry: QgsGeometry, layer, surroundings: float) -> None:
        try:
            self.map.zoom(geometry, layer.crs(), surroundings)
        except QgsCsException:
            self.panel.say(
                tr("This patch has no place in the coordinate reference system of the map.")
            )

    def _save(self) -> None:
        try:
            self._review.save()
        except OutputError as error:
            self.say(say(str(error)), Qgis.MessageLevel.Critical)
        else:
            self.panel.say(tr("The review is saved."))
        self._show()

    def _open(self) -> None:
        self._sort_layers()
        self._go()
        self.judge.go()

    def _close(self) -> None:
        """Take outline and tool from the map; what was said stays in the layer's edits."""
        self.panel.pick.setChecked(False)
        self.map.clear()
        self.map.unmark()
        for held in filter(None, (self._review, self.judge.points)):
            if held.unsaved():
                said = tr("The review of {} is not saved yet: it waits in the layer's edits.")
                self.say(said.format(held.layer.name()))
