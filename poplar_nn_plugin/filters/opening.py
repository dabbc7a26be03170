"""The morphological opening, which removes what is bright and narrower than the window."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.filters.windows.morphology import MorphologyFilter, dilated, eroded

__all__ = ["Opening"]


@dataclass(frozen=True)
class Opening(MorphologyFilter):
    """Take away what is brighter than its surroundings and narrower than the window.

    The greatest value in the window of what are the least values in theirs (erosion, then
    dilation); everything else keeps its value. With a square the time hardly depends on the
    radius.
    """

    name = "opening"
    title = "Opening filter"
    tags = "morphology, grey scale, remove, erosion, dilation"
    operations = (eroded, dilated)


FILTER = Opening
