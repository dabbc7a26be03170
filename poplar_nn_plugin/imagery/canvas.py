"""What a service draws on: pixels of its own, cut into the pictures that are asked for."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from poplar_nn_plugin.engine import Grid, Window

__all__ = ["Canvas", "Level", "Piece", "Sheet"]


@dataclass(frozen=True)
class Piece:
    """One picture: the address that it is asked of, and where its pixels lie on the canvas."""

    url: str = field(repr=False)
    window: Window


class Canvas(Protocol):
    """The pixels of a service.

    Attributes
    ----------
    grid : Grid
        Windows are those of this grid; pictures may reach beyond it.
    optional : bool
        Whether a picture that is missing stands for a place without an image.
    """

    grid: Grid
    optional: bool

    def pieces(self, window: Window) -> list[Piece]:
        """Return the pictures that together hold a window."""


@dataclass(frozen=True)
class Level:
    """One level of tiles: all have the same size in pixels and in map units.

    Parameters
    ----------
    name : str
    left, top : float
        Corner of the first tile, in map units.
    pixel : float
        Side of a pixel in map units.
    tile : (int, int)
        Width and height of a tile in pixels.
    columns, rows : range
        Numbers of the tiles that there are.
    """

    name: str
    left: float
    top: float
    pixel: float
    tile: tuple[int, int]
    columns: range
    rows: range

    def grid(self, box: tuple[float, float, float, float], crs: str, margin: int = 0) -> Grid:
        """Return the grid of the level's pixels that a box touches, whole ones."""
        left, bottom, right, top = box
        # A pixel counts from a thousandth on: extents come as text with rounded digits.
        first = [
            math.floor((value + 1e-3 * self.pixel) / self.pixel) - margin
            for value in (left - self.left, self.top - top)
        ]
        last = [
            math.ceil((value - 1e-3 * self.pixel) / self.pixel) + margin
            for value in (right - self.left, self.top - bottom)
        ]
        x, y = self.left + first[0] * self.pixel, self.top - first[1] * self.pixel
        size = last[0] - first[0], last[1] - first[1]
        return Grid(*size, (x, self.pixel, 0.0, y, 0.0, -self.pixel), crs)


@dataclass(frozen=True)
class Sheet:
    """A part of a level, of which every tile is a picture of its own.

    Parameters
    ----------
    level : Level
    grid : Grid
        Of `Level.grid`.
    address : callable
        Takes column and row of a tile and returns its address.
    """

    level: Level
    grid: Grid
    address: Callable[[int, int], str]
    optional = True

    def pieces(self, window: Window) -> list[Piece]:
        """Return the tiles that a window touches, row after row."""
        level, (width, height) = self.level, self.level.tile
        col = round((self.grid.transform[0] - level.left) / level.pixel)
        row = round((level.top - self.grid.transform[3]) / level.pixel)
        found = []
        for y in range((window.row + row) // height, -(-(window.row_stop + row) // height)):
            for x in range((window.col + col) // width, -(-(window.col_stop + col) // width)):
                if x in level.columns and y in level.rows:
                    place = Window(x * width - col, y * height - row, width, height)
                    found.append(Piece(self.address(x, y), place))
        return found
