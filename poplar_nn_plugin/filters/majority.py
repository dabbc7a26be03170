"""The majority of a window: the value that is found most often."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from poplar_nn_plugin.filters.moving import Footprint, Known
from poplar_nn_plugin.filters.windowed import WindowFilter

__all__ = ["Majority"]

# Measured: with more different values than this for each pixel of a window, sorting is quicker.
_LEVELS_PER_PIXEL = 4


@dataclass(frozen=True)
class Majority(WindowFilter):
    """Replace each pixel by the value found most often in the window around it.

    For maps of classes, which keep their names and colours: single pixels go, borders become
    smooth. Among values found equally
    often the pixel keeps its own, or else takes the least. On maps of few classes the time grows
    with their number, not with the window.
    """

    name = "majority"
    title = "Majority filter"
    same_codes = True
    scratch = 3

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return the most frequent values of a tile."""
        levels = _levels(values if known.whole else values[known.valid])
        if levels.size <= _LEVELS_PER_PIXEL * self.footprint.count:
            return levels[_by_counting(values, known, levels, self.footprint)]
        codes = np.searchsorted(levels, values).astype(np.int32)
        if not known.whole:
            codes[~known.valid] = -1
        return levels[_by_sorting(codes, self.footprint)]


def _by_counting(
    values: np.ndarray, known: Known, levels: np.ndarray, window: Footprint
) -> np.ndarray:
    """Count every level in every window; return the place of the most frequent of each."""
    # One number to compare: how often, then whether it is the pixel's own, then the least.
    last = levels.size - 1
    bits = last.bit_length()
    twice = 2 * window.count + 1
    counts = np.uint8 if twice < 2**8 else np.uint16
    kind = np.uint16 if (twice + 1) << bits <= 2**16 else np.uint32
    best = None
    for place, level in enumerate(levels):
        here = values == level
        if not known.whole:
            here &= known.valid
        here = here.view(np.uint8).astype(counts, copy=False)
        count = window.sum(here)
        count += count
        count += _middle(here, window)
        score = count.astype(kind)
        score <<= kind(bits)
        score |= kind(last - place)
        best = score if best is None else np.maximum(best, score, out=best)
    best &= kind((1 << bits) - 1)
    return last - best.astype(np.intp)


def _levels(values: np.ndarray) -> np.ndarray:
    """Return the different values, sorted."""
    if values.dtype != np.uint8:
        return np.unique(values)
    seen = np.zeros(256, bool)
    seen[values] = True
    return np.flatnonzero(seen).astype(np.uint8)


def _by_sorting(codes: np.ndarray, window: Footprint) -> np.ndarray:
    """Sort every window and return the code of its longest run, a row of windows at a time."""
    views = sliding_window_view(codes, (window.side, window.side))
    inside, places = window.mask, np.arange(window.count, dtype=np.int32)
    found = np.empty(views.shape[:2], np.intp)
    for row, own in enumerate(_middle(codes, window)):
        ordered = np.sort(views[row][:, inside], axis=1)
        first = np.zeros(ordered.shape, np.int32)
        first[:, 1:] = np.where(ordered[:, 1:] != ordered[:, :-1], places[1:], 0)
        run = places - np.maximum.accumulate(first, axis=1) + 1
        score = np.where(ordered >= 0, 2 * run + (ordered == own[:, None]), 0)
        found[row] = ordered[np.arange(len(own)), np.argmax(score, axis=1)]
    return found


def _middle(array: np.ndarray, window: Footprint) -> np.ndarray:
    """Return the pixels in the middle of every window."""
    return array[window.radius : -window.radius, window.radius : -window.radius]


FILTER = Majority
