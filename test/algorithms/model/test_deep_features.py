"""Dense features step by step: train, score, look at the card, predict; without any worker."""

import json
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException
from samples import read_raster, write_raster

from poplar_nn_plugin.model.card import read_card


@pytest.fixture(scope="module", autouse=True)
def alone():
    """Leave the process without a worker."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POPLARNN_WORKER_PYTHON", "/nowhere/python3")
        yield


@pytest.fixture(scope="module")
def trained(toolbox, patches, tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    return toolbox.run(
        "trainmodel",
        PATCHES=patches["OUTPUT"],
        ARCHITECTURE="deep_features",
        OUTPUT=folder / "model.keras",
        REPORT=folder / "report.html",
    )


def test_training_gives_a_model_with_scores_of_folds(trained):
    card = read_card(trained["OUTPUT"])

    assert card.architecture == "deep_features"
    assert card.recipe is not None
    assert "folds" in card.scores.measured_on
    assert card.scores.macro_f1 == pytest.approx(trained["MACRO_F1"])
    assert trained["MACRO_F1"] > 0.4
    assert "macro F1" in Path(trained["REPORT"]).read_text(encoding="utf-8")
    record = json.loads(Path(f"{trained['OUTPUT']}.record.json").read_text(encoding="utf-8"))
    assert record["algorithm"] == "poplarnn:trainmodel"


def test_the_same_seed_gives_the_same_model(toolbox, patches, trained, tmp_path):
    again = toolbox.run(
        "trainmodel",
        PATCHES=patches["OUTPUT"],
        ARCHITECTURE="deep_features",
        OUTPUT=tmp_path / "model.keras",
        REPORT=tmp_path / "report.html",
    )

    assert again["CLASS_F1"] == trained["CLASS_F1"]


def test_it_is_evaluated_on_the_patches_of_its_images(toolbox, patches, trained, tmp_path):
    found = toolbox.run(
        "evaluatemodel",
        MODEL=trained["OUTPUT"],
        PATCHES=patches["OUTPUT"],
        SPLIT="valid",
        REPORT=tmp_path / "report.html",
        FOOTPRINTS=tmp_path / "judged.gpkg",
    )

    assert found["ACCURACY"] > 0.5
    assert Path(found["REPORT"]).is_file()
    assert Path(found["FOOTPRINTS"]).is_file()


def test_it_is_cross_validated(toolbox, patches, tmp_path):
    found = toolbox.run(
        "crossvalidate",
        PATCHES=patches["OUTPUT"],
        ARCHITECTURE="deep_features",
        FOLDS=2,
        REPORT=tmp_path / "report.html",
    )

    assert 0.3 < found["MACRO_F1"] <= 1
    assert Path(found["REPORT"]).is_file()


def test_its_card_is_shown(toolbox, trained, tmp_path):
    found = toolbox.run("modelcard", MODEL=trained["OUTPUT"], REPORT=tmp_path / "card.html")

    assert found["MACRO_F1"] == pytest.approx(trained["MACRO_F1"])
    page = (tmp_path / "card.html").read_text(encoding="utf-8")
    assert "deep_features" in page
    assert "over 16 pixels, bands and texture; cells of 4 pixels" in page
    assert "trees" not in page


def test_it_draws_the_same_map_with_any_memory_and_jobs(toolbox, scene, trained, tmp_path):
    drawn = [
        toolbox.run(
            "predict",
            RASTER=scene["IMAGE"],
            MODEL=trained["OUTPUT"],
            MEMORY=memory,
            JOBS=jobs,
            OUTPUT=tmp_path / f"{jobs}.tif",
            PROBABILITIES=tmp_path / f"{jobs}-each.tif",
        )
        for memory, jobs in (("1G", 1), ("250M", 2))
    ]

    one, other = (read_raster(each["OUTPUT"]) for each in drawn)
    assert np.array_equal(one, other)
    assert len(np.unique(one)) > 3
    one, other = (read_raster(each["PROBABILITIES"]) for each in drawn)
    assert np.abs(one - other).max() < 1e-4


@pytest.mark.parametrize("how", ["spread", "histogram"])
def test_another_exposure_is_matched(toolbox, scene, trained, tmp_path, how):
    pixels = read_raster(scene["IMAGE"]).astype(int)
    dark = write_raster(
        tmp_path / "dark.tif",
        np.where(pixels.any(axis=-1, keepdims=True), pixels * 0.6 + 30, 0).astype(np.uint8),
        transform=gdal.Open(scene["IMAGE"]).GetGeoTransform(),
        nodata=0,
    )
    shared = {"MODEL": trained["OUTPUT"], "EDGES": False}
    plain = toolbox.run("predict", RASTER=scene["IMAGE"], OUTPUT=tmp_path / "a.tif", **shared)

    found = toolbox.run("predict", RASTER=dark, MATCH=how, OUTPUT=tmp_path / "b.tif", **shared)

    one, other = read_raster(plain["OUTPUT"]), read_raster(found["OUTPUT"])
    assert (one == other).mean() > 0.8


def test_an_image_of_other_bands_is_refused(toolbox, trained, tmp_path):
    image = write_raster(tmp_path / "two.tif", np.ones((40, 40, 2), "uint8"))

    with pytest.raises(QgsProcessingException, match="3 bands"):
        toolbox.run("predict", RASTER=image, MODEL=trained["OUTPUT"], OUTPUT=tmp_path / "map.tif")

    assert not (tmp_path / "map.tif").exists()


def test_where_the_image_of_labelled_pixels_is_gone_training_says_so(toolbox, tmp_path):
    folder = tmp_path / "scene"
    folder.mkdir()
    scene = toolbox.run(
        "samplescene",
        SIZE=200,
        SEED=1,
        IMAGE=folder / "image.tif",
        LABELS=folder / "labels.gpkg",
        FOREST_MASK=folder / "forest.tif",
        TRUTH=folder / "truth.tif",
    )
    patches = toolbox.run(
        "extractpatches",
        RASTER=scene["IMAGE"],
        LABELS=scene["LABELS"],
        CLASS_FIELD="class",
        BY_CENTRE=True,
        BUFFER=0,
        OUTPUT=tmp_path / "patches",
    )
    (folder / "image.tif").unlink()

    with pytest.raises(QgsProcessingException, match=r"image\.tif of patches cannot be opened"):
        toolbox.run(
            "trainmodel",
            PATCHES=patches["OUTPUT"],
            ARCHITECTURE="deep_features",
            OUTPUT=tmp_path / "model.keras",
            REPORT=tmp_path / "report.html",
        )

    assert not (tmp_path / "model.keras").exists()


def test_a_model_to_start_from_is_refused(toolbox, patches, trained, tmp_path):
    with pytest.raises(QgsProcessingException, match="leave the model to start from empty"):
        toolbox.run(
            "trainmodel",
            PATCHES=patches["OUTPUT"],
            ARCHITECTURE="deep_features",
            WEIGHTS=trained["OUTPUT"],
            OUTPUT=tmp_path / "again.keras",
            REPORT=tmp_path / "again.html",
        )
