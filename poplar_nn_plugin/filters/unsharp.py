"""The unsharp mask."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.filters.gaussian import REACH
from poplar_nn_plugin.filters.windows.convolve import gaussian_weights, weighted_mean
from poplar_nn_plugin.filters.windows.sliding import Known
from poplar_nn_plugin.filters.windows.windowed import TileFilter
from poplar_nn_plugin.settings import real

__all__ = ["Unsharp"]


@dataclass(frozen=True)
class Unsharp(TileFilter):
    """Sharpen by adding what a Gaussian filter takes away, times an amount.

    Results keep the image's type; what goes beyond its range is held at the range's end.
    """

    name = "unsharp"
    title = "Unsharp mask"
    tags = "sharpen, high pass, contrast"
    scratch = 3

    sigma: float = real(
        "Sigma of the bell curve (pixels)",
        default=2.0,
        low=0.3,
        high=25,
        help="How wide the edges are that are sharpened.",
    )
    amount: float = real(
        "Amount",
        default=1.0,
        low=0.01,
        high=20,
        help="How much is added of what the bell curve smooths away; much makes noise stronger.",
    )

    @property
    def halo(self) -> int:
        """Four sigma."""
        return int(REACH * self.sigma + 0.5)

    def planes_type(self, dtype: np.dtype, whole: bool) -> np.dtype:
        """Return a float type: the engine rounds and holds at the range's end."""
        return np.result_type(dtype, np.float32)

    def bounds(self, low: float, high: float) -> tuple[float, float]:
        """Return that nothing is known: it goes beyond the values of the image."""
        return -math.inf, math.inf

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return a tile sharpened."""
        values = values.astype(self.planes_type(values.dtype, known.whole))
        smooth = weighted_mean(values, known, gaussian_weights(self.sigma, self.halo))
        own = values[self.halo : -self.halo, self.halo : -self.halo]
        return own + (own - smooth) * own.dtype.type(self.amount)


FILTER = Unsharp
