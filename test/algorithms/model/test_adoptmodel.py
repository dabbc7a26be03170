"""A network saved by Keras alone, from its file to a map."""

import os
import subprocess
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException

from poplar_nn_plugin.dataset.reader import PatchDataset

pytestmark = pytest.mark.worker

_NETWORK = """
import sys
import keras
from keras import layers

keras.utils.set_random_seed(1)
network = keras.Sequential([
    keras.Input((None, None, int(sys.argv[2]))),
    layers.Rescaling(1 / 255),
    layers.Conv2D(4, 3, activation="relu"),
    layers.GlobalAveragePooling2D(),
    layers.Dense(int(sys.argv[3])),
])
network.save(sys.argv[1])
"""


@pytest.fixture(scope="module")
def network(patches, tmp_path_factory):
    """Return a file that Keras has written, for patches of any size, ending in logits."""
    path = tmp_path_factory.mktemp("à moi") / "réseau.keras"
    dataset = PatchDataset.open(patches["OUTPUT"])
    numbers = str(len(dataset.spec.bands)), str(len(dataset.classes.codes))
    python = os.environ["POPLARNN_WORKER_PYTHON"]
    subprocess.run([python, "-c", _NETWORK, str(path), *numbers], check=True, timeout=120)
    return path


@pytest.fixture(scope="module")
def adopted(toolbox, patches, network, tmp_path_factory):
    folder = tmp_path_factory.mktemp("adopté")
    return toolbox.run(
        "adoptmodel",
        MODEL=network,
        PATCHES=patches["OUTPUT"],
        OUTPUT=folder / "adopté.keras",
        REPORT=folder / "report.html",
    )


def test_an_adopted_network_is_scored_as_evaluate_model_scores_it(
    toolbox, patches, adopted, tmp_path
):
    found = toolbox.run(
        "evaluatemodel",
        MODEL=adopted["OUTPUT"],
        PATCHES=patches["OUTPUT"],
        REPORT=tmp_path / "evaluation.html",
        FOOTPRINTS=tmp_path / "answers.gpkg",
    )

    assert 0 <= found["ACCURACY"] <= 1
    for key in ("ACCURACY", "MACRO_F1", "CLASS_F1"):
        assert adopted[key] == found[key]
    assert "a softmax is added" in Path(adopted["REPORT"]).read_text(encoding="utf-8")


def test_an_adopted_network_draws_a_map_and_shows_its_card(
    toolbox, scene, patches, adopted, tmp_path
):
    found = toolbox.run(
        "predict",
        RASTER=scene["IMAGE"],
        MODEL=adopted["OUTPUT"],
        STRIDE=12,
        OUTPUT=tmp_path / "map.tif",
    )
    page = toolbox.run("modelcard", MODEL=adopted["OUTPUT"], REPORT=tmp_path / "card.html")

    drawn = set(gdal.Open(found["OUTPUT"]).ReadAsArray().ravel().tolist()) - {0}
    assert drawn
    assert drawn <= set(PatchDataset.open(patches["OUTPUT"]).classes.codes)
    text = Path(page["REPORT"]).read_text(encoding="utf-8")
    assert "réseau.keras" in text
    assert "poplarnn:adoptmodel" in text


def test_a_network_without_card_is_refused_for_a_map_with_the_way_to_adopt_it(
    toolbox, scene, network, tmp_path
):
    with pytest.raises(QgsProcessingException, match="Adopt a Keras model"):
        toolbox.run("predict", RASTER=scene["IMAGE"], MODEL=network, OUTPUT=tmp_path / "map.tif")


def test_a_trained_model_is_not_adopted(toolbox, patches, model, tmp_path):
    with pytest.raises(QgsProcessingException, match="has a card already"):
        toolbox.run(
            "adoptmodel",
            MODEL=model["OUTPUT"],
            PATCHES=patches["OUTPUT"],
            OUTPUT=tmp_path / "again.keras",
            REPORT=tmp_path / "again.html",
        )
    assert not (tmp_path / "again.keras").exists()
