"""Which tiles a large output is written in: neither memory nor the number of workers decides."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from poplar_nn_plugin.engine.blocks.window import Window
from poplar_nn_plugin.engine.grid import Grid
from poplar_nn_plugin.engine.outputs.layout import TILE

__all__ = ["Tile", "blocks_of", "tile_side", "tiles_of"]

# A tile is what one thread computes, and what a worker that dies loses; a folder with ten thousand
# files, and a VRT of so many, are slow to open.
_SIDES = (2048, 4096, 8192)
_MOST = 4096


@dataclass(frozen=True)
class Tile:
    """A file of an output.

    Parameters
    ----------
    name : str
        Of the file, by row and column of the tile, such as ``r03c00.tif``.
    window : Window
        The pixels that it holds.
    """

    name: str
    window: Window


def tile_side(grid: Grid, multiple: int) -> int:
    """Return the side of the tiles in pixels: 2048, 4096 or 8192, or a little more.

    Parameters
    ----------
    grid : Grid
    multiple : int
        What blocks, and so tiles, must begin at multiples of.
    """
    for side in _SIDES:
        if math.prod(-(-whole // side) for whole in (grid.width, grid.height)) <= _MOST:
            break
    both = math.lcm(TILE, multiple)  # so that compressed tiles within the file are whole
    step = both if both <= side else multiple
    return -(-side // step) * step


def tiles_of(grid: Grid, side: int) -> list[Tile]:
    """Return the tiles that cover a grid, row after row."""
    columns, rows = -(-grid.width // side), -(-grid.height // side)
    digits = len(str(max(columns, rows) - 1))
    return [
        Tile(
            f"r{row:0{digits}d}c{col:0{digits}d}.tif",
            Window(col * side, row * side, side, side).clip(grid),
        )
        for row in range(rows)
        for col in range(columns)
    ]


def blocks_of(tile: Window, block: Sequence[int]) -> list[Window]:
    """Return the blocks of a size that cover a tile, row after row from its corner."""
    width, height = block
    return [
        Window(col, row, min(width, tile.col_stop - col), min(height, tile.row_stop - row))
        for row in range(tile.row, tile.row_stop, height)
        for col in range(tile.col, tile.col_stop, width)
    ]
