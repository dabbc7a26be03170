"""A percentile of a window."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.filters.windows.ranking import RankFilter
from poplar_nn_plugin.settings import real

__all__ = ["Percentile"]


@dataclass(frozen=True)
class Percentile(RankFilter):
    """Replace each pixel by a percentile of the valid pixels in the window around it.

    0 is the least value, 50 the median, 100 the greatest. Between two pixels it is interpolated,
    as in ``numpy.percentile``; an integer output rounds it. Wide windows take hardly longer than
    small ones.
    """

    name = "percentile"
    title = "Percentile filter"
    tags = "rank, quantile, median, denoise"

    percent: float = real(
        "Percentile (0 to 100)",
        default=90.0,
        low=0,
        high=100,
        help="How many in a hundred pixels of the window lie below the result; 50 is the median.",
    )

    @property
    def share(self) -> float:
        """The percentile as a share."""
        return self.percent / 100


FILTER = Percentile
