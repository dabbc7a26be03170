"""Polygons that reach over seams: their parts are kept until the last of them has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from poplar_nn_plugin.labels.pixel_areas import PixelAreas
from poplar_nn_plugin.maps.polygons.rings import Rings, polygons_of, simple_rings
from poplar_nn_plugin.maps.polygons.strip import Part, Polygon, Strip

__all__ = ["Seams"]


@dataclass
class _Open:
    """A region that goes on."""

    code: int
    sums: np.ndarray
    parts: list[Part] = field(default_factory=list)


class Seams:
    """The regions that go on beyond the strips that have come.

    Parameters
    ----------
    transform : tuple of 6 floats
        Of the map.
    areas : PixelAreas
    """

    def __init__(self, transform: tuple, areas: PixelAreas):
        self._transform, self._areas = transform, areas
        self._open: dict[int, _Open] = {}
        self._joined: dict[int, int] = {}  # a region to the one it turned out to be a part of
        self._below: np.ndarray | None = None
        self._next = 0

    def __len__(self) -> int:
        """Return the bytes of the outlines that are kept."""
        return sum(8 * len(p.col) + 200 for one in self._open.values() for p in one.parts)

    def add(self, strip: Strip) -> Iterator[Polygon]:
        """Take the next strip, and yield the polygons that have become whole with it."""
        ids = self._next + np.arange(len(strip.code))
        self._next += len(strip.code)
        for number, code, sums in zip(ids.tolist(), strip.code.tolist(), strip.sums):
            self._open[number] = _Open(code, sums)
        for number, part in strip.parts:
            self._open[int(ids[number])].parts.append(part)
        if self._below is not None:
            shared = (self._below >= 0) & (strip.above >= 0)
            pairs = np.stack([self._below[shared], ids[strip.above[shared]]])
            for one, other in np.unique(pairs, axis=1).T.tolist():
                self._join(one, other)
        self._below = np.append(ids, -1)[strip.below]
        reached = np.unique(self._below).tolist()
        going_on = {self._whole(number) for number in reached if number >= 0}
        for number in sorted(set(self._open) - going_on):
            yield self._closed(self._open.pop(number))
        self._joined = {
            one: self._whole(one) for one in self._joined if self._whole(one) in going_on
        }

    def _whole(self, number: int) -> int:
        while number in self._joined:
            number = self._joined[number]
        return number

    def _join(self, one: int, other: int) -> None:
        one, other = self._whole(one), self._whole(other)
        if one == other:
            return
        if len(self._open[one].parts) < len(self._open[other].parts):
            one, other = other, one
        kept, gone = self._open[one], self._open.pop(other)
        kept.sums = kept.sums + gone.sums
        kept.parts += gone.parts
        self._joined[other] = one

    def _closed(self, region: _Open) -> Polygon:
        """Return the polygon of a region all of whose parts have come."""
        rings = [part for part in region.parts if part.entry is None]
        starts = {part.entry: part for part in region.parts if part.entry is not None}
        while starts:
            first = next(iter(starts))
            chain, at = [], first
            while at in starts:
                part = starts.pop(at)
                chain.append(part)
                at = part.exit
            cols, rows = ([getattr(p, name) for p in chain] for name in ("col", "row"))
            rings.append(Part(np.concatenate(cols), np.concatenate(rows)))
        counts = np.array([len(part.col) for part in rings])
        col, row = (np.concatenate([getattr(p, n) for p in rings]) for n in ("col", "row"))
        label = np.zeros(len(rings), np.int64)
        found = Rings(col, row, np.cumsum(counts) - counts, counts, label)
        found = simple_rings(found, np.ones(len(col), bool))
        _, area, wkb = polygons_of(found, self._transform, self._areas)
        total, count, pixels = region.sums.tolist()
        mean = total / count if count else None
        return Polygon(wkb[0], region.code, float(area[0]), mean, int(pixels))
