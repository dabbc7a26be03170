"""The mean of a square window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine import Block
from poplar_nn_plugin.filters.base import Filter, whole
from poplar_nn_plugin.filters.moving import box_sum, result_planes, tiles

__all__ = ["Mean"]

_TILE = 96 * 1024  # pixels; with the sums of a tile still within a core's cache
_EXACT = 2**24  # whole numbers up to here are exact in float32


@dataclass(frozen=True)
class Mean(Filter):
    """Replace each pixel by the mean of the valid pixels in the square centred on it.

    Results are float32, for images of float64 or 32-bit integers float64. Integers are summed
    exactly. The time hardly depends on the radius.
    """

    name = "mean"
    title = "Mean filter"

    radius: int = whole("Radius (pixels)", default=1, low=1, high=50)

    @property
    def halo(self) -> int:
        """The radius."""
        return self.radius

    def result_type(self, dtype: str) -> str:
        """Return float32, or float64 where float32 cannot hold the image's own values."""
        return np.result_type(dtype, np.float32).name

    def __call__(self, block: Block) -> np.ndarray:
        """Return the means, (rows, cols, bands)."""
        side = 2 * self.radius + 1
        data = np.moveaxis(block.data, -1, 0)
        planes = result_planes(block, self.result_type(data.dtype))
        sums = _sum_type(data.dtype, side)
        quotients = planes.dtype if _fits_float32(data.dtype, side) else np.float64
        for inner, outer in tiles(block.valid.shape, self.radius, _TILE, least_rows=side):
            valid = block.valid[outer]
            whole_tile = valid.all()
            if whole_tile:
                count = side * side
            else:
                # Where no pixel of a window is valid the sum is 0, and so is the mean.
                count = np.maximum(box_sum(valid.astype(np.uint16), side), 1).astype(quotients)
            for band, plane in zip(data, planes):
                values = band[outer].astype(sums)
                if not whole_tile and sums.kind == "f":
                    values = np.where(valid, values, sums.type(0))
                elif not whole_tile:
                    values *= valid  # quicker, but NaN would remain
                np.divide(
                    box_sum(values, side),
                    count,
                    out=plane[inner],
                    dtype=quotients,
                    casting="unsafe",
                )
        return np.moveaxis(planes, 0, -1)


def _sum_type(dtype: np.dtype, side: int) -> np.dtype:
    """Return the smallest type that holds the sum of a window."""
    if dtype.kind == "f":
        return dtype
    low, high = (int(limit) * side * side for limit in (np.iinfo(dtype).min, np.iinfo(dtype).max))
    return np.promote_types(np.min_scalar_type(low), np.min_scalar_type(high))


def _fits_float32(dtype: np.dtype, side: int) -> bool:
    """Return whether float32 holds the sums as exactly as they were added up."""
    if dtype.kind == "f":
        return True
    limits = np.iinfo(dtype)
    return max(abs(int(limits.min)), int(limits.max)) * side * side <= _EXACT


FILTER = Mean
