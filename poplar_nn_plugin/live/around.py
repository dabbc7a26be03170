"""Cells all over an image with their features, looked at square by square."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from poplar_nn_plugin.engine import Window
from poplar_nn_plugin.engine.survey import squares
from poplar_nn_plugin.features.classifier.matching import cells_in_square
from poplar_nn_plugin.features.places import features_of_cells
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.store import FeatureStore
from poplar_nn_plugin.live.tiles import tiles_of
from poplar_nn_plugin.progress import Progress, Silent, checkpoint

__all__ = ["Around"]

_FEW = 16  # tiles of an image: those of all take no longer than 64 squares do


class Around:
    """What an image looks like, by the cells of 64 small squares all over it.

    They are those of `poplar_nn_plugin.features.classifier.matching.FeatureStatistics`. What was
    looked at stays known where the look is broken off.

    Parameters
    ----------
    image : LiveImage
    store : FeatureStore
        Tiles that are known need not be computed again.
    cells : sequence of ndarray of int, shape (n, 2), optional
        Other cells, square by square.
    """

    def __init__(
        self, image: LiveImage, store: FeatureStore, cells: Sequence[np.ndarray] | None = None
    ):
        self._image, self._store = image, store
        cell = image.recipe.cell
        self._parts: list[Callable[[], np.ndarray]] = (
            [lambda square=square: self._in_square(square, cell) for square in squares(image.grid)]
            if cells is None
            else [lambda part=part: part for part in cells]
        )
        self._looked: list[tuple[np.ndarray, np.ndarray]] = []

    def again(self) -> Around:
        """Return the same for another thread, with what was looked at so far."""
        found = copy.copy(self)
        found._looked = self._looked.copy()
        return found

    @property
    def known(self) -> bool:
        """Whether all squares were looked at."""
        return len(self._looked) == len(self._parts)

    @property
    def cells(self) -> list[np.ndarray]:
        """Row and column of the cells of each square, (n, 2), as far as they were looked at."""
        return [cells for cells, _ in self._looked]

    def look(self, progress: Progress) -> Iterator[tuple[int, int]]:
        """Look at what is left; yield how many squares were looked at, and of how many.

        Raises
        ------
        Cancelled
            If `progress` is cancelled, before the next square.
        RasterOpenError
            If the file is damaged or has gone.
        """
        while not self.known:
            checkpoint(progress)
            cells = self._parts[len(self._looked)]()
            self._looked.append((cells, self._features(cells)))
            yield len(self._looked), len(self._parts)

    def all(self) -> tuple[np.ndarray, np.ndarray]:
        """Return all cells, (n, 2), each once and in their order, and their features."""
        cells = np.concatenate(self.cells)
        features = np.concatenate([features for _, features in self._looked])
        cells, first = np.unique(cells, axis=0, return_index=True)
        return cells, features[first]

    def _in_square(self, square: Window, cell: int) -> np.ndarray:
        return cells_in_square(self._image.source, square, cell)

    def _features(self, cells: np.ndarray) -> np.ndarray:
        """Return the features of some cells that lie together, shape (n, features)."""
        image, cell = self._image, self._image.recipe.cell
        if not len(cells):
            return np.zeros((0, image.recipe.count), np.float32)
        row, col = (cells.min(axis=0) * cell).tolist()
        stop = ((cells.max(axis=0) + 1) * cell).tolist()
        tiles = tiles_of(Window(col, row, stop[1] - col, stop[0] - row), image.side, image.grid)
        known = {tile: self._store.known(tile) for tile in tiles}
        missing = [tile for tile, found in known.items() if found is None]
        if missing and len(tiles_of(image.grid.window, image.side, image.grid)) > _FEW:
            return features_of_cells(image.source, cells, image.dense, Silent(), n_jobs=1)
        known.update(self._store.compute(missing, Silent()))
        found = np.empty((len(cells), image.recipe.count), np.float32)
        place = cells * cell // image.side
        for tile, one in known.items():
            here = (place == tile).all(axis=1)
            inside = cells[here] - np.array(tile) * (image.side // cell)
            found[here] = one.features[tuple(inside.T)]
        return found
