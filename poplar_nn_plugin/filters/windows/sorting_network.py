"""Order statistics of many windows at once, by comparing whole arrays.

With arrays in place of values, one comparison of a sorting network is one ``minimum`` or
``maximum`` over all windows of a tile. The rows of a tile lie one after the other, so a step in
the window is a step in one long row: comparing flat arrays is quicker than comparing rectangles.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from poplar_nn_plugin.filters.windows.comparators import Location, build_network
from poplar_nn_plugin.filters.windows.sliding import Footprint

__all__ = ["arrays", "ranks"]


def ranks(tile: np.ndarray, window: Footprint, wanted: range) -> Iterator[np.ndarray]:
    """Yield the elements of one rank of every window, for rank after rank.

    Parameters
    ----------
    tile : ndarray
        (rows, cols), without NaN.
    window : Footprint
    wanted : range
        Ranks from 0, the least.

    Yields
    ------
    ndarray
        (rows - side + 1, cols - side + 1).
    """
    network = build_network(window, wanted)
    rows, cols = tile.shape[0] - window.side + 1, tile.shape[1]
    folds = 2 if network.folded else 1
    part = -(-rows // folds)  # rows of windows of one result
    length = part + 2 * window.radius // folds  # rows of the tile, or every second one
    image = _flat(tile, folds, length, window.side)
    sizes = [folds * length if whole else part + network.down for whole in network.arrays]
    buffers = [np.empty(size * cols + window.side, tile.dtype) for size in sizes]
    buffers.append(image)  # which is number -1

    def values(location: Location, count: int) -> np.ndarray:
        begin = (location.odd * length + location.down) * cols + location.right
        return buffers[location.array][begin : begin + count]

    for least, a, b, into, whole, down, right in network.comparators:
        count = (folds * length if whole else part + down) * cols + right
        of_two = np.minimum if least else np.maximum
        of_two(values(a, count), values(b, count), out=buffers[into][:count])
    for locations in network.results:
        result = np.empty((folds * part, cols - window.side + 1), tile.dtype)
        for first, location in enumerate(locations):
            plane = values(location, part * cols).reshape(part, cols)
            result[first::folds] = plane[:, : result.shape[1]]
        yield result[:rows]


def arrays(window: Footprint, wanted: range) -> float:
    """Return how many arrays of the size of the tile are held at once."""
    network = build_network(window, wanted)
    return 1 + sum(1 if whole or not network.folded else 0.5 for whole in network.arrays)


def _flat(tile: np.ndarray, folds: int, length: int, more: int) -> np.ndarray:
    """Return the rows one after the other, folded even ones first, and `more` pixels."""
    rows, cols = tile.shape
    flat = np.empty(folds * length * cols + more, tile.dtype)
    planes = flat[: folds * length * cols].reshape(folds, length, cols)
    for first, plane in enumerate(planes):
        held = (rows - first - 1) // folds + 1
        plane[:held] = tile[first::folds]
        plane[held:] = 0  # where windows are that nobody asked for
    flat[planes.size :] = 0
    return flat
