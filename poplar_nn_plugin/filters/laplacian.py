"""The Laplacian filter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.filters.windows.convolve import centred
from poplar_nn_plugin.filters.windows.sliding import Known
from poplar_nn_plugin.filters.windows.windowed import TileFilter
from poplar_nn_plugin.settings import choice

__all__ = ["Laplacian"]

_KERNELS = {
    "4": np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
    "8": np.array([[1, 1, 1], [1, -8, 1], [1, 1, 1]]),
}


@dataclass(frozen=True)
class Laplacian(TileFilter):
    """Show where values bend: the sum of the neighbours' differences from each pixel.

    It is above 0 in dark spots and beside bright edges, below 0 in bright spots. A neighbour
    without data counts as equal to the pixel itself. Results are float32, for images of float64
    or 32-bit integers float64.
    """

    name = "laplacian"
    title = "Laplacian filter"
    tags = "edges, second derivative, high pass, contours"
    same_values = False
    float_results = True
    scratch = 3

    neighbours: str = choice(
        "Neighbours",
        tuple(_KERNELS),
        help="Whether those at the corners count, too.",
    )

    @property
    def halo(self) -> int:
        """One pixel."""
        return 1

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return the bends of a tile."""
        values = values.astype(self.result_type(values.dtype))
        return centred(values, known, _KERNELS[self.neighbours])


FILTER = Laplacian
