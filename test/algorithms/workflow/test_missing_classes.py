"""A class whose polygons are too small for a patch, from the labels to the map and its legend."""

import json
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsRasterLayer
from samples import square, write_polygons, write_raster

from poplar_nn_plugin.engine.outputs.legend import read_missing
from poplar_nn_plugin.model.card import read_card

SAID = "In your labels, not on this map: water."
pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def lacking(toolbox, feedback, tmp_path_factory):
    """Return what *Map classes* made of an image of two halves with a puddle in each."""
    folder, log = tmp_path_factory.mktemp("lacking"), feedback()
    pixels = np.random.default_rng(1).normal(100, 4, (120, 120, 3))
    pixels[:, 60:] += 60
    image = write_raster(folder / "image.tif", pixels.astype("uint8"))
    places = [(row, col) for row in (0, 30, 60, 90) for col in (0, 30, 65, 95)]
    squares = [
        (square(col, row, 20), {"class": "meadow" if col < 60 else "sand"}) for row, col in places
    ]
    squares += [(square(52, row, 4), {"class": "water"}) for row in (5, 55)]
    found = toolbox.run(
        "mapclasses",
        RASTER=image,
        LABELS=write_polygons(folder / "labels.gpkg", squares),
        CLASS_FIELD="class",
        PATCH_SIZE=10,
        ARCHITECTURE="random_forest",
        OUTPUT=folder / "map.tif",
        MODEL=folder / "model.keras",
        REPORT=folder / "report.html",
        feedback=log,
    )
    return {**found, "lines": log.lines, "image": image}


def test_the_score_counts_it_with_0(lacking):
    f1 = json.loads(lacking["CLASS_F1"])

    assert f1 == {"meadow": 1.0, "sand": 1.0, "water": 0.0}
    assert lacking["MACRO_F1"] == pytest.approx(2 / 3)
    assert f"Warning: {SAID}" in lacking["lines"]


def test_report_card_and_map_name_it(lacking):
    assert SAID in Path(lacking["REPORT"]).read_text(encoding="utf-8")
    assert read_card(lacking["MODEL"]).training.missing_classes == ("water",)
    assert read_missing(lacking["OUTPUT"]) == ("water",)


def test_the_legend_names_it(lacking):
    layer = QgsRasterLayer(lacking["OUTPUT"], "map")  # its renderer goes with it

    classes = layer.renderer().classes()
    assert [each.label for each in classes] == ["meadow", "sand", SAID]
    assert classes[-1].color.alpha() == 0


def test_every_other_map_of_the_model_says_so(toolbox, lacking, tmp_path, feedback):
    log = feedback()

    found = toolbox.run(
        "predict",
        RASTER=lacking["image"],
        MODEL=lacking["MODEL"],
        OUTPUT=tmp_path / "again.tif",
        feedback=log,
    )

    assert f"Warning: {SAID}" in log.lines
    assert read_missing(found["OUTPUT"]) == ("water",)
