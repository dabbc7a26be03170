#!/usr/bin/env python3
"""From an image and labelled polygons to a patch dataset, without QGIS.

Usage: patches_of_labels.py [IMAGE LABELS CLASS_FIELD FOLDER]
Without arguments it draws a sample scene first.
"""

from __future__ import annotations

import sys

import samples
from osgeo import ogr

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.labels.labels import Feature, Labels, prepare_labels
from poplar_nn_plugin.patches.extract import extract
from poplar_nn_plugin.patches.splitting.splits import SplitRule

PATCH = 7  # pixels: models of dense features learn one such patch around each labelled pixel


def read_labels(path: str, class_field: str, image: RasterSource, least: int = 2) -> Labels:
    """Return the polygons of a layer, each a group of its own, on the grid of an image."""
    layers = ogr.Open(path)  # kept: a layer does not outlive its file
    layer = layers.GetLayer()
    features = [
        Feature(bytes(one.GetGeometryRef().ExportToWkb()), one.GetField(class_field), one.GetFID())
        for one in layer
    ]
    crs = layer.GetSpatialRef().ExportToWkt()
    return prepare_labels(features, crs, image.grid, class_field=class_field, least=least)


def work(image: str, labels: str, class_field: str, folder: str) -> str:
    """Write the dataset and return its folder."""
    source = RasterSource(image)
    spec = PatchSpec(size=PATCH, stride=1, bands=source.bands, by_centre=True)
    rule = SplitRule(validation_share=0.0, folds=True)  # each polygon is held out in its turn
    found = extract(source, read_labels(labels, class_field, source), spec, folder, rule=rule)
    print(f"{found.count} patches of {', '.join(found.classes.names)}.")
    return folder


if __name__ == "__main__":
    given = sys.argv[1:]
    if not given:
        new = samples.folder()
        image, labels, _ = samples.scene(new)
        given = [str(image), str(labels), "class", str(new / "patches")]
    print(f"{work(*given)} is written.")
