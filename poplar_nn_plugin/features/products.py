"""Products of matrices where NumPy may stand on a slow BLAS.

NumPy leaves them to the BLAS that it was built with, or that the system has put in its place. Most
have a fast one, such as OpenBLAS. A Debian with nothing but QGIS has the reference BLAS, which is
more than ten times slower; there NumPy's own `einsum` is twice as fast as it, and takes its place.
"""

from __future__ import annotations

import time
from functools import cache

import numpy as np

__all__ = ["has_fast_blas", "product"]

_SIDE = 64  # small enough that OpenBLAS takes one thread
_TRIES = 20


def product(left: np.ndarray, right: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    """Return the product of two matrices, the quicker way here.

    Parameters
    ----------
    left : ndarray of float32, shape (n, k)
    right : ndarray of float32, shape (k, m)
    out : ndarray of float32, shape (n, m), optional
        What to write it to.

    Returns
    -------
    ndarray of float32, shape (n, m)
    """
    return np.matmul(left, right, out=out) if has_fast_blas() else _summed(left, right, out)


@cache
def has_fast_blas() -> bool:
    """Return whether NumPy stands on a BLAS that is faster than its own sums.

    It is tried once, in a few milliseconds. Fast ones are faster by five times or more and the
    reference BLAS is slower by two, so that it does not matter what else the computer does.
    """
    matrix = np.random.default_rng(0).random((_SIDE, _SIDE), np.float32)
    best = [np.inf, np.inf]
    for _ in range(_TRIES):
        for place, multiply in enumerate((np.matmul, _summed)):
            started = time.perf_counter()
            multiply(matrix, matrix)
            best[place] = min(best[place], time.perf_counter() - started)
    return best[0] < best[1]


def _summed(left: np.ndarray, right: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    """Return the product by `einsum`, its innermost loop the longest."""
    if right.shape[1] > right.shape[0]:
        return np.einsum("nk,km->nm", left, right, out=out)
    return np.einsum("nk,mk->nm", left, np.ascontiguousarray(right.T), out=out)
