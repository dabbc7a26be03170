"""Connected components of a graph, without SciPy."""

from __future__ import annotations

import numpy as np

__all__ = ["components"]


def components(count: int, ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the component of each node of a graph.

    All roots that have an edge to a lower one are hooked to it at once, then all paths are
    halved until they end in a root (after Shiloach and Vishkin, 1982, "An O(log n) parallel
    connectivity algorithm", Journal of Algorithms 3).

    Parameters
    ----------
    count : int
        Of nodes.
    ones, others : ndarray of int, shape (edges,)
        The two ends of each edge.

    Returns
    -------
    ndarray of int32, shape (count,)
        From 0 on, in the order of the lowest node of each component.
    """
    root = np.arange(count, dtype=np.int32)
    while ones.size:
        ones, others = root[ones], root[others]
        apart = ones != others
        ones, others = ones[apart], others[apart]
        low, high = np.minimum(ones, others), np.maximum(ones, others)
        root[high] = low  # of several edges of a root one counts, the others come again
        while True:
            above = root[root]
            if np.array_equal(above, root):
                break
            root = above
    is_root = root == np.arange(count, dtype=np.int32)
    number = np.cumsum(is_root, dtype=np.int32)
    number -= 1
    return number[root]
