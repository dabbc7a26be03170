"""The BLAS libraries that this process has loaded, asked by themselves and not by NumPy."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock
from typing import Callable

import numpy as np

__all__ = ["loaded", "multiplication", "one_thread"]

_NAMES = ("libopenblas.so.0", "libblas.so.3")
_ROWS_FIRST, _AS_IT_IS = 101, 111  # of the C interface of the BLAS


@cache
def loaded() -> tuple[ctypes.CDLL, ...]:
    """Return the libraries; none is loaded for this.

    On Windows and macOS there are none to ask: a program finds a name in one library only there.
    """
    found = []
    for name in _NAMES if hasattr(os, "RTLD_NOLOAD") else ():
        try:
            found.append(ctypes.CDLL(name, mode=os.RTLD_NOLOAD | os.RTLD_LAZY))
        except OSError:
            continue
    return tuple(found)


def multiplication(library: ctypes.CDLL) -> Callable[..., np.ndarray] | None:
    """Return how a library multiplies matrices, as `products.product` does; None if it cannot."""
    try:
        multiply = library.cblas_sgemm
    except AttributeError:
        return None
    number, real, numbers = ctypes.c_int, ctypes.c_float, ctypes.c_void_p
    multiply.argtypes = [number] * 6 + [real] + [numbers, number] * 2 + [real, numbers, number]
    multiply.restype = None

    def multiplied(left: np.ndarray, right: np.ndarray, out: np.ndarray | None = None):
        left, right = (np.ascontiguousarray(matrix, np.float32) for matrix in (left, right))
        (rows, middle), cols = left.shape, right.shape[1]
        if out is None:
            out = np.empty((rows, cols), np.float32)
        fits = out.shape == (rows, cols) and out.dtype == np.float32 and out.flags.c_contiguous
        if right.shape[0] != middle or not fits or 0 in (rows, middle, cols):
            return np.matmul(left, right, out=out)  # refuses what does not fit
        of_left, of_right, of_out = (matrix.ctypes.data for matrix in (left, right, out))
        form = (_ROWS_FIRST, _AS_IT_IS, _AS_IT_IS, rows, cols, middle)
        multiply(*form, 1.0, of_left, middle, of_right, cols, 0.0, of_out, cols)
        return out

    return multiplied


_lock, _inside, _before = Lock(), 0, []


@contextmanager
def one_thread() -> Iterator[None]:
    """Let OpenBLAS compute each product in the thread that asks for it, inside the block.

    It divides even small products among threads of its own, which wait for each other; where we
    have threads, or the computer has other work, that doubles the time. The number of its threads
    is one for the whole process: it is put back when the last block ends.
    """
    global _inside
    with _lock:
        _inside += 1
        if _inside == 1:
            for library in filter(_has_threads, loaded()):
                _before.append((library, library.openblas_get_num_threads()))
                library.openblas_set_num_threads(1)
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            while _inside == 0 and _before:
                library, threads = _before.pop()
                library.openblas_set_num_threads(threads)


def _has_threads(library: ctypes.CDLL) -> bool:
    return all(hasattr(library, f"openblas_{verb}_num_threads") for verb in ("get", "set"))
