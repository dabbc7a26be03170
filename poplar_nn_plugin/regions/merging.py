"""Segments of every size out of superpixels: like neighbours are put together, step by step."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.progress import Progress, Silent, checkpoint
from poplar_nn_plugin.regions.graph import Graph
from poplar_nn_plugin.regions.pieces import joined

__all__ = ["STEP", "levels", "without_crumbs"]

STEP = 1.5
"""By how much the segments of a level are larger, on average, than those of the level before."""

_SHARE = 0.5  # of the pairs that suit each other best, merged before all are looked at anew

_BORDER = 0.5  # power of the length of a border: a long one makes two segments one more easily
_FEWEST = 4  # segments of the last level
_SILENT = Silent()


def levels(graph: Graph, progress: Progress = _SILENT) -> list[np.ndarray]:
    """Return segments of ever larger size, each level made of whole segments of the one before.

    Two neighbours are put together where each suits the other best of all its neighbours
    (Baatz and Schäpe), the cheapest pairs first. The cost is what their union adds to the sum of
    squared distances from the mean (Ward), by the square root of the length of their border.

    Parameters
    ----------
    graph : Graph
        Of superpixels.
    progress : Progress, optional

    Returns
    -------
    list of ndarray of int32, shape (n,)
        For each level the segment of each superpixel; the first level is the superpixels.

    Raises
    ------
    Cancelled
        If `progress` is cancelled.

    References
    ----------
    Baatz, M., Schäpe, A. (2000). Multiresolution segmentation: an optimization approach for high
    quality multi-scale image segmentation. Angewandte Geographische Informationsverarbeitung XII.
    Ward, J. H. (1963). Hierarchical grouping to optimize an objective function. JASA 58, 236-244.
    """
    where = np.arange(len(graph.sizes), dtype=np.int32)
    found, wanted = [where], len(where) / STEP
    while wanted >= _FEWEST and len(graph.edges):
        while len(graph.sizes) > wanted and len(graph.edges):
            checkpoint(progress)
            into, count = _together(len(graph.sizes), _pairs(graph, len(graph.sizes) - wanted))
            graph, where = graph.merged(into, count), into[where].astype(np.int32)
        found.append(where)
        wanted /= STEP
    return found


def without_crumbs(graph: Graph, least: int) -> tuple[np.ndarray, Graph]:
    """Put segments that are smaller than so many pixels to the most alike of their neighbours.

    Returns
    -------
    into : ndarray of int, shape (n,)
        The new number of each segment.
    graph : Graph
        Of the new ones. Those without a neighbour stay, however small.
    """
    where = np.arange(len(graph.sizes))
    while True:
        small = graph.sizes < least
        concerned = small[graph.edges].any(axis=1)
        if not concerned.any():
            return where, graph
        means = graph.means
        cost = ((means[graph.edges[:, 0]] - means[graph.edges[:, 1]]) ** 2).sum(axis=1)
        best = _best(graph, cost)
        taken = np.unique(best[small & (best >= 0)])
        into, count = _together(len(graph.sizes), graph.edges[taken])
        graph, where = graph.merged(into, count), into[where]


def _pairs(graph: Graph, most: float) -> np.ndarray:
    """Return the pairs to merge next, at least one and at most so many, each segment once."""
    one, other = graph.edges.T
    means, sizes = graph.means, graph.sizes
    gaps = ((means[one] - means[other]) ** 2).sum(axis=1)
    cost = gaps * sizes[one] * sizes[other] / (sizes[one] + sizes[other])
    cost /= graph.borders**_BORDER
    best = _best(graph, cost)
    number = np.arange(len(graph.edges))
    mutual = np.flatnonzero((best[one] == number) & (best[other] == number))
    some = max(1, min(int(np.ceil(most)), int(np.ceil(_SHARE * len(mutual)))))
    return graph.edges[mutual[np.argsort(cost[mutual], kind="stable")[:some]]]


def _best(graph: Graph, cost: np.ndarray) -> np.ndarray:
    """Return the number of the cheapest edge of each segment, the first of several; -1 for none."""
    order = np.argsort(cost, kind="stable")[::-1]
    best = np.full(len(graph.sizes), -1)
    ends = graph.edges[order]
    # Of several values for one place the last one stays.
    best[ends.ravel()] = np.repeat(order, 2)
    return best


def _together(count: int, pairs: np.ndarray) -> tuple[np.ndarray, int]:
    """Return new numbers for things of which some pairs become one, and how many there are."""
    root = joined(count, pairs[:, 0], pairs[:, 1])
    first, into = np.unique(root, return_inverse=True)
    return into.ravel(), len(first)
