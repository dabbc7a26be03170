"""The morphological closing: what is dark and narrower than the window goes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.filters.windows.morphology import dilated, eroded
from poplar_nn_plugin.filters.windows.sliding import Known
from poplar_nn_plugin.filters.windows.windowed import WindowFilter

__all__ = ["Closing"]


@dataclass(frozen=True)
class Closing(WindowFilter):
    """Take away what is darker than its surroundings and narrower than the window.

    The least value in the window of what are the greatest values in theirs (dilation, then
    erosion); everything else keeps its value. With a square the time hardly depends on the
    radius.
    """

    name = "closing"
    title = "Closing filter"

    @property
    def halo(self) -> int:
        """Twice the radius: two windows meet."""
        return 2 * self.radius

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return the closing of a tile."""
        greatest = dilated(values, known, self.footprint)
        return eroded(greatest, known.inner(self.radius), self.footprint)


FILTER = Closing
