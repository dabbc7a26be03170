"""A small image of three kinds of ground, labelled, and a model of dense features that knows it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import ogr
from samples import spatial_reference, square, write_polygons, write_raster

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.features.classifier.train import train_features
from poplar_nn_plugin.labels.labels import Feature, prepare_labels
from poplar_nn_plugin.patches.extract import extract
from poplar_nn_plugin.patches.splitting.splits import SplitRule
from poplar_nn_plugin.progress import Silent

CODES = {"flat": 3, "grain": 7, "stripes": 9}
FIELD = 40  # pixels, side of a field of one kind


def kinds(rows: int, cols: int) -> np.ndarray:
    """Return the code of each pixel, fields laid out like a chessboard of three colours."""
    row, col = (np.arange(side) // FIELD for side in (rows, cols))
    return np.array(list(CODES.values()))[(row[:, None] + 2 * col) % 3]


def ground(rows: int, cols: int, seed: int = 0) -> np.ndarray:
    """Return the pixels of such fields, (rows, cols, 3) bytes above 0."""
    rng, code = np.random.default_rng(seed), kinds(rows, cols)
    stripes = np.where(np.arange(cols) // 3 % 2, 40, -40) * np.ones((rows, 1))
    rough = np.where(code == 7, 45, 6)[..., None] * rng.normal(size=(rows, cols, 3))
    drawn = 120 + np.where(code == 9, stripes, 0)[..., None] + rough
    return np.clip(drawn, 1, 255).astype(np.uint8)


def labelled_patches(folder: Path, size: int = 7, rows: int = 200, cols: int = 240) -> Path:
    """Write the image with a polygon in each field, and return the folder of their patches.

    Patches are those of labelled pixels; of another size than 7 those that polygons cover.
    """
    path = folder / "ground.tif"
    image = RasterSource(str(write_raster(path, ground(rows, cols), nodata=0)))
    code = kinds(rows, cols)
    features = [
        Feature(
            bytes(ogr.CreateGeometryFromWkt(_inside(row, col)).ExportToWkb()),
            int(code[row, col]),
            f"{row} {col}",
        )
        for row in range(0, rows, FIELD)
        for col in range(0, cols, FIELD)
    ]
    crs = spatial_reference(2154).ExportToWkt()
    labels = prepare_labels(features, crs, image.grid, class_field="code")
    dense = size == 7
    spec = PatchSpec(size, 1 if dense else size // 2, image.bands, by_centre=dense)
    rule = SplitRule(validation_share=0.0, buffer=0, folds=True) if dense else SplitRule(buffer=0)
    extract(image, labels, spec, folder / "patches", rule=rule)
    return folder / "patches"


def field_polygons(path: Path, rows: int, cols: int) -> Path:
    """Write a polygon inside each field, its code as text in ``class``, and return the path."""
    code = kinds(rows, cols)
    corners = [(row, col) for row in range(0, rows, FIELD) for col in range(0, cols, FIELD)]
    return write_polygons(path, [(_inside(*at), {"class": str(code[at])}) for at in corners])


def trained(folder: Path, patches: Path) -> FeatureModel:
    """Return the model of patches, which lies in ``model.keras``."""
    train_features(dataset=str(patches), output=str(folder / "model.keras"), progress=Silent())
    return FeatureModel.load(folder / "model.keras")


def _inside(row: int, col: int) -> str:
    return square(col + 6, row + 6, FIELD - 12)
