"""Drawing labels on a real map, by mouse and keys."""

import getpass
import math

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from samples import ORIGIN


def only(layer):
    (feature,) = layer.getFeatures()
    return feature


def box(x, y, right, bottom):
    """Return a rectangle in metres from the image's corner."""
    return QgsGeometry.fromWkt(
        f"POLYGON(({ORIGIN[0] + x} {ORIGIN[1] - y},{ORIGIN[0] + right} {ORIGIN[1] - y},"
        f"{ORIGIN[0] + right} {ORIGIN[1] - bottom},{ORIGIN[0] + x} {ORIGIN[1] - bottom},"
        f"{ORIGIN[0] + x} {ORIGIN[1] - y}))"
    )


def shared(one, other):
    """Return the part of two polygons' union that both cover."""
    return one.intersection(other).area() / one.combine(other).area()


def test_ten_polygons_in_three_classes_and_two_taken_back(dock, take, layer, hands, counts):
    take("polygon")
    for place in range(10):
        hands.key((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)[place % 3])
        hands.square(5 + 9 * place, 20, 7)
    assert counts() == {"Poplar": 4, "Oak": 3, "Meadow": 3}

    take("undo")
    take("undo")

    assert counts() == {"Poplar": 3, "Oak": 3, "Meadow": 2}
    assert layer.featureCount() == 8
    assert dock.session.history.undo_text() == "Draw Oak"
    take("redo")
    assert counts() == {"Poplar": 3, "Oak": 3, "Meadow": 3}


def test_a_polygon_has_its_class_its_own_group_and_who_and_when(take, layer, hands):
    take("polygon")
    hands.key(Qt.Key.Key_2)
    hands.square(10, 10, 20)
    hands.square(50, 10, 20)

    one, other = layer.getFeatures()
    assert (one["class"], one["name"]) == (2, "Oak")
    assert one["group"] != other["group"]
    assert len(one["group"]) == 36
    assert one["created_by"] == getpass.getuser()
    assert one["created_at"].isValid()
    assert shared(one.geometry(), box(10, 10, 30, 30)) > 0.95


@pytest.mark.parametrize("by_clicks", [False, True], ids=["dragged", "clicked"])
def test_a_rectangle_reaches_from_corner_to_corner(take, layer, hands, by_clicks):
    take("rectangle")
    if by_clicks:
        hands.click(10, 20)
        hands.click(50, 40)
    else:
        hands.drag((10, 20), (30, 30), (50, 40))

    assert shared(only(layer).geometry(), box(10, 20, 50, 40)) > 0.95


def test_a_circle_has_its_centre_and_its_edge_where_they_were_drawn(take, layer, hands):
    take("circle")
    hands.drag((50, 50), (60, 50), (70, 50))

    circle = only(layer).geometry()
    middle = circle.centroid().asPoint()
    assert circle.area() == pytest.approx(math.pi * 20**2, rel=0.05)
    assert middle.x() == pytest.approx(ORIGIN[0] + 50, abs=0.3)
    assert middle.y() == pytest.approx(ORIGIN[1] - 50, abs=0.3)


def around(x, y, radius, corners=90):
    turns = (2 * math.pi * i / corners for i in range(corners))
    return [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns]


def test_a_freehand_outline_is_as_drawn_with_fewer_points(take, layer, hands):
    take("freehand")
    hands.drag(*around(50, 50, 30))

    outline = only(layer).geometry()
    assert outline.area() == pytest.approx(math.pi * 30**2, rel=0.05)
    assert len(outline.asPolygon()[0]) < 40
    assert outline.isGeosValid()


def test_a_freehand_loop_that_crosses_its_own_beginning_is_made_valid(take, layer, hands):
    take("freehand")
    hands.drag((20, 60), (80, 60), (80, 20), (20, 20), (20, 70), (30, 70), (30, 50))

    outline = only(layer).geometry()
    assert outline.isGeosValid()
    assert outline.area() == pytest.approx(60 * 40, rel=0.1)


@pytest.mark.parametrize("name", ["polygon", "freehand"])
def test_an_outline_that_falls_into_two_pieces_is_refused(take, layer, hands, told, name):
    corners = [(10, 10), (60, 60), (60, 10), (10, 60)]
    take(name)
    if name == "polygon":
        hands.polygon(*corners)
    else:
        hands.drag(*corners)

    assert layer.featureCount() == 0
    (said,) = told
    assert "falls into 2 pieces" in said


def test_a_refused_polygon_can_be_mended_corner_by_corner(dock, take, layer, hands, told):
    take("polygon")
    hands.polygon((10, 10), (60, 60), (60, 10), (10, 60))
    assert len(told) == 1
    for _ in range(3):
        hands.key(Qt.Key.Key_Backspace)
    hands.polygon((60, 10), (60, 60), (10, 60))

    assert shared(only(layer).geometry(), box(10, 10, 60, 60)) > 0.95
    assert not dock.controller.tools["polygon"].drawing()


def test_escape_throws_the_outline_away_and_the_tool_stays(dock, take, layer, hands):
    take("polygon")
    hands.click(10, 10)
    hands.click(30, 10)
    hands.key(Qt.Key.Key_Escape)
    assert not dock.controller.tools["polygon"].drawing()
    hands.click(30, 30, button=Qt.MouseButton.RightButton)

    assert layer.featureCount() == 0
    assert hands.canvas.mapTool() is dock.controller.tools["polygon"]


def test_backspace_takes_the_last_corner_back(take, layer, hands):
    take("polygon")
    for corner in ((10, 10), (30, 10), (90, 90)):
        hands.click(*corner)
    hands.key(Qt.Key.Key_Backspace)
    hands.polygon((30, 30), (10, 30))

    assert shared(only(layer).geometry(), box(10, 10, 30, 30)) > 0.95


def test_two_corners_are_no_polygon(take, layer, hands, told):
    take("polygon")
    hands.polygon((10, 10), (30, 10))

    assert layer.featureCount() == 0
    assert told == ["The outline encloses nothing: set at least three points."]


def test_a_polygon_too_small_for_a_patch_is_kept_with_a_warning(dock, take, layer, hands, status):
    take("polygon")
    hands.square(10, 10, 3)
    assert "too small for a patch of 5 x 5 pixels" in status()
    assert layer.featureCount() == 1

    hands.square(40, 40, 8)
    assert status() == "Poplar drawn."

    dock.panel.size.setValue(9)
    hands.square(60, 60, 8)
    assert "too small for a patch of 9 x 9 pixels" in status()


def test_a_polygon_off_the_image_is_said(dock, take, layer, hands, status, canvas):
    canvas.zoomByFactor(3)
    take("rectangle")
    hands.drag((-40, -40), (-20, -20))

    assert "lies off the image" in status()
    assert layer.featureCount() == 1


def test_the_square_under_the_cursor_has_the_size_of_a_patch(dock, take, hands):
    take("polygon")
    hands.move(50.5, 50.5)
    square = dock.controller.tools["polygon"].square()

    assert square.area() == pytest.approx(25)
    assert square.boundingBox().xMinimum() == pytest.approx(ORIGIN[0] + 48)
    assert square.boundingBox().yMaximum() == pytest.approx(ORIGIN[1] - 48)
    dock.panel.image.setLayer(None)
    hands.move(20, 20)
    assert dock.controller.tools["polygon"].square().isEmpty()


def test_a_click_with_the_relabel_tool_gives_the_chosen_class(take, layer, hands, counts, status):
    take("polygon")
    hands.square(10, 10, 20)
    take("relabel")
    hands.key(Qt.Key.Key_3)
    hands.click(20, 20)
    assert counts() == {"Poplar": 0, "Oak": 0, "Meadow": 1}
    assert only(layer)["name"] == "Meadow"

    hands.click(80, 80)
    assert status() == "There is no polygon of 'Labels' here."
    take("undo")
    assert counts() == {"Poplar": 1, "Oak": 0, "Meadow": 0}


def test_the_smallest_of_polygons_on_one_place_is_relabelled(take, layer, hands):
    take("polygon")
    hands.square(10, 10, 60)
    hands.square(20, 20, 10)
    take("relabel")
    hands.key(Qt.Key.Key_2)
    hands.click(25, 25)

    names = {round(f.geometry().area(), -2): f["name"] for f in layer.getFeatures()}
    assert names == {100: "Oak", 3600: "Poplar"}


def test_a_polygon_of_a_hidden_class_is_not_relabelled(take, layer, hands, status, dock):
    take("polygon")
    hands.square(10, 10, 20)
    dock.panel.classes.choose(1)
    take("only")
    take("relabel")
    hands.click(20, 20)

    assert status() == "There is no polygon of 'Labels' here."
    assert only(layer)["name"] == "Poplar"


def test_what_is_drawn_on_a_map_in_degrees_lies_where_the_layer_has_metres(
    take, layer, hands, canvas
):
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    there = QgsCoordinateTransform(layer.crs(), degrees, QgsProject.instance())
    extent = canvas.extent()
    canvas.setDestinationCrs(degrees)
    canvas.setExtent(there.transformBoundingBox(extent))
    hands.to_map = lambda x, y: there.transform(QgsPointXY(ORIGIN[0] + x, ORIGIN[1] - y))
    take("polygon")
    hands.square(20, 20, 40)

    assert shared(only(layer).geometry(), box(20, 20, 60, 60)) > 0.95


def test_a_layer_of_several_parts_takes_polygons_too(dock, take, hands, canvas, layer):
    many = QgsVectorLayer("MultiPolygon?crs=EPSG:2154&field=class:string", "Many", "memory")
    QgsProject.instance().addMapLayer(many)
    dock.panel.layer.setLayer(many)
    take("add")
    take("polygon")
    hands.square(20, 20, 40)

    assert only(many).geometry().isMultipart()
    assert only(many)["class"] == "Class 1"


def test_a_temporary_layer_is_warned_of(dock, layer, status):
    scratch = QgsVectorLayer("Polygon?crs=EPSG:2154&field=class:int", "Scratch", "memory")
    QgsProject.instance().addMapLayer(scratch)
    dock.panel.layer.setLayer(scratch)

    assert "'Scratch' is a temporary layer" in status()


def test_a_map_panned_by_the_middle_button_ends_no_rectangle(take, layer, hands):
    take("rectangle")
    hands.click(10, 10)
    hands.click(30, 30, button=Qt.MouseButton.MiddleButton)
    assert layer.featureCount() == 0
    hands.click(50, 40)
    assert layer.featureCount() == 1


def test_a_pan_between_two_corners_loses_none(dock, take, layer, hands, canvas):
    from qgis.gui import QgsMapToolPan

    pan = QgsMapToolPan(canvas)
    take("polygon")
    hands.click(10, 10)
    hands.click(40, 10)
    canvas.setMapTool(pan)
    assert not dock.panel.commands["polygon"].isChecked()
    canvas.setMapTool(dock.controller.tools["polygon"])
    hands.polygon((40, 40), (10, 40))

    assert shared(only(layer).geometry(), box(10, 10, 40, 40)) > 0.95
