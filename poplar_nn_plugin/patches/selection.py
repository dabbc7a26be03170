"""Which of the candidates become patches, as the user chooses."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.patches.background import Background
from poplar_nn_plugin.patches.splits import Candidates

__all__ = ["Selection"]


@dataclass(frozen=True)
class Selection:
    """Which of the candidates become patches.

    Parameters
    ----------
    nodata_share : float
        Greatest share of a patch's pixels, from 0 and below 1, that may be without data. Those
        get the mean of the patch's other pixels, band by band, as when a map is drawn.
    max_per_class : int or None
        Most patches of a class; they are taken from all groups alike.
    background : Background or None
        A class to draw where nothing is labelled.

    Raises
    ------
    ParameterError
        If a value is out of range.
    """

    nodata_share: float = 0.0
    max_per_class: int | None = None
    background: Background | None = None

    def __post_init__(self):
        if not 0 <= self.nodata_share < 1:
            raise ParameterError(
                "The share of a patch without data must be from 0 and below 1, got "
                f"{self.nodata_share}."
            )
        if self.max_per_class is not None and self.max_per_class < 1:
            raise ParameterError(
                f"A class needs at least 1 patch, but at most {self.max_per_class} were asked for."
            )

    def count_background(self, found: Candidates, code: int) -> int:
        """Return how many patches of background to draw, beside those that are kept."""
        kept = found.code[found.kept]
        wanted = self.background.wanted(len(kept))
        if self.max_per_class is None:
            return wanted
        return min(wanted, max(self.max_per_class - int((kept == code).sum()), 0))
