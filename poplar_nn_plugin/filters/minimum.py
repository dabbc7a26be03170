"""The least value of a window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.filters.windows.morphology import eroded
from poplar_nn_plugin.filters.windows.sliding import Known
from poplar_nn_plugin.filters.windows.windowed import WindowFilter

__all__ = ["Minimum"]


@dataclass(frozen=True)
class Minimum(WindowFilter):
    """Replace each pixel by the least valid value in the window around it.

    Dark spots grow, bright ones narrower than the window go. With a square the time hardly
    depends on the radius.
    """

    name = "minimum"
    title = "Minimum filter"

    def of_tile(self, values: np.ndarray, known: Known) -> np.ndarray:
        """Return the least values of a tile."""
        return eroded(values, known, self.footprint)


FILTER = Minimum
