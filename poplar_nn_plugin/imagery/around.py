"""Where an image is wanted: around polygons, by squares of pixels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.engine import Grid, PolygonSource, Window
from poplar_nn_plugin.errors import LabelError, ParameterError
from poplar_nn_plugin.labels.geometry import (
    polygon_parts,
    require_polygons,
    tell_left_out,
    transformation,
)
from poplar_nn_plugin.progress import Progress

__all__ = ["SQUARE", "Around", "around", "box_of", "parts_of"]

SQUARE = 64
"""Side in pixels of the squares that an image is made of where polygons are given."""

_MOST_SQUARES = 10**8  # a byte each


@dataclass(frozen=True)
class Around:
    """A mask of squares: 1 where a polygon touches a square or one beside it.

    Parameters
    ----------
    grid : Grid
    squares : ndarray
        (rows, cols) bool.
    """

    grid: Grid
    squares: np.ndarray
    bands = (1,)
    dtype = "uint8"
    tile = (SQUARE, SQUARE)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return (rows, cols, 1) and (rows, cols), all of it valid on the grid."""
        rows = np.arange(window.row, window.row_stop) // SQUARE
        cols = np.arange(window.col, window.col_stop) // SQUARE
        found = self.squares[np.ix_(rows, cols)]
        return found[..., None].astype("uint8"), np.ones(found.shape, bool)


def parts_of(
    geometries: Iterable[bytes | None], crs: str, target: str, progress: Progress
) -> list[bytes]:
    """Return the polygons of features in the CRS of the image.

    Raises
    ------
    LabelError
        If a geometry is no polygon, or there is none.
    """
    geometries = list(geometries)
    require_polygons(geometries, "POLYGONS", points=False)
    change = transformation(crs, target, progress, what="polygons")
    left_out: Counter = Counter()
    found = [part for wkb in geometries for part in polygon_parts(wkb, change, left_out)]
    tell_left_out(left_out, len(geometries), "polygons", progress)
    if not found:
        raise LabelError("POLYGONS holds no polygon with an area: draw one, or give an EXTENT.")
    return found


def box_of(parts: Iterable[bytes]) -> tuple[float, float, float, float]:
    """Return x min, y min, x max, y max of polygons."""
    boxes = [ogr.CreateGeometryFromWkb(part).GetEnvelope() for part in parts]
    left, right, bottom, top = zip(*boxes)
    return min(left), min(bottom), max(right), max(top)


def around(parts: Iterable[bytes], grid: Grid) -> Around:
    """Return where an image is wanted for polygons on its grid.

    Raises
    ------
    ParameterError
        If the polygons lie too far apart for one image.
    """
    x, pixel, _, y, _, down = grid.transform
    size = -(-grid.width // SQUARE), -(-grid.height // SQUARE)
    if size[0] * size[1] > _MOST_SQUARES:
        raise ParameterError(
            f"An image around all polygons has {grid.width} x {grid.height} pixels, which is too "
            "much for one file: take larger pixels (PIXEL_SIZE is in map units of the image), or "
            "fewer polygons at a time."
        )
    coarse = Grid(*size, (x, pixel * SQUARE, 0.0, y, 0.0, down * SQUARE), grid.crs)
    shapes = tuple((part, 1) for part in parts)
    burned = PolygonSource(coarse, shapes, all_touched=True)
    _, touched = burned.read(coarse.window)
    padded = np.pad(touched, 1)
    grown = np.zeros_like(touched)
    for row in range(3):
        for col in range(3):
            grown |= padded[row : row + touched.shape[0], col : col + touched.shape[1]]
    return Around(grid, grown)
