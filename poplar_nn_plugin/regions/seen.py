"""The dense features of a part of an image, where the live map has left them on disk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.errors import Cancelled, PoplarError
from poplar_nn_plugin.features.components import Components
from poplar_nn_plugin.live.cache import DiskCache
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.session import Means
from poplar_nn_plugin.live.tiles import Tile, TileFeatures, tiles_of, window_of
from poplar_nn_plugin.progress import Progress, Silent, checkpoint

__all__ = ["Seen", "SeenFeatures"]

_COUNT = 8  # components that count
_SAMPLE = 20_000  # cells that tell the components
_SILENT = Silent()


@dataclass(frozen=True, eq=False)
class Seen:
    """What features say of a part of an image.

    Parameters
    ----------
    values : ndarray of float32, shape (components, rows of cells, columns of cells)
        The first principal components of the features, the first of spread 1.
    cell : int
        Side of a cell in pixels.
    row, col : int
        The pixel of the image where the first cell begins.
    """

    values: np.ndarray
    cell: int
    row: int
    col: int

    def planes(self, window: Window):
        """Yield each component at the pixels of a window, of shape (rows, cols)."""
        row = (np.arange(window.row, window.row_stop) - self.row) // self.cell
        col = (np.arange(window.col, window.col_stop) - self.col) // self.cell
        for plane in self.values:
            yield plane[row[:, None], col]


class SeenFeatures:
    """The features of one image on disk; nothing is computed here.

    Parameters
    ----------
    image : LiveImage
    cache : DiskCache
    """

    def __init__(self, image: LiveImage, cache: DiskCache):
        self._image, self._cache = image, cache

    @classmethod
    def of(
        cls, source: RasterSource, origin: RasterSource, means: Means, progress: Progress = _SILENT
    ) -> SeenFeatures | None:
        """Return the features of an image as the live map keeps them; None where it keeps none.

        Parameters
        ----------
        source : RasterSource
            The pixels that are looked at.
        origin : RasterSource
            What they are made of.
        means : Means
            Of the live map.
        progress : Progress, optional

        Raises
        ------
        Cancelled
            If `progress` is cancelled.
        """
        if means.folder is None or not means.folder.is_dir():
            return None
        try:
            image = LiveImage.open(source, progress, origin=origin)
        except Cancelled:
            raise
        except PoplarError:  # the live map says why it has none
            return None
        return cls(image, DiskCache(means.folder, image.key, means.disk))

    def within(self, window: Window, progress: Progress = _SILENT) -> Seen | None:
        """Return what the features say of a window, None unless all of them are there.

        Of a part alone they would draw a border that the image does not have.

        Raises
        ------
        Cancelled
            If `progress` is cancelled.
        """
        side, grid, cell = self._image.side, self._image.grid, self._image.recipe.cell
        tiles = tiles_of(window, side, grid)
        step = max(1, window.width * window.height // cell**2 // _SAMPLE)
        sample = []
        for tile in tiles:
            checkpoint(progress)
            known = self._cache.read(tile)
            if known is None:
                return None
            cells = known.features.reshape(-1, known.features.shape[-1])
            sample.append(cells[::step])
        some = np.concatenate(sample) if sample else np.empty((0, 0), np.float32)
        if len(some) <= _COUNT or some.shape[1] < _COUNT:
            return None
        return self._projected(tiles, Components.fit(some, _COUNT), some, progress)

    def _projected(
        self, tiles: list[Tile], components: Components, some: np.ndarray, progress: Progress
    ) -> Seen | None:
        side, cell = self._image.side, self._image.recipe.cell
        spread = components.of(some)[:, 0].std()
        first = min(t.row for t in tiles) * side, min(t.col for t in tiles) * side
        windows = {tile: window_of(tile, side, self._image.grid) for tile in tiles}
        rows = -(-(max(w.row_stop for w in windows.values()) - first[0]) // cell)
        cols = -(-(max(w.col_stop for w in windows.values()) - first[1]) // cell)
        values = np.zeros((_COUNT, rows, cols), np.float32)
        for tile, window in windows.items():
            checkpoint(progress)
            known: TileFeatures | None = self._cache.read(tile)
            if known is None:  # another process has cleared it
                return None
            found = components.of(known.features) / max(float(spread), 1e-6)
            row, col = (window.row - first[0]) // cell, (window.col - first[1]) // cell
            height, width = found.shape[:2]
            values[:, row : row + height, col : col + width] = np.moveaxis(found, -1, 0)
        return Seen(values, cell, *first)
