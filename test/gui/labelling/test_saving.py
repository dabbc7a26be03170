"""Labels are in their file as soon as they are drawn, and can be undone all the same."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from osgeo import ogr
from qgis.core import QgsFeature, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, QRect, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QToolButton
from samples import square

ROOT = Path(__file__).parents[3]

DRAW_AND_DIE = """
import os, signal, sys
sys.path[:0] = ["build", "test"]
from gui.conftest import Hands, SIDE
from samples import ORIGIN
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QMainWindow

application = QgsApplication([], True)
application.initQgis()
window, canvas = QMainWindow(), QgsMapCanvas()
bar = QgsMessageBar(window)


class Interface:
    mapCanvas = lambda self: canvas
    mainWindow = lambda self: window
    messageBar = lambda self: bar
    setActiveLayer = lambda self, layer: None


from poplar_nn_plugin.gui.labelling.dock import LabelDock

labels = QgsVectorLayer(sys.argv[1], "Labels", "ogr")
labels.loadDefaultStyle()
QgsProject.instance().addMapLayers([labels, QgsRasterLayer(sys.argv[2], "Image")])
window.setCentralWidget(canvas)
window.resize(600, 600)
window.show()
canvas.setRenderFlag(False)
canvas.setDestinationCrs(labels.crs())
canvas.setExtent(QgsRectangle(ORIGIN[0], ORIGIN[1] - SIDE, ORIGIN[0] + SIDE, ORIGIN[1]))
dock = LabelDock(Interface())
dock.show()
dock.panel.layer.setLayer(labels)
dock.refresh()
dock.panel.commands["polygon"].trigger()
hands, live = Hands(canvas), dock.live
if "live" in sys.argv:
    for code, x in ((1, 2), (2, 60)):
        hands.key(getattr(Qt.Key, f"Key_{code}"))
        hands.square(x, 60, 20)
    hands.key(Qt.Key.Key_1)
    dock.panel.live.switch.setChecked(True)
    for _ in range(3000):
        if live.answer is not None:  # it is at work
            break
        QTest.qWait(10)
    assert live.shown is not None and not live.answer.fault
hands.square(20, 20, 30)
os.kill(os.getpid(), signal.SIGKILL)
"""


def in_file(path) -> list:
    """Return code and outline of each polygon that another program finds."""
    dataset = ogr.Open(str(path))
    return [(f["class"], f.geometry().ExportToWkt()) for f in dataset.GetLayer(0)]


@pytest.mark.parametrize("live", [(), ("live",)], ids=["alone", "while the live map computes"])
def test_a_polygon_outlives_a_kill_as_soon_as_it_is_drawn(files, live):
    done = subprocess.run(
        [sys.executable, "-c", DRAW_AND_DIE, *map(str, files), *live],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == -signal.SIGKILL, done.stderr
    *before, (code, outline) = in_file(files[0])
    assert len(before) == 2 * len(live)
    assert code == 1
    assert QgsGeometry.fromWkt(outline).area() == pytest.approx(900, rel=0.05)


def test_each_change_is_saved_and_each_can_be_taken_back_and_made_again(
    dock, layer, files, take, hands, counts
):
    nothing = {"Poplar": 0, "Oak": 0, "Meadow": 0}
    take("polygon")
    hands.square(10, 10, 20)
    hands.square(50, 10, 20)
    dock.panel.classes.choose(1)
    take("relabel")
    hands.click(60, 20)
    dock.rename_class(2, "Beech")
    dock.save_at_once()
    dock.session.value = 1
    dock.session.classes.remove(1, with_polygons=True)
    dock.save_at_once()
    saved = [counts()]
    file = [in_file(files[0])]
    assert not layer.isModified()
    assert saved[0] == {"Beech": 1, "Meadow": 0}

    for _ in range(5):
        take("undo")
        saved.append(counts())
        file.append(in_file(files[0]))
        assert not layer.isModified()
    assert saved[1:] == [
        {"Poplar": 1, "Beech": 1, "Meadow": 0},
        {"Poplar": 1, "Oak": 1, "Meadow": 0},
        {"Poplar": 2, "Oak": 0, "Meadow": 0},
        {"Poplar": 1, "Oak": 0, "Meadow": 0},
        nothing,
    ]
    assert [len(there) for there in file] == [1, 2, 2, 2, 1, 0]
    assert not dock.panel.commands["undo"].isEnabled()

    for before, there in zip(reversed(saved[:-1]), reversed(file[:-1])):
        take("redo")
        assert counts() == before
        assert in_file(files[0]) == there
    assert not dock.panel.commands["redo"].isEnabled()


def test_a_new_polygon_after_an_undo_ends_what_could_be_made_again(dock, take, hands, counts):
    take("polygon")
    hands.square(10, 10, 20)
    hands.square(50, 10, 20)
    dock.refresh()
    take("undo")
    hands.square(50, 50, 20)
    dock.refresh()

    assert not dock.panel.commands["redo"].isEnabled()
    take("undo")
    take("undo")
    assert counts() == {"Poplar": 0, "Oak": 0, "Meadow": 0}


def test_what_other_tools_of_qgis_do_is_saved_and_undone_too(dock, layer, files, take, hands):
    take("polygon")
    hands.square(10, 10, 20)
    (drawn,) = layer.getFeatures()
    layer.beginEditCommand("Move")
    layer.changeGeometry(drawn.id(), QgsGeometry.fromWkt(square(0, 0, 40)))
    layer.endEditCommand()
    for _ in range(100):
        if not layer.isModified():
            break
        QTest.qWait(20)

    before, after = drawn.geometry().area(), 1600
    assert QgsGeometry.fromWkt(in_file(files[0])[0][1]).area() == pytest.approx(after)
    take("undo")
    assert QgsGeometry.fromWkt(in_file(files[0])[0][1]).area() == pytest.approx(before)
    take("redo")
    assert QgsGeometry.fromWkt(in_file(files[0])[0][1]).area() == pytest.approx(after)


def test_the_keys_of_undo_and_redo_work_on_the_map_and_in_the_panel(
    dock, canvas, take, hands, counts
):
    take("polygon")
    hands.square(10, 10, 20)
    dock.refresh()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(canvas, Qt.Key.Key_Z, control)
    assert counts()["Poplar"] == 0
    QTest.keyClick(dock.panel.classes, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    assert counts()["Poplar"] == 1
    QTest.keyClick(dock.panel.classes, Qt.Key.Key_Z, control)
    assert counts()["Poplar"] == 0


@pytest.mark.parametrize("suffix", ["shp", "geojson", "gpkg"])
def test_undo_knows_its_polygons_in_any_format(dock, tmp_path, take, hands, counts, suffix):
    path = tmp_path / f"others.{suffix}"
    driver = {"shp": "ESRI Shapefile", "geojson": "GeoJSON", "gpkg": "GPKG"}[suffix]
    dataset = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    srs = ogr.osr.SpatialReference()
    srs.ImportFromEPSG(2154)
    table = dataset.CreateLayer("others", srs, ogr.wkbPolygon)
    table.CreateField(ogr.FieldDefn("class", ogr.OFTString))
    for place, name in enumerate(("oak", "elm", "oak")):
        feature = ogr.Feature(table.GetLayerDefn())
        feature["class"] = name
        feature.SetGeometry(ogr.CreateGeometryFromWkt(square(20 * place, 0, 10)))
        table.CreateFeature(feature)
    table = dataset = feature = None
    others = QgsVectorLayer(str(path), "Others", "ogr")
    QgsProject.instance().addMapLayer(others)
    dock.panel.layer.setLayer(others)
    states = [counts()]
    assert states == [{"elm": 1, "oak": 2}]
    take("polygon")
    hands.square(60, 60, 20)
    states.append(counts())
    others.deleteFeatures([next(f.id() for f in others.getFeatures() if f["class"] == "oak")])
    dock.save_at_once()
    states.append(counts())
    hands.square(10, 60, 20)
    states.append(counts())
    assert [sum(state.values()) for state in states] == [3, 4, 3, 4]

    for before in reversed(states[:-1]):
        take("undo")
        assert counts() == before
    for after in states[1:]:
        take("redo")
        assert counts() == after
    assert len(in_file(path)) == 4


def test_an_undo_that_the_file_refuses_changes_nothing_and_is_told(
    dock, layer, files, take, hands, counts, told, monkeypatch
):
    take("polygon")
    hands.square(10, 10, 20)
    dock.refresh()
    with monkeypatch.context() as patch:
        patch.setattr(QgsVectorLayer, "commitChanges", lambda *given: False)
        patch.setattr(QgsVectorLayer, "commitErrors", lambda layer: ["locked"])
        take("undo")
    assert "locked" in told[0]
    assert counts()["Poplar"] == 1
    take("undo")
    assert counts()["Poplar"] == 0


def test_what_another_program_changed_is_not_taken_back(
    dock, layer, files, take, hands, counts, told
):
    take("polygon")
    hands.square(10, 10, 20)
    dock.refresh()
    dataset = ogr.Open(str(files[0]), 1)
    dataset.ExecuteSQL("UPDATE labels SET class = 3")
    dataset = None
    take("undo")

    assert "changed by another program" in told[0]
    assert counts() == {"Poplar": 0, "Oak": 0, "Meadow": 1}
    assert not dock.panel.commands["undo"].isEnabled()


def test_many_changes_saved_by_the_button_are_one_step(by_button, dock, layer, take, hands, counts):
    take("polygon")
    hands.square(10, 10, 20)
    hands.square(50, 10, 20)
    assert dock.save()
    dock.refresh()

    assert dock.session.history.undo_text() == "2 changes"
    hands.square(50, 50, 20)
    take("undo")
    assert counts()["Poplar"] == 2
    take("undo")
    assert counts()["Poplar"] == 0
    take("redo")
    assert counts()["Poplar"] == 2


def places(dock) -> dict:
    """Return where each control of the panel stands."""
    kinds = (QToolButton, QComboBox, QCheckBox, QAbstractSpinBox)
    controls = [one for kind in kinds for one in dock.panel.findChildren(kind)]
    return {
        number: QRect(one.mapTo(dock.panel, QPoint(0, 0)), one.size())
        for number, one in enumerate(controls)
        # The offer comes and goes, and the arrow grows to the right, where nothing stands.
        if one.isVisible()
        and one is not dock.panel._going
        and not dock.panel._offer.isAncestorOf(one)
        and not one.objectName().startswith("qt_")
    }


@pytest.mark.parametrize("width", [260, 420])
def test_no_control_moves_when_sentences_come_and_go(dock, layer, take, width):
    dock.setFloating(True)
    dock.resize(width, 640)
    QTest.qWait(50)
    dock.panel.tell("")
    QTest.qWait(20)
    before = places(dock)
    assert len(before) > 15

    for text in ("Saved at 10:00.", "Poplar drawn.", "A very long warning of many words. " * 20):
        dock.panel.tell(text, warning=True)
        QTest.qWait(20)
        assert places(dock) == before
    dock.panel.tell("")

    layer.startEditing()
    layer.addFeature(QgsFeature(layer.fields()))  # without a class
    dock.refresh()
    QTest.qWait(20)
    assert places(dock) == before
    layer.rollBack()

    plain = QgsVectorLayer("Polygon", "plain", "memory")
    layer.setRenderer(plain.renderer().clone())
    dock.refresh()  # offers to draw it by class
    QTest.qWait(20)
    assert places(dock) == before
    dock.setFloating(False)
