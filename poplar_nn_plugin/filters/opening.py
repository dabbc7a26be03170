"""The morphological opening: what is bright and narrower than the window goes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.filters.windows.morphology import dilated, eroded
from poplar_nn_plugin.filters.windows.sliding import Known
from poplar_nn_plugin.filters.windows.windowed import WindowFilter

__all__ = ["Opening"]


@dataclass(frozen=True)
class Opening(WindowFilter):
    """Take away what is brighter than its surroundings and narrower than the window.

    The greatest value in the window of what are the least values in theirs (erosion, then
    dilation); everything else keeps its value. With a square the time hardly depends on the
    radius.
    """

    name = "opening"
    title = "Opening filter"

    @property
    def halo(self) -> int:
        """Twice the radius: two windows meet."""
        return 2 * self.radius

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return the opening of a tile."""
        least = eroded(values, known, self.footprint)
        return dilated(least, known.inner(self.radius), self.footprint)


FILTER = Opening
