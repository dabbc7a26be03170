"""The median of a window."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.filters.windows.ranking import RankFilter

__all__ = ["Median"]


@dataclass(frozen=True)
class Median(RankFilter):
    """Replace each pixel by the median of the valid pixels in the window around it.

    Where their number is even the median is the mean of the two in the middle, as in
    ``numpy.median``; an integer output rounds it. Wide windows take hardly longer than small ones.
    """

    name = "median"
    title = "Median filter"
    tags = "blur, smooth, denoise, speckle, salt and pepper"

    @property
    def share(self) -> float:
        """The middle."""
        return 0.5


FILTER = Median
