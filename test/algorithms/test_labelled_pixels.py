"""From labelled pixels to a map, as Processing runs it."""

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from samples import read_raster, square, write_polygons, write_raster

from poplar_nn_plugin.model.card import read_card

pytestmark = pytest.mark.worker

NODATA = 0
SPECKS = [(col, row) for row in range(5, 95, 15) for col in range(5, 115, 12)]


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Return an image of two halves with a hole, and specks of 2 x 2 pixels on it."""
    folder = tmp_path_factory.mktemp("pixels")
    pixels = np.random.default_rng(0).integers(80, 120, (100, 120, 2)).astype("uint8")
    pixels[:, 60:, 1] += 60
    pixels[40:50, 50:70] = NODATA
    labels = [
        (square(col, row, 2), {"class": "left" if col < 60 else "right"}) for col, row in SPECKS
    ]
    return {
        "RASTER": write_raster(folder / "image.tif", pixels, nodata=NODATA),
        "LABELS": write_polygons(folder / "labels.gpkg", labels),
        "CLASS_FIELD": "class",
    }


@pytest.fixture(scope="module")
def model(toolbox, inputs, tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    patches = folder / "patches"
    toolbox.run("extractpatches", **inputs, PATCH_SIZE=7, BY_CENTRE=True, OUTPUT=patches)
    found = toolbox.run(
        "trainmodel",
        PATCHES=patches,
        ARCHITECTURE="pixel_forest",
        OUTPUT=folder / "model.keras",
        REPORT=folder / "report.html",
    )
    return {**found, "PATCHES": patches}


def test_each_pixel_of_the_map_has_its_own_class_and_holes_stay_empty(
    toolbox, inputs, model, tmp_path
):
    drawn = toolbox.run(
        "predict", RASTER=inputs["RASTER"], MODEL=model["OUTPUT"], OUTPUT=tmp_path / "map.tif"
    )

    classes, image = (read_raster(path) for path in (drawn["OUTPUT"], inputs["RASTER"]))
    empty = (image == NODATA).all(axis=-1)
    truth = np.where(np.arange(120) < 60, 1, 2) * np.ones((100, 1), int)
    assert model["MACRO_F1"] > 0.95
    assert np.array_equal(classes[..., 0] == 0, empty)
    assert (classes[..., 0] == truth)[~empty].mean() > 0.99


def test_it_is_scored_again_and_cross_validated(toolbox, model, tmp_path):
    again = toolbox.run(
        "evaluatemodel",
        MODEL=model["OUTPUT"],
        PATCHES=model["PATCHES"],
        REPORT=tmp_path / "again.html",
    )
    folds = toolbox.run(
        "crossvalidate",
        PATCHES=model["PATCHES"],
        ARCHITECTURE="pixel_forest",
        FOLDS=2,
        BUFFER=0,
        REPORT=tmp_path / "folds.html",
    )

    assert again["MACRO_F1"] == model["MACRO_F1"]
    assert folds["MACRO_F1"] > 0.9


def test_its_card_says_that_it_names_the_pixel_in_the_middle(toolbox, model, tmp_path):
    report = tmp_path / "card.html"

    toolbox.run("modelcard", MODEL=model["OUTPUT"], REPORT=report)

    text = report.read_text(encoding="utf-8")
    assert read_card(model["OUTPUT"]).spec.by_centre
    assert "one around each labelled pixel" in text
    assert "names the pixel in their middle, as one of 2 classes" in text


def test_patches_of_polygons_are_refused_with_what_to_do(toolbox, inputs, tmp_path):
    patches = tmp_path / "patches"
    toolbox.run(
        "extractpatches", **inputs, PATCH_SIZE=2, VALIDATION_SHARE=0, BUFFER=0, OUTPUT=patches
    )

    with pytest.raises(QgsProcessingException, match=r"learns from labelled pixels.*BY_CENTRE"):
        toolbox.run(
            "trainmodel",
            PATCHES=patches,
            ARCHITECTURE="pixel_forest",
            OUTPUT=tmp_path / "never.keras",
            REPORT=tmp_path / "never.html",
        )


def test_an_even_size_is_refused(toolbox, inputs, tmp_path):
    with pytest.raises(QgsProcessingException, match="odd size, got 8: choose 9"):
        toolbox.run(
            "extractpatches", **inputs, PATCH_SIZE=8, BY_CENTRE=True, OUTPUT=tmp_path / "never"
        )
