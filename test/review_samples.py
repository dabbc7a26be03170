"""A layer of evaluated footprints, five of them wrong, and labels that they could come from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import ogr
from samples import LAMBERT, spatial_reference, square, write_polygons

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.labels import vector
from poplar_nn_plugin.patches.footprints import FOOTPRINT_FIELDS, with_predictions

CLASSES = ClassMap((1, 2, 3), ("poplar", "meadow", "wood's"), ("#00aa00", "#aaaa00", "#004400"))
SIDE = 8
# true and predicted code, probability of the predicted and of the true class, group, col, row
PATCHES = (
    (1, 2, 0.95, 0.02, "p", 0, 0),
    (1, 2, 0.90, 0.05, "p", 4, 0),
    (2, 1, 0.97, 0.01, "m", 40, 0),
    (1, 1, 0.99, 0.99, "q", 80, 0),
    (2, 3, 0.60, 0.30, "n", 0, 40),
    (3, 1, 0.80, 0.10, "w", 40, 40),
    (3, 3, 0.70, 0.70, "w", 44, 40),
)
WORST = (2, 0, 1, 5, 4)
"""The wrong ones, the surest first."""


def write_answers(folder: Path, patches=PATCHES, name: str = "answers.gpkg") -> Path:
    """Write the footprints of patches with what a model says of them."""
    names = dict(zip(CLASSES.codes, CLASSES.names))
    rows = [
        (
            bytes(ogr.CreateGeometryFromWkt(square(col, row, SIDE)).ExportToWkb()),
            (number, true, names[true], group, "valid", "kept"),
        )
        for number, (true, _, _, _, group, col, row) in enumerate(patches)
    ]
    crs = spatial_reference(LAMBERT).ExportToWkt()
    vector.write_polygons(folder / "footprints.gpkg", crs, FOOTPRINT_FIELDS, rows)
    _, predicted, probability, true_probability, *_ = map(np.array, zip(*patches))
    with_predictions(
        folder / "footprints.gpkg",
        folder / name,
        CLASSES,
        np.arange(len(patches)),
        predicted,
        probability,
        true_probability,
    )
    return folder / name


def write_labels(folder: Path) -> Path:
    """Write labels: of group p two polygons, one of them far from its patches."""
    places = [("p", 0, 0, 14), ("p", 200, 200, 10), ("m", 38, 0, 14), ("w", 40, 40, 20)]
    features = [(square(col, row, side), {"group": group}) for group, col, row, side in places]
    return write_polygons(folder / "labels.gpkg", features)
