"""The Gaussian filter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.filters.windows.convolve import gaussian_weights, weighted_mean
from poplar_nn_plugin.filters.windows.sliding import Known
from poplar_nn_plugin.filters.windows.windowed import TileFilter
from poplar_nn_plugin.settings import real

__all__ = ["REACH", "Gaussian"]

REACH = 4.0
"""Standard deviations after which a bell curve is cut off, as in ``scipy.ndimage``."""


@dataclass(frozen=True)
class Gaussian(TileFilter):
    """Smooth by a mean that weighs near pixels more, by a bell curve.

    Pixels without data have no weight. Results are float32, for images of float64 or 32-bit
    integers float64. The time grows with sigma, not with its square.
    """

    name = "gaussian"
    title = "Gaussian filter"
    tags = "blur, smooth, low pass, denoise"
    float_results = True
    scratch = 3

    sigma: float = real(
        "Sigma of the bell curve (pixels)",
        default=1.0,
        low=0.3,
        high=25,
        help="How far the mean reaches: two thirds of the weight lie within it along a row.",
    )

    @property
    def halo(self) -> int:
        """Four sigma."""
        return int(REACH * self.sigma + 0.5)

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return a tile smoothed."""
        values = values.astype(self.result_type(values.dtype))
        return weighted_mean(values, known, gaussian_weights(self.sigma, self.halo))


FILTER = Gaussian
