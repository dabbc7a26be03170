"""From the features of tiles to the class of each pixel in view."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine import Window
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.tiles import Tile, cells_known, tiles_of
from poplar_nn_plugin.mapping.guided_filter import cells_needed
from poplar_nn_plugin.mapping.overlap import drawn
from poplar_nn_plugin.maps.cells import pixels_of_cells

__all__ = ["Drawing", "Drawn"]


@dataclass(frozen=True, eq=False)
class Drawn:
    """The map of a window.

    Parameters
    ----------
    window : Window
        Of the image.
    place : ndarray of int16, shape (rows, cols)
        Position of the most probable class; -1 where nothing is known.
    margin : ndarray of float32, shape (rows, cols)
        By how much it is more probable than the next one; 0 where nothing is known.
    """

    window: Window
    place: np.ndarray
    margin: np.ndarray


class Drawing:
    """The map of one window, filled in tile by tile.

    Parameters
    ----------
    image : LiveImage
    window : Window
        What is in view; the map is of whole cells.
    n_classes : int
    """

    def __init__(self, image: LiveImage, window: Window, n_classes: int):
        self._image, cell = image, image.recipe.cell
        self._reach = image.reach
        rim = cells_needed(self._reach) if self._reach else 0
        inside = window.clip(image.grid)
        col, row = inside.col // cell * cell, inside.row // cell * cell
        width, height = -(-inside.col_stop // cell) * cell, -(-inside.row_stop // cell) * cell
        self.window = Window(col, row, width - col, height - row)
        """Whole cells; the last ones may reach beyond the image."""
        self._around = self.window.expand(rim * cell)
        shape = self._around.height // cell, self._around.width // cell
        self._cells = np.full((*shape, n_classes), np.nan, np.float32)
        self._rim = rim
        self.tiles = tiles_of(self._around, image.side, image.grid)
        """Those that it is made of, nearest to the middle first."""

    def put(self, tile: Tile, known: np.ndarray, valid: np.ndarray) -> None:
        """Fill in a tile.

        Parameters
        ----------
        tile : Tile
        known : ndarray of float32, shape (rows of cells, columns of cells, n_classes)
            Probabilities of its cells.
        valid : ndarray of bool, shape (rows, cols)
            Which of its pixels hold data.
        """
        cell, side = self._image.recipe.cell, self._image.side
        first = [
            (tile.row * side - self._around.row) // cell,
            (tile.col * side - self._around.col) // cell,
        ]
        ours = [slice(max(f, 0), f + n) for f, n in zip(first, known.shape)]
        part = self._cells[tuple(ours)]
        theirs = tuple(slice(max(-f, 0), max(-f, 0) + n) for f, n in zip(first, part.shape))
        part[...] = np.where(cells_known(valid, cell)[theirs][..., None], known[theirs], np.nan)

    def by_cells(self) -> Drawn:
        """Return the map whose borders are those of cells, also where tiles are missing."""
        rim, cell = self._rim, self._image.recipe.cell
        inner = self._cells[rim : len(self._cells) - rim, rim : self._cells.shape[1] - rim]
        place, margin = _decided(inner)
        return self._cut(drawn(place, cell), drawn(margin, cell))

    def along_edges(self) -> Drawn:
        """Return the map whose borders follow the edges of the image, as 'Predict map' draws it.

        Raises
        ------
        RasterOpenError
            If the file is damaged or has gone.
        """
        image, recipe = self._image, self._image.recipe
        data, valid = image.source.read(self._around)
        known = pixels_of_cells(
            self._cells.copy(), data, valid, image.scaling, recipe.cell, self._reach
        )
        rim = self._rim * recipe.cell
        inner = valid[rim : rim + known.shape[0], rim : rim + known.shape[1]]
        place, margin = _decided(known)
        place[~inner], margin[~inner] = -1, 0
        return self._cut(place, margin)

    def _cut(self, place: np.ndarray, margin: np.ndarray) -> Drawn:
        window = self.window.clip(self._image.grid)
        part = window.slices(self.window)
        return Drawn(window, place[part], margin[part])


def _decided(known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the position of the most probable class, and how far ahead of the next one it is."""
    there = ~np.isnan(known[..., 0])
    place = known.argmax(axis=-1).astype(np.int16)
    first = second = np.zeros(there.shape, np.float32)
    for column in range(known.shape[-1]):
        one = known[..., column]
        second = np.maximum(second, np.minimum(first, one))
        first = np.maximum(first, one)
    margin = np.where(there, first - second, 0).astype(np.float32)
    place[~there] = -1
    return place, margin
