"""Where the cells of a map lie, in the patches of a block and in the block itself."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

__all__ = ["Place"]


@dataclass(frozen=True)
class Place:
    """How what a layer gives for every patch of a block lies in one array.

    The array holds a cell for every `spacing` pixels of the block. Of them the map of one patch has
    those that are `step` pixels apart, `side` a side, from its own upper left pixel on.

    Parameters
    ----------
    stride : int
        From patch to patch, in pixels; a multiple of `spacing`.
    side : int
        Cells a side of the map of a patch; 0 where a patch has a vector, one for each cell of the
        array.
    channels : int
    step, spacing : int
        In pixels; `step` is a multiple of `spacing`.
    field : int
        Pixels a side that the cells went through on their way, less those of one cell: an array
        of a block of n pixels has ``(n - field) // spacing + 1`` cells.
    flat : bool
        Whether the map of a patch is one vector, row by row.
    """

    stride: int
    side: int
    channels: int
    step: int = 1
    spacing: int = 1
    field: int = 1
    flat: bool = False

    @property
    def dilation(self) -> int:
        """Cells of the array from one cell of a patch to the next."""
        return self.step // self.spacing

    @property
    def kept(self) -> int:
        """Cells of the array from patch to patch."""
        return self.stride // self.spacing

    def after(self, kernel: int, strides: int, channels: int) -> Place:
        """Return the place of what a window of `kernel` cells gives that moves by `strides`."""
        step = self.step * strides
        return replace(
            self,
            side=(self.side - kernel) // strides + 1,
            channels=channels,
            step=step,
            # As few cells as the patches need: theirs are `step` apart and begin at each stride.
            spacing=math.gcd(self.stride, step),
            field=self.field + (kernel - 1) * self.step,
        )

    def cropped(self, first: int, last: int) -> Place:
        """Return the place without some cells at the beginning and the end of each patch."""
        cut = first + last
        return replace(self, side=self.side - cut, field=self.field + cut * self.step)

    def vector(self, channels: int) -> Place:
        """Return the place of one vector a patch, made of all cells of its map."""
        field = self.field + (self.side - 1) * self.step if self.side else self.field
        place = replace(self, side=0, channels=channels, flat=False, field=field)
        return replace(place, step=self.stride, spacing=self.stride)
