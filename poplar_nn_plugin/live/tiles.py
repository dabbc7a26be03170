"""Tiles: squares of an image whose features are computed, kept and forgotten together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from poplar_nn_plugin.engine import Grid, Window
from poplar_nn_plugin.maps.cells import any_valid
from poplar_nn_plugin.model.recipe import FeatureRecipe

__all__ = ["Tile", "TileFeatures", "cells_known", "nearest", "tile_side", "tiles_of", "window_of"]

_SEEN = 512  # pixels a side that the trunk sees of a tile, but for its margin: half a second


class Tile(NamedTuple):
    """Row and column of a tile, counted in tiles."""

    row: int
    col: int


@dataclass(frozen=True, eq=False)
class TileFeatures:
    """What is known of a tile.

    Parameters
    ----------
    features : ndarray of float32, shape (rows of cells, columns of cells, features)
    valid : ndarray of bool, shape (rows, cols)
        Which of its pixels hold data.
    """

    features: np.ndarray
    valid: np.ndarray

    @property
    def nbytes(self) -> int:
        """Bytes that it takes."""
        return self.features.nbytes + self.valid.nbytes


def tile_side(recipe: FeatureRecipe) -> int:
    """Return the side of a tile in pixels, of whole cells and whole samples."""
    return max(1, _SEEN // recipe.zoom // recipe.multiple) * recipe.multiple


def window_of(tile: Tile, side: int, grid: Grid) -> Window:
    """Return the pixels of a tile that the image has."""
    return Window(tile.col * side, tile.row * side, side, side).clip(grid)


def tiles_of(window: Window, side: int, grid: Grid) -> list[Tile]:
    """Return the tiles that hold some of a window, those nearest to its middle first."""
    inside = window.clip(grid)
    if not (inside.width and inside.height):
        return []
    rows = range(inside.row // side, (inside.row_stop - 1) // side + 1)
    cols = range(inside.col // side, (inside.col_stop - 1) // side + 1)
    return nearest((Tile(row, col) for row in rows for col in cols), inside, side)


def nearest(tiles: Iterable[Tile], window: Window, side: int) -> list[Tile]:
    """Return tiles of so many pixels a side, those nearest to the middle of a window first."""
    middle = window.row + window.height / 2, window.col + window.width / 2

    def away(tile: Tile) -> float:
        at = (tile.row + 0.5) * side - middle[0], (tile.col + 0.5) * side - middle[1]
        return at[0] ** 2 + at[1] ** 2

    return sorted(tiles, key=away)


def cells_known(valid: np.ndarray, cell: int) -> np.ndarray:
    """Return which cells hold a valid pixel, also of those that the image has in part.

    Parameters
    ----------
    valid : ndarray of bool, shape (rows, cols)
    cell : int

    Returns
    -------
    ndarray of bool, shape (rows of cells, columns of cells)
    """
    return any_valid(np.pad(valid, [(0, -side % cell) for side in valid.shape]), cell)
