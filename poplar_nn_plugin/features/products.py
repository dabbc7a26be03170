"""Products of matrices where NumPy may stand on a slow BLAS.

NumPy leaves them to the BLAS that it was built with, or that the system has put in its place. On
Debian and Ubuntu that is more than ten times slower than elsewhere in two cases:

- Nothing but QGIS is installed: then it is the reference BLAS.
- Python runs inside QGIS, which is linked with the GNU Scientific Library. Its functions have the
  names of a BLAS and come before those of the BLAS that is installed, fast as that may be.

In the second case the fast one is there all the same, and is asked by itself. In the first, NumPy's
own `einsum` is twice as fast as the BLAS, and takes its place.
"""

from __future__ import annotations

import time
from functools import cache
from typing import Callable

import numpy as np

from poplar_nn_plugin.features.blas import loaded, multiplication

__all__ = ["has_fast_blas", "product"]

_SIDE = 64  # small enough that OpenBLAS takes one thread
_TRIES = 20

Product = Callable[..., np.ndarray]


def product(left: np.ndarray, right: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    """Return the product of two matrices, the quickest way here.

    Parameters
    ----------
    left : ndarray of float32, shape (n, k)
    right : ndarray of float32, shape (k, m)
    out : ndarray of float32, shape (n, m), C-contiguous, optional
        What to write it to.

    Returns
    -------
    ndarray of float32, shape (n, m)
    """
    return _quickest()(left, right, out=out)


def has_fast_blas() -> bool:
    """Return whether there is a BLAS that is faster than the sums of NumPy."""
    return _quickest() is not _summed


@cache
def _quickest() -> Product:
    """Return what multiplies quickest: NumPy's own product, a BLAS by itself, or sums.

    They are tried once, in a few milliseconds. A fast BLAS is faster than sums by five times or
    more, and the reference BLAS slower by two: it does not matter what else the computer does.
    """
    matrix = np.random.default_rng(0).random((_SIDE, _SIDE), np.float32)
    sums, expected = _seconds(_summed, matrix), _summed(matrix, matrix)
    for multiply in (np.matmul, *filter(None, map(multiplication, loaded()))):
        right = np.allclose(multiply(matrix, matrix), expected, rtol=1e-4)
        if right and _seconds(multiply, matrix) < sums:
            return multiply
    return _summed


def _seconds(multiply: Product, matrix: np.ndarray) -> float:
    best = np.inf
    for _ in range(_TRIES):
        started = time.perf_counter()
        multiply(matrix, matrix)
        best = min(best, time.perf_counter() - started)
    return best


def _summed(left: np.ndarray, right: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    """Return the product by `einsum`, its innermost loop the longest."""
    if right.shape[1] > right.shape[0]:
        return np.einsum("nk,km->nm", left, right, out=out)
    return np.einsum("nk,mk->nm", left, np.ascontiguousarray(right.T), out=out)
