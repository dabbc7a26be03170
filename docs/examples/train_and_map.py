#!/usr/bin/env python3
"""From patches to a model and the map of an image, without QGIS and TensorFlow.

Usage: train_and_map.py [PATCHES IMAGE MODEL MAP]
Without arguments it draws a sample scene and cuts its patches first.
"""

from __future__ import annotations

import sys

import patches_of_labels
import samples

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.jobs import run
from poplar_nn_plugin.maps.fitting import image_for
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.progress import Silent


def train(patches: str, model: str) -> dict:
    """Train a model of dense features, and return its scores on polygons held out."""
    result = run("train_features", {"dataset": patches, "output": model, "report": ""}, Silent())
    return result["scores"]


def work(patches: str, image: str, model: str, drawn: str) -> str:
    """Write the model and the map, and return the path of the map."""
    scores = train(patches, model)
    print(f"Macro F1 {scores['macro_f1']:.2f}, measured on {scores['measured_on']}.")
    source = image_for(RasterSource(image), model, Silent())  # refuses what the model is not for
    predict_map(source, model, MapPaths(drawn), None, memory="500M")
    return drawn


if __name__ == "__main__":
    given = sys.argv[1:]
    if not given:
        new = samples.folder()
        image, labels, _ = samples.scene(new)
        patches = patches_of_labels.work(str(image), str(labels), "class", str(new / "patches"))
        given = [patches, str(image), str(new / "model.keras"), str(new / "map.tif")]
    print(f"{work(*given)} is written.")
