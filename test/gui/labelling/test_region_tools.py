"""Regions of the image become polygons by hover, wheel and click."""

import time

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsRasterLayer,
    QgsSettings,
)
from qgis.PyQt.QtCore import QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication
from samples import ORIGIN, write_raster

SIDE = 100
LEFT = 40  # metres, width of the dark field


def ground() -> np.ndarray:
    """Return a dark field, a bright one, and a stripe between them that holds no data."""
    drawn = np.random.default_rng(0).normal(60, 2, (SIDE, SIDE, 3))
    drawn[:, LEFT:] += 120
    drawn[:, LEFT - 2 : LEFT] = 0
    return drawn.round().clip(0, 255).astype(np.uint8)


@pytest.fixture
def files(label_file, tmp_path):
    """Return a copy of the label layer, and an image of two fields."""
    copy = tmp_path / label_file[0].name
    copy.write_bytes(label_file[0].read_bytes())
    return [copy, write_raster(tmp_path / "image.tif", ground(), nodata=0)]


@pytest.fixture(autouse=True)
def sizes():
    """Begin with the sizes that a new user has."""
    for name in ("grown", "segment"):
        QgsSettings().remove(f"poplarnn/labels/{name}_step")


def wait_until(true):
    """Let QGIS work until something is true."""
    for _ in range(1000):
        if true():
            return
        QTest.qWait(10)
    pytest.fail("it never came true")


@pytest.fixture
def taken(dock, take):
    """Take a tool, wait until the view was looked at, and return the tool."""

    def begin(name):
        take(name)
        wait_until(lambda: dock.controller.regions.looked.sides)
        return dock.controller.tools[name]

    return begin


@pytest.fixture
def hover(hands):
    """Move the mouse, and return what is outlined there."""

    def move(tool, x, y):
        hands.move(x, y)
        wait_until(lambda: tool.answered())
        return QgsGeometry(tool.outlined())

    return move


def turn(canvas, notches, keys=Qt.KeyboardModifier.NoModifier):
    """Turn the wheel over the middle of the map."""
    middle = QPoint(canvas.viewport().width() // 2, canvas.viewport().height() // 2)
    there = canvas.viewport().mapToGlobal(middle)
    event = QWheelEvent(
        QPointF(middle),
        QPointF(there),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


def only(layer):
    (feature,) = layer.getFeatures()
    return feature


def test_a_region_is_outlined_before_a_click_takes_it(taken, hover, layer, hands, take, dock):
    tool = taken("grow")
    hands.key(Qt.Key.Key_2)

    region = hover(tool, 20, 50)
    assert layer.featureCount() == 0
    hands.click(20, 50)

    polygon = only(layer)
    assert (polygon["class"], polygon["name"]) == (2, "Oak")
    assert polygon.geometry().symDifference(region).area() < 1
    assert polygon.geometry().area() == pytest.approx(SIDE * (LEFT - 2), rel=0.02)
    assert polygon.geometry().boundingBox().xMaximum() == pytest.approx(ORIGIN[0] + LEFT - 2)
    assert polygon.geometry().isGeosValid()
    dock.refresh()
    take("undo")
    assert layer.featureCount() == 0
    take("redo")
    assert layer.featureCount() == 1


def test_a_click_before_the_outline_is_there_takes_it_all_the_same(take, layer, hands):
    take("grow")
    hands.click(70, 50)
    wait_until(lambda: layer.featureCount() == 1)

    assert only(layer).geometry().area() == pytest.approx(SIDE * (SIDE - LEFT), rel=0.02)


def test_the_wheel_and_keys_change_the_size_and_the_map_stays(taken, hover, hands, canvas, status):
    tool = taken("segment")
    for _ in range(7):
        hands.key(Qt.Key.Key_Minus)
    extent = canvas.extent()
    first = hover(tool, 75, 50).area()

    turn(canvas, 3)
    wait_until(lambda: tool.answered())
    larger, step = tool.outlined().area(), tool.step
    assert "Segments of about" in status()
    for _ in range(3):
        hands.key(Qt.Key.Key_Minus)
    wait_until(lambda: tool.answered())

    assert larger > 1.5 * first
    assert step >= 3
    assert tool.outlined().area() == pytest.approx(first)
    assert canvas.extent() == extent
    assert QgsSettings().value("poplarnn/labels/segment_step", 9, int) == tool.step < step


def test_ctrl_and_the_wheel_zoom_as_ever(taken, canvas):
    tool = taken("segment")
    step, extent = tool.step, canvas.extent()

    turn(canvas, 1, Qt.KeyboardModifier.ControlModifier)

    assert tool.step == step
    assert canvas.extent().width() < extent.width()


def test_a_drag_takes_several_segments_as_one_polygon(taken, hover, layer, hands, status):
    tool = taken("segment")
    for _ in range(4):
        hands.key(Qt.Key.Key_Minus)
    hover(tool, 50, 30)
    hands.drag((50, 30), (70, 30), (90, 30), (90, 70))
    wait_until(lambda: layer.featureCount() == 1)

    polygon = only(layer).geometry()
    for x, y in ((50, 30), (80, 30), (90, 50), (90, 70)):
        assert polygon.contains(QgsGeometry.fromPointXY(hands.to_map(x, y)))
    assert not polygon.contains(QgsGeometry.fromPointXY(hands.to_map(50, 75)))
    assert polygon.isGeosValid()
    assert status() == "Poplar drawn."


def test_a_segment_too_small_for_a_patch_is_kept_with_a_warning(
    taken, hover, layer, hands, dock, status
):
    tool = taken("segment")
    dock.panel.size.setValue(30)
    for _ in range(7):
        hands.key(Qt.Key.Key_Minus)
    hover(tool, 70, 50)
    hands.click(70, 50)
    wait_until(lambda: layer.featureCount() == 1)

    assert "too small for a patch of 30 x 30 pixels" in status()


def test_where_the_image_has_no_data_a_click_says_so(taken, hover, layer, hands, status):
    tool = taken("grow")
    assert hover(tool, LEFT - 1, 50).isEmpty()
    hands.click(LEFT - 1, 50)
    wait_until(lambda: status() == "The image has no data here.")

    assert layer.featureCount() == 0


def test_escape_leaves_a_drag_and_takes_nothing(taken, hover, layer, hands, canvas):
    tool = taken("segment")
    hover(tool, 50, 30)
    port, left = canvas.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, pos=hands.pixel(50, 30))
    hands.move(80, 30, held=left)
    hands.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(port, left, pos=hands.pixel(80, 30))
    QTest.qWait(200)

    assert layer.featureCount() == 0
    assert tool.outlined().isEmpty()


def test_enter_takes_what_is_outlined(taken, hover, layer, hands):
    tool = taken("grow")
    hover(tool, 20, 50)
    hands.key(Qt.Key.Key_Return)

    assert layer.featureCount() == 1


def test_on_a_map_in_degrees_a_region_lies_where_the_image_is(taken, hover, layer, canvas, dock):
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    change = QgsCoordinateTransform(layer.crs(), degrees, QgsProject.instance())
    box = change.transformBoundingBox(canvas.extent())
    canvas.setDestinationCrs(degrees)
    canvas.setExtent(box)
    tool = taken("grow")
    middle = change.transform(ORIGIN[0] + 20, ORIGIN[1] - 50)
    place = canvas.getCoordinateTransform().transform(middle)

    QTest.mouseClick(
        canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(place.x()), round(place.y()))
    )
    wait_until(lambda: layer.featureCount() == 1)

    assert only(layer).geometry().area() == pytest.approx(SIDE * (LEFT - 2), rel=0.03)
    assert tool.outlined().isEmpty()


def test_a_map_that_moved_is_looked_at_again(taken, hover, canvas, dock):
    tool = taken("grow")
    before = hover(tool, 70, 50)
    extent = canvas.extent()
    extent.scale(0.5)
    canvas.setExtent(extent)
    QTest.qWait(400)

    again = hover(tool, 70.5, 50)
    assert again.area() == pytest.approx(before.area(), rel=0.05)


def test_without_an_image_and_with_one_of_no_pixels_the_tool_says_what_it_needs(dock, take, status):
    dock.panel.image.setLayer(None)
    take("grow")
    assert status() == "Choose the image in the panel: regions are found in it."

    web = QgsRasterLayer(
        "type=xyz&url=https://example.invalid/{z}/{x}/{y}.png&zmax=19&zmin=0", "Web", "wms"
    )
    QgsProject.instance().addMapLayer(web)
    dock.panel.image.setLayer(web)
    assert "Grow and Segment" in status()
    assert "\n" not in status()


def test_the_window_answers_while_a_large_view_is_looked_at(taken, dock, tmp_path, canvas):
    rng = np.random.default_rng(1)
    large = np.kron(rng.integers(20, 250, (60, 60, 3)), np.ones((16, 16, 1))).astype("uint8")
    image = QgsRasterLayer(str(write_raster(tmp_path / "large.tif", large)), "Large")
    QgsProject.instance().addMapLayer(image)
    canvas.resize(960, 960)
    canvas.setExtent(image.extent())
    taken("segment")

    dock.panel.image.setLayer(image)
    longest, last = 0.0, time.monotonic()
    while dock.controller.regions.looked.busy or not dock.controller.regions.looked.sides:
        QTest.qWait(2)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    canvas.resize(500, 500)

    assert longest < 0.5  # 0.1 s on an idle machine: `bench/regions.sh` measures it


def test_a_removed_image_and_the_end_of_the_panel_leave_no_thread(taken, dock):
    import threading

    def running():
        return [one for one in threading.enumerate() if one.name == "poplarnn regions"]

    taken("grow")
    assert len(running()) == 1
    QgsProject.instance().removeMapLayer(QgsProject.instance().mapLayersByName("Image")[0])
    wait_until(lambda: not running())
