"""Order statistics of many windows at once, by comparing whole arrays.

A comparator network sorts n values by a fixed list of compare-and-exchange steps (Batcher, 1968,
"Sorting networks and their applications"; Knuth, The Art of Computer Programming 3, algorithm
5.2.2M). With arrays in place of values, one step is one ``minimum`` and one ``maximum`` over all
windows of a tile. Steps that do not reach the ranks asked for are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import numpy as np

from poplar_nn_plugin.filters.moving import Footprint

__all__ = ["middle", "ranks", "unwound", "windows"]

_Step = tuple[int, int, bool, bool]  # slots of the lesser and the greater, and which are needed


def ranks(values: Sequence[np.ndarray], wanted: range) -> list[np.ndarray]:
    """Return the elements of some ranks, place by place.

    Parameters
    ----------
    values : sequence of ndarray
        Of one shape.
    wanted : range
        Ranks from 0, the least.

    Returns
    -------
    list of ndarray
        One a rank.
    """
    slots = _exchanged(values, _sorting(len(values), wanted))
    return [slots[rank] for rank in wanted]


def windows(tile: np.ndarray, window: Footprint) -> list[np.ndarray]:
    """Return the pixels of every window, one flat array a place in the window.

    The rows of a tile lie one after the other, so a step in the window is a step in one long
    row: comparing flat arrays is quicker than comparing rectangles. `unwound` gives a result its
    shape back and drops the windows that ran over the end of a row.

    Parameters
    ----------
    tile : ndarray
        (rows, cols).
    window : Footprint

    Returns
    -------
    list of ndarray
        ``window.count`` views of one length, row after row of the window.
    """
    rows, cols = tile.shape
    flat, length = _wound(tile, window.side), (rows - window.side + 1) * cols
    return [
        flat[down * cols + right :][:length]
        for down, (first, width) in enumerate(window.runs)
        for right in range(first, first + width)
    ]


def unwound(flat: np.ndarray, cols: int, side: int) -> np.ndarray:
    """Return as (rows - side + 1, cols - side + 1) what was computed of `windows`."""
    return flat.reshape(-1, cols)[:, : cols - side + 1]


def _wound(tile: np.ndarray, side: int) -> np.ndarray:
    """Return the rows of a tile one after the other, and a little more for the last window."""
    flat = np.zeros(tile.size + side - 1, tile.dtype)
    flat[: tile.size].reshape(tile.shape)[...] = tile
    return flat


def middle(tile: np.ndarray, side: int) -> np.ndarray:
    """Return the median of every square window.

    Columns are sorted first, once for all windows that share them, then the rows of each window.
    Then the element in row i and column j, from 1, is not below i * j of the window's elements
    and not above (side + 1 - i) * (side + 1 - j), itself included. So most cannot be the median,
    and only the others are sorted out.

    Parameters
    ----------
    tile : ndarray
        (rows, cols).
    side : int
        Odd.

    Returns
    -------
    ndarray
        (rows - side + 1, cols - side + 1).
    """
    rows, cols = tile.shape
    flat, length = _wound(tile, side), (rows - side + 1) * cols
    strips = [flat[down * cols :][: length + side - 1] for down in range(side)]
    columns = ranks(strips, range(side))
    half = (side * side + 1) // 2
    candidates = []
    for i, column in enumerate(columns, start=1):
        places = [
            j
            for j in range(1, side + 1)
            if i * j <= half and (side + 1 - i) * (side + 1 - j) <= half
        ]
        row = [column[right : right + length] for right in range(side)]
        candidates += ranks(row, range(places[0] - 1, places[-1]))
    centre = len(candidates) // 2
    return unwound(ranks(candidates, range(centre, centre + 1))[0], cols, side)


def _exchanged(values: Sequence[np.ndarray], steps: Iterable[_Step]) -> list[np.ndarray]:
    """Return the slots after all steps."""
    slots = list(values)
    for low, high, least, greatest in steps:
        a, b = slots[low], slots[high]
        if least:
            slots[low] = np.minimum(a, b)
        if greatest:
            slots[high] = np.maximum(a, b)
    return slots


@lru_cache(maxsize=256)
def _sorting(count: int, wanted: range) -> tuple[_Step, ...]:
    """Return the steps that bring the wanted ranks of `count` values into their slots."""
    needed, steps = set(wanted), []
    for low, high in reversed(tuple(_merge_exchange(count))):
        if low in needed or high in needed:
            steps.append((low, high, low in needed, high in needed))
            needed |= {low, high}
    return tuple(reversed(steps))


def _merge_exchange(count: int) -> Iterator[tuple[int, int]]:
    """Yield the slots that Batcher's merge exchange compares to sort `count` values."""
    top = 1 << max(count - 1, 0).bit_length() - 1 if count > 1 else 0
    span = top
    while span > 0:
        stride, offset, distance = top, 0, span
        while True:
            for slot in range(count - distance):
                if slot & span == offset:
                    yield slot, slot + distance
            if stride == span:
                break
            distance, stride, offset = stride - span, stride // 2, span
        span //= 2
