"""The regions of the image in view, asked of another thread for the tools that take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.layers.crs import living
from poplar_nn_plugin.algorithms.layers.rasters import as_shown
from poplar_nn_plugin.errors import LabelError, PoplarError
from poplar_nn_plugin.gui.dock import soon
from poplar_nn_plugin.gui.labelling.geometry import to_crs
from poplar_nn_plugin.gui.labelling.links import Links
from poplar_nn_plugin.gui.live.sources import LayerImage, live_means, view_of
from poplar_nn_plugin.language.current import say
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.regions.asking import Looked, Outlined, Place, Shape, Wanted
from poplar_nn_plugin.regions.session import RegionSession

__all__ = ["Regions"]

_SOON = 150  # milliseconds after which a map that moved is looked at
_LAST = 5.0  # seconds that the thread is waited for when the plugin goes


class _Image(LayerImage):
    """The image of a layer, as the tools name it where it has no pixels."""

    def __init__(self, layer: QgsRasterLayer):
        self.source = as_shown(layer, "Grow and Segment", Silent())
        self.crs = QgsCoordinateReferenceSystem(layer.crs())


class _Told(QObject):
    """Carries what the thread of the session says to this one."""

    said = pyqtSignal(object)
    failed = pyqtSignal(object)


class Regions(QObject):
    """Regions of the image of the panel, as long as somebody takes them.

    Parameters
    ----------
    canvas : QgsMapCanvas

    Attributes
    ----------
    outlined : pyqtSignal(Outlined, QgsGeometry)
        An answer, and its polygon in the CRS of the map, empty where there is none.
    ready : pyqtSignal()
        What is in view was looked at.
    told : pyqtSignal(str, bool)
        A sentence for the user, and whether it is a warning.
    looked : Looked
        What is known of what is in view.
    """

    outlined = pyqtSignal(object, QgsGeometry)
    ready = pyqtSignal()
    told = pyqtSignal(str, bool)

    def __init__(self, canvas):
        super().__init__(canvas)
        self._canvas = canvas
        self._layer: QgsRasterLayer | None = None
        self._image: _Image | None = None
        self._session: RegionSession | None = None
        self._carrier: _Told | None = None
        self._links, self._takers = Links(), set()
        self._soon = soon(self, _SOON, self._look)
        self.looked = Looked()

    def use(self, layer: QgsRasterLayer | None) -> None:
        """Take another image; None for none."""
        if layer is not self._layer:
            self._end()
            self._layer = layer
            if self._takers:
                self._begin()

    def begin(self, taker: object) -> None:
        """Look at what is in view, and follow the map, for somebody who takes regions."""
        self._takers.add(taker)
        self._begin()

    def rest(self, taker: object) -> None:
        """Follow the map no more, unless somebody else takes regions; what is known stays."""
        self._takers.discard(taker)
        if not self._takers:
            self._links.drop()
            self._soon.stop()

    def drop(self) -> None:
        """Let go of everything; the panel goes."""
        self._takers.clear()
        self._end(_LAST)

    def ask(
        self,
        shape: Shape,
        points: Sequence[QgsPointXY],
        step: int,
        *,
        change: int = 0,
        kept: bool = False,
    ) -> int | None:
        """Ask for the region at places of the map; see `Wanted`.

        Returns
        -------
        int or None
            The number of the question; None where there is no image, or a place cannot be on it.
        """
        if self._session is None:
            return None
        try:
            places = tuple(self._place(point) for point in points)
        except QgsCsException:  # beyond what the CRS of the image reaches
            return None
        return self._session.ask(Wanted(shape, places, step, change, kept))

    def _place(self, point: QgsPointXY) -> Place:
        here, there = self._canvas.mapSettings().destinationCrs(), self._image.crs
        if here.isValid() and there.isValid() and here != there:
            change = QgsCoordinateTransform(living(here), living(there), QgsProject.instance())
            point = change.transform(point)
        return Place(*self._image.source.grid.to_pixel(point.x(), point.y()))

    def _begin(self) -> None:
        if self._layer is None:
            self.told.emit(tr("Choose the image in the panel: regions are found in it."), True)
            return
        try:
            image = _Image(self._layer)
        except PoplarError as error:
            self._end()
            self.told.emit(say(str(error)), True)
            return
        if self._image is None or image.source != self._image.source:  # or QGIS shows it otherwise
            self._end()
            self._image, self._carrier = image, _Told()
            self._carrier.said.connect(self._take)
            self._carrier.failed.connect(self._fail)
            said, failed = self._carrier.said.emit, self._carrier.failed.emit
            self._session = RegionSession(image, said, failed, live_means())
        moves = (
            self._canvas.extentsChanged,
            self._canvas.rotationChanged,
            self._canvas.destinationCrsChanged,
        )
        self._links.drop()
        self._links.connect([(one, self._moved) for one in moves])
        self._look()

    def _end(self, wait: float = 0.0) -> None:
        """Stop the thread."""
        self._links.drop()
        self._soon.stop()
        if self._session is not None:
            self._session.stop(wait)
            self._carrier.said.disconnect()
            self._carrier.failed.disconnect()
        self._session = self._image = self._carrier = None
        self.looked = Looked()

    def _moved(self, *_given) -> None:
        self._soon.start()

    def _look(self) -> None:
        if self._session is not None:
            self._session.look(view_of(self._canvas, self._image))

    def _take(self, said) -> None:
        if isinstance(said, Outlined):
            self.outlined.emit(*self._on_map(said))
            return
        self.looked = said
        if said.fault:
            self.told.emit(say(said.fault), True)
        elif said.busy:
            self.told.emit(tr("Looking for segments…"), False)
        else:
            self.ready.emit()

    def _on_map(self, said: Outlined) -> tuple[Outlined, QgsGeometry]:
        """Return an answer, and its polygon in the CRS of the map; empty where there is none."""
        if not said.rings:
            return said, QgsGeometry()
        rings = [[QgsPointXY(x, y) for x, y in ring.tolist()] for ring in said.rings]
        there = self._canvas.mapSettings().destinationCrs()
        try:
            return said, to_crs(QgsGeometry.fromPolygonXY(rings), self._image.crs, there)
        except LabelError as error:
            return replace(said, told=say(str(error))), QgsGeometry()

    def _fail(self, error: Exception) -> None:
        """Let a fault of the program be seen, as any other."""
        self._end()
        raise error
