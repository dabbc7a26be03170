"""Regions of an image are hovered over, resized by the wheel, clicked, and taken back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hands import click, type_text, until, wait
from qgis import processing
from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QToolButton
from qgis.utils import iface
from qgiswindow import Hand, show_dock
from samples import ORIGIN, write_raster
from window.cases import TOOLS
from window.inside.report import Report

__all__ = ["take_regions"]

_SIDE = 240  # pixels of 1 m
_LONG = 180  # seconds, on a machine that has much to do
_CLASSES = [1, "Poplar", "#1f6f54", 2, "Meadow", "#f0e442"]


def take_regions(report: Report, work: Path, pictures: Path) -> None:
    """Take a region by each tool, as a user does."""
    before = set(QgsProject.instance().mapLayers())
    dock = None
    for name in TOOLS:
        with report.case(f"region/{name}") as problems:
            dock = _panel(work) if dock is None else dock
            _take(dock, name, problems, pictures)
    if dock is not None:
        dock.save()
        dock.close()
    QgsProject.instance().removeMapLayers(list(set(QgsProject.instance().mapLayers()) - before))


def _panel(work: Path) -> QDockWidget:
    """Return the panel on a new label layer and an image of three fields, which the map shows."""
    rng = np.random.default_rng(0)
    drawn = rng.normal(70, 6, (_SIDE, _SIDE, 3))
    drawn[:, 90:] += 60
    drawn[130:, 90:] += 60
    path = write_raster(work / "champs d'été.tif", drawn.clip(1, 255).astype("uint8"))
    image = QgsRasterLayer(str(path), "Fields")
    QgsProject.instance().addMapLayer(image)
    given = {"RASTER": image.id(), "CLASSES": _CLASSES, "OUTPUT": str(work / "regions.gpkg")}
    processing.run("poplarnn:createlabellayer", given)
    labels = QgsVectorLayer(given["OUTPUT"], "Regions", "ogr")
    labels.loadDefaultStyle()
    QgsProject.instance().addMapLayer(labels)
    canvas = iface.mapCanvas()
    canvas.setDestinationCrs(image.crs())
    canvas.setExtent(image.extent())
    dock = show_dock("PoplarLabels", 380)
    dock.panel.layer.setLayer(labels)
    dock.panel.image.setLayer(image)
    wait(1000)
    canvas.setExtent(image.extent())
    wait(500)
    return dock


def _take(dock, name: str, problems: list[str], pictures: Path) -> None:
    hand, canvas, layer = Hand(), iface.mapCanvas(), dock.session.layer
    tool, regions = dock.controller.tools[name], dock.controller.regions
    count = layer.featureCount()
    spot = QgsPointXY(ORIGIN[0] + 160, ORIGIN[1] - 60)
    type_text(dock.panel.size, "20")
    (button,) = (
        one
        for one in dock.panel.findChildren(QToolButton)
        if one.defaultAction() is dock.panel.commands[name]
    )
    click(button)
    until(lambda: regions.looked.sides and not regions.looked.busy, _LONG, "the segments")

    for place in (QgsPointXY(spot.x() - 9, spot.y()), spot):
        hand.move(place)
    until(lambda: tool.answered() and not tool.outlined().isEmpty(), _LONG, "the outline")
    first, extent = tool.outlined().area(), canvas.extent()
    if layer.featureCount() != count:
        problems.append("something was drawn before the click")
    for _ in range(40):  # down to the smallest, and up again
        _turn(hand, canvas, spot, -1)
    until(lambda: tool.answered() and tool.outlined().area() < 20 * 20, _LONG, "a small outline")
    hand.click(spot)
    until(lambda: layer.featureCount() == count + 1, _LONG, "the small polygon")
    if "too small for a patch of 20 x 20" not in dock.panel.foot.text():
        problems.append(f"too small was not said: {dock.panel.foot.text()}")
    for _ in range(10):
        _turn(hand, canvas, spot, 1)
    until(lambda: tool.answered() and tool.outlined().area() > 20 * 20, _LONG, "a larger outline")
    if canvas.extent() != extent:
        problems.append("the wheel moved the map")
    iface.mainWindow().grab().save(str(pictures / f"region-{name}.png"))
    large = tool.outlined().area()
    hand.click(spot)
    until(lambda: layer.featureCount() == count + 2, _LONG, "the polygon")
    areas = sorted(one.geometry().area() for one in layer.getFeatures())
    if not any(abs(area - large) < 1 for area in areas):
        problems.append(f"{large} square metres were outlined, {areas} drawn; {first} at first")
    wait(300)
    for left in (1, 0):
        canvas.setFocus()
        QTest.keyClick(canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        until(lambda left=left: layer.featureCount() == count + left, _LONG, "the undo")
    click(button)


def _turn(hand: Hand, canvas, spot: QgsPointXY, notches: int) -> None:
    """Turn the wheel over a place of the map."""
    port, place = canvas.viewport(), hand.pixel(spot)
    event = QWheelEvent(
        QPointF(place),
        QPointF(port.mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(port, event)
