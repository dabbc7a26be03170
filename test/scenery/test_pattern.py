"""The sample scene asks for pattern: colour alone does not find its poplars, the network does."""

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr
from samples import read_raster

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import PolygonSource, RasterSource
from poplar_nn_plugin.labels.labels import Feature, prepare_labels
from poplar_nn_plugin.labels.vector import layer_crs
from poplar_nn_plugin.maps.fitting import image_for
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.patches.extract import extract
from poplar_nn_plugin.patches.splitting.splits import SplitRule
from poplar_nn_plugin.scenery.scene import CLASSES, draw_scene, write_scene
from poplar_nn_plugin.worker.client import Worker

FOREST = """
import json, sys
import numpy as np
from sklearn.ensemble import RandomForestClassifier
given = np.load(sys.argv[1])
forest = RandomForestClassifier(60, class_weight="balanced", random_state=0, n_jobs=2)
forest.fit(given["known"], given["codes"])
np.save(sys.argv[2], forest.predict(given["unknown"]))
"""


@pytest.mark.worker
def test_a_network_finds_poplars_that_a_forest_of_pixels_does_not(tmp_path):
    python = Path(os.environ["POPLARNN_WORKER_PYTHON"])
    learned, unseen = (
        files(tmp_path / name, seed) for name, seed in (("learned", 1), ("unseen", 6))
    )
    image = RasterSource(str(learned["image"]))
    polygons = labels(learned["labels"], image.grid)
    inside = read_raster(unseen["forest"])[..., 0] == 1
    truth = read_raster(unseen["truth"])[..., 0]

    pixels = read_raster(unseen["image"])[inside]
    by_colour = forest_codes(tmp_path, python, image, polygons, pixels)
    by_pattern = network_map(tmp_path, python, image, polygons, unseen["image"])[inside]

    poplar = CLASSES.codes[CLASSES.names.index("poplar")]
    colour, pattern = (
        f1(found == poplar, truth[inside] == poplar) for found in (by_colour, by_pattern)
    )
    assert colour < 0.45
    assert pattern > colour + 0.3


def files(folder, seed):
    """Draw a scene and return the paths of its files."""
    folder.mkdir()
    names = ("image.tif", "labels.gpkg", "forest.tif", "truth.tif")
    paths = {Path(name).stem: folder / name for name in names}
    write_scene(draw_scene(1000, seed), *paths.values())
    return paths


def labels(path, grid):
    dataset = ogr.Open(str(path))
    features = [
        Feature(bytes(f.GetGeometryRef().ExportToWkb()), f["code"], f["group"])
        for f in dataset.GetLayer(0)
    ]
    return prepare_labels(features, layer_crs(path), grid, class_field="code")


def forest_codes(folder, python, image, polygons, unknown):
    """Return the codes of pixels (n, 3) by a random forest on the three bands."""
    shapes = tuple((p.wkb, p.code) for p in polygons.polygons)
    codes, known = PolygonSource(image.grid, shapes).read(image.grid.window)
    pixels, _ = image.read(image.grid.window)
    np.savez(folder / "given.npz", known=pixels[known], codes=codes[..., 0][known], unknown=unknown)
    answer = folder / "answer.npy"
    subprocess.run(
        [str(python), "-I", "-c", FOREST, str(folder / "given.npz"), str(answer)], check=True
    )
    return np.load(answer)


def network_map(folder, python, image, polygons, target):
    """Return the codes of every pixel of `target` by a network that has learned for a while."""
    extract(image, polygons, PatchSpec(30, 10, image.bands), folder / "patches", rule=SplitRule())
    model, drawn = folder / "model.keras", folder / "map.tif"
    with Worker(python) as worker:
        worker.call(
            "train_model",
            dataset=folder / "patches",
            output=model,
            architecture="sigma",
            light=0.1,  # for another image than the one learned from
            epochs=15,  # of 40: what users get is better still, and takes six times as long
            refit=False,
            baseline=False,
        )
        predict_map(image_for(target, model), model, MapPaths(str(drawn)), worker)
    return read_raster(drawn)[..., 0]


def f1(found, true):
    return 2 * (found & true).sum() / (found.sum() + true.sum())
