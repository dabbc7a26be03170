"""The least and greatest valid value of every window."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.filters.windows.sliding import Footprint, Known

__all__ = ["dilated", "eroded"]


def eroded(values: np.ndarray, known: Known, window: Footprint) -> np.ndarray:
    """Return the least valid value of every window.

    Parameters
    ----------
    values : ndarray
        (rows, cols).
    known : Known
        Which of them are valid. The others are put above all, where they never are the least.
    window : Footprint

    Returns
    -------
    ndarray
        (rows - side + 1, cols - side + 1), of the type of `values`.
    """
    return window.extreme(known.filled(values, _limits(values.dtype)[1]), np.minimum)


def dilated(values: np.ndarray, known: Known, window: Footprint) -> np.ndarray:
    """Return the greatest valid value of every window; see `eroded`."""
    return window.extreme(known.filled(values, _limits(values.dtype)[0]), np.maximum)


def _limits(dtype: np.dtype) -> tuple[float, float]:
    """Return the ends of a type's range."""
    if dtype.kind == "f":
        return -np.inf, np.inf
    return np.iinfo(dtype).min, np.iinfo(dtype).max
