"""Order statistics of windows, by whichever way is quickest for them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from poplar_nn_plugin.filters.windows import sorting_network as network
from poplar_nn_plugin.filters.windows.bitsets import Ordered, by_halving
from poplar_nn_plugin.filters.windows.sliding import CIRCLE, SQUARE, Footprint, Known
from poplar_nn_plugin.filters.windows.windowed import WindowFilter, window_radius

__all__ = ["RankFilter", "ranked"]

# Measured: comparing whole arrays is quickest up to this many pixels, though its work grows much
# faster than they do; then counting, which hardly grows: levels where these are few, else bits.
# Values of so many bytes are compared one by one or several at a time, but counted all alike.
_NETWORK_COUNT = {
    SQUARE: {1: 441, 2: 289, 4: 225, 8: 121},
    CIRCLE: {1: 253, 2: 197, 4: 113, 8: 81},
}
# Ranges of ranks begin and end at so many different ranks, so that few networks serve them all.
_RANGES = 16
_MOST_LEVELS = 256

# Where at most this share of windows has holes these are sorted one by one: networks would have to
# find many ranks for them.
_FEW = 0.05

# Bytes that the arrays of one tile may take together. In smaller tiles two threads lose more by
# waiting for Python than they gain by the cache.
_NETWORK_BYTES = 5 * 2**20
_COUNTED_PIXELS = {True: 64 * 1024, False: 96 * 96}  # for a byte's levels, and for more
_SORTED_BYTES = 2 * 2**20


@dataclass(frozen=True)
class RankFilter(WindowFilter):
    """A filter that takes what lies at some share of the window's sorted valid pixels."""

    scratch: ClassVar[float] = 4

    radius: int = window_radius(default=1, high=25)

    def tile_size(self, dtype: np.dtype) -> int:
        """Return fewer pixels where many arrays of a tile's size are held at once."""
        if not _comparable(self.footprint, dtype):
            return _COUNTED_PIXELS[dtype.itemsize == 1]
        middle = self.footprint.count // 2
        arrays = network.arrays(self.footprint, range(middle, middle + 1))
        across = math.isqrt(int(_NETWORK_BYTES / (arrays * dtype.itemsize))) - 2 * self.radius
        return min(max(across, self.footprint.side) ** 2, self.tile_pixels)

    def planes_type(self, dtype: np.dtype, whole: bool) -> np.dtype:
        """Return the image's type, or one for what lies between two integers."""
        between = self._between(dtype)
        return dtype if whole and between.exact else between.dtype

    @property
    def share(self) -> float:
        """Where the result lies among the window's sorted valid pixels, 0 to 1."""
        raise NotImplementedError

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return what lies at `share` in every window of a tile.

        Between two pixels the result is interpolated, as in ``numpy.percentile``.
        """
        window, between = self.footprint, self._between(values.dtype)
        if known.whole:
            return self.of_whole(values, between)
        # The others are put above all, where no rank that is asked for reaches.
        highest = np.inf if values.dtype.kind == "f" else np.iinfo(values.dtype).max
        values = known.filled(values, highest)
        partial = known.count_or_one < window.count
        partial &= known.inner(self.radius).valid
        if partial.mean() > _FEW or not _comparable(window, values.dtype):
            return between.of(values, window, known.count_or_one)
        result = self.of_whole(values, between).astype(between.dtype, copy=False)
        result[partial] = between.of_each(values, window, known.count_or_one, *np.nonzero(partial))
        return result

    def of_whole(self, values: np.ndarray, between: _Between) -> np.ndarray:
        """Return the results of windows without holes."""
        return between.of(values, self.footprint, np.full((1, 1), self.footprint.count))

    def _between(self, dtype: np.dtype) -> _Between:
        return _Between(self.footprint.count, self.share, np.result_type(dtype, np.float32))


class _Between:
    """What lies at a share of sorted pixels, for every number of them.

    Parameters
    ----------
    most : int
        Pixels of a window.
    share : float
        0 to 1.
    dtype : dtype
        Of what lies between two pixels.
    """

    def __init__(self, most: int, share: float, dtype: np.dtype):
        position = np.maximum(np.arange(most + 1) - 1, 0) * share
        # A share such as 0.9 is not exact: what is so near to a pixel lies on it.
        position = np.where(abs(position - np.rint(position)) < 1e-9, np.rint(position), position)
        self.dtype = dtype
        self._lower = np.floor(position).astype(np.uint16)
        self._upper = np.ceil(position).astype(np.uint16)
        self._weight = (position - self._lower).astype(dtype)

    @property
    def exact(self) -> bool:
        """Whether the result of a whole window is one of its pixels."""
        return self._lower[-1] == self._upper[-1]

    def of(self, values: np.ndarray, window: Footprint, count: np.ndarray) -> np.ndarray:
        """Return the results of all windows, `count` of whose pixels count: the least ones."""
        lower, upper = self._lower[count], self._upper[count]
        if np.array_equal(lower, upper):
            return ranked(values, window, [lower])[0]
        return self._weighed(*ranked(values, window, [lower, upper]), self._weight[count])

    def of_each(self, values, window: Footprint, count: np.ndarray, rows, cols) -> np.ndarray:
        """Return the results of some windows, sorting each on its own."""
        views = sliding_window_view(values, (window.side, window.side))
        inside, found = window.mask, np.empty(rows.size, self.dtype)
        step = max(_SORTED_BYTES // (window.side**2 * values.itemsize), 1)
        for first in range(0, rows.size, step):
            row, col = rows[first : first + step], cols[first : first + step]
            ordered = np.sort(views[row, col][:, inside], axis=1)
            counts, order = count[row, col], np.arange(row.size)
            found[first : first + step] = self._weighed(
                ordered[order, self._lower[counts]],
                ordered[order, self._upper[counts]],
                self._weight[counts],
            )
        return found

    def _weighed(self, least, greatest, weight) -> np.ndarray:
        # Weighed before they are added, so that nothing overflows; infinity times 0 is replaced.
        with np.errstate(invalid="ignore"):
            result = np.multiply(greatest, weight, dtype=self.dtype)
            result += np.multiply(least, 1 - weight, dtype=self.dtype)
        np.copyto(result, least, where=weight == 0, casting="unsafe")
        return result


def ranked(tile: np.ndarray, window: Footprint, wanted: list[np.ndarray]) -> list[np.ndarray]:
    """Return elements of every window by their rank.

    Parameters
    ----------
    tile : ndarray
        (rows, cols).
    window : Footprint
    wanted : list of ndarray
        Ranks from 0, the least: (rows - side + 1, cols - side + 1) of them, or one for all
        windows as (1, 1).

    Returns
    -------
    list of ndarray
        (rows - side + 1, cols - side + 1) an entry of `wanted`.
    """
    if _comparable(window, tile.dtype):
        return _compared(tile, window, wanted)
    order = np.argsort(tile, axis=None, kind="stable")
    ascending = tile.reshape(-1)[order]
    first = np.concatenate([[True], ascending[1:] != ascending[:-1]])
    levels = ascending[first]
    if levels.size > _MOST_LEVELS:
        return Ordered(tile, order, window).ranked(wanted)
    codes = np.empty(tile.shape, np.uint8)
    codes.reshape(-1)[order] = np.cumsum(first) - 1
    return [levels[code] for code, _ in by_halving(codes, window, wanted)]


def _comparable(window: Footprint, dtype: np.dtype) -> bool:
    """Return whether windows are small enough for a network."""
    return window.count <= _NETWORK_COUNT[window.shape][dtype.itemsize]


def _compared(tile: np.ndarray, window: Footprint, wanted: list[np.ndarray]) -> list[np.ndarray]:
    """Find the ranks by a comparator network: all windows sorted at once, as far as needed."""
    first, last = min(int(r.min()) for r in wanted), max(int(r.max()) for r in wanted)
    if first == last:
        (values,) = network.ranks(tile, window, range(first, first + 1))
        return [values] * len(wanted)
    grain = max(window.count // _RANGES, 1)
    first, last = first // grain * grain, min(-(-last // grain) * grain, window.count - 1)
    needed = range(first, last + 1)
    rows, cols = window.number_in(tile.shape)
    found = [np.empty((rows, cols), tile.dtype) for _ in wanted]
    # Several ranks hold more arrays than one, for which tiles are made, and there is more besides.
    row_bytes = network.arrays(window, needed) * tile.shape[1] * tile.itemsize
    height = max(int(_NETWORK_BYTES / 2 / row_bytes) - 2 * window.radius, window.radius)
    for top in range(0, rows, height):
        strip = slice(top, min(top + height, rows))
        ordered = network.ranks(tile[top : strip.stop + 2 * window.radius], window, needed)
        for rank, values in zip(needed, ordered):
            for ranks, result in zip(wanted, found):
                here = (ranks if ranks.size == 1 else ranks[strip]) == rank
                np.copyto(result[strip], values, where=here)
    return found
