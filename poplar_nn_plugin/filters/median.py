"""The median of a square window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from poplar_nn_plugin.engine import Block
from poplar_nn_plugin.filters import network
from poplar_nn_plugin.filters.base import Filter, whole
from poplar_nn_plugin.filters.moving import box_sum, result_planes, tiles

__all__ = ["Median"]

# Measured: comparing whole arrays is quickest up to this radius, though its work grows with the
# fourth power of it; then counting, which hardly grows, where there are few levels to count.
_NETWORK_RADIUS = 5
_MOST_LEVELS = 256

# Bytes that the windows of one tile may take together, and the least pixels that repay a call.
_WINDOW_BYTES = 2 * 2**20
_LEAST_PIXELS = 2048
_COUNTED_PIXELS = 32 * 1024


@dataclass(frozen=True)
class Median(Filter):
    """Replace each pixel by the median of the valid pixels in the square centred on it.

    Where their number is even the median is the mean of the two in the middle, as in
    ``numpy.median``; an integer output rounds it. Beyond a radius of 5 pixels, images with more
    than 256 different values take long: each window is then sorted on its own.
    """

    name = "median"
    title = "Median filter"
    scratch = 3

    radius: int = whole("Radius (pixels)", default=1, low=1, high=25)

    @property
    def halo(self) -> int:
        """The radius."""
        return self.radius

    def __call__(self, block: Block) -> np.ndarray:
        """Return the medians, (rows, cols, bands)."""
        data, radius = np.moveaxis(block.data, -1, 0), self.radius
        side = 2 * radius + 1
        # Halves arise between two integers, and only where pixels are missing.
        between = np.result_type(data.dtype, np.float32)
        planes = result_planes(block, data.dtype if block.valid.all() else between)
        pixels = _COUNTED_PIXELS
        if radius <= _NETWORK_RADIUS:
            pixels = max(_WINDOW_BYTES // (side * side * data.itemsize), _LEAST_PIXELS)
        for inner, outer in tiles(block.valid.shape, radius, pixels):
            if not block.valid[inner].any():
                continue
            known = block.valid[outer]
            for band, plane in zip(data, planes):
                if known.all():
                    plane[inner] = _median(band[outer], side)
                else:
                    plane[inner] = _median_of_known(band[outer], known, side, between)
        return np.moveaxis(planes, 0, -1)


def _median(tile: np.ndarray, side: int) -> np.ndarray:
    """Return the median of every window of a tile without holes."""
    if side // 2 <= _NETWORK_RADIUS:
        return network.middle(tile, side)
    return _of_ranks(tile, side, [np.full((1, 1), side * side // 2)])[0]


def _median_of_known(tile: np.ndarray, known: np.ndarray, side: int, dtype: np.dtype) -> np.ndarray:
    """Return the median of the known pixels of every window, as `dtype`."""
    # The others are put above all, where no rank that is asked for reaches.
    highest = np.inf if tile.dtype.kind == "f" else np.iinfo(tile.dtype).max
    filled = np.where(known, tile, tile.dtype.type(highest))
    count = np.maximum(box_sum(known.astype(np.uint16), side), 1)
    lower, upper = _of_ranks(filled, side, [(count - 1) >> 1, count >> 1])
    # Halved before they are added, so that nothing overflows.
    return np.multiply(lower, 0.5, dtype=dtype) + np.multiply(upper, 0.5, dtype=dtype)


def _of_ranks(tile: np.ndarray, side: int, wanted: list[np.ndarray]) -> list[np.ndarray]:
    """Return elements of every window by their rank.

    Parameters
    ----------
    tile : ndarray
        (rows, cols).
    side : int
    wanted : list of ndarray
        Ranks from 0, the least, to half of the window's pixels: (rows - side + 1,
        cols - side + 1) of them, or one for all windows as (1, 1).

    Returns
    -------
    list of ndarray
        (rows - side + 1, cols - side + 1) an entry of `wanted`.
    """
    if side // 2 <= _NETWORK_RADIUS:
        return _compared(tile, side, wanted)
    levels = np.unique(tile)
    if levels.size <= _MOST_LEVELS:
        codes = np.searchsorted(levels, tile).astype(np.uint8)
        return [levels[_counted(codes, side, rank)] for rank in wanted]
    return _sorted(tile, side, wanted)


def _compared(tile: np.ndarray, side: int, wanted: list[np.ndarray]) -> list[np.ndarray]:
    """Find the ranks by a comparator network: windows sorted up to their middle, all at once."""
    shape = tile.shape[0] - side + 1, tile.shape[1] - side + 1
    found = [np.empty(shape, tile.dtype) for _ in wanted]
    half = range(side * side // 2 + 1)
    for rank, flat in zip(half, network.ranks(network.windows(tile, side), half)):
        values = network.unwound(flat, tile.shape[1], side)
        for ranks, result in zip(wanted, found):
            np.copyto(result, values, where=ranks == rank)
    return found


def _counted(codes: np.ndarray, side: int, rank: np.ndarray) -> np.ndarray:
    """Find one rank by halving the codes, counting in every window how many are not above.

    Only those halves are looked into further in which some window has its answer.
    """
    found = np.empty((codes.shape[0] - side + 1, codes.shape[1] - side + 1), np.uint8)
    open_ranges = [(0, int(codes.max()), np.ones(found.shape, bool))]
    while open_ranges:
        low, high, here = open_ranges.pop()
        if low == high:
            found[here] = low
            continue
        middle = (low + high) // 2
        reached = box_sum((codes <= middle).astype(np.uint16), side) > rank
        for part in ((low, middle, here & reached), (middle + 1, high, here & ~reached)):
            if part[2].any():
                open_ranges.append(part)
    return found


def _sorted(tile: np.ndarray, side: int, wanted: list[np.ndarray]) -> list[np.ndarray]:
    """Find the ranks by sorting every window on its own, some rows' pieces at a time."""
    windows = sliding_window_view(tile, (side, side))
    rows, cols = windows.shape[:2]
    found = [np.empty((rows, cols), tile.dtype) for _ in wanted]
    step = max(_WINDOW_BYTES // (side * side * tile.itemsize), 1)
    for row in range(rows):
        for left in range(0, cols, step):
            piece = slice(left, min(left + step, cols))
            ordered = windows[row, piece].reshape(-1, side * side)
            places = [np.broadcast_to(ranks, (rows, cols))[row, piece] for ranks in wanted]
            ordered.partition(sorted({int(place) for part in places for place in part}), axis=1)
            for result, place in zip(found, places):
                result[row, piece] = ordered[np.arange(len(place)), place]
    return found


FILTER = Median
