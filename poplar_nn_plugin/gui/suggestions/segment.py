"""The segment of the image around a place, found in another thread."""

from __future__ import annotations

from qgis.core import QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QObject, pyqtSignal

from poplar_nn_plugin.gui.labelling.tools.region_tools import keep_step, kept_step
from poplar_nn_plugin.gui.labelling.tools.regions import Regions
from poplar_nn_plugin.regions.asking import Outlined, Shape

__all__ = ["SegmentAt"]


class SegmentAt(QObject):
    """The segment around one place after another, of the size that the tool *Segment* has.

    Parameters
    ----------
    regions : Regions
        Of the panel *Labels*.

    Attributes
    ----------
    changed : pyqtSignal()
        More is known of the segment.
    outline : QgsGeometry or None
        In the CRS of the map; None where it is not known yet, or where there is none.
    told : str
        Why there is none; empty where that is not known.
    """

    changed = pyqtSignal()

    def __init__(self, regions: Regions):
        super().__init__()
        self._regions = regions
        self._point: QgsPointXY | None = None
        self._number: int | None = None
        self._change = 0
        self.outline: QgsGeometry | None = None
        self.told = ""
        regions.ready.connect(self._ask)
        regions.outlined.connect(self._take)
        regions.told.connect(self._tell)

    def go(self, point: QgsPointXY) -> None:
        """Look for the segment around a place of the map, which shows it."""
        self._point, self._number, self._change = point, None, 0
        self.outline, self.told = None, ""
        self._regions.begin(self)

    def leave(self) -> None:
        """Look for none any more."""
        self._regions.rest(self)
        self._point = self._number = self.outline = None
        self.told = ""

    def drop(self) -> None:
        """Let go of the regions; the panel goes."""
        self.leave()
        self._regions.ready.disconnect(self._ask)
        self._regions.outlined.disconnect(self._take)
        self._regions.told.disconnect(self._tell)

    def resize(self, steps: int) -> None:
        """Look for a larger or smaller one."""
        self._change += steps
        self._ask()

    def _ask(self) -> None:
        if self._point is not None:
            step, points = kept_step(Shape.SEGMENT), [self._point]
            self._number = self._regions.ask(
                Shape.SEGMENT, points, step, change=self._change, kept=True
            )

    def _take(self, answer: Outlined, region: QgsGeometry) -> None:
        if answer.number != self._number:
            return
        if self._change:
            keep_step(Shape.SEGMENT, answer.step)
            self._change = 0
        self.outline = None if region.isEmpty() else region
        self.told = answer.told
        self.changed.emit()

    def _tell(self, text: str, warning: bool) -> None:
        """Take down why there are no segments at all."""
        if self._point is not None and warning:
            self.outline, self.told = None, text
            self.changed.emit()
