"""Regions that are grown from one superpixel, like neighbour by like neighbour."""

from __future__ import annotations

import heapq

import numpy as np

from poplar_nn_plugin.progress import Progress, Silent, checkpoint
from poplar_nn_plugin.regions.graph import Graph

__all__ = ["grown"]

_LOOK = 256  # superpixels after which cancel is looked for
_SILENT = Silent()


def grown(graph: Graph, seed: int, tolerance: float, progress: Progress = _SILENT) -> np.ndarray:
    """Return the region around a superpixel by seeded region growing, as bool of shape (n,).

    Of all superpixels beside the region, the one nearest to its mean joins it, and the mean is
    taken anew; the region is whole where even the nearest one is farther away than the tolerance.
    So a larger tolerance gives a region that holds the smaller one.

    Parameters
    ----------
    graph : Graph
    seed : int
    tolerance : float
        Distance of mean values.
    progress : Progress, optional

    Raises
    ------
    Cancelled
        If `progress` is cancelled.

    References
    ----------
    Adams, R., Bischof, L. (1994). Seeded region growing. IEEE TPAMI 16(6), 641-647.
    """
    means, sizes, beside = graph.means, graph.sizes, graph.neighbours
    region = np.zeros(len(sizes), bool)
    seen = bytearray(len(sizes))
    mean, total = means[seed].copy(), 0.0
    heap, seen[seed], count = [(0.0, seed)], 1, 0
    while heap:
        away, nearest = heapq.heappop(heap)
        now = float(np.sqrt(((means[nearest] - mean) ** 2).sum()))
        if now > away and heap and now > heap[0][0]:  # the mean has moved since it was put there
            heapq.heappush(heap, (now, nearest))
            continue
        if now > tolerance:
            break
        region[nearest] = True
        total += sizes[nearest]
        mean += (means[nearest] - mean) * (sizes[nearest] / total)
        new = [other for other in beside[nearest] if not seen[other]]
        distances = np.sqrt(((means[new] - mean) ** 2).sum(axis=1)).tolist()
        for distance, other in zip(distances, new):
            seen[other] = 1
            heapq.heappush(heap, (distance, other))
        count += 1
        if count % _LOOK == 0:
            checkpoint(progress)
    return region
