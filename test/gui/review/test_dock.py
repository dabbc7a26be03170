"""The review panel on a real map: stepping, judging, clicking, and what may happen to its layer."""

import subprocess
import sys

import pytest
from osgeo import ogr
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsPointXY,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QPushButton
from review_samples import PATCHES, SIDE, WORST, write_answers, write_labels
from samples import LAMBERT, ORIGIN, square, write_polygons

from build import ROOT
from poplar_nn_plugin.gui.review.dock import ReviewDock
from poplar_nn_plugin.plugin import PoplarPlugin

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qgis_iface, qgis_new_project):
    qgis_iface.messageBar().clear_messages()
    window, canvas = qgis_iface.mainWindow(), qgis_iface.mapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem.fromEpsgId(LAMBERT))
    window.show()
    yield window
    canvas.setLayers([])
    window.hide()


@pytest.fixture
def dock(qgis_iface, window):
    dock = ReviewDock(qgis_iface)
    dock.install()
    dock.show()
    yield dock
    for layer in QgsProject.instance().mapLayers().values():
        if isinstance(layer, QgsVectorLayer) and layer.isEditable():
            layer.rollBack()
    dock.remove()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def answers(dock, tmp_path):
    return load(write_answers(tmp_path))


def load(path):
    layer = QgsVectorLayer(str(path), path.stem, "ogr")
    assert QgsProject.instance().addMapLayer(layer) is layer
    return layer


def settle():
    QCoreApplication.processEvents()


def shown(dock):
    """Return what the panel says of the mistake at hand."""
    panel = dock.panel
    return panel.counter.text(), panel.true_name.text(), panel.predicted_name.text()


def fields(layer, name):
    """Return the values of a field that are not empty, by patch."""
    return {f["patch"]: f[name] for f in layer.getFeatures() if f[name]}


def centre(dock):
    """Return the middle of the map, in pixels of the sample image."""
    middle = dock.map.canvas.extent().center()
    return middle.x() - ORIGIN[0], ORIGIN[1] - middle.y()


def middle_of(patch):
    *_, col, row = PATCHES[patch]
    return pytest.approx((col + SIDE / 2, row + SIDE / 2), abs=1e-3)


def click(dock, col, row):
    """Click the map at a place given in pixels of the sample image."""
    canvas = dock.map.canvas
    place = QgsPointXY(ORIGIN[0] + col, ORIGIN[1] - row)
    to_map = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem.fromEpsgId(LAMBERT),
        canvas.mapSettings().destinationCrs(),
        QgsProject.instance(),
    )
    at = canvas.getCoordinateTransform().transform(to_map.transform(place))
    QTest.mouseClick(
        canvas.viewport(),
        LEFT,
        Qt.KeyboardModifier.NoModifier,
        QPoint(round(at.x()), round(at.y())),
    )
    settle()


def press(button):
    QTest.mouseClick(button, LEFT)
    settle()


def test_the_worst_mistake_is_shown_as_soon_as_there_is_a_layer(dock, answers):
    assert dock.panel.choices.layers.currentLayer() is answers
    assert shown(dock) == ("1 of 5", "meadow", "poplar")
    assert dock.panel.predicted_share.text() == "97%"
    assert dock.panel.true_share.text() == "1%"
    assert dock.panel.group.text() == "m"
    assert centre(dock) == middle_of(2)
    width = dock.map.canvas.extent().width()
    assert width >= 5 * SIDE - 1e-6
    assert dock.map.band.asGeometry().boundingBox().width() == pytest.approx(SIDE)


def test_one_steps_by_buttons_and_keys_and_stops_at_the_ends(dock, answers):
    previous, following = dock.panel.step_buttons
    seen = []
    for _ in range(6):
        seen.append((dock.panel.counter.text(), centre(dock)))
        press(following)

    assert [place for place, _ in seen] == [f"{n} of 5" for n in (1, 2, 3, 4, 5, 5)]
    assert [where for _, where in seen] == [middle_of(patch) for patch in (*WORST, WORST[-1])]
    assert "no other mistake" in dock.panel.sentence.text()
    press(previous)
    assert dock.panel.counter.text() == "4 of 5"
    assert dock.panel.sentence.text() == ""
    QTest.keyClick(dock.panel, Qt.Key.Key_P)
    QTest.keyClick(dock.panel, Qt.Key.Key_P)
    QTest.keyClick(following, Qt.Key.Key_N)  # whatever has the focus
    assert dock.panel.counter.text() == "3 of 5"


def test_a_verdict_is_kept_in_the_edits_and_leads_to_the_next(dock, answers, tmp_path):
    press(dock.panel.verdicts["label"])
    QTest.keyClick(dock.panel, Qt.Key.Key_2)
    QTest.keyClick(dock.panel, Qt.Key.Key_3)
    settle()

    assert dock.panel.counter.text() == "4 of 5"
    assert dock.panel.reviewed.text() == "3 reviewed"
    assert fields(answers, "review") == {2: "label", 0: "model", 1: "unsure"}
    again = QgsVectorLayer(str(tmp_path / "answers.gpkg"), "again", "ogr")
    assert fields(again, "review") == {}
    press(dock.panel.save)
    assert fields(again, "review") == {2: "label", 0: "model", 1: "unsure"}
    assert "saved" in dock.panel.sentence.text()
    assert not dock.panel.save.isEnabled()


def test_the_same_verdict_again_takes_it_back(dock, answers):
    press(dock.panel.verdicts["label"])
    press(dock.panel.step_buttons[0])
    assert dock.panel.verdicts["label"].isChecked()

    press(dock.panel.verdicts["label"])

    assert fields(answers, "review") == {}
    assert dock.panel.counter.text() == "1 of 5"
    assert not dock.panel.verdicts["label"].isChecked()


def test_undoing_the_layer_s_edits_is_seen(dock, answers):
    press(dock.panel.verdicts["model"])
    press(dock.panel.step_buttons[0])

    answers.undoStack().undo()
    settle()

    assert not dock.panel.verdicts["model"].isChecked()
    assert dock.panel.reviewed.text() == "0 reviewed"


def test_the_end_is_said_and_a_later_look_begins_at_what_is_open(dock, answers):
    for _ in range(4):
        press(dock.panel.verdicts["model"])
    dock.panel.choices.layers.setLayer(None)
    dock.panel.choices.layers.setLayer(answers)
    assert dock.panel.counter.text() == "5 of 5"

    press(dock.panel.verdicts["label"])

    assert "All 5 are reviewed" in dock.panel.sentence.text()
    assert dock.panel.counter.text() == "5 of 5"


def test_a_note_is_kept_with_its_mistake(dock, answers):
    QTest.keyClicks(dock.panel.note, "shadow in 3")  # no key of the panel's
    press(dock.panel.step_buttons[1])

    assert fields(answers, "note") == {2: "shadow in 3"}
    assert fields(answers, "review") == {}
    assert dock.panel.note.text() == ""
    press(dock.panel.step_buttons[0])
    assert dock.panel.note.text() == "shadow in 3"


def test_mistakes_are_filtered(dock, answers):
    panel = dock.panel
    assert [panel.choices.true.itemText(n) for n in range(panel.choices.true.count())] == [
        "All classes (5)",
        "meadow (2)",
        "poplar (2)",
        "wood's (1)",
    ]
    panel.choices.true.setCurrentIndex(panel.choices.true.findData("poplar"))
    assert shown(dock) == ("1 of 2", "poplar", "meadow")
    panel.choices.one_a_polygon.setChecked(True)
    assert panel.counter.text() == "1 of 1"
    panel.choices.predicted.setCurrentIndex(panel.choices.predicted.findData("poplar"))

    assert panel.counter.text() == "No mistakes"
    assert "No mistake is of this kind" in panel.sentence.text()
    assert not panel.verdicts["label"].isEnabled()
    for box in (panel.choices.true, panel.choices.predicted):
        box.setCurrentIndex(0)
    panel.choices.one_a_polygon.setChecked(False)
    panel.choices.count.setValue(3)
    assert panel.counter.text() == "1 of 3"


@pytest.mark.parametrize("epsg", [LAMBERT, 4326])
def test_a_click_on_a_mistake_goes_there(dock, answers, epsg):
    canvas = dock.map.canvas
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem.fromEpsgId(epsg))
    press(dock.panel.pick)
    zoom_out(dock)

    click(dock, 42, 46)

    assert shown(dock) == ("4 of 5", "wood's", "poplar")
    zoom_out(dock)
    click(dock, 83, 4)  # one that is right
    assert "no mistake where you clicked" in dock.panel.sentence.text()
    assert dock.panel.counter.text() == "4 of 5"
    for expected in ("2 of 5", "3 of 5", "2 of 5"):  # two lie there
        zoom_out(dock)
        click(dock, 6, 4)
        assert dock.panel.counter.text() == expected


def test_a_click_may_go_beside_the_list_and_a_step_comes_back(dock, answers):
    dock.panel.choices.count.setValue(2)
    press(dock.panel.step_buttons[1])
    press(dock.panel.pick)
    zoom_out(dock)

    click(dock, 42, 46)

    assert dock.panel.counter.text() == "Not among the 2"
    QTest.keyClick(dock.map.canvas, Qt.Key.Key_1)  # the map has the keys of the panel, too
    assert fields(answers, "review") == {5: "label"}
    QTest.keyClick(dock.map.canvas, Qt.Key.Key_N)
    assert dock.panel.counter.text() == "2 of 2"


def test_another_tool_ends_picking_and_closing_the_panel_does_too(dock, answers):
    canvas = dock.map.canvas
    press(dock.panel.pick)
    assert canvas.mapTool() is dock.tool
    canvas.unsetMapTool(dock.tool)
    assert not dock.panel.pick.isChecked()

    press(dock.panel.pick)
    dock.close()

    assert not dock.panel.pick.isChecked()
    assert canvas.mapTool() is None
    assert dock.map.band.asGeometry().isEmpty()


def test_the_map_is_brought_to_the_patch_in_another_crs(dock, answers):
    dock.map.canvas.setDestinationCrs(QgsCoordinateReferenceSystem.fromEpsgId(4326))

    press(dock.panel.step_buttons[1])

    to_lambert = QgsCoordinateTransform(
        dock.map.canvas.mapSettings().destinationCrs(), answers.crs(), QgsProject.instance()
    )
    there = to_lambert.transform(dock.map.canvas.extent().center())
    assert (there.x() - ORIGIN[0], ORIGIN[1] - there.y()) == pytest.approx((4, 4), abs=0.1)


def test_the_label_is_selected_and_shown_whole(dock, answers, tmp_path, qgis_iface):
    press(dock.panel.to_label)
    assert "Load the layer of the labels" in dock.panel.sentence.text()
    labels = load(write_labels(tmp_path))
    assert dock.panel.choices.labels.currentLayer() is labels
    assert dock.panel.choices.layers.currentLayer() is answers
    press(dock.panel.step_buttons[1])

    press(dock.panel.to_label)

    assert labels.selectedFeatureIds() == [1]
    assert qgis_iface.activeLayer() is labels
    assert centre(dock) == pytest.approx((7, 7))
    assert dock.map.canvas.extent().width() >= 14
    assert "Polygon 1 of labels is selected" in dock.panel.sentence.text()
    press(dock.panel.step_buttons[1])
    press(dock.panel.step_buttons[1])
    press(dock.panel.step_buttons[1])
    press(dock.panel.to_label)
    assert "no polygon of the group n" in dock.panel.sentence.text()


def test_without_mistakes_the_panel_says_so(dock, tmp_path):
    load(write_answers(tmp_path, [patch for patch in PATCHES if patch[0] == patch[1]]))

    assert shown(dock)[0] == "No mistakes"
    assert "makes no mistake" in dock.panel.sentence.text()
    press(dock.panel.step_buttons[1])
    QTest.keyClick(dock.panel, Qt.Key.Key_1)
    QTest.keyClick(dock.panel, Qt.Key.Key_N)
    press(dock.panel.to_label)
    assert shown(dock)[0] == "No mistakes"


def test_without_a_layer_the_panel_says_what_to_do(dock):
    assert "Run 'Evaluate model'" in dock.panel.sentence.text()
    assert not dock.panel.save.isEnabled()
    for key in (Qt.Key.Key_1, Qt.Key.Key_N):
        QTest.keyClick(dock.panel, key)


def test_removing_the_layer_leaves_an_empty_panel(dock, answers):
    press(dock.panel.step_buttons[1])

    QgsProject.instance().removeMapLayer(answers.id())
    settle()

    assert "Run 'Evaluate model'" in dock.panel.sentence.text()
    assert dock.map.band.asGeometry().isEmpty()
    press(dock.panel.step_buttons[1])
    QTest.keyClick(dock.panel, Qt.Key.Key_1)


def test_clearing_the_project_and_loading_again_works(dock, answers, tmp_path):
    QgsProject.instance().clear()
    settle()
    assert dock.panel.choices.layers.currentLayer() is None

    load(tmp_path / "answers.gpkg")

    assert shown(dock) == ("1 of 5", "meadow", "poplar")


def test_a_read_only_layer_can_be_looked_at(dock, answers):
    answers.setReadOnly(True)
    settle()

    assert "read-only" in dock.panel.sentence.text()
    assert not dock.panel.verdicts["label"].isEnabled()
    QTest.keyClick(dock.panel, Qt.Key.Key_1)
    assert fields(answers, "review") == {}
    press(dock.panel.step_buttons[1])
    assert dock.panel.counter.text() == "2 of 5"


def test_a_patch_that_was_deleted_is_missed_aloud(dock, answers):
    assert answers.startEditing()
    patch = next(f.id() for f in answers.getFeatures() if f["patch"] == 0)
    assert answers.deleteFeature(patch)

    press(dock.panel.step_buttons[1])

    assert "no longer in the layer" in dock.panel.sentence.text()
    assert not dock.panel.verdicts["label"].isEnabled()


def test_closing_the_panel_loses_nothing_and_says_what_waits(dock, answers, qgis_iface):
    press(dock.panel.verdicts["label"])

    dock.close()

    assert fields(answers, "review") == {2: "label"}
    assert answers.isEditable()
    (message,) = qgis_iface.messageBar().get_messages(Qgis.MessageLevel.Info)
    assert "answers is not saved yet" in message
    dock.show()
    settle()
    assert dock.panel.reviewed.text() == "1 reviewed"
    assert not dock.map.band.asGeometry().isEmpty()


def test_a_file_that_refuses_is_named_and_the_review_stays_in_the_edits(
    dock, answers, tmp_path, qgis_iface
):
    database = ogr.Open(str(tmp_path / "answers.gpkg"), 1)
    database.ExecuteSQL(
        "CREATE TRIGGER full BEFORE UPDATE ON answers BEGIN SELECT RAISE(ABORT, 'disk full'); END"
    )
    database = None
    press(dock.panel.verdicts["label"])

    press(dock.panel.save)

    (message,) = qgis_iface.messageBar().get_messages(Qgis.MessageLevel.Critical)
    assert "cannot be saved in answers" in message
    assert "disk full" in message
    assert fields(answers, "review") == {2: "label"}
    assert dock.panel.save.isEnabled()


def test_qgis_process_loads_no_panel(qgis_app):
    code = (
        "import sys, poplar_nn_plugin\n"
        "poplar_nn_plugin.classFactory(None)\n"
        "print([name for name in sys.modules if name.startswith('poplar_nn_plugin.gui')])\n"
    )

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT / "build",
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr


def test_the_plugin_brings_the_panel_and_takes_it_away(qgis_iface, window, monkeypatch):
    added, removed = [], []
    monkeypatch.setattr(qgis_iface, "addDockWidget", lambda area, dock: added.append(dock))
    monkeypatch.setattr(qgis_iface, "removeDockWidget", removed.append)
    monkeypatch.setattr(PoplarPlugin, "initProcessing", lambda plugin: None)
    plugin = PoplarPlugin(qgis_iface)

    plugin.initGui()
    assert any(isinstance(dock, ReviewDock) for dock in added)
    assert all(dock.isHidden() and not dock.toggleViewAction().icon().isNull() for dock in added)
    plugin.unload()

    assert removed == added
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def zoom_out(dock):
    """Show all of the sample."""
    canvas = dock.map.canvas
    extent = dock.panel.choices.layers.currentLayer().extent()
    to_map = QgsCoordinateTransform(
        QgsCoordinateReferenceSystem.fromEpsgId(LAMBERT),
        canvas.mapSettings().destinationCrs(),
        QgsProject.instance(),
    )
    canvas.setExtent(to_map.transformBoundingBox(extent))


FOOTPRINTS = {"patch": 0, "class": 1, "group": "m", "split": "valid", "status": "kept"}
PROBLEMS = {"kind": "split", "severity": "warning", "class": "1", "group": "m", "advice": "look"}


@pytest.mark.parametrize("first", ["labels", "others"])
@pytest.mark.parametrize(
    ("fields", "others"),
    [
        pytest.param({"group": "m"}, [FOOTPRINTS, PROBLEMS], id="no footprints, no problems"),
        pytest.param({"class": 1}, [FOOTPRINTS, {"name": "field"}], id="no groups"),
        pytest.param({"group": "m", "class": 1}, [{"group": "m"}], id="classes rather than none"),
        pytest.param(
            {"group": "m", "class": 1},
            [{"group": "m", "class": 1, "split": "train"}],
            id="what is to be mended rather than its copy",
        ),
    ],
)
def test_the_labels_are_found_among_layers_like_them(dock, tmp_path, fields, others, first):
    made = [
        write_polygons(tmp_path / f"layer{number}.gpkg", [(square(0, 0, 9), values)])
        for number, values in enumerate([fields, *others])
    ]
    order = made if first == "labels" else made[1:] + made[:1]
    layers = {path: load(path) for path in order}

    assert dock.panel.choices.labels.currentLayer() is layers[made[0]]


def test_footprints_alone_are_no_labels_and_are_not_offered_as_such(dock, answers, tmp_path):
    load(tmp_path / "footprints.gpkg")

    labels = dock.panel.choices.labels
    assert labels.currentLayer() is None
    assert [labels.layer(n) for n in range(labels.count())] == [None]


def test_labels_that_somebody_chose_stay_when_likelier_ones_come(dock, tmp_path):
    chosen = load(write_polygons(tmp_path / "mine.gpkg", [(square(0, 0, 9), {"name": "x"})]))
    dock.panel.choices.labels.setLayer(chosen)
    load(write_labels(tmp_path))

    assert dock.panel.choices.labels.currentLayer() is chosen


def test_no_button_moves_when_sentences_come_and_go(dock, answers):
    dock.setFloating(True)
    dock.resize(300, dock.panel.sizeHint().height() + 20)

    def places():
        QTest.qWait(20)
        buttons = dock.panel.findChildren(QPushButton)
        return [QRect(one.mapTo(dock, QPoint(0, 0)), one.size()) for one in buttons]

    dock.panel.say("")
    before = places()
    for text in ("The review is saved.", "A very long sentence of many words. " * 20):
        dock.panel.say(text)
        assert places() == before
    dock.setFloating(False)
