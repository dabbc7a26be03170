"""Connected pieces of an image of labels, in NumPy alone."""

from __future__ import annotations

import numpy as np

__all__ = ["joined", "pieces"]


def pieces(labels: np.ndarray) -> tuple[np.ndarray, int]:
    """Return numbers of the pieces of equal labels that hang together by the sides of pixels.

    Parameters
    ----------
    labels : ndarray of int, shape (rows, cols)
        Below 0 for no piece.

    Returns
    -------
    numbers : ndarray of int32, shape (rows, cols)
        From 0 on, in the order of the first pixel of each piece along the rows; -1 for no piece.
    count : int
    """
    if not labels.size:
        return np.full(labels.shape, -1, np.int32), 0
    begins = np.ones(labels.shape, bool)  # runs of equal labels along the rows are joined at once
    begins[:, 1:] = labels[:, 1:] != labels[:, :-1]
    run = (np.cumsum(begins.ravel()) - 1).reshape(labels.shape)
    same = labels[1:] == labels[:-1]
    # One pair for each two runs that touch: where either of them begins.
    first = same & (begins[1:] | begins[:-1])
    root = joined(int(run[-1, -1]) + 1, run[:-1][first], run[1:][first])
    there = labels[begins] >= 0
    lead = np.flatnonzero((root == np.arange(len(root))) & there)
    number = np.full(len(root), -1, np.int32)
    number[lead] = np.arange(len(lead), dtype=np.int32)
    return np.where(there, number[root], -1).astype(np.int32)[run], len(lead)


def joined(count: int, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the least member of the set that each of some things belongs to.

    Parameters
    ----------
    count : int
        Of things.
    one, other : ndarray of int, shape (n,)
        Pairs that belong together.

    Returns
    -------
    ndarray of int, shape (count,)
    """
    root = np.arange(count)
    while len(one):
        low, high = np.minimum(root[one], root[other]), np.maximum(root[one], root[other])
        apart = low < high
        one, other, low, high = one[apart], other[apart], low[apart], high[apart]
        np.minimum.at(root, high, low)
        while True:  # each points to the root of its set
            further = root[root]
            if np.array_equal(further, root):
                break
            root = further
    return root
