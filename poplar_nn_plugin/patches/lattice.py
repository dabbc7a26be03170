"""Windows side by side over whole images, in cells of neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.patches.sources import Scene

__all__ = ["Lattice"]

_CELLS, _PATCHES_IN_CELL = 6, (2, 16)  # along the shorter side; patches in a cell, from and to


@dataclass(frozen=True)
class Lattice:
    """Windows side by side on all images, and the cells they are grouped by.

    Parameters
    ----------
    size : int
        Side of a window, in pixels.
    shape : ndarray of int, shape (n, 2)
        Rows and columns of windows on each image.
    side : ndarray of int, shape (n,)
        Windows along the side of a cell, on each image.
    """

    size: int
    shape: np.ndarray
    side: np.ndarray

    @classmethod
    def over(cls, scenes: Sequence[Scene], size: int) -> Lattice:
        """Return the lattice on the images of some scenes."""
        grids = [scene.image.grid for scene in scenes]
        shape = np.array([(grid.height // size, grid.width // size) for grid in grids])
        return cls(size, shape, np.clip(shape.min(axis=1) // _CELLS, *_PATCHES_IN_CELL))

    @property
    def windows(self) -> int:
        """Number of windows."""
        return int(self.shape.prod(axis=1).sum())

    @property
    def cells(self) -> int:
        """Number of cells."""
        return int(self._cells.prod(axis=1).sum())

    @property
    def _cells(self) -> np.ndarray:
        return -(-self.shape // self.side[:, None])

    def names(self) -> list[str]:
        """Return a name for each cell."""
        return [
            f"background {image + 1}: {row}, {col}"
            for image, (rows, cols) in enumerate(self._cells.tolist())
            for row in range(rows)
            for col in range(cols)
        ]

    def at(self, number: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return image, position (row, col) in pixels, and cell of windows, by their numbers."""
        ends = np.cumsum(self.shape.prod(axis=1))
        image = np.searchsorted(ends, number, side="right")
        rest = number - np.concatenate([[0], ends])[image]
        turn = np.stack(np.divmod(rest, self.shape[image, 1]), axis=1)
        before = np.concatenate([[0], np.cumsum(self._cells.prod(axis=1))])
        row, col = (turn // self.side[image][:, None]).T
        return image, turn * self.size, before[image] + row * self._cells[image, 1] + col
