"""The mean of a window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.filters.windows.sliding import Known
from poplar_nn_plugin.filters.windows.windowed import WindowFilter

__all__ = ["Mean"]

_EXACT = 2**24  # whole numbers up to here are exact in float32


@dataclass(frozen=True)
class Mean(WindowFilter):
    """Replace each pixel by the mean of the valid pixels in the window around it.

    Results are float32, for images of float64 or 32-bit integers float64. Integers are summed
    exactly. With a square the time hardly depends on the radius.
    """

    name = "mean"
    title = "Mean filter"
    tags = "blur, smooth, average, low pass, box, denoise"
    float_results = True

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return the means of a tile."""
        count = self.footprint.count
        small = values.dtype.kind == "f" or _largest(values.dtype) * count <= _EXACT
        quotients = self.result_type(values.dtype) if small else np.float64
        sums = self.footprint.sum(values.astype(_sum_type(values.dtype, count)))
        result = sums.astype(quotients, copy=False)
        return np.divide(result, known.count_or_one.astype(quotients), out=result)


def _sum_type(dtype: np.dtype, count: int) -> np.dtype:
    """Return the smallest type that holds the sum of a window."""
    if dtype.kind == "f":
        return dtype
    limits = np.iinfo(dtype)
    return np.promote_types(
        np.min_scalar_type(int(limits.min) * count), np.min_scalar_type(int(limits.max) * count)
    )


def _largest(dtype: np.dtype) -> int:
    limits = np.iinfo(dtype)
    return max(abs(int(limits.min)), int(limits.max))


FILTER = Mean
