"""The panel of the first steps: what it says of a project, what it opens, and the sample."""

import time

import pytest
from qgis.core import QgsProject, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QLabel, QPushButton
from samples import square, write_polygons

from poplar_nn_plugin.algorithms.memory import ProjectMemory
from poplar_nn_plugin.gui.reports.dock import ReportDock
from poplar_nn_plugin.gui.start.dock import StartDock
from poplar_nn_plugin.gui.start.state import LABEL, MAP, TRAIN, ProjectState
from poplar_nn_plugin.gui.suggestions.dock import SuggestionDock


@pytest.fixture
def memory():
    return ProjectMemory()


@pytest.fixture
def suggestions(qgis_iface, dock):
    panel = SuggestionDock(qgis_iface, dock)
    panel.install()
    yield panel
    panel.remove()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def reports(qgis_iface, dock, memory):
    panel = ReportDock(qgis_iface, memory)
    panel.install()
    yield panel
    panel.remove()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def start(qgis_iface, dock, suggestions, reports, memory):
    QgsSettings().setValue("poplarnn/greeted", True)
    panel = StartDock(qgis_iface, dock, suggestions, reports, memory)
    panel.install()
    panel.show()
    yield panel
    panel.remove()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def opened(monkeypatch):
    """Return the dialogs that were opened: the algorithm and what was filled in."""
    found = []

    def record(name, given):
        found.append((f"poplarnn:{name}", given))

    monkeypatch.setattr("poplar_nn_plugin.gui.start.dock.open_dialog", record)
    return found


def said(start):
    return " ".join(label.text() for label in start.panel.findChildren(QLabel))


def press(start, name):
    start.panel.buttons[name].click()


def test_an_empty_project_is_told_to_add_an_image(qgis_iface, qgis_new_project, memory):
    state = ProjectState.of_project(memory)

    assert state.next == LABEL
    assert (state.image, state.labels, state.maps) == (None, None, ())


def test_it_says_what_is_labelled_and_marks_what_is_next(start, take, hands, layer):
    assert "Image: Image. No labels yet." in said(start)
    assert not start.panel.buttons["mapclasses"].isEnabled()
    take("polygon")
    hands.square(20, 20, 20)
    start._labels.session.value = 2
    hands.square(60, 60, 20)
    start.refresh()

    assert "2 polygons of 2 classes in 'Labels'." in said(start)
    assert start._state().next == TRAIN
    assert start.panel._titles[TRAIN].font().bold()
    assert not start.panel._titles[LABEL].font().bold()
    assert start.panel.buttons["mapclasses"].isEnabled()


def test_dialogs_open_with_the_image_and_the_labels_filled_in(start, opened, layer):
    image = QgsProject.instance().mapLayersByName("Image")[0]
    start.panel.buttons["mapclasses"].setEnabled(True)
    press(start, "mapclasses")
    press(start, "checklabels")

    given = {"CLASS_FIELD": "class", "RASTER": image.id()}
    assert opened == [
        ("poplarnn:mapclasses", {"LABELS": layer.id(), **given}),
        ("poplarnn:checklabels", {"INPUT": layer.id(), **given}),
    ]


def test_a_network_is_one_button_away(start, opened, layer):
    assert not start.panel.buttons["network"].isEnabled()  # as long as nothing is labelled
    start.panel.buttons["network"].setEnabled(True)
    press(start, "network")

    ((name, given),) = opened
    assert name == "poplarnn:mapclasses"
    assert given["ARCHITECTURE"] == "sigma"
    assert given["LABELS"] == layer.id()


def test_the_last_model_is_what_maps_other_images(start, opened, memory, tmp_path):
    model = tmp_path / "modèle.keras"
    model.write_bytes(b"a model")
    memory.remember("model", str(model))
    start.refresh()
    press(start, "predict")

    assert start._state().next == MAP
    assert "Model: modèle.keras" in said(start)
    assert opened == [("poplarnn:predict", {"MODEL": str(model)})]


def test_the_labels_panel_opens(start, dock):
    dock.hide()
    press(start, "labels")

    assert dock.isVisible()


def test_the_panel_of_reports_opens(start, reports):
    press(start, "reports")

    assert reports.isVisible()


def test_the_first_time_it_says_that_it_is_there_and_then_no_more(
    qgis_iface, dock, suggestions, reports, memory
):
    greeted = []
    for _ in range(2):
        bar = qgis_iface.messageBar()
        QgsSettings().remove("poplarnn/greeted") if not greeted else None
        panel = StartDock(qgis_iface, dock, suggestions, reports, memory)
        panel.install()
        button = bar.findChild(QPushButton, "first_steps")
        greeted.append(button is not None)
        if button is not None:
            button.click()
            assert panel.isVisible()
        panel.remove()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    assert greeted == [True, False]


def test_the_greeting_leads_to_the_sample_by_one_click(
    qgis_iface, dock, suggestions, reports, memory, monkeypatch
):
    QgsSettings().remove("poplarnn/greeted")
    panel = StartDock(qgis_iface, dock, suggestions, reports, memory)
    begun = []
    monkeypatch.setattr(panel.sample, "start", lambda: begun.append(panel.isVisible()))
    panel.install()
    qgis_iface.messageBar().findChild(QPushButton, "first_map").click()
    panel.remove()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    assert begun == [True]


@pytest.mark.parametrize("closed", [False, True])
def test_the_greeting_goes_with_the_panel(qgis_iface, dock, suggestions, reports, memory, closed):
    bar = qgis_iface.messageBar()
    QgsSettings().remove("poplarnn/greeted")
    panel = StartDock(qgis_iface, dock, suggestions, reports, memory)
    panel.install()
    if closed:
        bar.popWidget(bar.currentItem())
    panel.remove()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    assert bar.findChild(QPushButton, "first_steps") is None


def test_polygons_that_a_map_gave_are_no_labels(memory, canvas, layer, tmp_path):
    QgsProject.instance().removeMapLayer(layer.id())
    path = tmp_path / "polygons.gpkg"
    write_polygons(path, [(square(0, 0, 5), {"class": 1})])
    record = tmp_path / "polygons.gpkg.record.json"
    QgsProject.instance().addMapLayer(QgsVectorLayer(str(path), "Polygons", "ogr"))
    by_hand = ProjectState.of_project(memory)
    record.write_text('{"algorithm": "poplarnn:polygonizemap"}')

    assert by_hand.counts == {1: 1}
    assert ProjectState.of_project(memory).labels is None


def test_nothing_is_counted_for_a_panel_that_nobody_sees(start, monkeypatch):
    looked = []
    monkeypatch.setattr(start.panel, "show_state", looked.append)
    start.hide()
    start._changed()
    assert not start._soon.isActive()
    start._soon.stop()
    start.show()

    assert looked


def wait(start, seconds=120):
    ending = time.monotonic() + seconds
    while start.sample.running and time.monotonic() < ending:
        QCoreApplication.processEvents()
        time.sleep(0.02)
    assert not start.sample.running


def test_the_sample_runs_to_a_map_with_nothing_installed(start, monkeypatch):
    monkeypatch.setenv("POPLARNN_WORKER_PYTHON", "/nowhere/python")
    QgsProject.instance().clear()
    start.sample.start(SIZE=300)
    wait(start)

    names = [layer.name() for layer in QgsProject.instance().layerTreeRoot().layerOrder()]
    assert names == ["Sample labels", "Sample map", "Sample scene"]
    assert start._state().maps == ("Sample map",)
    assert start.panel.foot.text().startswith("Done: macro F1 0.")
    assert start._state().labels.name() == "Sample labels"
    assert " polygons of 6 classes in 'Sample labels'." in said(start)
    extent = start._iface.mapCanvas().extent()
    assert extent.contains(QgsProject.instance().mapLayersByName("Sample scene")[0].extent())


def test_the_sample_can_be_cancelled(start):
    QgsProject.instance().clear()
    start.sample.start()
    press(start, "cancel")
    wait(start)

    assert start.panel.foot.text() == "Cancelled."
    assert not QgsProject.instance().mapLayersByName("Sample map")
    assert start.panel.buttons["sample"].isVisible()
