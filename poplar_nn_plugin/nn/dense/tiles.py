"""How the cells of a map are cut into tiles that a network computes at once.

A tile is laid by the cells of the image, never by those of a block: the last bits of what a network
gives depend on how large a tile is, and on where a patch lies in it. So whatever the blocks are, a
cell is computed in the same tile.

A block also needs some cells around it, and so does the next one. Where blocks begin as the lattice
does, which is the rule, the narrow tiles along their borders hold just these.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Lattice", "Span"]

_PERIOD = 1024  # pixels: blocks of the engine are as large as that, in whole tiles of a file
_TILE = 256  # pixels of those
_LONGEST = 512  # pixels a side of what a network computes at once
_LARGEST_ARRAY = 64 * 2**20  # bytes: what batches of patches take in our networks, too


@dataclass(frozen=True)
class Span:
    """What a tile holds along one axis, in cells.

    Parameters
    ----------
    start : int
        Of the image.
    length : int
        That are computed.
    kept : int
        Of these, from the first on; the next tile gives the others.
    """

    start: int
    length: int
    kept: int


@dataclass(frozen=True)
class Lattice:
    """The tiles along one axis.

    Parameters
    ----------
    period : int
        Cells after which it repeats.
    rim : int
        Cells at both ends of a period that share a tile with those of the next one.
    length : int
        Cells of the tiles between.
    """

    period: int
    rim: int
    length: int

    @classmethod
    def of(cls, size: int, stride: int, rim: int, widest: float) -> Lattice:
        """Return the lattice for a network.

        Parameters
        ----------
        size, stride : int
            Of patches, and from one to the next, in pixels.
        rim : int
            Cells that a block needs around it.
        widest : float
            Bytes a pixel of the largest array in the network.
        """
        whole = math.lcm(_TILE, stride)
        pixels = max(_PERIOD // whole, 1) * whole if whole <= 2 * _PERIOD else _PERIOD
        period = max(pixels // stride, 1)
        rim = rim if 2 * rim < period else 0
        side = max(min(_LONGEST, math.isqrt(int(_LARGEST_ARRAY / widest))), 2 * size)
        most = max((side - size) // stride + 1, 1)
        between = period - 2 * rim
        return cls(period, rim, -(-between // -(-between // most)))

    def spans(self, first: int, count: int) -> Iterator[Span]:
        """Yield what covers `count` cells from the cell `first` of the image on."""
        stop, period = first + count, self.period
        for begin in range(first // period * period, stop + self.rim, period):
            for span in self._of_period(begin):
                if span.start < stop and span.start + span.kept > first:
                    yield span

    def cost(self, size: int, stride: int) -> float:
        """Return how many pixels are computed for each pixel of an image."""
        cells = sum((span.length - 1) * stride + size for span in self._of_period(0))
        return (cells / (self.period * stride)) ** 2

    def _of_period(self, begin: int) -> Iterator[Span]:
        if self.rim:
            yield Span(begin - self.rim, 2 * self.rim, 2 * self.rim)
        end = begin + self.period - self.rim
        for start in range(begin + self.rim, end, self.length):
            yield Span(start, self.length, min(self.length, end - start))
