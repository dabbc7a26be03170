"""Windows of pixels: rectangles, wherever they lie on the earth; known also where GDAL is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

__all__ = ["Window"]


class _Sized(Protocol):
    """A grid, as far as windows know it."""

    width: int
    height: int


@dataclass(frozen=True)
class Window:
    """A rectangle of pixels.

    Parameters
    ----------
    col, row : int
        Its first column and row; negative to the left of and above the grid.
    width, height : int
        Its size in pixels.
    """

    col: int
    row: int
    width: int
    height: int

    @property
    def col_stop(self) -> int:
        """The first column to the right of the window."""
        return self.col + self.width

    @property
    def row_stop(self) -> int:
        """The first row below the window."""
        return self.row + self.height

    def expand(self, margin: int) -> Window:
        """Return the window with `margin` more pixels on every side."""
        return Window(
            self.col - margin, self.row - margin, self.width + 2 * margin, self.height + 2 * margin
        )

    def clip(self, grid: _Sized) -> Window:
        """Return the part of the window that lies on `grid`; its size may be 0."""
        col, row = max(self.col, 0), max(self.row, 0)
        width = max(min(self.col_stop, grid.width) - col, 0)
        height = max(min(self.row_stop, grid.height) - row, 0)
        return Window(col, row, width, height)

    def common(self, other: Window) -> Window:
        """Return what two windows have in common; its size may be 0."""
        col, row = max(self.col, other.col), max(self.row, other.row)
        width = max(min(self.col_stop, other.col_stop) - col, 0)
        height = max(min(self.row_stop, other.row_stop) - row, 0)
        return Window(col, row, width, height)

    def overlaps(self, other: Window) -> bool:
        """Return whether two windows have a pixel in common."""
        common = self.common(other)
        return bool(common.width and common.height)

    def slices(self, within: Window) -> tuple[slice, slice]:
        """Return the rows and columns this window has in an array that covers `within`."""
        row, col = self.row - within.row, self.col - within.col
        return slice(row, row + self.height), slice(col, col + self.width)
