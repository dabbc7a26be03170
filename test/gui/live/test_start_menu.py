"""The live map in the panel that starts from a model, or from labels of another image."""

import numpy as np
import pytest
from live_panel import SIDE, colour_at, drawn, ground, switch, wait_until
from qgis.core import QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtWidgets import QMenu
from samples import read_raster, write_raster

from poplar_nn_plugin.gui.live.start import others
from poplar_nn_plugin.maps.fitting import image_for
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.progress import Silent

POPLAR, OAK = "#1f6f54", "#d55e00"


@pytest.fixture
def files(label_file, tmp_path):
    """Return a copy of the label layer, and an image of two kinds of ground."""
    copy = tmp_path / label_file[0].name
    copy.write_bytes(label_file[0].read_bytes())
    return [copy, write_raster(tmp_path / "image.tif", ground())]


@pytest.fixture
def live(dock):
    return dock.live


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """Return the path of a model of the same two kinds of ground, drawn anew."""
    from osgeo import ogr
    from samples import spatial_reference, square

    from poplar_nn_plugin.engine import RasterSource
    from poplar_nn_plugin.labels.labels import Feature, prepare_labels
    from poplar_nn_plugin.live.keep import keep_model

    folder = tmp_path_factory.mktemp("modèle")
    image = write_raster(folder / "other.tif", np.roll(ground(), 7, axis=0))
    places = [(1, 8, 8), (1, 8, 60), (2, 64, 8), (2, 64, 70)]
    features = [
        Feature(
            bytes(ogr.CreateGeometryFromWkt(square(x, y, 22)).ExportToWkb()),
            code,
            None,
            name={1: "Poplar", 2: "Oak"}[code],
        )
        for code, x, y in places
    ]
    crs = spatial_reference(2154).ExportToWkt()
    path = folder / "été.keras"
    keep_model(
        lambda _progress: RasterSource(image, scaled=False),
        lambda grid: prepare_labels(features, crs, grid, class_field="class"),
        "stands",
        str(path),
        Silent(),
    )
    return path


def menu_of(live) -> QMenu:
    menu = live._row.start.menu()
    live._row.start.fill(menu)
    return menu


def action(menu: QMenu, name: str):
    (found,) = [one for one in menu.actions() if one.objectName() == name]
    return found


def choose_model(live, model, monkeypatch):
    monkeypatch.setattr(
        "poplar_nn_plugin.gui.live.start.QFileDialog.getOpenFileName",
        lambda *given: (str(model), ""),
    )
    action(menu_of(live), "start_model").trigger()


def test_a_model_draws_the_map_before_any_label(live, model, files, tmp_path, monkeypatch, take):
    choose_model(live, model, monkeypatch)
    wait_until(lambda: drawn(live))

    assert live._row.switch.isChecked()
    assert "'été.keras' draws the map." in live._row.text()
    image = image_for(str(files[1]), model, Silent())
    predict_map(image, model, MapPaths(str(tmp_path / "map.tif")), None)
    classes = read_card(model).classes
    colours = dict(zip(classes.codes, classes.colours))
    mapped = read_raster(tmp_path / "map.tif")[..., 0]
    for x, y in ((20, 45), (48, 20), (95, 15), (10, 90)):
        assert colour_at(live, x + 0.5, y + 0.5) == colours[mapped[y, x]]


def test_labels_are_mixed_in_with_the_colours_of_the_layer(live, model, monkeypatch, take, hands):
    from qgis.PyQt.QtCore import Qt

    choose_model(live, model, monkeypatch)
    wait_until(lambda: drawn(live))
    take("polygon")
    hands.key(Qt.Key.Key_1)
    hands.square(8, 8, 24)

    wait_until(lambda: drawn(live) and live.answer.beside.polygons)
    assert colour_at(live, 20, 45) == POPLAR
    assert "'été.keras' counts as 3 polygons of each class" in live._row.text()

    action(menu_of(live), "start_nothing").trigger()
    wait_until(lambda: "two classes or more" in live._row.text())


def test_where_to_label_is_asked_of_the_model(live, model, monkeypatch, qgis_iface, dock, take):
    from poplar_nn_plugin.gui.suggestions.dock import SuggestionDock

    asked = []
    monkeypatch.setattr("qgis.processing.execAlgorithmDialog", lambda *given: asked.append(given))
    choose_model(live, model, monkeypatch)
    wait_until(lambda: drawn(live))
    panel = SuggestionDock(qgis_iface, dock)
    panel.install()
    panel.panel.suggest.click()
    panel.remove()

    assert asked[0][0] == "poplarnn:suggestlabels"
    assert asked[0][1]["MODEL"] == str(model)


def test_labels_of_another_image_of_the_project_are_offered(live, tmp_path, label_file, take):
    assert not action_of_labels(live)
    project = QgsProject.instance()
    path = write_raster(tmp_path / "last.tif", ground())
    known = tmp_path / "known.gpkg"
    known.write_bytes(label_file[0].read_bytes())
    image = QgsRasterLayer(str(path), "Last year")
    labels = QgsVectorLayer(str(known), "Known", "ogr")
    labels.loadDefaultStyle()
    project.addMapLayers([image, labels])
    assert not action_of_labels(live)  # it holds no polygon

    labels.startEditing()
    for code, x, y in ((1, 8, 8), (1, 8, 60), (2, 64, 8), (2, 64, 66)):
        add(labels, code, x, y, 24)
    assert labels.commitChanges()
    (offered,) = action_of_labels(live)
    assert offered.text() == "Known on Last year"

    offered.trigger()
    wait_until(lambda: drawn(live))
    assert colour_at(live, 20, 45) == POPLAR
    assert colour_at(live, 95, 15) == OAK
    assert "'Known' draws the map." in live._row.text()
    scratch = live._scratch.path
    switch(live, False)
    action(menu_of(live), "start_nothing").trigger()
    assert not scratch.exists()


def action_of_labels(live) -> list:
    (below,) = [one.menu() for one in menu_of(live).actions() if one.menu() is not None]
    return below.actions()


def add(layer, code, x, y, side):
    from qgis.core import QgsFeature, QgsGeometry
    from samples import square

    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromWkt(square(x, y, side)))
    feature["class"] = code
    feature["name"] = {1: "Poplar", 2: "Oak"}[code]
    assert layer.addFeature(feature)


def test_what_is_no_model_is_refused_in_the_row(live, tmp_path, monkeypatch, take):
    wrong = tmp_path / "wrong.keras"
    wrong.write_bytes(b"no model")
    choose_model(live, wrong, monkeypatch)

    wait_until(lambda: live.answer is not None and live.answer.fault)
    assert "wrong.keras" in live._row.text()
    assert live.shown.drawn() is None


def test_images_of_other_bands_are_no_start(live, tmp_path, layer):
    one = QgsRasterLayer(str(write_raster(tmp_path / "one.tif", ground()[..., 0])), "One")
    QgsProject.instance().addMapLayer(one)
    image = QgsProject.instance().mapLayersByName("Image")[0]

    assert image.width() == SIDE
    assert not others(image)
