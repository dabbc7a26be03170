"""The Sobel filter."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.filters.windows.convolve import centred
from poplar_nn_plugin.filters.windows.sliding import Known
from poplar_nn_plugin.filters.windows.windowed import TileFilter
from poplar_nn_plugin.settings import choice

__all__ = ["Sobel"]

_EASTWARD = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])


@dataclass(frozen=True)
class Sobel(TileFilter):
    """Show edges: how steeply values change at each pixel.

    The strength of the change, or its part along the rows (eastward) or down the columns
    (southward), by Sobel's kernels of 3 x 3 pixels. A neighbour without data counts as equal to
    the pixel itself. Results are float32, for images of float64 or 32-bit integers float64.
    """

    name = "sobel"
    title = "Sobel filter"
    tags = "edges, gradient, contours, slope"
    same_values = False
    float_results = True
    scratch = 3

    change: str = choice(
        "Change",
        ("strength", "eastward", "southward"),
        help="How steep it is, whichever way it goes, or its part along the rows or down the "
        "columns, below 0 where values fall.",
    )

    @property
    def halo(self) -> int:
        """One pixel."""
        return 1

    def bounds(self, low: float, high: float) -> tuple[float, float]:
        """Return what is known: a strength is never below 0."""
        return (0 if self.change == "strength" else -math.inf), math.inf

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return the edges of a tile."""
        values = values.astype(self.result_type(values.dtype))
        if self.change == "eastward":
            return centred(values, known, _EASTWARD)
        southward = centred(values, known, _EASTWARD.T)
        if self.change == "southward":
            return southward
        eastward = centred(values, known, _EASTWARD)
        return np.sqrt(np.square(eastward) + np.square(southward))


FILTER = Sobel
