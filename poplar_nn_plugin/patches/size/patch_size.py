"""The side of a patch, chosen from the size of the pixels and from what the polygons hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.labels.ellipsoid import pixel_size_metres
from poplar_nn_plugin.labels.geometry import known_crs
from poplar_nn_plugin.patches.size.room import Room, areas_in_pixels, room_of
from poplar_nn_plugin.patches.sources import Scene
from poplar_nn_plugin.progress import Progress, Silent, Slice

__all__ = ["SIZES", "SizeChoice", "SizeRow", "choose_patch_size"]

SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 50, 60)
"""Sides of patches that are tried, in pixels."""

_GROUND = 15.0
"""Metres that a patch should show: several trees, and little more than a field's edge."""

_LEAST_WANTED = 12  # pixels; polygons, not pixels, make patches of coarse images smaller than that
_UNKNOWN = 30  # pixels, where nobody knows how large they are
_USUAL = 3  # pixels that networks need; less only where a class would be lost
_PLACES = 2  # of a class: one to learn from, one to score it on
_PATCHES = 10  # of a class, or as many as there are: fewer teach little
_DIVISIBLE = 8  # patches side by side from which one polygon can be cut into two places
_MANY = 300  # polygons of a class: of more every second, third … is looked at, by area
_SHOWN = 5  # rows of the table that the sentence tells


@dataclass(frozen=True)
class SizeRow:
    """What patches of one size leave of each class.

    Parameters
    ----------
    size : int
        Side, in pixels.
    groups : tuple of int
        Groups that hold a patch, one number a class.
    places : tuple of int
        The same, with polygons that are large enough to be cut counted twice.
    patches : tuple of float
        About how many there are, one a class, as far as they overlap by two thirds at most.
    share : tuple of float
        Share of the labelled area in polygons that hold a patch, one a class.
    """

    size: int
    groups: tuple[int, ...]
    places: tuple[int, ...]
    patches: tuple[float, ...]
    share: tuple[float, ...]

    @property
    def kept(self) -> int:
        """Number of classes that have a patch."""
        return sum(count > 0 for count in self.places)


@dataclass(frozen=True)
class SizeChoice:
    """The size that was chosen, and what each size would leave.

    Parameters
    ----------
    size : int
        Side of a patch, in pixels.
    metres : float or None
        The same on the ground, where the size of a pixel is known.
    names : tuple of str
        Of the classes that have polygons.
    rows : tuple of SizeRow
        The largest size first.
    """

    size: int
    metres: float | None
    names: tuple[str, ...]
    rows: tuple[SizeRow, ...]

    @property
    def row(self) -> SizeRow:
        """What the chosen size leaves."""
        return next(row for row in self.rows if row.size == self.size)

    @property
    def lost(self) -> tuple[str, ...]:
        """Names of the classes that have no patch of the chosen size."""
        return tuple(name for name, count in zip(self.names, self.row.places) if not count)

    def largest(self) -> dict[str, int]:
        """Return for each class the largest size of which it has a patch, 0 for none."""
        return {
            name: max((row.size for row in self.rows if row.places[number]), default=0)
            for number, name in enumerate(self.names)
        }

    @property
    def sentence(self) -> str:
        """What was chosen and why, in a line."""
        ground = "" if self.metres is None else f" ({self.metres:.3g} m)"
        table = "; ".join(self._told(row) for row in self._shown())
        lost = f" No size keeps all classes: {', '.join(self.lost)} would have no patch."
        small = f" Networks need {_USUAL} pixels or more."
        return (
            f"PATCH_SIZE is chosen: {self.size} pixel{'s' * (self.size > 1)}{ground}. Size → "
            f"classes that keep patches, places of the rarest: {table}."
            f"{lost if self.lost else ''}{small if self.size < _USUAL else ''}"
        )

    def _told(self, row: SizeRow) -> str:
        without = [name for name, count in zip(self.names, row.places) if not count]
        if not row.kept:
            return f"{row.size} → none"
        least = min(count for count in row.places if count)
        places = f"{least} place{'s' * (least > 1)}"
        if not without:
            return f"{row.size} → all {row.kept}, {places}"
        return f"{row.size} → {row.kept} of {len(self.names)}, {places}, not {_listed(without)}"

    def _shown(self) -> list[SizeRow]:
        """Return the rows where a class, or the places of the rarest, come or go."""
        changes, before = [], None
        for row in self.rows:
            state = row.kept, min((c for c in row.places if c), default=0)
            if state != before or row.size == self.size:
                changes.append(row)
            before = state
        if len(changes) <= _SHOWN:
            return changes
        at = next(n for n, row in enumerate(changes) if row.size == self.size)
        first = min(max(at - _SHOWN // 2, 0), len(changes) - _SHOWN)
        return changes[first : first + _SHOWN]


def choose_patch_size(
    scenes: Sequence[Scene],
    min_cover: float = 0.5,
    *,
    least: int = 1,
    progress: Progress | None = None,
) -> SizeChoice:
    """Choose the side of a patch for some labels.

    What counts, in this order: that many classes have a patch at all; that a network can learn
    from it (3 pixels); that classes have some in two places, one to learn from and one to be
    scored on; that they keep half of their labelled area; that they have ten patches; and then
    that a patch shows much, up to 15 m on the ground (12 to 60 pixels).

    Parameters
    ----------
    scenes : sequence of Scene
        Images with their labels, of pixels alike.
    min_cover : float
        Least share of a patch that its polygon covers.
    least : int
        The smallest size to choose: what a network needs.
    progress : Progress, optional
        Is told nothing but how far this is.
    """
    progress = progress or Silent()
    grid = scenes[0].image.grid
    pixel = pixel_size_metres(grid) if known_crs(grid.crs) else None
    wanted = _UNKNOWN if pixel is None else _GROUND / pixel
    wanted = max(min(max(wanted, _LEAST_WANTED), SIZES[-1]), least)
    shorter = min(min(s.image.grid.width, s.image.grid.height) for s in scenes)
    sizes = [s for s in SIZES if least <= s <= min(wanted, shorter)] or [max(least, 1)]
    rooms = _rooms(scenes, sizes, min_cover, progress)
    classes = scenes[0].labels.classes
    there = {p.code for scene in scenes for p in scene.labels.polygons}
    named = {c: name for c, name in zip(classes.codes, classes.names) if c in there}
    rows = tuple(_row(size, scenes, rooms, tuple(named)) for size in sizes[::-1])
    most = [np.max([getattr(r, what) for r in rows], axis=0) for what in ("groups", "patches")]
    some = any(row.kept for row in rows)
    best = max(rows, key=lambda row: (*_merits(row, *most), row.size if some else -row.size))
    metres = None if pixel is None else best.size * pixel
    return SizeChoice(best.size, metres, tuple(named.values()), rows)


def _rooms(
    scenes: Sequence[Scene], sizes: Sequence[int], min_cover: float, progress: Progress
) -> list[Room]:
    """Return the room in the polygons of each scene, by outlines alone where no data is at all."""
    members = [_sample(scene) for scene in scenes]
    for with_data in (True, False):
        rooms = [
            room_of(
                scene,
                members[number],
                sizes,
                min_cover,
                Slice(progress, number / len(scenes), (number + 1) / len(scenes)),
                with_data=with_data,
            )
            for number, scene in enumerate(scenes)
        ]
        if any(room.side.any() for room in rooms):
            break
    return rooms


def _sample(scene: Scene) -> np.ndarray:
    """Return the positions of the polygons to look at: all of a class, or some, small and large."""
    code, area = np.array([p.code for p in scene.labels.polygons]), areas_in_pixels(scene)
    chosen = []
    for one in np.unique(code):
        members = np.flatnonzero(code == one)
        ranked = members[np.argsort(-area[members], kind="stable")]
        chosen.append(ranked[:: -(-len(members) // _MANY)])
    return np.sort(np.concatenate(chosen))


def _row(
    size: int, scenes: Sequence[Scene], rooms: Sequence[Room], codes: tuple[int, ...]
) -> SizeRow:
    there = Counter(p.code for scene in scenes for p in scene.labels.polygons)
    seen: Counter = Counter()
    places: dict[int, dict[str, int]] = defaultdict(dict)
    patches, kept, whole = Counter(), Counter(), Counter()
    stride = max(1, size // 3)
    for scene, room in zip(scenes, rooms):
        labels = scene.labels
        rows = zip(room.members.tolist(), room.side.tolist(), room.pixels.tolist())
        for number, side, area in rows:
            polygon = labels.polygons[number]
            code, group = polygon.code, labels.groups[polygon.group]
            seen[code] += 1
            whole[code] += area
            if side < size and not polygon.point:  # around a point any patch fits
                continue
            divisible = not labels.grouped and area >= _DIVISIBLE * size**2
            places[code][group] = max(places[code].get(group, 0), 2 if divisible else 1)
            patches[code] += max(1.0, area / stride**2)
            kept[code] += area
    more = {code: there[code] / seen[code] for code in codes}  # of what was not looked at
    return SizeRow(
        size,
        tuple(round(more[code] * len(places[code])) for code in codes),
        tuple(round(more[code] * sum(places[code].values())) for code in codes),
        tuple(more[code] * patches[code] for code in codes),
        tuple(kept[code] / whole[code] if whole[code] else 0.0 for code in codes),
    )


def _merits(row: SizeRow, groups: np.ndarray, patches: np.ndarray) -> tuple[int, ...]:
    """Return what speaks for a size, what counts most first."""
    there = np.array(row.places) > 0
    return (
        int(there.sum()),
        int(row.size >= _USUAL),
        int((there & (np.array(row.places) >= np.minimum(groups, _PLACES))).sum()),
        int((np.array(row.share) >= 0.5).sum()),
        int((there & (np.array(row.patches) >= np.minimum(patches, _PATCHES))).sum()),
    )


def _listed(names: Iterable[str], most: int = 3) -> str:
    """Return some names, and how many more there are."""
    names = list(names)
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")
