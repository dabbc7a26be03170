"""A window with a real map, the built plugin in it, and the hands of a user."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsPointXY, QgsProject, QgsRasterLayer, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, Qt
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QLabel
from samples import ORIGIN, write_raster

CLASSES = [1, "Poplar", "#1f6f54", 2, "Oak", "#d55e00", 3, "Meadow", "#f0e442"]
SIDE = 100  # of the image, in pixels of 1 m


class Hands:
    """Mouse and keys over the map, at places in metres from the image's upper left corner."""

    def __init__(self, canvas):
        self.canvas = canvas

    @staticmethod
    def to_map(x, y) -> QgsPointXY:
        return QgsPointXY(ORIGIN[0] + x, ORIGIN[1] - y)

    def pixel(self, x, y) -> QPoint:
        place = self.canvas.getCoordinateTransform().transform(self.to_map(x, y))
        return QPoint(round(place.x()), round(place.y()))

    def move(self, x, y, held=Qt.MouseButton.NoButton):
        # QTest.mouseMove moves the pointer of the screen, which an offscreen one does not tell.
        there = self.pixel(x, y)
        port = self.canvas.viewport()
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            there,
            port.mapToGlobal(there),
            Qt.MouseButton.NoButton,
            held,
            Qt.KeyboardModifier.NoModifier,
        )
        QCoreApplication.sendEvent(port, event)

    def click(self, x, y, button=Qt.MouseButton.LeftButton):
        self.move(x, y)
        QTest.mouseClick(self.canvas.viewport(), button, pos=self.pixel(x, y))

    def drag(self, *places):
        left, port = Qt.MouseButton.LeftButton, self.canvas.viewport()
        self.move(*places[0])
        QTest.mousePress(port, left, pos=self.pixel(*places[0]))
        for place in places[1:]:
            self.move(*place, held=left)
        QTest.mouseRelease(port, left, pos=self.pixel(*places[-1]))

    def polygon(self, *corners):
        for corner in corners:
            self.click(*corner)
        self.click(*corners[-1], button=Qt.MouseButton.RightButton)

    def square(self, x, y, side):
        self.polygon((x, y), (x + side, y), (x + side, y + side), (x, y + side))

    def key(self, key):
        QTest.keyClick(self.canvas, key)


@pytest.fixture(scope="session")
def label_file(provider, tmp_path_factory):
    """Return the path of an empty label layer with three classes, and of its image."""
    import processing

    folder = tmp_path_factory.mktemp("étiquettes")
    image = write_raster(folder / "image.tif", np.ones((SIDE, SIDE), "uint8"))
    path = folder / "labels.gpkg"
    given = {"RASTER": str(image), "CLASSES": CLASSES, "OUTPUT": str(path)}
    processing.run("poplarnn:createlabellayer", given)
    return path, image


@pytest.fixture
def files(label_file, tmp_path):
    """Return copies of the label layer and the image."""
    copies = []
    for path in label_file:
        copy = tmp_path / path.name
        copy.write_bytes(path.read_bytes())
        copies.append(copy)
    return copies


@pytest.fixture
def canvas(qgis_iface, qgis_canvas, qgis_new_project):
    window, canvas = qgis_iface.mainWindow(), qgis_iface.mapCanvas()
    window.resize(600, 600)
    window.show()
    canvas.resize(500, 500)
    canvas.setRenderFlag(False)  # nobody looks
    canvas.show()
    yield canvas
    canvas.setMapTool(None)
    canvas.setRenderFlag(True)
    window.hide()


@pytest.fixture
def layer(files, canvas):
    """Return the label layer in the project, over its image, the map on it."""
    image = QgsRasterLayer(str(files[1]), "Image")
    labels = QgsVectorLayer(str(files[0]), "Labels", "ogr")
    labels.loadDefaultStyle()
    QgsProject.instance().setCrs(labels.crs())
    QgsProject.instance().addMapLayers([labels, image])
    canvas.setDestinationCrs(labels.crs())
    canvas.setExtent(QgsRectangle(ORIGIN[0], ORIGIN[1] - SIDE, ORIGIN[0] + SIDE, ORIGIN[1]))
    yield labels
    QgsProject.instance().clear()


@pytest.fixture
def hands(canvas):
    return Hands(canvas)


@pytest.fixture
def dock(qgis_iface, canvas, layer):
    """Return the labelling panel on the label layer and the image."""
    from poplar_nn_plugin.gui.labelling.dock import LabelDock

    panel = LabelDock(qgis_iface)
    panel.install()
    panel.show()
    panel.panel.layer.setLayer(layer)
    panel.panel.image.setLayer(QgsProject.instance().mapLayersByName("Image")[0])
    panel.panel.size.setValue(5)
    yield panel
    panel.remove()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def by_button(dock):
    """Let the panel save nothing by itself."""
    saving = dock.panel.saving
    saving.switch.setChecked(False)
    yield
    saving.switch.setChecked(True)
    saving.minutes.setValue(0)


@pytest.fixture
def counts(dock):
    """Return how many polygons each class has, as the panel shows it."""

    def count() -> dict:
        dock.refresh()
        rows = dock.panel.classes
        items = [rows.topLevelItem(place) for place in range(rows.topLevelItemCount())]
        return {item.text(1): int(item.text(2)) for item in items}

    return count


@pytest.fixture
def take(dock):
    """Press a button of the panel."""

    def press(name):
        assert dock.panel.commands[name].isEnabled(), name
        dock.panel.commands[name].trigger()
        dock.refresh()

    return press


@pytest.fixture
def status(dock):
    """Return the sentence at the foot of the panel."""
    return lambda: dock.panel.findChild(QLabel, "status").text()


@pytest.fixture
def told(qgis_iface):
    """Return the sentences above the map."""
    bar = qgis_iface.messageBar()
    said = []
    bar_push = bar.pushMessage

    def push(title, text, *rest):
        said.append(text)
        return bar_push(title, text, *rest)

    bar.pushMessage = push
    yield said
    bar.pushMessage = bar_push
