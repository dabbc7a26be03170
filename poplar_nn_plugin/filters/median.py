"""The median of a window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.filters import network
from poplar_nn_plugin.filters.moving import SQUARE, Known
from poplar_nn_plugin.filters.ranking import RankFilter

__all__ = ["Median"]

_NETWORK_RADIUS = 5  # beyond it counting, or sorting, is quicker


@dataclass(frozen=True)
class Median(RankFilter):
    """Replace each pixel by the median of the valid pixels in the window around it.

    Where their number is even the median is the mean of the two in the middle, as in
    ``numpy.median``; an integer output rounds it. Beyond a radius of 5 pixels, images with more
    than 256 different values take long: each window is then sorted on its own.
    """

    name = "median"
    title = "Median filter"

    def _between(self, count: int) -> bool:
        return count % 2 == 0

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return the medians of a tile."""
        if known.whole and self._quick:
            return network.middle(values, self.footprint.side)
        return self.of_share(values, known, 0.5)

    def of_whole(self, values: np.ndarray, between) -> np.ndarray:
        """Return the medians of windows without holes."""
        if self._quick:
            return network.middle(values, self.footprint.side)
        return super().of_whole(values, between)

    @property
    def _quick(self) -> bool:
        return self.shape == SQUARE and self.radius <= _NETWORK_RADIUS


FILTER = Median
