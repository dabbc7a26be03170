"""How large each pixel of a grid is on the ground, in hectares."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from poplar_nn_plugin.engine import Grid, Window
from poplar_nn_plugin.errors import GridMismatchError
from poplar_nn_plugin.labels.ellipsoid import areas_per_unit

__all__ = ["PixelAreas"]

_NODES = 33  # along each side of a grid; between them areas are drawn as straight lines
_ALIKE = 1e-6  # share of their area that pixels of a window may differ by to count as equal
_SQUARE_METRES = 10_000  # in a hectare


@dataclass(frozen=True)
class PixelAreas:
    """The areas of the pixels of a grid on the ellipsoid of its CRS.

    Pixels of degrees grow smaller towards the poles, and metres of a projection are stretched, by
    a thousandth in a national one, by half in a web map. A map of half the earth in degrees comes
    to its area within 0.1 percent, one of a country within a millionth.

    Parameters
    ----------
    grid : Grid
        Without a CRS its units are taken as metres.

    Raises
    ------
    GridMismatchError
        If the CRS reaches to no corner of the grid, nor anywhere between.
    """

    grid: Grid
    _cols: np.ndarray = field(init=False, repr=False, compare=False)
    _rows: np.ndarray = field(init=False, repr=False, compare=False)
    _nodes: np.ndarray = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        cols, rows = (np.linspace(0, side, _NODES) for side in (self.grid.width, self.grid.height))
        places = [self.grid.to_map(col, row) for row in rows for col in cols]
        _, x_col, x_row, _, y_col, y_row = self.grid.transform
        nodes = areas_per_unit(self.grid.crs, np.array(places)).reshape(_NODES, _NODES)
        if not np.isfinite(nodes).any():
            raise GridMismatchError(
                f"The map reaches over {self.grid.bounds} (x min, y min, x max, y max), where its "
                "coordinate reference system has no place on the earth: check the system of the "
                "layer in its properties."
            )
        nodes = np.where(np.isfinite(nodes), nodes, np.nanmean(nodes))
        nodes = nodes * abs(x_col * y_row - x_row * y_col) / _SQUARE_METRES
        for name, value in (("_cols", cols), ("_rows", rows), ("_nodes", nodes)):
            object.__setattr__(self, name, value)

    def of(self, window: Window) -> np.ndarray:
        """Return the hectares of each pixel of a window.

        Returns
        -------
        ndarray of float, shape (rows, cols)
            Read-only where all are alike.
        """
        cols = np.arange(window.col, window.col_stop) + 0.5
        rows = np.arange(window.row, window.row_stop) + 0.5
        down = np.stack([np.interp(rows, self._rows, one) for one in self._nodes.T])
        ends = np.interp([cols[0], cols[-1]], self._cols, np.arange(_NODES))
        near = down[int(ends[0]) : int(np.ceil(ends[1])) + 1]
        if near.max() - near.min() <= _ALIKE * near.max():
            return np.broadcast_to(near.mean(), (window.height, window.width))
        place = np.interp(cols, self._cols, np.arange(_NODES))
        first = np.minimum(place.astype(int), _NODES - 2)
        share = place - first
        return down[first].T * (1 - share) + down[first + 1].T * share

    def by_class(self, window: Window, place: np.ndarray, chosen: np.ndarray, count: int):
        """Return the pixels and the hectares of each class in a window.

        Parameters
        ----------
        window : Window
        place : ndarray of int, shape (n,)
            Position of the class of each chosen pixel.
        chosen : ndarray of bool, shape (rows, cols)
        count : int
            Number of classes.

        Returns
        -------
        pixels : ndarray of int, shape (count,)
        hectares : ndarray of float, shape (count,)
        """
        pixels, areas = np.bincount(place, minlength=count), self.of(window)
        if areas.strides == (0, 0):
            return pixels, pixels * areas.flat[0]
        return pixels, np.bincount(place, areas[chosen], minlength=count)
