"""The range of a window: its greatest value less its least."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.filters.windows.morphology import dilated, eroded
from poplar_nn_plugin.filters.windows.sliding import Known
from poplar_nn_plugin.filters.windows.windowed import WindowFilter

__all__ = ["Range"]


@dataclass(frozen=True)
class Range(WindowFilter):
    """Give the range of the valid values in the window around each pixel: greatest less least.

    Integers give unsigned integers of the same size, which hold every difference.
    """

    name = "range"
    title = "Range filter"
    tags = "local contrast, edges, texture"
    same_values = False

    def bounds(self, low: float, high: float) -> tuple[float, float]:
        """Return 0 and the whole range."""
        return 0, high - low

    def result_type(self, dtype: str) -> str:
        """Return the image's type, unsigned where that is an integer."""
        kind = np.dtype(dtype)
        return kind.name if kind.kind == "f" else f"uint{8 * kind.itemsize}"

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return the ranges of a tile."""
        result = dilated(values, known, self.footprint).astype(self.result_type(values.dtype))
        # Unsigned arithmetic goes round at the end of the range: the difference is right.
        return np.subtract(
            result, eroded(values, known, self.footprint).astype(result.dtype), out=result
        )


FILTER = Range
