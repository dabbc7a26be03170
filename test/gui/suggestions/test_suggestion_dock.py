"""The panel of suggestions on a real map: keys label, step, leave and take back."""

import json

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import QgsProject, QgsRectangle, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtTest import QTest
from samples import ORIGIN, write_polygons, write_raster

from poplar_nn_plugin.gui.labelling.tools.region_tools import kept_step
from poplar_nn_plugin.gui.suggestions.dock import SuggestionDock
from poplar_nn_plugin.gui.suggestions.places import UNCLEAR, is_suggestions
from poplar_nn_plugin.regions.asking import Shape

PLACES = ((20, 30), (60, 40), (80, 80))  # columns and rows


def write_places(path, places=PLACES):
    features = [
        (
            f"POINT({ORIGIN[0] + col + 0.5} {ORIGIN[1] - row - 0.5})",
            {
                "rank": rank,
                "reason": f"reason {rank}",
                "guess": "Oak",
                "probability": 0.5,
                "second": "Poplar",
                "share": 4.0,
                "state": "",
            },
        )
        for rank, (col, row) in reversed([*enumerate(places, 1)])
    ]
    return write_polygons(path, features)


@pytest.fixture
def places(canvas, dock, tmp_path):
    layer = QgsVectorLayer(str(write_places(tmp_path / "places.gpkg")), "Places", "ogr")
    return layer


@pytest.fixture
def suggestions(qgis_iface, dock, places):
    panel = SuggestionDock(qgis_iface, dock)
    panel.install()
    panel.show()
    QgsProject.instance().addMapLayer(places)
    panel.refresh()
    yield panel
    panel.remove()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def press(suggestions):
    def key(one, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(suggestions.panel, one, modifier)

    return key


def drawn(layer):
    """Return the name of each polygon with its middle, in pixels of the image."""
    found = []
    for feature in layer.getFeatures():
        middle = feature.geometry().centroid().asPoint()
        place = round(middle.x() - ORIGIN[0], 1), round(ORIGIN[1] - middle.y(), 1)
        found.append((feature["name"], place, round(feature.geometry().area())))
    return found


def test_a_layer_of_suggestions_is_taken_as_it_comes(suggestions, places, layer):
    assert is_suggestions(places)
    assert not is_suggestions(layer)
    assert suggestions.panel.layers.currentLayer() is places
    assert suggestions.panel.counter.text() == "Place 1 of 3"
    assert suggestions.panel.reason.text() == "reason 1"
    box = suggestions.map.canvas.extent()
    assert abs(box.center().x() - ORIGIN[0] - 20.5) < 1
    assert abs(ORIGIN[1] - box.center().y() - 30.5) < 1


def test_a_key_labels_the_patch_and_the_next_place_comes(suggestions, press, layer, files):
    press(Qt.Key.Key_2)

    assert drawn(layer) == [("Oak", (20.5, 30.5), 25)]
    assert suggestions.panel.counter.text() == "Place 2 of 3"
    assert suggestions.panel.done.value() == 1
    in_file = ogr.Open(str(files[0]))
    assert in_file.GetLayerByName("labels").GetFeatureCount() == 1


@pytest.fixture
def segments(suggestions):
    """Let keys label segments."""
    combo = suggestions.panel.shape
    combo.setCurrentIndex(combo.findData("segment"))
    yield
    combo.setCurrentIndex(combo.findData("patch"))


def wait_until(true):
    for _ in range(1000):
        if true():
            return
        QTest.qWait(10)
    pytest.fail("it never came true")


@pytest.fixture
def files(label_file, tmp_path):
    """Return copies of the label layer and of the image, which has fields of 20 pixels."""
    copy = tmp_path / label_file[0].name
    copy.write_bytes(label_file[0].read_bytes())
    row, col = np.mgrid[:100, :100] // 20
    return [copy, write_raster(tmp_path / "image.tif", (40 + 60 * ((row + col) % 3)).astype("u1"))]


def test_a_key_labels_the_segment_if_so_chosen(suggestions, segments, press, layer):
    wait_until(lambda: suggestions._segment.outline is not None)
    outlined = suggestions.map.band.asGeometry().area()
    press(Qt.Key.Key_2)
    press(Qt.Key.Key_1)  # before the segment of the second place is there
    wait_until(lambda: layer.featureCount() == 2)

    (one, place, area), (other, second, larger) = drawn(layer)
    assert (one, other) == ("Oak", "Poplar")
    assert area == pytest.approx(outlined, abs=1)
    assert 20 < place[0] < 40 > place[1] > 20
    assert 60 < second[0] < 80 > second[1]
    assert min(area, larger) > 30


def test_keys_change_the_size_of_the_segment_and_it_is_remembered(suggestions, segments, press):
    wait_until(lambda: suggestions._segment.outline is not None)
    before, step = suggestions._segment.outline.area(), kept_step(Shape.SEGMENT)
    press(Qt.Key.Key_Minus)
    wait_until(lambda: suggestions._segment.outline.area() < before)

    assert kept_step(Shape.SEGMENT) < step
    press(Qt.Key.Key_Plus)
    wait_until(lambda: suggestions._segment.outline.area() == pytest.approx(before))
    assert QgsSettings().value("poplarnn/suggestions/shape", "", str) == "segment"


def test_enter_takes_what_is_likely(suggestions, press, layer):
    press(Qt.Key.Key_Return)

    assert [name for name, *_ in drawn(layer)] == ["Oak"]


def test_undo_takes_the_label_back(suggestions, press, layer):
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert drawn(layer) == []
    assert suggestions.panel.done.value() == 0


def test_what_nobody_can_tell_is_left_for_good_and_can_be_taken_back(suggestions, press, places):
    press(Qt.Key.Key_0)

    assert suggestions.panel.counter.text() == "Place 2 of 3"
    states = {feature["rank"]: feature["state"] for feature in places.getFeatures()}
    assert states[1] == UNCLEAR
    press(Qt.Key.Key_P)
    assert suggestions.panel.cannot_tell.isChecked()
    press(Qt.Key.Key_0)
    assert suggestions.panel.done.value() == 0


def test_steps_go_on_and_back_and_end(suggestions, press):
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_N)
    assert suggestions.panel.counter.text() == "Place 3 of 3"
    press(Qt.Key.Key_N)
    assert "no other place" in suggestions.panel.foot.text()
    press(Qt.Key.Key_P)
    assert suggestions.panel.counter.text() == "Place 2 of 3"


def test_after_the_last_place_that_is_said(suggestions, press, layer):
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
        press(key)

    assert len(drawn(layer)) == 3
    assert "All 3 are done" in suggestions.panel.foot.text()


def test_labels_drawn_by_other_tools_count(suggestions, take, hands, layer):
    whole = QgsRectangle(ORIGIN[0], ORIGIN[1] - 100, ORIGIN[0] + 100, ORIGIN[1])
    suggestions.map.canvas.setExtent(whole)
    take("polygon")
    hands.square(10, 20, 20)
    suggestions.refresh()

    assert suggestions.panel.done.value() == 1


def test_without_an_image_no_class_can_be_pressed(suggestions, dock):
    dock.panel.image.setLayer(None)
    suggestions.refresh()

    assert all(not button.isEnabled() for button in suggestions.panel._buttons)


def test_layers_may_go_at_any_time(suggestions, places, layer, press):
    QgsProject.instance().removeMapLayer(places.id())
    assert suggestions.panel.counter.text() == "No places"
    assert "Suggest" in suggestions.panel.foot.text()
    QgsProject.instance().removeMapLayer(layer.id())
    suggestions.refresh()
    assert suggestions.panel.labels.text().startswith("Choose a label layer")


def test_the_dialog_is_filled_in_with_image_and_labels(suggestions, dock, layer, monkeypatch):
    from qgis import processing

    asked = []
    monkeypatch.setattr(processing, "execAlgorithmDialog", lambda *given: asked.append(given))

    suggestions.panel.suggest.click()

    name, given = asked[0]
    assert name == "poplarnn:suggestlabels"
    assert given["LABELS"] == layer.id()
    assert given["RASTER"] == dock.panel.image.currentLayer().id()


def test_a_curve_shows_what_the_labels_brought(suggestions, dock, layer, tmp_path):
    for number, (count, score) in enumerate(((6, 0.4), (12, 0.7), (12, 0.75))):
        path = write_places(tmp_path / f"more-{number}.gpkg")
        told = {
            "parameters": {"LABELS": layer.source()},
            "results": {"LABEL_COUNT": count, "MACRO_F1": score},
        }
        (tmp_path / f"more-{number}.gpkg.record.json").write_text(json.dumps(told))
        QgsProject.instance().addMapLayer(QgsVectorLayer(str(path), "More", "ogr"))
    suggestions.refresh()

    curve = suggestions.panel.curve
    assert curve.scores == [(6, 0.4), (12, 0.75)]
    assert curve.isVisible()
    assert "12 labels: 0.75" in curve.toolTip()
    assert not curve.grab().isNull()


@pytest.mark.parametrize(
    "told",
    [
        "no JSON",
        {"parameters": {"LABELS": "/elsewhere.gpkg"}, "results": {}},
        {"parameters": {"LABELS": None}, "results": {"LABEL_COUNT": 3, "MACRO_F1": 0.5}},
        {"results": []},
    ],
    ids=["no JSON", "other labels", "no labels", "nothing"],
)
def test_a_record_that_tells_no_score_draws_no_curve(suggestions, tmp_path, told):
    path = write_places(tmp_path / "more.gpkg")
    text = told if isinstance(told, str) else json.dumps(told)
    (tmp_path / "more.gpkg.record.json").write_text(text)
    QgsProject.instance().addMapLayer(QgsVectorLayer(str(path), "More", "ogr"))
    suggestions.refresh()

    assert suggestions.panel.curve.scores == []
    assert not suggestions.panel.curve.isVisible()


def test_the_curve_is_read_in_a_dark_theme_too(qgis_app):
    from poplar_nn_plugin.gui.suggestions.curve import Curve

    curve = Curve()
    curve.setStyleSheet("QWidget { background-color: #222222; color: #eeeeee; }")
    curve.resize(300, 64)
    curve.show_scores([(6, 0.4), (12, 0.75)])

    image = curve.grab().toImage()
    beside = [
        image.pixelColor(x, y).lightness()
        for x in range(image.width() * 3 // 4, image.width())
        for y in range(image.height() // 3, image.height() * 2 // 3)
    ]
    assert max(beside) > 200
    assert min(beside) < 60
    curve.close()


def test_labels_that_are_removed_are_followed_no_more(suggestions, layer, dock):
    """Who disconnects from a layer that is gone crashes QGIS."""
    suggestions._follow()
    assert suggestions._links._links
    QgsProject.instance().removeMapLayer(layer.id())

    assert not suggestions._links._links
    suggestions._follow()
    suggestions.refresh()
    assert suggestions.panel.labels.text() == "Choose a label layer …"
