"""Sorting networks: the comparators that find ranks of all windows, shared between windows.

What neighbouring windows both hold is sorted once: runs of pixels along the rows, then, by merging,
what lies in several rows. Of a square window and the one below it all rows but one are the same:
these are merged for both, and each adds the row that it holds alone. (Adams, 2021, "Fast median
filters using separable sorting networks", shares windows in this way.) Values that cannot be of a
wanted rank are left out on the way.

Sorted lists are merged by Batcher's odd-even merge (Knuth, The Art of Computer Programming 3,
algorithm 5.3.4).
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from poplar_nn_plugin.filters.windows.sliding import CIRCLE, Footprint

__all__ = ["Comparator", "Location", "SortingNetwork", "build_network"]

IMAGE = -1


class Location(NamedTuple):
    """Where a value of every window is found: an array, and the offset there from the window.

    Parameters
    ----------
    array : int
        Its number, -1 for the image.
    odd : int
        1 for the odd rows of an array of all rows of a folded image.
    down, right : int
        The offset in rows and pixels; of a folded image, in every second row.
    """

    array: int
    odd: int = 0
    down: int = 0
    right: int = 0

    def shifted(self, odd: int = 0, down: int = 0, right: int = 0) -> Location:
        """Return the location of the same value of another window."""
        return Location(self.array, self.odd + odd, self.down + down, self.right + right)


class Comparator(NamedTuple):
    """The lesser, or the greater, of two values of every window, and where the result goes.

    Parameters
    ----------
    least : bool
    a, b : Location
    into : int
        The array for the result; it may be that of a value at the same location.
    whole : bool
        Whether it is made of all rows of a folded image, and not of every second one.
    down, right : int
        By how many rows and pixels beyond the last window the result is needed.
    """

    least: bool
    a: Location
    b: Location
    into: int
    whole: bool
    down: int
    right: int


class SortingNetwork(NamedTuple):
    """The comparators that find some ranks of all windows.

    Parameters
    ----------
    comparators : tuple of Comparator
        In order.
    arrays : tuple of bool
        For every array of results, whether it is of all rows of a folded image.
    results : tuple of tuple of Location
        For every rank its location; of a folded image for windows that begin in even and odd rows.
    folded : bool
        Whether the even rows of the image are to lie before the odd ones.
    down : int
        By how many rows beyond the last window any result is needed.
    """

    comparators: tuple[Comparator, ...]
    arrays: tuple[bool, ...]
    results: tuple[tuple[Location, ...], ...]
    folded: bool
    down: int


@lru_cache(maxsize=256)
def build_network(window: Footprint, wanted: range) -> SortingNetwork:
    """Return the network that finds the wanted ranks, from 0 for the least, of all windows."""
    plan = _Plan(window.count, wanted)
    pixel = _Part(1, 0, (Location(IMAGE),))
    if window.shape == CIRCLE:
        rows = [
            plan.gathered(pixel, width, "right").shifted(down=down, right=first)
            for down, (first, width) in enumerate(window.runs)
        ]
        while len(rows) > 2:
            rows.sort(key=lambda part: part.size)
            rows[:2] = [plan.merged(*rows[:2])]
        return plan.network(0, [plan.found(*rows)])
    row = plan.gathered(pixel, window.side, "right")
    whole = len(plan.steps)
    pair = plan.merged(row.shifted(odd=1), row.shifted(down=1))
    both = plan.gathered(pair, window.radius, "down")
    ends = [plan.found(both, alone) for alone in (row, row.shifted(odd=1, down=window.radius))]
    return plan.network(whole, ends)


class _Part(NamedTuple):
    """A part of the window: sorted values, without those that cannot be of a wanted rank.

    Parameters
    ----------
    size : int
        Pixels of the part.
    below : int
        How many of the least were left out.
    values : tuple of Location
    """

    size: int
    below: int
    values: tuple[Location, ...]

    def shifted(self, **by: int) -> _Part:
        """Return the same part of another window."""
        return self._replace(values=tuple(value.shifted(**by) for value in self.values))


_Step = tuple[bool, Location, Location]


class _Plan:
    """The steps of a network while it is built.

    Parameters
    ----------
    count : int
        Pixels of a window.
    wanted : range
    """

    def __init__(self, count: int, wanted: range):
        self.steps: list[_Step] = []
        self._known: dict[_Step, Location] = {}
        self._count = count
        self._wanted = wanted

    def gathered(self, part: _Part, times: int, direction: str) -> _Part:
        """Return `times` parts, a part and those that follow it in a direction, as one."""
        total, begin, span = None, 0, 1
        while True:
            if times & span:
                piece = part.shifted(**{direction: begin})
                total = piece if total is None else self.merged(total, piece)
                begin += span
            if 2 * span > times:
                return total
            part = self.merged(part, part.shifted(**{direction: span}))
            span *= 2

    def merged(self, one: _Part, other: _Part) -> _Part:
        """Return two parts as one."""
        size, below = one.size + other.size, one.below + other.below
        values = self._sorted(one.values, other.values)
        # What is n-th of the part may be n-th of the window, or later by as many as are missing.
        first = max(self._wanted[0] - (self._count - size) - below, 0)
        values = values[first : self._wanted[-1] + 1 - below]
        return _Part(size, below + first, values)

    def found(self, one: _Part, other: _Part) -> tuple[Location, ...]:
        """Return the wanted ranks of the two parts that are the whole window."""
        if len(self._wanted) > 1:
            return self.merged(one, other).values
        # It is the least of the greatest of the first n of one part and the others of the other.
        count = self._wanted[0] + 1 - one.below - other.below
        least = None
        for n in range(max(count - len(other.values), 0), min(count, len(one.values)) + 1):
            last = one.values[max(n - 1, 0) : n] + other.values[max(count - n - 1, 0) : count - n]
            greatest = last[0] if len(last) == 1 else self._of_two(False, *last)
            least = greatest if least is None else self._of_two(True, least, greatest)
        return (least,)

    def _sorted(
        self, one: tuple[Location, ...], other: tuple[Location, ...]
    ) -> tuple[Location, ...]:
        """Merge two sorted lists."""
        if not one or not other:
            return one + other
        if len(one) == len(other) == 1:
            return self._of_two(True, *one, *other), self._of_two(False, *one, *other)
        evens = self._sorted(one[::2], other[::2])
        odds = self._sorted(one[1::2], other[1::2])
        ordered = evens[:1]
        for n in range(max(len(odds), len(evens) - 1)):
            ordered += self._sorted(odds[n : n + 1], evens[n + 1 : n + 2])
        return ordered

    def _of_two(self, least: bool, a: Location, b: Location) -> Location:
        """Return the lesser or greater of two values; the same comparison is made once only."""
        by = {"down": min(a.down, b.down), "right": min(a.right, b.right)}
        back = {direction: -many for direction, many in by.items()}
        step = (least, a.shifted(**back), b.shifted(**back))
        if step not in self._known:
            self._known[step] = Location(len(self.steps))
            self.steps.append(step)
        return self._known[step].shifted(**by)

    def network(self, whole: int, ends: list[tuple[Location, ...]]) -> SortingNetwork:
        """Return the steps that `ends` need; the first `whole` of all steps are of all rows."""
        uses = self._uses(ends)
        beyond = self._beyond(uses, whole)
        # Where each result is kept, and which arrays are free, those of all rows apart.
        kept, arrays, free = {IMAGE: IMAGE}, [], {True: [], False: []}
        comparators = []
        for number, (least, a, b) in enumerate(self.steps):
            if not uses[number]:
                continue
            of_all = number < whole
            done = [
                location
                for location in {a.array: a, b.array: b}.values()
                if location.array != IMAGE
            ]
            uses.subtract(location.array for location in (a, b))
            done = [location for location in done if not uses[location.array]]
            operands = [location._replace(array=kept[location.array]) for location in (a, b)]
            same = [p for p in done if p == Location(p.array) and (p.array < whole) == of_all]
            if same and a.array != b.array:
                into = kept[same[0].array]
                done.remove(same[0])
            elif free[of_all]:
                into = free[of_all].pop()
            else:
                into = len(arrays)
                arrays.append(of_all)
            for location in done:
                free[location.array < whole].append(kept[location.array])
            kept[number] = into
            comparators.append(Comparator(least, *operands, into, of_all, *beyond[number]))
        results = tuple(
            tuple(location._replace(array=kept[location.array]) for location in locations)
            for locations in zip(*ends)
        )
        down = max((one.down for one in comparators), default=0)
        return SortingNetwork(tuple(comparators), tuple(arrays), results, bool(whole), down)

    def _uses(self, ends: list[tuple[Location, ...]]) -> Counter[int]:
        """Return how often each result is used, by steps that are themselves."""
        uses = Counter(location.array for locations in ends for location in locations)
        for number in range(len(self.steps) - 1, -1, -1):
            if uses[number]:
                uses.update(location.array for location in self.steps[number][1:])
        return uses

    def _beyond(self, uses: Counter[int], whole: int) -> list[tuple[int, int]]:
        """Return by how many rows and pixels beyond the last window each result is needed."""
        beyond = [(0, 0)] * len(self.steps)
        for number in range(len(self.steps) - 1, -1, -1):
            if not uses[number]:
                continue
            down, right = beyond[number]
            for location in self.steps[number][1:]:
                if location.array == IMAGE or (location.array < whole) != (number < whole):
                    continue  # the image, and what is of all rows, reaches far enough
                before = beyond[location.array]
                needed = down + location.down, right + location.right
                beyond[location.array] = tuple(map(max, before, needed))
        return beyond
