"""The map tools that take regions of the image: what a click takes is outlined beforehand."""

from __future__ import annotations

from qgis.core import QgsGeometry, QgsPointXY, QgsSettings, QgsWkbTypes
from qgis.PyQt.QtCore import Qt

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.gui.labelling.tools.regions import Regions
from poplar_nn_plugin.gui.labelling.tools.tool import LabelTool
from poplar_nn_plugin.regions.asking import STEPS, Outlined, Shape

__all__ = ["GrowTool", "RegionTool", "SegmentTool", "keep_step", "kept_step"]

_AREA = QgsWkbTypes.GeometryType.PolygonGeometry
_CORNERS = 6000  # holes times corners around them that are drawn of what is not taken yet
_NOTCH = 120  # of a mouse wheel, in eighths of a degree
_LARGER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
_SMALLER = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)
_FIRST = {Shape.GROWN: 0, Shape.SEGMENT: 7}  # sizes that nobody has changed


def kept_step(shape: Shape) -> int:
    """Return the size of regions that was chosen last."""
    step = QgsSettings().value(_key(shape), _FIRST[shape], int)
    return min(max(step, STEPS[shape][0]), STEPS[shape][-1])


def keep_step(shape: Shape, step: int) -> None:
    """Remember the size of regions."""
    QgsSettings().setValue(_key(shape), step)


def _key(shape: Shape) -> str:
    return f"poplarnn/labels/{shape.value}_step"


class RegionTool(LabelTool):
    """What both tools share: the outline under the mouse, its size, and the click that takes it.

    Parameters
    ----------
    canvas : QgsMapCanvas
    regions : Regions
    """

    SHAPE: Shape
    DRAGS = False  # whether a drag takes more than one place

    def __init__(self, canvas, regions: Regions):
        super().__init__(canvas)
        self._regions = regions
        self._turned = self._change = 0  # of the wheel; steps that are not answered yet
        self._places: list[QgsPointXY] = []  # what is asked for
        self._pressed = False
        self._number: int | None = None  # of the last question
        self._taking: set[int] = set()  # of questions whose answers are taken
        self._shown = QgsGeometry()
        self._answered = False
        regions.outlined.connect(self._take_answer)
        regions.ready.connect(self._look_again)
        canvas.keyPressed.connect(self._leave_drag)

    @property
    def step(self) -> int:
        """The size of the regions."""
        return kept_step(self.SHAPE)

    def outlined(self) -> QgsGeometry:
        """Return what a click would take; empty where nothing is outlined."""
        return self._shown

    def answered(self) -> bool:
        """Return whether it is known what a click would take, be it nothing."""
        return self._answered

    def activate(self):
        """Look at what is in view."""
        super().activate()
        self._regions.begin(self)

    def deactivate(self):
        """Outline nothing."""
        self._regions.rest(self)
        self.cancel()
        super().deactivate()

    def cancel(self) -> None:
        """Forget what is outlined."""
        super().cancel()
        self._places, self._pressed, self._number, self._change = [], False, None, 0
        self._shown, self._answered = QgsGeometry(), False

    def resume(self) -> None:
        """Do nothing: what could not be used is outlined again by the next move."""

    def canvasMoveEvent(self, event):
        """Outline what is under the mouse."""
        self._show_square(event.mapPoint())
        held = bool(event.buttons() & Qt.MouseButton.LeftButton)
        if self._pressed and held and self.DRAGS:
            self._ask([*self._places, event.mapPoint()])
        elif not event.buttons():
            self._ask([event.mapPoint()])

    def canvasPressEvent(self, event):
        """Begin to take."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = True
            self._ask([event.mapPoint()])

    def canvasReleaseEvent(self, event):
        """Take what is outlined, or what will be."""
        if event.button() == Qt.MouseButton.LeftButton and self._pressed:
            self._pressed = False
            self._take()

    def wheelEvent(self, event):
        """Make the region larger or smaller; with Ctrl, the map zooms as ever."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)  # a touch pad turns by less
        self._turned -= notches * _NOTCH
        if notches:
            self._resize(notches)
        event.accept()

    def keyPressEvent(self, event):
        """Make the region larger or smaller, take it, or leave a drag."""
        key = event.key()
        if key in _LARGER or key in _SMALLER:
            self._resize(1 if key in _LARGER else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._places:
            self._take()
        elif key == Qt.Key.Key_Escape and self._places:
            self.cancel()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _size(self) -> str:
        """Return the size of the regions in words."""
        raise NotImplementedError

    def _resize(self, steps: int) -> None:
        places = self._places or self._hovered()
        if places:
            self._change += steps
            self._ask(places, again=True)
        else:
            keep_step(self.SHAPE, self.step + steps)
            self._regions.told.emit(self._size(), False)

    def _look_again(self) -> None:
        """Outline anew what is under the mouse."""
        if self.isActive():
            if not self._regions.looked.busy and not self._places:
                self._regions.told.emit(self._size(), False)
            places = self._places or self._hovered()
            if places:
                self._ask(places, again=True)

    def _hovered(self) -> list[QgsPointXY]:
        """Return where the mouse is on the map; nowhere where it is elsewhere."""
        if not self.canvas().underMouse():
            return []
        return [self.toMapCoordinates(self.canvas().mouseLastXY())]

    def _leave_drag(self, event) -> None:
        """Leave a drag by Esc, which the map keeps from its tool while a button is held."""
        if self._pressed and event.key() == Qt.Key.Key_Escape:
            self.cancel()

    def _ask(self, places: list[QgsPointXY], again: bool = False) -> None:
        if places == self._places and self._number is not None and not again:
            return
        self._places, self._answered = places, False
        self._number = self._regions.ask(self.SHAPE, places, self.step, change=self._change)

    def _take(self) -> None:
        """Hand over the region; where it is not known yet, as soon as it is."""
        if self._answered and not self._shown.isEmpty():
            self._hand_over(self._shown)
            return
        number = self._regions.ask(
            self.SHAPE, self._places, self.step, change=self._change, kept=True
        )
        self._number = number
        if number is not None:
            self._taking.add(number)

    def _hand_over(self, region: QgsGeometry) -> None:
        self.cancel()
        self.drawn.emit(region)

    def _take_answer(self, answer: Outlined, region: QgsGeometry) -> None:
        number, last = answer.number, answer.number == self._number
        if last and self._change and not region.isEmpty():
            self._change = 0
            keep_step(self.SHAPE, answer.step)
            self._regions.told.emit(self._size(), False)
        if number in self._taking:
            self._taking.discard(number)
            if region.isEmpty():
                self._regions.told.emit(answer.told, True)
            elif last:
                self._hand_over(region)
            else:  # something else is outlined by now
                self.drawn.emit(region)
        elif last:
            self._shown, self._answered = region, True
            self._band.reset(_AREA)
            if not region.isEmpty():
                self._band.setToGeometry(_drawable(region), self.crs())


def _drawable(region: QgsGeometry) -> QgsGeometry:
    """Return a polygon with the holes of most corners, as many as are drawn at once.

    QGIS subtracts hole by hole, which takes time by the corners of all.
    """
    outer, *holes = region.asPolygon()
    most = _CORNERS // len(outer)
    if len(holes) <= most:
        return region
    holes.sort(key=len, reverse=True)
    return QgsGeometry.fromPolygonXY([outer, *holes[:most]])


class GrowTool(RegionTool):
    """A click takes the region of like ground around it."""

    SHAPE = Shape.GROWN

    def _size(self) -> str:
        featured = self._regions.looked.featured
        by = tr("colour and features") if featured else tr("colour")
        return tr(
            "Step {step}: like ground, by {by}. The wheel, + and - make the outline larger or "
            "smaller; a click takes it."
        ).format(step=self.step, by=by)


class SegmentTool(RegionTool):
    """A click takes a segment, a drag several as one polygon."""

    SHAPE = Shape.SEGMENT
    DRAGS = True

    def _size(self) -> str:
        looked = self._regions.looked
        if not looked.sides:
            return ""
        side = looked.sides[min(self.step, len(looked.sides) - 1)]
        by = tr("colour and features") if looked.featured else tr("colour")
        return tr(
            "Segments of about {side} x {side} pixels, by {by}. The wheel, + and - change their "
            "size; a click takes one, a drag several."
        ).format(side=round(side), by=by)
