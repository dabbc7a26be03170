"""Labels and images in PostGIS: the results of files, and no password anywhere."""

import json
from pathlib import Path

import numpy as np
import postgis
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsRasterLayer, QgsVectorLayer
from samples import read_raster

from poplar_nn_plugin.dataset.reader import PatchDataset

pytestmark = pytest.mark.postgis


@pytest.fixture(scope="module")
def server(scene):
    with postgis.server() as running:
        running.take_labels(scene["LABELS"], "labels")
        running.take_raster(scene["IMAGE"], "image")
        yield running


@pytest.fixture
def labels(server):
    layer = QgsVectorLayer(
        f'{server.uri} key=\'id\' type=Polygon table="public"."labels" (geom)',
        "labels",
        "postgres",
    )
    assert layer.isValid()
    return layer


@pytest.fixture
def image(server):
    layer = QgsRasterLayer(
        f'{server.uri} key=\'rid\' table="public"."image" (rast)', "image", "postgresraster"
    )
    assert layer.isValid()
    return layer


@pytest.fixture
def run(toolbox, feedback, server):
    """Run an algorithm, and look for the password in its log and in all that it wrote."""

    def run(name, folder, **parameters):
        log = feedback()
        results = toolbox.run(name, log, **parameters)
        assert not [line for line in log.lines if server.password in line]
        told = [path for path in folder.rglob("*") if holds(path, server.password)]
        assert not told
        return results

    return run


def holds(path: Path, word: str) -> bool:
    return path.is_file() and word.encode() in path.read_bytes()


def record(path) -> dict:
    path = Path(path)
    path = path / "record.json" if path.is_dir() else Path(f"{path}.record.json")
    return json.loads(path.read_text(encoding="utf-8"))


def test_labels_are_checked_and_split(run, labels, scene, tmp_path):
    given = {"INPUT": labels, "CLASS_FIELD": "class", "RASTER": scene["IMAGE"], "PATCH_SIZE": 12}

    checked = run(
        "checklabels",
        tmp_path,
        **given,
        OUTPUT=tmp_path / "problems.gpkg",
        REPORT=tmp_path / "report.html",
    )
    split = run("splitlabels", tmp_path, **given, OUTPUT=tmp_path / "split.gpkg")

    files = dict(given, INPUT=scene["LABELS"])
    expected = run(
        "checklabels",
        tmp_path,
        **files,
        OUTPUT=tmp_path / "of files.gpkg",
        REPORT=tmp_path / "of files.html",
    )
    assert checked["PROBLEM_COUNT"] == expected["PROBLEM_COUNT"]
    assert split["TRAIN_COUNT"] > split["VALID_COUNT"] > 0
    known = record(split["OUTPUT"])["parameters"]["INPUT"]
    assert known.startswith("postgres://")
    assert "user='warden'" in known
    assert "password" not in known


def test_patches_are_those_of_files(run, labels, image, scene, patches, tmp_path):
    found = run(
        "extractpatches",
        tmp_path,
        RASTER=image,
        LABELS=labels,
        CLASS_FIELD="class",
        GROUP_FIELD="group",
        PATCH_SIZE=12,
        STRIDE=6,
        BUFFER=0,
        VALIDATION_SHARE=0.3,
        OUTPUT=tmp_path / "patches",
        FOOTPRINTS=tmp_path / "footprints.gpkg",
    )

    ours, theirs = (PatchDataset.open(one["OUTPUT"]) for one in (found, patches))
    assert found["PATCH_COUNT"] == patches["PATCH_COUNT"]
    np.testing.assert_array_equal(ours.x, theirs.x)


def test_a_filter_takes_an_image(run, image, scene, tmp_path):
    run("meanfilter", tmp_path, RASTER=image, RADIUS=2, OUTPUT=tmp_path / "database.tif")
    run("meanfilter", tmp_path, RASTER=scene["IMAGE"], RADIUS=2, OUTPUT=tmp_path / "file.tif")

    ours, theirs = (tmp_path / f"{name}.tif" for name in ("database", "file"))
    np.testing.assert_array_equal(read_raster(ours), read_raster(theirs))
    ours, theirs = gdal.Open(str(ours)), gdal.Open(str(theirs))
    assert ours.GetGeoTransform() == theirs.GetGeoTransform()
    assert record(tmp_path / "database.tif")["parameters"]["RASTER"].startswith("postgresraster://")


@pytest.mark.worker
def test_the_whole_chain_runs_on_a_database(run, labels, image, tmp_path):
    found = run(
        "mapclasses",
        tmp_path,
        RASTER=image,
        LABELS=labels,
        CLASS_FIELD="class",
        GROUP_FIELD="group",
        PATCH_SIZE=12,
        ARCHITECTURE="sigma",
        EPOCHS=2,
        OUTPUT=tmp_path / "map.tif",
        MODEL=tmp_path / "model.keras",
        REPORT=tmp_path / "report.html",
    )

    assert len(np.unique(read_raster(found["OUTPUT"]))) > 1


def test_a_database_that_refuses_is_named_without_its_password(toolbox, server, scene, tmp_path):
    gone = f"PG:{server.uri} schema='public' table='nothing' column='rast' mode=2"

    with pytest.raises(QgsProcessingException) as raised:
        toolbox.run("meanfilter", RASTER=gone, RADIUS=1, OUTPUT=tmp_path / "mean.tif")
    assert server.password not in str(raised.value)
