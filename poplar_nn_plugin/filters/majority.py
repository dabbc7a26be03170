"""The majority of a window: the value that is found most often."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.filters.windows.frequent import by_comparing, by_counting, by_narrowing
from poplar_nn_plugin.filters.windows.sliding import CIRCLE, SQUARE, Known
from poplar_nn_plugin.filters.windows.windowed import WindowFilter

__all__ = ["Majority"]

# Nanoseconds a pixel, measured, and what a pixel of radius adds: for each value that is counted,
# and where what is frequent is narrowed down. Then for each two pixels of a window that are
# compared, of one byte or of more, and for codes.
_COUNTING = {SQUARE: (1.4, 0.1), CIRCLE: (0, 0.46)}
_NARROWING = {SQUARE: (1000, 0), CIRCLE: (1000, 250)}
_COMPARING = {True: 0.13, False: 0.25}
_CODING = 10
_MANY_VALUES_PIXELS = 160 * 160


@dataclass(frozen=True)
class Majority(WindowFilter):
    """Replace each pixel by the value found most often in the window around it.

    For maps of classes, which keep their names and colours: single pixels go, borders become
    smooth. Among values found equally often the pixel keeps its own, or else takes the least. Maps
    of few classes are quickest; wide circles on images of many values take longest.
    """

    name = "majority"
    title = "Majority filter"
    tags = "mode, clean, sieve, class map, smooth"
    same_codes = True
    scratch = 3

    def tile_size(self, dtype: np.dtype) -> int:
        """Return fewer pixels where a tile may have more values than a byte."""
        return self.tile_pixels if dtype.itemsize == 1 else _MANY_VALUES_PIXELS

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return the most frequent values of a tile."""
        levels, window = _levels(values if known.whole else values[known.valid]), self.footprint
        counting, narrowing = (
            first + more * self.radius
            for first, more in (_COUNTING[self.shape], _NARROWING[self.shape])
        )
        comparing = _COMPARING[values.dtype.itemsize == 1] * window.count**2
        if counting * levels.size <= min(comparing, narrowing) + _CODING:
            return levels[by_counting(values, known, levels, window)]
        way = by_comparing if comparing <= narrowing else by_narrowing
        return levels[way(_coded(values, levels), known, levels.size, window)]


def _levels(values: np.ndarray) -> np.ndarray:
    """Return the different values, sorted."""
    if values.dtype != np.uint8:
        return np.unique(values)
    seen = np.zeros(256, bool)
    seen[values] = True
    return np.flatnonzero(seen).astype(np.uint8)


def _coded(values: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Return the indices of values in `levels`; any index for values that are not there."""
    if values.dtype != np.uint8:
        return np.searchsorted(levels[:-1], values).astype(np.min_scalar_type(levels.size))
    indices = np.zeros(256, np.uint8)
    indices[levels] = np.arange(levels.size)
    return indices[values]


FILTER = Majority
