"""The greatest value of a window: the morphological dilation."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.filters.windows.morphology import MorphologyFilter, dilated

__all__ = ["Maximum"]


@dataclass(frozen=True)
class Maximum(MorphologyFilter):
    """Replace each pixel by the greatest valid value in the window around it.

    Bright spots grow, dark ones narrower than the window go. With a square the time hardly
    depends on the radius.
    """

    name = "maximum"
    title = "Maximum filter"
    tags = "dilation, morphology, grow"
    operations = (dilated,)


FILTER = Maximum
