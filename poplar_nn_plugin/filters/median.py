"""The median of a window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.filters import network
from poplar_nn_plugin.filters.moving import SQUARE
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

    @property
    def share(self) -> float:
        """The middle."""
        return 0.5

    def of_whole(self, values: np.ndarray, between) -> np.ndarray:
        """Return the medians of windows without holes."""
        if self.shape == SQUARE and self.radius <= _NETWORK_RADIUS:
            return network.middle(values, self.footprint.side)
        return super().of_whole(values, between)


FILTER = Median
