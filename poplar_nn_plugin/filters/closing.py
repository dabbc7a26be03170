"""The morphological closing, which removes what is dark and narrower than the window."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.filters.windows.morphology import MorphologyFilter, dilated, eroded

__all__ = ["Closing"]


@dataclass(frozen=True)
class Closing(MorphologyFilter):
    """Take away what is darker than its surroundings and narrower than the window.

    The least value in the window of what are the greatest values in theirs (dilation, then
    erosion); everything else keeps its value. With a square the time hardly depends on the
    radius.
    """

    name = "closing"
    title = "Closing filter"
    tags = "morphology, grey scale, fill, erosion, dilation"
    operations = (dilated, eroded)


FILTER = Closing
