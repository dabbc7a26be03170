"""A CRS outlives the thread that first met it, which takes QGIS's own record of it along."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import QgsCoordinateReferenceSystem, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QThread
from samples import write_raster

NAMED = "EPSG:3035"
UNNAMED = "+proj=laea +lat_0=43.3 +lon_0=1.2 +datum=WGS84 +units=m"


def wkt(definition):
    reference = osr.SpatialReference()
    reference.SetFromUserInput(definition)
    return reference.ExportToWkt()


def run_in_a_thread(work, meanwhile=lambda: None):
    """Run it while the window lives on, and wait until the thread and its own things have gone."""
    thread = threading.Thread(target=work)
    thread.start()
    while thread.is_alive() or Path(f"/proc/self/task/{thread.native_id}").exists():
        QCoreApplication.processEvents()
        meanwhile()
        time.sleep(0.01)


@pytest.fixture
def crs_of_a_gone_thread(qgis_app):
    """Return a maker of a CRS that QGIS met in a thread that has gone since."""

    def make(definition):
        QgsCoordinateReferenceSystem.invalidateCache()
        found = []

        def meet():
            found.append(QgsCoordinateReferenceSystem.fromWkt(wkt(definition)))

        run_in_a_thread(meet)
        return found[0]

    yield make
    QgsCoordinateReferenceSystem.invalidateCache()


@pytest.fixture
def lost(crs_of_a_gone_thread):
    """Return a CRS that QGIS has lost but for its authority."""
    crs = crs_of_a_gone_thread(NAMED)
    assert crs.isValid()
    assert crs.toWkt() == ""
    return crs


def proj(text):
    found = osr.SpatialReference()
    found.ImportFromWkt(text)
    return found.ExportToProj4()


def test_a_crs_whose_thread_has_gone_is_still_read(lost):
    from poplar_nn_plugin.algorithms.layers.crs import crs_wkt

    assert proj(crs_wkt(lost)) == proj(wkt(NAMED)) != ""


def test_a_crs_without_authority_is_read_by_its_wkt_or_by_what_proj_called_it(qgis_app):
    from poplar_nn_plugin.algorithms.layers.crs import crs_wkt

    QgsCoordinateReferenceSystem.invalidateCache()
    crs, met = [], threading.Event()

    def meet():
        crs.append(QgsCoordinateReferenceSystem.fromWkt(wkt(UNNAMED)))
        crs[0].toProj()
        met.set()

    run_in_a_thread(meet)

    assert crs[0].toWkt() == ""
    assert proj(crs_wkt(crs[0])) == proj(wkt(UNNAMED)) != ""
    QgsCoordinateReferenceSystem.invalidateCache()
    assert crs_wkt(QgsCoordinateReferenceSystem.fromWkt(wkt(UNNAMED))) != ""


def test_a_crs_with_an_authority_reads_the_same_before_and_after(crs_of_a_gone_thread):
    from poplar_nn_plugin.algorithms.layers.crs import crs_wkt

    lost = crs_of_a_gone_thread(NAMED)
    QgsCoordinateReferenceSystem.invalidateCache()
    assert crs_wkt(lost) == crs_wkt(QgsCoordinateReferenceSystem(NAMED))


def test_no_crs_is_read_as_none(qgis_app):
    from poplar_nn_plugin.algorithms.layers.crs import crs_wkt, living

    assert crs_wkt(QgsCoordinateReferenceSystem()) == ""
    assert not living(QgsCoordinateReferenceSystem()).isValid()


def test_a_lost_crs_lives_again_and_so_do_the_layers_that_have_it(lost, tmp_path):
    from poplar_nn_plugin.algorithms.layers.crs import revive

    path = write_raster(tmp_path / "image.tif", np.zeros((4, 4, 1), "uint8"))
    layers = [QgsRasterLayer(str(path), "image"), QgsVectorLayer("Polygon", "drawn", "memory")]
    for layer in layers:
        layer.setCrs(lost)
        assert layer.crs().toWkt() == ""

    revive(layers)

    assert [proj(layer.crs().toWkt()) for layer in layers] == [proj(wkt(NAMED))] * 2


def test_a_layer_whose_crs_has_no_authority_gets_it_back_from_its_file(qgis_app, tmp_path):
    from poplar_nn_plugin.algorithms.layers.crs import revive

    path = write_raster(tmp_path / "a.tif", np.zeros((4, 4, 1), "uint8"))
    gdal.Open(str(path), gdal.GA_Update).SetProjection(wkt(UNNAMED))
    QgsCoordinateReferenceSystem.invalidateCache()
    layers, here = [], QThread.currentThread()

    def load():
        layers.append(QgsRasterLayer(str(path), "image"))
        layers[0].moveToThread(here)

    run_in_a_thread(load)
    assert layers[0].crs().toWkt() == ""

    revive(layers)

    assert proj(layers[0].crs().toWkt()) == proj(wkt(UNNAMED))


def test_a_layer_of_another_thread_is_left_to_it(lost):
    from poplar_nn_plugin.algorithms.layers.crs import revive

    layer, other = QgsVectorLayer("Polygon", "drawn", "memory"), QThread()
    layer.setCrs(lost)
    layer.moveToThread(other)

    revive([layer])

    assert layer.crs().toWkt() == ""


def test_labels_that_lost_their_crs_are_mapped_and_split(
    toolbox, scene, crs_of_a_gone_thread, tmp_path
):
    labels = QgsVectorLayer(scene["LABELS"], "labels", "ogr")
    authority = labels.crs().authid()
    lost = crs_of_a_gone_thread(authority)
    labels.setCrs(QgsCoordinateReferenceSystem())  # QGIS 3.40 keeps one that is equal
    labels.setCrs(lost)
    assert labels.crs().toWkt() == ""

    split = toolbox.run(
        "splitlabels",
        INPUT=labels,
        CLASS_FIELD="class",
        GROUP_FIELD="group",
        RASTER=scene["IMAGE"],
        PATCH_SIZE=12,
        OUTPUT=tmp_path / "split.gpkg",
    )

    assert split["TRAIN_COUNT"] > 0
    assert QgsVectorLayer(split["OUTPUT"], "split", "ogr").crs().authid() == authority


def test_layers_of_outputs_keep_their_crs_when_the_thread_of_the_algorithm_has_gone(
    provider, tmp_path
):
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    QgsCoordinateReferenceSystem.invalidateCache()
    parameters = {
        "SIZE": 200,
        "IMAGE": str(tmp_path / "image.tif"),
        "LABELS": str(tmp_path / "labels.gpkg"),
        "FOREST_MASK": str(tmp_path / "forest.tif"),
        "TRUTH": str(tmp_path / "truth.tif"),
    }
    ended, layers, loaded = [], [], threading.Event()

    def work():
        algorithm = QgsApplication.processingRegistry().createAlgorithmById("poplarnn:samplescene")
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        ended.append(algorithm.run(parameters, context, feedback)[1])
        loaded.wait(60)  # QGIS keeps its threads for a while

    def load():
        if ended and not layers:
            layers.extend(
                [
                    QgsRasterLayer(parameters["IMAGE"], "image"),
                    QgsVectorLayer(parameters["LABELS"], "labels", "ogr"),
                    QgsRasterLayer(parameters["FOREST_MASK"], "forest"),
                    QgsRasterLayer(parameters["TRUTH"], "truth"),
                ]
            )
            for layer in layers:
                layer.loadDefaultStyle()
            loaded.set()

    run_in_a_thread(work, load)

    assert ended == [True]
    assert [layer.crs().toWkt() != "" for layer in layers] == [True] * 4
