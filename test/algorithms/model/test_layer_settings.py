"""Nodata that is set on a layer in QGIS, and in no file: models of dense features know it."""

import json

import numpy as np
import pytest
from qgis.core import QgsProject, QgsRasterLayer, QgsRasterRange
from samples import write_raster
from trained_features import FIELD, field_polygons, ground

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.features.places import images_of

ROWS, COLS, GAP = 80, 120, 250


@pytest.fixture
def image(tmp_path):
    """Return pixels of which a strip through all fields holds 250, and polygons on them."""
    pixels = np.minimum(ground(ROWS, COLS), GAP - 1)
    pixels[:, FIELD // 2 :: FIELD] = GAP
    return pixels, field_polygons(tmp_path / "labels.gpkg", ROWS, COLS)


def scores(toolbox, folder, raster, labels):
    """Return what three algorithms say of the patches of a raster."""
    patches = toolbox.run(
        "extractpatches",
        RASTER=raster,
        LABELS=labels,
        CLASS_FIELD="class",
        BY_CENTRE=True,
        OUTPUT=folder / "patches",
    )["OUTPUT"]
    model = toolbox.run(
        "trainmodel",
        PATCHES=patches,
        ARCHITECTURE="deep_features",
        OUTPUT=folder / "model.keras",
        REPORT=folder / "report.html",
    )
    judged = toolbox.run(
        "evaluatemodel",
        MODEL=model["OUTPUT"],
        PATCHES=patches,
        SPLIT="valid",
        REPORT=folder / "judged.html",
    )
    crossed = toolbox.run(
        "crossvalidate",
        PATCHES=patches,
        ARCHITECTURE="deep_features",
        FOLDS=2,
        COMPARE=False,
        REPORT=folder / "crossed.html",
    )
    return patches, [json.loads(one["CLASS_F1"]) for one in (model, judged, crossed)]


def test_training_evaluation_and_folds_see_what_the_layer_shows(toolbox, image, tmp_path):
    pixels, labels = image
    (tmp_path / "bare").mkdir()
    (tmp_path / "marked").mkdir()
    bare = write_raster(tmp_path / "bare/image.tif", pixels)
    layer = QgsRasterLayer(str(bare), "bare")
    for band in (1, 2, 3):
        layer.dataProvider().setUserNoDataValue(band, [QgsRasterRange(GAP, GAP)])
    QgsProject.instance().addMapLayer(layer)
    try:
        patches, found = scores(toolbox, tmp_path / "bare", layer, labels)
    finally:
        QgsProject.instance().removeMapLayer(layer.id())
    marked = write_raster(tmp_path / "marked/image.tif", pixels, nodata=GAP)

    _, expected = scores(toolbox, tmp_path / "marked", marked, labels)

    (again,) = images_of(PatchDataset.open(patches))
    valid = again.read(again.grid.window)[1]
    assert np.array_equal(valid, (pixels != GAP).all(axis=-1))
    assert found == expected
