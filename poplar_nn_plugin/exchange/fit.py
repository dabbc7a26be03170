"""Images made squares of one side: as they are, cut to their middle, or resampled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine import Grid, RasterSource, Window

__all__ = ["Fit"]


@dataclass(frozen=True)
class Fit:
    """How images become patches of one size.

    Parameters
    ----------
    side : int
        Of the patches, in pixels.
    resample : bool
        Whether images of another size are resampled to it, which changes what their pixels stand
        for; otherwise their middle is cut out.
    """

    side: int
    resample: bool = False

    def grid(self, grid: Grid) -> Grid:
        """Return where the patch of an image on `grid` lies."""
        if not self.resample:
            return grid.part(self._middle(grid))
        x, x_col, x_row, y, y_col, y_row = grid.transform
        wide, high = grid.width / self.side, grid.height / self.side
        transform = (x, x_col * wide, x_row * high, y, y_col * wide, y_row * high)
        return Grid(self.side, self.side, transform, grid.crs)

    def read(self, image: RasterSource) -> np.ndarray:
        """Return the patch of an image, shape (side, side, bands), in the image's type.

        Resampling is bilinear; where a pixel beside has no data, it is the nearest pixel's value.
        """
        grid = image.grid
        if not self.resample or (grid.width, grid.height) == (self.side, self.side):
            return image.read(self._middle(grid))[0]
        return _resampled(*image.read(grid.window), self.side)

    def _middle(self, grid: Grid) -> Window:
        col, row = ((length - self.side) // 2 for length in (grid.width, grid.height))
        return Window(col, row, self.side, self.side)


def _resampled(data: np.ndarray, valid: np.ndarray, side: int) -> np.ndarray:
    """Return an image (rows, cols, bands) at another size, shape (side, side, bands)."""
    above, below, down = _beside(data.shape[0], side)
    left, right, across = _beside(data.shape[1], side)
    down, across = down[:, None, None], across[:, None]
    rows = data[above] * (1 - down) + data[below] * down
    values = rows[:, left] * (1 - across) + rows[:, right] * across
    known = (valid[above] & valid[below])[:, left] & (valid[above] & valid[below])[:, right]
    nearest = data[np.where(down[:, 0, 0] < 0.5, above, below)]
    nearest = nearest[:, np.where(across[:, 0] < 0.5, left, right)]
    if data.dtype.kind in "iu":
        values = np.rint(values)
    return np.where(known[..., None], values.astype(data.dtype), nearest)


def _beside(length: int, side: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for each new pixel the old ones before and after its centre, and how far it is on."""
    centre = np.clip((np.arange(side) + 0.5) * length / side - 0.5, 0, length - 1)
    before = centre.astype(int)
    return before, np.minimum(before + 1, length - 1), centre - before
