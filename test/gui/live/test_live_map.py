"""The live map in the panel *Labels*, driven by the mouse: it follows what is drawn and seen."""

import numpy as np
import pytest
from live_panel import colour_at, drawn, ground, switch, wait_until
from qgis.core import QgsProject, QgsRasterLayer, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QImage, QPainter
from qgis.PyQt.QtTest import QTest
from samples import ORIGIN, read_raster, write_raster

from poplar_nn_plugin.gui.live.keeping import map_parameters
from poplar_nn_plugin.gui.live.live_map import LiveMap
from poplar_nn_plugin.gui.live.overlay import Overlay
from poplar_nn_plugin.maps.fitting import image_for
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.progress import Silent

POPLAR, OAK, MEADOW = "#1f6f54", "#d55e00", "#f0e442"


@pytest.fixture
def files(label_file, tmp_path):
    """Return a copy of the label layer, and an image of two kinds of ground."""
    copy = tmp_path / label_file[0].name
    copy.write_bytes(label_file[0].read_bytes())
    return [copy, write_raster(tmp_path / "image.tif", ground())]


@pytest.fixture
def live(dock) -> LiveMap:
    return dock.live


@pytest.fixture
def labelled(take, hands):
    """Two polygons of each of two classes."""
    take("polygon")
    hands.key(Qt.Key.Key_1)
    for y in (8, 60):
        hands.square(8, y, 24)
    hands.key(Qt.Key.Key_2)
    for y in (8, 60):
        hands.square(64, y, 24)


def test_the_map_follows_what_is_drawn_and_says_how_good_it_is(dock, live, labelled, hands):
    switch(live)
    wait_until(lambda: drawn(live) and live.answer.held_out is not None)

    assert colour_at(live, 20, 45) == POPLAR
    assert colour_at(live, 95, 15) == OAK
    assert "F1 1.00 on polygons held out." in live._row.text()
    scores = [dock.panel.classes.topLevelItem(row).text(4) for row in range(3)]
    assert scores == ["1.00", "1.00", ""]

    hands.key(Qt.Key.Key_3)
    hands.square(64, 36, 20)
    wait_until(lambda: drawn(live) and colour_at(live, 88, 46) == MEADOW)
    wait_until(lambda: live.answer.held_out is not None)
    scores = [dock.panel.classes.topLevelItem(row).text(4) for row in range(3)]
    assert scores == ["1.00", "1.00", ""]  # one polygon cannot be held out


def test_one_class_alone_is_answered_with_what_to_do(live, take, hands):
    switch(live)
    wait_until(lambda: "two classes or more" in live._row.text())

    take("polygon")
    hands.square(8, 8, 24)
    wait_until(lambda: "two classes or more" in live._row.text())
    assert live.shown.drawn() is None


def test_scores_go_with_the_map_they_were_of(dock, live, labelled, layer):
    switch(live)
    wait_until(lambda: drawn(live) and live.answer.held_out is not None)
    layer.deleteFeatures([one.id() for one in layer.getFeatures() if one["name"] == "Oak"])

    wait_until(lambda: "two classes or more" in live._row.text())
    assert [dock.panel.classes.topLevelItem(row).text(4) for row in range(3)] == ["", "", ""]


def test_another_view_is_drawn_anew_and_the_picture_moves_with_the_map(live, labelled, canvas):
    switch(live)
    wait_until(lambda: drawn(live))
    canvas.setExtent(QgsRectangle(ORIGIN[0] + 50, ORIGIN[1] - 50, ORIGIN[0] + 100, ORIGIN[1]))

    wait_until(lambda: drawn(live) and colour_at(live, 90, 30) == OAK)


def test_it_is_no_layer_and_goes_with_the_switch(live, labelled, canvas):
    switch(live)
    wait_until(lambda: drawn(live))

    assert len(QgsProject.instance().mapLayers()) == 2
    item = live.shown
    assert item in canvas.scene().items()
    switch(live, False)
    assert item not in canvas.scene().items()
    assert live.shown is None


@pytest.mark.parametrize("name", ["Image", "Labels"])
def test_a_layer_that_goes_ends_it(live, labelled, name):
    switch(live)
    project = QgsProject.instance()
    project.removeMapLayer(project.mapLayersByName(name)[0])

    wait_until(lambda: not live._row.switch.isChecked())
    QTest.qWait(200)
    assert live.shown is None


def test_a_model_that_is_kept_draws_what_is_seen(
    live, labelled, files, tmp_path, monkeypatch, canvas
):
    switch(live)
    wait_until(lambda: drawn(live))
    kept = tmp_path / "kept.keras"
    monkeypatch.setattr(
        "poplar_nn_plugin.gui.live.keeping.QFileDialog.getSaveFileName",
        lambda *given: (str(kept), ""),
    )
    live._row.model_wanted.emit()
    wait_until(kept.exists)
    wait_until(lambda: live.keeper._task is None)

    image = image_for(str(files[1]), kept, Silent())
    predict_map(image, kept, MapPaths(str(tmp_path / "map.tif")), None)
    names = read_card(kept).classes
    colours = dict(zip(names.codes, names.colours))
    mapped = read_raster(tmp_path / "map.tif")[..., 0]
    for x, y in ((20, 45), (48, 20), (52, 80), (95, 15), (10, 90)):
        assert colour_at(live, x + 0.5, y + 0.5) == colours[mapped[y, x]]


def test_the_dialog_of_a_map_is_filled_in(labelled, layer):
    image = QgsProject.instance().mapLayersByName("Image")[0]
    assert isinstance(image, QgsRasterLayer)
    assert isinstance(layer, QgsVectorLayer)

    assert map_parameters(layer, image) == {
        "RASTER": image.id(),
        "LABELS": layer.id(),
        "CLASS_FIELD": "class",
        "ARCHITECTURE": "deep_features",
    }


def test_what_was_shown_stays_where_a_partial_map_has_gaps(canvas, layer):
    size = canvas.viewport().size()
    width, height = size.width(), size.height()
    whole = np.zeros((height, width, 4), np.uint8)
    whole[...] = (0, 0, 255, 255)  # red
    part = np.zeros((height, width, 4), np.uint8)
    part[:, : width // 2] = (0, 255, 0, 255)
    overlay = Overlay(canvas)
    overlay.show_picture(whole, overlay.corners())

    def seen():
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        overlay.paint(painter)
        painter.end()
        return [image.pixelColor(width * at // 4, height // 2).name() for at in (1, 3)]

    overlay.show_picture(part, overlay.corners(), partial=True)
    assert seen() == ["#00ff00", "#ff0000"]
    overlay.show_picture(part, overlay.corners(), partial=True)
    assert seen() == ["#00ff00", "#ff0000"]
    overlay.show_picture(part, overlay.corners())
    assert seen() == ["#00ff00", "#000000"]
    canvas.scene().removeItem(overlay)
