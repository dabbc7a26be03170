"""The greatest value of a window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.filters.windows.morphology import dilated
from poplar_nn_plugin.filters.windows.sliding import Known
from poplar_nn_plugin.filters.windows.windowed import WindowFilter

__all__ = ["Maximum"]


@dataclass(frozen=True)
class Maximum(WindowFilter):
    """Replace each pixel by the greatest valid value in the window around it.

    Bright spots grow, dark ones narrower than the window go. With a square the time hardly
    depends on the radius.
    """

    name = "maximum"
    title = "Maximum filter"

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return the greatest values of a tile."""
        return dilated(values, known, self.footprint)


FILTER = Maximum
