"""Chains that come with the plugin: they stand in the toolbox, run, and open in the designer."""

import json
import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from image_server import serving
from qgis.core import QgsApplication, QgsProcessingModelAlgorithm, QgsProject, QgsRasterLayer
from samples import read_raster

from poplar_nn_plugin.algorithms.toolbox.index import chain_files
from poplar_nn_plugin.engine.outputs.legend import read_legend
from poplar_nn_plugin.labels.vector import count_features

FILES = {path.stem: path for path in chain_files()}
ENDINGS = {"rasterDestination": ".tif", "vectorDestination": ".gpkg", "sink": ".gpkg"}


@pytest.fixture(params=FILES)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def run(toolbox, tmp_path_factory):
    """Return a function that runs a chain with all of its outputs, and returns their paths."""

    def run(name, leave_out=(), **given):
        algorithm = QgsApplication.processingRegistry().algorithmById(f"poplarnn:{name}")
        folder, paths = tmp_path_factory.mktemp(name), {}
        for one in algorithm.parameterDefinitions():
            key = one.name().rpartition(":")[2]
            if one.isDestination() and key not in leave_out:
                ending = ".html" if key.endswith("REPORT") else ENDINGS.get(one.type(), ".keras")
                paths[one.name()] = folder / f"{key.lower()}{ending}"
        results = toolbox.run(name, **{**given, **paths})
        assert all(results[key] == str(path) for key, path in paths.items())
        assert all(path.is_file() for path in paths.values())
        return {key.rpartition(":")[2]: path for key, path in paths.items()}

    return run


@pytest.fixture(scope="module")
def small(toolbox, tmp_path_factory):
    """Return the paths of a scene that is learned in some seconds."""
    folder = tmp_path_factory.mktemp("small")
    names = {"IMAGE": "i.tif", "LABELS": "l.gpkg", "FOREST_MASK": "f.tif", "TRUTH": "t.tif"}
    paths = {key: folder / name for key, name in names.items()}
    return toolbox.run("samplescene", SIZE=200, SEED=3, **paths)


@pytest.fixture(scope="module")
def labelled(small):
    """Return what chains are given that learn from labels."""
    fields = {"CLASS_FIELD": "class", "GROUP_FIELD": "group"}
    return {"RASTER": small["IMAGE"], "LABELS": small["LABELS"], **fields}


@pytest.fixture(scope="module")
def mapped(run, labelled, small):
    """Return the results of the chain from labels to a map of the forest."""
    return run("chainlabelstomap", **labelled, MASK=small["FOREST_MASK"])


def test_there_are_five_of_one_group(provider):
    found = [one for one in provider.algorithms() if one.groupId() == "chains"]

    assert sorted(FILES) == sorted(one.name() for one in found)
    assert len(found) == 5
    assert all(re.fullmatch(r"poplarnn:chain[a-z]+", one.id()) for one in found)
    assert {one.group() for one in found} == {"Chains"}


def test_all_are_there_once_more_after_a_refresh(provider):
    before = sorted(one.id() for one in provider.algorithms())

    provider.refreshAlgorithms()

    assert sorted(one.id() for one in provider.algorithms()) == before


def test_each_is_whole_for_the_designer(name, provider):
    model = QgsProcessingModelAlgorithm()

    assert model.fromFile(str(FILES[name]))

    assert model.validate() == (True, [])
    places = [
        (box.position().x(), box.position().y())
        for box in [
            *model.parameterComponents().values(),
            *model.childAlgorithms().values(),
            *(o for c in model.childAlgorithms().values() for o in c.modelOutputs().values()),
        ]
    ]
    assert len(set(places)) == len(places)  # no box hides another


def test_the_designer_opens_each_without_a_word(name, provider, monkeypatch):
    from qgis.PyQt.QtWidgets import QMessageBox

    designer = import_module("processing.modeler.ModelerDialog")
    monkeypatch.setattr(designer, "iface", None)  # the one of tests lacks what it asks for
    said = []
    for kind in ("warning", "critical", "question"):
        monkeypatch.setattr(QMessageBox, kind, lambda *told, **_: said.append(told))
    dialog = designer.ModelerDialog.create()
    try:
        dialog.loadModel(str(FILES[name]))
        said += [item.text() for item in dialog.messageBar().items()]
        boxes = len(dialog.view().scene().items())
        loaded = dialog.model()
    finally:
        dialog.setDirty(False)
        dialog.close()

    assert said == []
    assert loaded.childAlgorithms()
    assert boxes > 10


def names_in(path):
    """Return the names of the classes of all pixels, empty where there is none."""
    names = dict.fromkeys(range(256), "") | {e.code: e.name for e in read_legend(str(path))}
    return np.vectorize(names.get)(read_raster(path)[..., 0])


def test_labels_become_a_map(mapped, small):
    drawn, truth = names_in(mapped["CLASS_MAP"]), names_in(small["TRUTH"])
    forest = read_raster(small["FOREST_MASK"])[..., 0] > 0

    assert (drawn[~forest] == "").all()
    assert (drawn == truth)[forest].mean() > 0.5


def test_a_service_becomes_a_map(run, mapped):
    with serving() as service:
        url = f"crs=EPSG:2154&format=image/png&layers=ortho&styles=&url={service.address}/wms"
        layer = QgsRasterLayer(f"{url}&IgnoreGetMapUrl=1", "ortho", "wms")
        QgsProject.instance().addMapLayer(layer)
        try:
            found = run(
                "chainservicetomap",
                SOURCE=layer,
                EXTENT="600000,600060,6299920,6299970 [EPSG:2154]",
                PIXEL_SIZE=0.5,
                MODEL=mapped["MODEL"],
            )
        finally:
            QgsProject.instance().removeMapLayer(layer.id())

    drawn = read_raster(found["CLASS_MAP"])
    assert drawn.shape == (100, 120, 1)
    assert read_raster(found["IMAGE"]).shape == (100, 120, 3)
    assert (drawn > 0).mean() > 0.7  # the service has strips without an image


def test_texture_becomes_a_map(run, labelled):
    found = run("chaintexturemap", **labelled, RADIUS=2)

    bands, image = read_raster(found["TEXTURE_IMAGE"]), read_raster(labelled["RASTER"])
    assert bands.shape[-1] > image.shape[-1]
    assert bands[10, 10, 0] == np.median(image[9:12, 9:12, 0])
    assert (read_raster(found["CLASS_MAP"]) > 0).mean() > 0.9


def test_scores_are_honest(run, labelled):
    found = run("chainhonestscores", **labelled)

    record = json.loads(Path(f"{found['TEST_REPORT']}.record.json").read_text("utf-8"))
    assert record["parameters"]["SPLIT"] == "test"
    assert 0 < record["results"]["MACRO_F1"] <= 1
    assert next(iter(count_features(found["TEST_PATCHES"]).values())) > 0


def test_a_map_becomes_hectares(run, small):
    found = run(
        "chainmaptohectares",
        MAP=small["TRUTH"],
        REFERENCE=small["LABELS"],
        REFERENCE_FIELD="class",
        MIN_AREA=20,
        leave_out=("AREAS",),
    )

    assert (read_raster(found["CLEAN_MAP"]) > 0).any()
    assert count_features(found["POLYGONS"])["polygons"] > 5
