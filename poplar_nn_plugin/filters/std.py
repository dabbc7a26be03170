"""The standard deviation of a window."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.filters.windows.sliding import Known
from poplar_nn_plugin.filters.windows.windowed import WindowFilter

__all__ = ["Std"]

# A variance below this share of the mean square is nothing but rounding.
_ROUNDING = 2.0**-46


@dataclass(frozen=True)
class Std(WindowFilter):
    """Give the standard deviation of the valid pixels in the window around each pixel.

    It is that of the window as the whole population (divided by the number of pixels). Integers
    of 8 and 16 bits are summed exactly. Float values are summed in float64: a deviation below
    a ten-millionth of the values cannot be told from rounding and is given as 0. With a square
    the time hardly depends on the radius.
    """

    name = "std"
    title = "Standard deviation filter"
    tags = "texture, local contrast, deviation, variance"
    same_values = False
    float_results = True
    scratch = 3
    tile_pixels = 112 * 1024

    def bounds(self, low: float, high: float) -> tuple[float, float]:
        """Return 0 and an end that is not known."""
        return 0, math.inf

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return the standard deviations of a tile."""
        window = self.footprint
        if values.dtype.kind != "f" and values.itemsize <= 2:
            sums, squares = _exact_types(values.dtype, window.count)
            total = window.sum(values.astype(sums))
            square = window.sum(np.square(values, dtype=squares, casting="unsafe"))
            # The difference is what may be small; both products are exact.
            products = (
                np.uint32 if window.count**2 * 255**2 < 2**32 and values.itemsize == 1 else np.int64
            )
            count = known.count_or_one.astype(products)
            spread = square.astype(products) * count
            spread -= np.square(total.astype(products))
        else:
            count = known.count_or_one.astype(np.float64)
            wide = values.astype(np.float64)
            total = window.sum(wide)
            spread = window.sum(np.square(wide, out=wide))
            spread *= count
            least = spread * _ROUNDING
            spread -= np.square(total, out=total)
            np.copyto(spread, 0, where=spread < least)
        result = spread.astype(self.result_type(values.dtype))
        np.sqrt(result, out=result)
        return np.divide(result, count.astype(result.dtype), out=result)


def _exact_types(dtype: np.dtype, count: int) -> tuple[type, type]:
    """Return the types that hold the sums of a window's values and of their squares."""
    if dtype.itemsize == 1:
        return np.int32, np.int32 if count * 255**2 < 2**31 else np.int64
    return np.int32 if count * 65535 < 2**31 else np.int64, np.int64


FILTER = Std
