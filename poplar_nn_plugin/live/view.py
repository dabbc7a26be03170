"""What of an image is in view, and the picture of a map of it as it lies on the screen."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from poplar_nn_plugin.engine import Grid, Window
from poplar_nn_plugin.live.drawing import Drawn

__all__ = ["Show", "View", "picture"]

_OPAQUE = 255
_LINE = 2  # pixels of the screen, width of a border


class Show(Enum):
    """What of a map is drawn."""

    CLASSES = "classes"
    BORDERS = "borders"
    UNCERTAINTY = "uncertainty"


@dataclass(frozen=True, eq=False)
class View:
    """Where the pixels of the screen lie on an image.

    Parameters
    ----------
    width, height : int
        Of the screen, in its pixels.
    col, row : ndarray of float, shape (n, m)
        Column and row of the image, at places evenly spread from corner to corner of the screen;
        between them, they run straight. NaN where the screen shows nothing that a map could.
    """

    width: int
    height: int
    col: np.ndarray
    row: np.ndarray

    def window(self, grid: Grid) -> Window:
        """Return the pixels of the image that are in view; none where it lies elsewhere."""
        if not np.isfinite(self.col).any():
            return Window(0, 0, 0, 0)
        left, top = math.floor(np.nanmin(self.col)), math.floor(np.nanmin(self.row))
        right, bottom = math.ceil(np.nanmax(self.col)), math.ceil(np.nanmax(self.row))
        return Window(left, top, right - left, bottom - top).clip(grid)

    def coarseness(self) -> float:
        """Return how many pixels of the image, along a side, one of the screen stands for."""
        across = np.hypot(self.col[:, -1] - self.col[:, 0], self.row[:, -1] - self.row[:, 0])
        down = np.hypot(self.col[-1] - self.col[0], self.row[-1] - self.row[0])
        each = np.concatenate([across / self.width, down / self.height])
        each = each[np.isfinite(each)]
        return float(np.median(each)) if len(each) else 1.0

    def of(self, grid: Grid, other: Grid) -> View:
        """Return the same view of the same image on a grid of other pixels."""
        across, down = other.width / grid.width, other.height / grid.height
        return replace(self, col=self.col * across, row=self.row * down)

    def places(self) -> tuple[np.ndarray, np.ndarray]:
        """Return row and column of the image in which the middle of each pixel of the screen lies.

        Both are of int and shape (height, width), -1 where there is none.
        """
        found = []
        for nodes in (self.row, self.col):
            for size in (self.height, self.width):
                nodes = _between(nodes, size).T
            there = np.isfinite(nodes)
            found.append(np.where(there, np.floor(np.where(there, nodes, 0)), -1).astype(np.int64))
        return found[0], found[1]


def picture(drawn: Drawn, view: View, colours: tuple[str, ...], show: Show) -> np.ndarray:
    """Return a map as it lies on the screen.

    Parameters
    ----------
    drawn : Drawn
    view : View
    colours : tuple of str
        Of the classes, ``#rrggbb``.
    show : Show

    Returns
    -------
    ndarray of uint8, shape (height, width, 4)
        Blue, green, red and opacity; the colours times the opacity.
    """
    row, col = view.places()
    window = drawn.window
    row, col = row - window.row, col - window.col
    inside = (row >= 0) & (col >= 0) & (row < window.height) & (col < window.width)
    row, col = np.where(inside, row, 0), np.where(inside, col, 0)
    if not drawn.place.size:
        return np.zeros((view.height, view.width, 4), np.uint8)
    place = np.where(inside, drawn.place[row, col], -1)
    if show is Show.UNCERTAINTY:
        doubt = np.where(place >= 0, 1 - drawn.margin[row, col], 0)
        shade = np.round(_OPAQUE * doubt).astype(np.uint8)
        return np.stack([shade, np.zeros_like(shade), shade, shade], axis=-1)
    palette = np.array([*(_bgra(colour) for colour in colours), (0, 0, 0, 0)], np.uint8)
    if show is Show.BORDERS:
        place = np.where(_borders(place), place, -1)
    return palette[place]


def _borders(place: np.ndarray) -> np.ndarray:
    """Return the pixels beside which another class begins."""
    found = np.zeros(place.shape, bool)
    for axis in (0, 1):
        turned, marks = np.moveaxis(place, axis, 0), np.moveaxis(found, axis, 0)
        differs = (turned[1:] != turned[:-1]) & (turned[1:] >= 0) & (turned[:-1] >= 0)
        for reach in range(_LINE // 2):
            marks[reach + 1 :] |= differs[: len(differs) - reach]
            marks[: len(differs) - reach] |= differs[reach:]
    return found


def _bgra(colour: str) -> tuple[int, int, int, int]:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return blue, green, red, _OPAQUE


def _between(nodes: np.ndarray, size: int) -> np.ndarray:
    """Return values at the middles of `size` pixels, between nodes along the first axis."""
    last = len(nodes) - 1
    at = (np.arange(size) + 0.5) * last / size
    first = np.minimum(at.astype(int), last - 1)
    share = (at - first)[:, None]
    return nodes[first] * (1 - share) + nodes[first + 1] * share
