"""The least value of a window: the morphological erosion."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.filters.windows.morphology import MorphologyFilter, eroded

__all__ = ["Minimum"]


@dataclass(frozen=True)
class Minimum(MorphologyFilter):
    """Replace each pixel by the least valid value in the window around it.

    Dark spots grow, bright ones narrower than the window go. With a square the time hardly
    depends on the radius.
    """

    name = "minimum"
    title = "Minimum filter"
    tags = "erosion, morphology, shrink"
    operations = (eroded,)


FILTER = Minimum
