"""Leads through the points of a sample: to the next, where the map goes; keeps what is said."""

from __future__ import annotations

from qgis.core import Qgis, QgsCsException, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QObject

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.gui.dock import soon
from poplar_nn_plugin.gui.review.map import ReviewMap
from poplar_nn_plugin.gui.review.sample.panel import SamplePanel
from poplar_nn_plugin.gui.review.sample.points import SampledPoint, SampledPoints
from poplar_nn_plugin.language.current import say
from poplar_nn_plugin.maps.sampling.fields import UNCLEAR

__all__ = ["Judge"]

_CHANGES = (
    "attributeValueChanged",
    "editingStarted",
    "editingStopped",
    "featuresDeleted",
    "readOnlyChanged",
)
_SHOWN = 20  # of such pieces of the layer's extent the first point is shown in one


class Judge(QObject):
    """Steps through the points of a layer.

    Parameters
    ----------
    panel : SamplePanel
    review_map : ReviewMap
    say : callable
        Shows a sentence above the map, at a level.

    Attributes
    ----------
    points : SampledPoints or None
        Those that are judged.
    """

    def __init__(self, panel: SamplePanel, review_map: ReviewMap, say):
        super().__init__(panel)
        self.panel, self._map, self._say = panel, review_map, say
        self.points: SampledPoints | None = None
        self._order: list[SampledPoint] = []
        self._place, self._come = 0, False
        self._judged: list[int] = []
        self._soon = soon(self, 0, self._show)
        panel.judged.connect(self._keep)
        panel.stepped.connect(self._step)
        panel.undone.connect(self._undo)
        panel.save_asked.connect(self._save)

    @property
    def layer(self) -> QgsVectorLayer | None:
        """The layer that is judged, None if none is."""
        return None if self.points is None else self.points.layer

    def take(self, layer: QgsVectorLayer | None) -> None:
        """Judge the points of another layer, or of none."""
        if layer is self.layer:
            return
        for name in _CHANGES if self.points is not None else ():
            getattr(self.points.layer, name).disconnect(self._look_again)
        self.points = None if layer is None else SampledPoints(layer)
        self._order, self._place, self._come, self._judged = [], 0, False, []
        self._map.unmark()
        if self.points is None:
            return
        for name in _CHANGES:
            getattr(layer, name).connect(self._look_again)
        self._order = self.points.listed()
        self.panel.offer(self.points.classes())
        self.panel.say("")
        self._seek(-1)
        self._show()

    def go(self) -> None:
        """Bring the map to the current point."""
        self._show()
        current = self._current
        if current is None or not self.panel.isVisible():
            return
        geometry, layer = self.points.geometry(current.fid), self.points.layer
        try:
            if self._come:
                self._map.centre(geometry, layer.crs())
            else:
                self._map.zoom(_around(geometry, layer), layer.crs(), 1.0)
                self._warn_of_maps()
            self._come = True
        except QgsCsException:
            self.panel.say(tr("This point has no place in the CRS of the map."), warning=True)
        self.panel.setFocus()

    @property
    def _current(self) -> SampledPoint | None:
        return self._order[self._place] if self._order else None

    def _look_again(self, *_) -> None:
        self._soon.start()  # once, however many features have changed

    def _show(self) -> None:
        """Show what the layer says of the current point, and mark it on the map."""
        points, current, panel = self.points, self._current, self.panel
        if points is None:
            return
        said = "" if current is None else points.said(current.fid)
        panel.show_point(
            current and current.number, current.mapped if current is not None else "", said
        )
        panel.show_progress(len(points.done()), len(self._order))
        panel.save.setEnabled(points.unsaved())
        hindrance = points.hindrance()
        panel.allow(current is not None and not hindrance)
        if hindrance:
            panel.say(hindrance, warning=True)
        if current is not None and panel.isVisible():
            self._map.mark(points.geometry(current.fid), points.layer)

    def _warn_of_maps(self) -> None:
        """Say which layers on the map show classes: whoever sees them is swayed."""
        shown = [
            layer.name()
            for layer in self._map.canvas.layers()
            if isinstance(layer, QgsRasterLayer)
            and layer.renderer() is not None
            and layer.renderer().type() == "paletted"
        ]
        if shown:
            said = tr("{} shows classes: switch it off while you judge, or it sways you.")
            self.panel.say(said.format(", ".join(shown)), warning=True)

    def _keep(self, name: str) -> None:
        """Keep what was said of the current point, and go on to the next that nobody has judged."""
        points, current = self.points, self._current
        if current is None:
            return
        if name == UNCLEAR:
            points.say_unclear(current)
        else:
            points.judge(current, name)
        self._judged.append(current.fid)
        if not name or self._seek(self._place):
            self.panel.say("")
        else:
            said = tr("All {} points are judged: save, and give them to 'Assess map'.")
            self.panel.say(said.format(len(self._order)))
        self.go()

    def _seek(self, place: int) -> bool:
        """Go to the next point that nobody has judged, and return whether there is one."""
        done, count = self.points.done(), len(self._order)
        for step in range(1, count + 1):
            other = (place + step) % count
            if self._order[other].fid not in done:
                self._place = other
                return True
        return False

    def _step(self, step: int) -> None:
        if not 0 <= self._place + step < len(self._order):
            self.panel.say(tr("There is no other point there."))
            return
        self._place += step
        self.panel.say("")
        self.go()

    def _undo(self) -> None:
        """Take back what was said last, and go to that point."""
        if self.points is None or not self.points.undo():
            self.panel.say(tr("There is nothing to take back."))
            return
        fid = self._judged.pop() if self._judged else None
        self._place = next(
            (place for place, one in enumerate(self._order) if one.fid == fid), self._place
        )
        self.panel.say(tr("Taken back."))
        self.go()

    def _save(self) -> None:
        if self.points is None:
            return
        try:
            self.points.save()
        except OutputError as error:
            self._say(say(str(error)), Qgis.MessageLevel.Critical)
        else:
            self._judged = []
            self.panel.say(tr("What was said is saved."))
        self._show()


def _around(geometry, layer):
    """Return a square around a point, of a part of the layer's extent."""
    box = layer.extent()
    side = max(box.width(), box.height()) / _SHOWN
    return geometry.buffer(side / 2, 1) if side > 0 else geometry
