"""Erosion and dilation: the least and greatest valid value of every window, in any sequence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from poplar_nn_plugin.filters.windows.sliding import Footprint, Known
from poplar_nn_plugin.filters.windows.windowed import WindowFilter

__all__ = ["MorphologyFilter", "dilated", "eroded"]


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


@dataclass(frozen=True)
class MorphologyFilter(WindowFilter):
    """Base of the filters that erode and dilate, each time with the same window.

    Attributes
    ----------
    operations : tuple of callable
        `eroded` and `dilated`, in the order in which they are applied.
    """

    operations: ClassVar[tuple[Callable[..., np.ndarray], ...]]

    @property
    def halo(self) -> int:
        """One radius for each operation, for each takes its windows from the one before it."""
        return len(self.operations) * self.radius

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Apply the operations to a tile, each on what the one before it returned."""
        first, *later = self.operations
        values = first(values, known, self.footprint)
        for operation in later:
            known = known.inner(self.radius)
            values = operation(values, known, self.footprint)
        return values
