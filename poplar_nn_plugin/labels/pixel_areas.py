"""How much ground the pixels of a grid cover, wherever they lie on it."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.engine import Grid, Window
from poplar_nn_plugin.errors import GridMismatchError
from poplar_nn_plugin.labels.bend import on_map
from poplar_nn_plugin.labels.ellipsoid import HECTARE, area_per_unit

__all__ = ["PixelAreas"]

_NODES = 5  # a side: of ten degrees of latitude, all but a billionth of an area is told by them
_ALIKE = 1e-6  # share of their area that pixels of a window may differ by to count as equal
_AT_ONCE = 2**15  # corners, so that what is computed on the way stays small
_PARTS = 4096  # of the middle pixel: areas are counted in such parts, so that sums are exact


class PixelAreas:
    """The area of each pixel on the ellipsoid, as a polynomial of column and row.

    Pixels of degrees shrink towards the poles, those of a projection with its scale. The area is
    measured at 25 places of the grid (the zeros of a Chebyshev polynomial each way) and
    interpolated. Where the coordinate reference system does not reach one of them, all pixels are
    as large as the one in the middle.

    Parameters
    ----------
    grid : Grid
        Without a CRS its units are taken as metres.

    Attributes
    ----------
    middle : float
        Square metres of the middle pixel.
    part : float
        Square metres of the unit that `parts` counts in.

    Raises
    ------
    GridMismatchError
        If the middle of the grid lies where its CRS does not reach.
    """

    def __init__(self, grid: Grid):
        self._half = np.array([grid.width / 2, grid.height / 2])
        nodes = np.cos(np.pi * (np.arange(_NODES) + 0.5) / _NODES)
        wanted = [self._half, *(self._half * (1 + np.array([u, v])) for u in nodes for v in nodes)]
        self._terms = np.zeros((_NODES, _NODES))
        try:
            found = _areas_at(grid, wanted)
        except GridMismatchError:
            found = _areas_at(grid, wanted[:1])
        self.middle = found[0]
        self.part = self.middle / _PARTS
        self._terms[0, 0] = self.middle
        if len(found) > 1:
            powers = np.linalg.inv(np.vander(nodes, increasing=True))
            self._terms = powers @ np.array(found[1:]).reshape(_NODES, _NODES) @ powers.T

    def at(self, cols, rows) -> np.ndarray:
        """Return the square metres of a pixel around places (columns and rows may be fractions)."""
        u, v = self._unit(cols, rows)
        return np.polynomial.polynomial.polyval2d(u, v, self._terms)

    def of(self, window: Window) -> np.ndarray:
        """Return the hectares of each pixel of a window.

        Returns
        -------
        ndarray of float, shape (rows, cols)
            Read-only where all are alike.
        """
        cols = np.arange(window.col, window.col_stop) + 0.5
        rows = np.arange(window.row, window.row_stop) + 0.5
        u, v = (np.vander(one, _NODES, increasing=True) for one in self._unit(cols, rows))
        corners = v[[0, -1]] @ self._terms.T @ u[[0, -1]].T
        if corners.max() - corners.min() <= _ALIKE * corners.max():
            return np.broadcast_to(corners.mean() / HECTARE, (window.height, window.width))
        return v @ self._terms.T @ u.T / HECTARE

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

    def left_of(self, cols, rows) -> np.ndarray:
        """Return the square metres of what lies left of places, in a strip one pixel high.

        Its difference between two columns is the area between them; integrated along the outline
        of a polygon it is the polygon's area (Green's theorem).
        """
        u, v = self._unit(cols, rows)
        sums = np.polynomial.polynomial.polyint(self._terms, axis=0, lbnd=-1) * self._half[0]
        return np.polynomial.polynomial.polyval2d(u, v, sums)

    def parts(self, rows, starts, stops) -> np.ndarray:
        """Return the areas of runs of pixels in whole numbers of `part`; sums of them are exact.

        Parameters
        ----------
        rows, starts, stops : ndarray of int, shape (n,)
            Row of each run, its first column and the one after its last.
        """
        middles = np.asarray(rows) + 0.5
        ends = [np.rint(self.left_of(cols, middles) / self.part) for cols in (starts, stops)]
        return (ends[1] - ends[0]).astype(np.int64)

    def of_outlines(self, cols, rows, firsts: np.ndarray) -> np.ndarray:
        """Return the areas that closed outlines enclose, in square metres.

        Parameters
        ----------
        cols, rows : ndarray of float, shape (n,)
            Corners of all outlines one after the other, the first of each again as its last.
        firsts : ndarray of int, shape (m,)
            Where each outline begins.

        Returns
        -------
        ndarray of float, shape (m,)
            Above 0 where an outline runs clockwise as the pixels are drawn, below 0 else.
        """
        if not len(firsts):
            return np.zeros(0)
        sides = np.zeros(len(cols))
        for start in range(0, len(cols) - 1, _AT_ONCE):
            part = slice(start, min(start + _AT_ONCE, len(cols) - 1) + 1)
            col, row = cols[part], rows[part]
            at = self.left_of(col, row)
            middle = self.left_of((col[:-1] + col[1:]) / 2, (row[:-1] + row[1:]) / 2)
            # Simpson's rule
            sides[part][:-1] = (at[:-1] + at[1:] + 4 * middle) / 6 * np.diff(row)
        sides[firsts[1:] - 1] = 0.0  # from the end of an outline to the next one
        return np.add.reduceat(sides, firsts)

    def _unit(self, cols, rows) -> tuple[np.ndarray, np.ndarray]:
        """Return places as numbers from -1 to 1 over the grid."""
        return np.asarray(cols) / self._half[0] - 1, np.asarray(rows) / self._half[1] - 1


def _areas_at(grid: Grid, places) -> list[float]:
    """Return the square metres of a pixel at places (column, row).

    Raises
    ------
    GridMismatchError
        If one of them lies where the CRS does not reach.
    """
    if grid.shown is None:
        _, x_col, x_row, _, y_col, y_row = grid.transform
        square = abs(x_col * y_row - x_row * y_col)
        return [square * area_per_unit(grid.crs, grid.to_map(*place)) for place in places]
    corners = [place + step for place in places for step in ((0, 0), (1, 0), (0, 1))]
    found = on_map(grid, [tuple(map(float, corner)) for corner in corners])
    if found is None:
        raise GridMismatchError(
            "The pixels of the map cannot be placed by its ground control points or rational "
            "polynomials: check its coordinate reference system."
        )
    origin, right, down = np.moveaxis(np.array(found).reshape(-1, 3, 2), 1, 0)
    (a, b), (c, d) = (right - origin).T, (down - origin).T
    crs = grid.shown.crs
    areas = [area_per_unit(crs, tuple(point)) for point in origin.tolist()]
    return (np.abs(a * d - b * c) * areas).tolist()
