"""The most frequent value of windows, by whichever way is quickest for their size and values.

- Few values: each is counted in every window.
- Small windows: each pixel of a window is compared with each other one.
- Else some neighbouring windows at a time: values are counted, the one that is most frequent in all
  these windows together first, down to those too rare there to be the most frequent of any.

Among values found equally often it is the middle pixel's own, or else the least.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from poplar_nn_plugin.filters.windows.sliding import SQUARE, Footprint, Known, box_sum

__all__ = ["by_comparing", "by_counting", "by_narrowing"]

# Measured: windows a side that are narrowed down together, and values counted at once.
_TOGETHER = 16
_AT_ONCE = 128
_COUNTED = 2**20  # bytes that these may take
# Bytes of the counts that comparing holds at once.
_COMPARED = 2**20


class _Scores:
    """One number to compare: how often, then whether it is the pixel's own, then the least.

    Parameters
    ----------
    levels : int
        Codes go from 0 to below it.
    window : Footprint
    """

    def __init__(self, levels: int, window: Footprint):
        self._last = levels - 1
        bits = self._last.bit_length()
        most = (2 * window.count + 2) << bits
        self.kind = np.uint16 if most <= 2**16 else np.uint32 if most <= 2**32 else np.uint64
        self._bits = self.kind(bits)

    def of(self, count: np.ndarray, own: np.ndarray, code) -> np.ndarray:
        """Return the scores of codes that are found `count` times."""
        score = count.astype(self.kind)
        score += score
        score += own
        score <<= self._bits
        score |= self.kind(self._last) - np.asarray(code, self.kind)
        return score

    def counts(self, scores: np.ndarray) -> np.ndarray:
        """Return how often the codes with these scores are found."""
        return scores >> (self._bits + self.kind(1))

    def codes(self, scores: np.ndarray) -> np.ndarray:
        """Return the codes with these scores."""
        return self._last - (scores & self.kind((1 << int(self._bits)) - 1)).astype(np.intp)


def by_counting(
    values: np.ndarray, known: Known, levels: np.ndarray, window: Footprint
) -> np.ndarray:
    """Count every value in every window; return the index in `levels` of each one's most frequent.

    Parameters
    ----------
    values : ndarray
        (rows, cols).
    known : Known
    levels : ndarray
        All different values, sorted.
    window : Footprint

    Returns
    -------
    ndarray of intp
        (rows - side + 1, cols - side + 1).
    """
    scores, best = _Scores(levels.size, window), None
    counts = np.uint8 if window.count < 2**8 else np.uint16
    for code, level in enumerate(levels):
        here = values == level
        if not known.whole:
            here &= known.valid
        here = here.view(np.uint8).astype(counts, copy=False)
        score = scores.of(window.sum(here), _middle(here, window), code)
        best = score if best is None else np.maximum(best, score, out=best)
    return scores.codes(best)


def by_comparing(codes: np.ndarray, known: Known, levels: int, window: Footprint) -> np.ndarray:
    """Compare the pixels of every window; return its most frequent code.

    Parameters
    ----------
    codes : ndarray of int
        (rows, cols), from 0 to below `levels`.
    known : Known
    levels : int
    window : Footprint
        Of at most 255 pixels.

    Returns
    -------
    ndarray of intp
        (rows - side + 1, cols - side + 1).
    """
    rows, cols = window.number_in(codes.shape)
    found = np.empty((rows, cols), np.intp)
    height = max(_COMPARED // (window.count * cols), 1)
    for top in range(0, rows, height):
        part = slice(top, top + height + window.side - 1)
        valid = None if known.whole else known.valid[part]
        found[top : top + height] = _compared(codes[part], valid, levels, window)
    return found


def _compared(codes, valid: np.ndarray | None, levels: int, window: Footprint) -> np.ndarray:
    rows, cols = window.number_in(codes.shape)
    pixels = np.argwhere(window.mask).tolist()

    def seen(array: np.ndarray, row: int, col: int) -> np.ndarray:
        return array[row : row + rows, col : col + cols]

    counts = {}
    for offset in map(tuple, pixels):
        counts[offset] = np.ones((rows, cols), np.uint8)
        if valid is not None:
            counts[offset][...] = seen(valid, *offset)
    for down, right in product(range(window.side), range(1 - window.side, window.side)):
        if (down, right) <= (0, 0):
            continue
        one = np.s_[: codes.shape[0] - down, max(-right, 0) : codes.shape[1] - max(right, 0)]
        other = np.s_[down:, max(right, 0) : codes.shape[1] + min(right, 0)]
        same = codes[one] == codes[other]
        if valid is not None:
            same &= valid[one]
            same &= valid[other]
        same = same.view(np.uint8)
        for row, col in counts:
            if (row + down, col + right) in counts:
                both = seen(same, row, col + min(right, 0))
                counts[row, col] += both
                counts[row + down, col + right] += both
    scores, own, best = _Scores(levels, window), _middle(codes, window), None
    for offset, count in counts.items():
        code = seen(codes, *offset)
        score = scores.of(count, code == own, code)
        best = score if best is None else np.maximum(best, score, out=best)
    return scores.codes(best)


def by_narrowing(codes: np.ndarray, known: Known, levels: int, window: Footprint) -> np.ndarray:
    """Count in windows only what may be most frequent there; return its code.

    Arguments and result are those of `by_comparing`, for windows of any size.
    """
    codes = codes.astype(np.intp)
    if not known.whole:
        codes[~known.valid] = levels  # counted as one more, which nobody asks for
    rows, cols = window.number_in(codes.shape)
    found, slot = np.empty((rows, cols), np.intp), np.full(levels + 1, -1)
    for top, left in product(range(0, rows, _TOGETHER), range(0, cols, _TOGETHER)):
        bottom, right = top + _TOGETHER, left + _TOGETHER
        pixels = codes[top : bottom + window.side - 1, left : right + window.side - 1]
        found[top:bottom, left:right] = _narrowed(pixels, levels, window, slot)
    return found


def _narrowed(codes: np.ndarray, levels: int, window: Footprint, slot: np.ndarray) -> np.ndarray:
    """Return the most frequent codes of some windows.

    Parameters
    ----------
    codes : ndarray of intp
        (rows, cols), `levels` where not valid.
    levels : int
    window : Footprint
    slot : ndarray of int
        (levels + 1,) of -1, for the slots in which codes are counted; -1 again afterwards.
    """
    own, scores = _middle(codes, window), _Scores(levels, window)
    known = own < levels
    best = scores.of(np.where(known, 1, window.count), np.ones(own.shape, bool), own % levels)
    often = np.bincount(codes.reshape(-1), minlength=levels + 1)[:levels]
    order = np.flatnonzero(often > 1)
    order = order[np.argsort(-often[order], kind="stable")]
    at_once = min(_AT_ONCE, max(_COUNTED // (2 * codes.size), 1))
    for first in range(0, order.size, at_once):
        some = order[first : first + at_once]
        some = some[often[some] >= scores.counts(best).min()]
        if not some.size:
            break
        slot[some] = np.arange(some.size)
        count = _count(slot[codes], some.size, window)
        slot[some] = -1
        score = scores.of(count, own[..., None] == some, some)
        np.maximum(best, score.max(axis=-1), out=best)
    return scores.codes(best)


def _count(slots: np.ndarray, number: int, window: Footprint) -> np.ndarray:
    """Return how often each slot from 0 is found in every window, (…, number)."""
    rows, cols = window.number_in(slots.shape)
    row, col = np.nonzero(slots >= 0)
    slot = slots[row, col]
    if window.shape == SQUARE:
        down, across = min(rows, window.side), min(cols, window.side)
        shape = rows + down - 1, cols + across - 1, number
        cell = np.ravel_multi_index(
            (_folded(row, rows, window.side), _folded(col, cols, window.side), slot), shape
        )
        counts = np.bincount(cell, minlength=math.prod(shape)).astype(np.uint16)
        return box_sum(counts.reshape(shape), down, across)
    before = np.zeros((slots.shape[0], slots.shape[1] + 1, number), np.uint16)
    before[row, col + 1, slot] = 1
    for one, other in zip(range(slots.shape[1]), range(1, slots.shape[1] + 1)):
        before[:, other] += before[:, one]
    total = np.zeros((rows, cols, number), np.uint16)
    for down, (first, width) in enumerate(window.runs):
        line = before[down : down + rows]
        total += line[:, first + width :][:, :cols]
        total -= line[:, first:][:, :cols]
    return total


def _folded(position: np.ndarray, windows: int, side: int) -> np.ndarray:
    """Return rows or slots, all those that lie in every one of some windows made one."""
    if side <= windows:
        return position
    return np.minimum(position, windows - 1) + np.maximum(position - side + 1, 0)


def _middle(array: np.ndarray, window: Footprint) -> np.ndarray:
    """Return the pixels in the middle of every window."""
    return array[window.radius : -window.radius, window.radius : -window.radius]
