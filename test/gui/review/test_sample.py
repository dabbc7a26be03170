"""The review panel as the judge of points that were drawn from a map."""

import numpy as np
import processing
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QEvent, Qt
from qgis.PyQt.QtTest import QTest
from review_samples import write_answers
from samples import LAMBERT, ORIGIN, spatial_reference

from poplar_nn_plugin.engine import Grid, LegendEntry, OutputSpec, RasterSink
from poplar_nn_plugin.gui.review.dock import ReviewDock

COUNT = 8


@pytest.fixture(scope="module")
def points(provider, tmp_path_factory):
    """Return the path of a sample of a map of three classes, and of the map."""
    folder = tmp_path_factory.mktemp("échantillon")
    grid = Grid(
        40, 40, (ORIGIN[0], 10, 0, ORIGIN[1], 0, -10), spatial_reference(LAMBERT).ExportToWkt()
    )
    legend = (LegendEntry(1, "poplar", "#00aa00"), LegendEntry(2, "meadow", "#aaaa00"))
    legend += (LegendEntry(7, "water & marsh", "#0000ff"),)
    codes = np.random.default_rng(2).choice([1, 2, 7], (40, 40, 1)).astype("uint8")
    with RasterSink(folder / "map.tif", grid, OutputSpec(1, "uint8", 0, (), legend)) as sink:
        sink.write(grid.window, codes)
    given = {"MAP": str(folder / "map.tif"), "COUNT": COUNT, "OUTPUT": str(folder / "points.gpkg")}
    processing.run("poplarnn:samplepoints", given)
    return folder / "points.gpkg", folder / "map.tif"


@pytest.fixture
def dock(qgis_iface, qgis_new_project):
    canvas = qgis_iface.mapCanvas()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem.fromEpsgId(LAMBERT))
    qgis_iface.mainWindow().show()
    dock = ReviewDock(qgis_iface)
    dock.install()
    dock.show()
    yield dock
    for layer in QgsProject.instance().mapLayers().values():
        if isinstance(layer, QgsVectorLayer) and layer.isEditable():
            layer.rollBack()
    dock.remove()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    canvas.setLayers([])
    qgis_iface.mainWindow().hide()


@pytest.fixture
def sample(dock, points, tmp_path):
    """Load a copy of the sample, and return it."""
    copy = tmp_path / "points.gpkg"
    copy.write_bytes(points[0].read_bytes())
    copy.with_suffix(".qml").write_bytes(points[0].with_suffix(".qml").read_bytes())
    layer = QgsVectorLayer(str(copy), "points", "ogr")
    layer.loadDefaultStyle()
    QgsProject.instance().addMapLayer(layer)
    QCoreApplication.processEvents()
    return layer


def said(layer):
    """Return what was said, by number of the point."""
    told = {f["point"]: (f["reference"], f["state"]) for f in layer.getFeatures()}
    return {n: next(str(v) for v in pair if v) for n, pair in told.items() if any(pair)}


def press(dock, *keys):
    for key in keys:
        QTest.keyClick(dock.panel.sample, key)
        QCoreApplication.processEvents()


def test_keys_name_the_classes_and_lead_to_the_next_point(dock, sample):
    panel = dock.panel.sample
    assert panel.isVisible()
    assert not dock.panel.choices.labels.isVisible()
    assert [*panel.buttons] == ["poplar", "meadow", "water & marsh", "unclear"]

    press(dock, Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_0, Qt.Key.Key_N, Qt.Key.Key_2)

    assert said(sample) == {1: "poplar", 2: "water & marsh", 3: "unclear", 5: "meadow"}
    assert panel.counter.text() == f"4 of {COUNT} judged"
    assert panel.title.text() == "Point 6"


def test_the_map_goes_to_each_point_and_keeps_the_scale(dock, sample, qgis_iface):
    canvas = qgis_iface.mapCanvas()
    canvas.zoomScale(800)
    press(dock, Qt.Key.Key_N)

    here = {f["point"]: f.geometry().asPoint() for f in sample.getFeatures()}[2]
    assert canvas.center().distance(here) < 1e-6
    assert canvas.scale() == pytest.approx(800, rel=0.01)
    assert dock.map.point.center().distance(here) < 1e-6


def test_the_class_of_the_map_is_hidden_until_it_is_asked_for(dock, sample):
    panel = dock.panel.sample
    mapped = {f["point"]: f["name"] for f in sample.getFeatures()}
    assert panel.mapped.text() == "hidden"

    press(dock, Qt.Key.Key_M)
    assert panel.mapped.text() == mapped[1]
    press(dock, Qt.Key.Key_1)

    assert panel.mapped.text() == "hidden"


def test_undo_goes_back_to_the_point_that_was_judged(dock, sample):
    press(dock, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_U)

    assert said(sample) == {1: "poplar"}
    assert dock.panel.sample.title.text() == "Point 2"
    press(dock, Qt.Key.Key_U, Qt.Key.Key_U)
    assert said(sample) == {}
    assert dock.panel.sample.sentence.text() == "There is nothing to take back."


def test_a_second_click_takes_back_and_another_corrects(dock, sample):
    press(dock, Qt.Key.Key_1, Qt.Key.Key_P)
    assert dock.panel.sample.buttons["poplar"].isChecked()

    dock.panel.sample.buttons["poplar"].click()
    assert said(sample) == {}
    press(dock, Qt.Key.Key_0, Qt.Key.Key_P, Qt.Key.Key_2)

    assert said(sample) == {1: "meadow"}


def test_saving_writes_the_file_and_the_judge_goes_on_where_it_was(dock, sample):
    press(dock, *[Qt.Key.Key_1] * 3, Qt.Key.Key_S)
    path = sample.source()
    QgsProject.instance().removeMapLayer(sample.id())
    assert not dock.panel.sample.isVisible()

    again = QgsVectorLayer(path, "points", "ogr")
    QgsProject.instance().addMapLayer(again)
    QCoreApplication.processEvents()

    assert said(again) == {1: "poplar", 2: "poplar", 3: "poplar"}
    assert dock.panel.sample.title.text() == "Point 4"


def test_the_end_is_said(dock, sample):
    press(dock, *[Qt.Key.Key_1] * COUNT)

    assert f"All {COUNT} points are judged" in dock.panel.sample.sentence.text()
    assert len(said(sample)) == COUNT


def test_a_class_map_in_sight_is_warned_of(dock, points, tmp_path, qgis_iface):
    mapped = QgsRasterLayer(str(points[1]), "Carte")
    QgsProject.instance().addMapLayer(mapped)
    qgis_iface.mapCanvas().setLayers([mapped])

    layer = QgsVectorLayer(str(points[0]), "points", "ogr")
    QgsProject.instance().addMapLayer(layer)
    QCoreApplication.processEvents()

    assert "Carte shows classes: switch it off" in dock.panel.sample.sentence.text()


def test_mistakes_come_back_where_their_layer_is_chosen(dock, sample, tmp_path):
    answers = QgsVectorLayer(str(write_answers(tmp_path)), "answers", "ogr")
    QgsProject.instance().addMapLayer(answers)
    QCoreApplication.processEvents()
    assert dock.panel.sample.isVisible()

    dock.panel.choices.layers.setLayer(answers)

    assert not dock.panel.sample.isVisible()
    assert dock.panel.choices.labels.isVisible()
    assert dock.panel.counter.text() == "1 of 5"
    assert dock.map.point is None


def test_what_is_not_saved_is_said_when_the_panel_closes(dock, sample, qgis_iface):
    press(dock, Qt.Key.Key_1)
    qgis_iface.messageBar().clear_messages()
    dock.close()

    assert dock.map.point is None
    assert any("not saved yet" in text for text in _messages(qgis_iface))


def _messages(iface):
    from qgis.core import Qgis

    return [str(m) for m in iface.messageBar().get_messages(Qgis.MessageLevel.Info)]
