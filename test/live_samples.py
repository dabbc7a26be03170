"""A made-up image with a polygon in each field, as the live map sees it."""

from __future__ import annotations

import numpy as np
from osgeo import ogr
from samples import spatial_reference, square, write_raster
from trained_features import FIELD, ground, kinds

from poplar_nn_plugin.engine import Grid, RasterSource, Window
from poplar_nn_plugin.labels.labels import Feature, Labels, prepare_labels
from poplar_nn_plugin.live.view import View

__all__ = ["COLS", "CRS", "ROWS", "FieldLabels", "ground_image", "view_of"]

CRS = spatial_reference(2154).ExportToWkt()
ROWS, COLS = 310, 345  # more than a tile, and no multiples of anything


def ground_image(folder, rows: int = ROWS, cols: int = COLS) -> RasterSource:
    """Write an image of three kinds of ground; a corner of it holds no data."""
    drawn = ground(rows, cols)
    drawn[:33, :50] = 0
    return RasterSource(write_raster(folder / "ground.tif", drawn, nodata=0), scaled=False)


class FieldLabels:
    """Reads a polygon in each of some fields, counted along the rows; in all if none are named."""

    def __init__(self, *fields: int, rows: int = ROWS, cols: int = COLS, margin: int = 6):
        self.read = 0
        code = kinds(rows, cols)
        corners = [(r, c) for r in range(0, rows, FIELD) for c in range(0, cols, FIELD)]
        self._features = [
            Feature(
                bytes(
                    ogr.CreateGeometryFromWkt(
                        square(col + margin, row + margin, FIELD - 2 * margin)
                    ).ExportToWkb()
                ),
                int(code[row, col]),
            )
            for number, (row, col) in enumerate(corners)
            if not fields or number in fields
        ]

    def __call__(self, grid: Grid) -> Labels:
        self.read += 1
        return prepare_labels(self._features, CRS, grid, class_field="code")


def view_of(source: RasterSource, window: Window | None = None) -> View:
    """Return the view in which each pixel of a window, or of an image, is one of the screen."""
    window = source.grid.window if window is None else window
    nodes = np.linspace(0, 1, 5)
    col, row = np.meshgrid(window.col + window.width * nodes, window.row + window.height * nodes)
    return View(window.width, window.height, col, row)
