"""Which comparisons find ranks of a window, shared by all windows that have pixels in common.

What neighbouring windows both hold is sorted once: runs of pixels along the rows, then, by merging,
what lies in several rows. Of a square window and the one below it all rows but one are the same:
these are merged for both, and each adds the row that it holds alone. (Adams, 2021, "Fast median
filters using separable sorting networks", shares windows in this way.) What cannot be of a wanted
rank is left out on the way.

Sorted lists are merged by Batcher's odd-even merge (Knuth, The Art of Computer Programming 3,
algorithm 5.3.4).
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from poplar_nn_plugin.filters.windows.sliding import CIRCLE, Footprint

__all__ = ["Comparison", "Place", "Program", "program"]

IMAGE = -1


class Place(NamedTuple):
    """Where a value is found, for every window: in some array, so far on from the window.

    Parameters
    ----------
    array : int
        Its number, -1 for the image.
    odd : int
        1 for the odd rows of an array of all rows of a folded image.
    down, right : int
        How many rows and pixels further on; of a folded image, every second row.
    """

    array: int
    odd: int = 0
    down: int = 0
    right: int = 0

    def moved(self, odd: int = 0, down: int = 0, right: int = 0) -> Place:
        """Return the place of the same value of another window."""
        return Place(self.array, self.odd + odd, self.down + down, self.right + right)


class Comparison(NamedTuple):
    """The lesser, or the greater, of two values of every window.

    Parameters
    ----------
    least : bool
    a, b : Place
    into : int
        The array for the result; it may be that of a value at the same place.
    whole : bool
        Whether it is made of all rows of a folded image, and not of every second one.
    down, right : int
        By how many rows and pixels further on than the windows go it is needed.
    """

    least: bool
    a: Place
    b: Place
    into: int
    whole: bool
    down: int
    right: int


class Program(NamedTuple):
    """How some ranks of all windows are found.

    Parameters
    ----------
    comparisons : tuple of Comparison
        In order.
    arrays : tuple of bool
        For every array of results, whether it is of all rows of a folded image.
    results : tuple of tuple of Place
        For every rank its place; of a folded image for windows that begin in even and odd rows.
    folded : bool
        Whether the even rows of the image are to lie before the odd ones.
    down : int
        By how many rows further on than the windows go anything is needed.
    """

    comparisons: tuple[Comparison, ...]
    arrays: tuple[bool, ...]
    results: tuple[tuple[Place, ...], ...]
    folded: bool
    down: int


@lru_cache(maxsize=256)
def program(window: Footprint, wanted: range) -> Program:
    """Return how to find the wanted ranks, from 0 for the least, of all windows."""
    plan = _Plan(window.count, wanted)
    pixel = _Part(1, 0, (Place(IMAGE),))
    if window.shape == CIRCLE:
        rows = [
            plan.gathered(pixel, width, "right").moved(down=down, right=first)
            for down, (first, width) in enumerate(window.runs)
        ]
        while len(rows) > 2:
            rows.sort(key=lambda part: part.size)
            rows[:2] = [plan.merged(*rows[:2])]
        return plan.program(0, [plan.found(*rows)])
    row = plan.gathered(pixel, window.side, "right")
    whole = len(plan.steps)
    pair = plan.merged(row.moved(odd=1), row.moved(down=1))
    both = plan.gathered(pair, window.radius, "down")
    ends = [plan.found(both, alone) for alone in (row, row.moved(odd=1, down=window.radius))]
    return plan.program(whole, ends)


class _Part(NamedTuple):
    """A part of the window: sorted values, without those that cannot be of a wanted rank.

    Parameters
    ----------
    size : int
        Pixels of the part.
    below : int
        How many of the least were left out.
    values : tuple of Place
    """

    size: int
    below: int
    values: tuple[Place, ...]

    def moved(self, **by: int) -> _Part:
        """Return the same part of another window."""
        return self._replace(values=tuple(value.moved(**by) for value in self.values))


_Step = tuple[bool, Place, Place]


class _Plan:
    """The steps towards some ranks, as they are thought of.

    Parameters
    ----------
    count : int
        Pixels of a window.
    wanted : range
    """

    def __init__(self, count: int, wanted: range):
        self.steps: list[_Step] = []
        self._known: dict[_Step, Place] = {}
        self._count = count
        self._wanted = wanted

    def gathered(self, part: _Part, times: int, way: str) -> _Part:
        """Return a part and those that follow it, `times` of them, as one."""
        total, begin, span = None, 0, 1
        while True:
            if times & span:
                piece = part.moved(**{way: begin})
                total = piece if total is None else self.merged(total, piece)
                begin += span
            if 2 * span > times:
                return total
            part = self.merged(part, part.moved(**{way: span}))
            span *= 2

    def merged(self, one: _Part, other: _Part) -> _Part:
        """Return two parts as one."""
        size, below = one.size + other.size, one.below + other.below
        values = self._sorted(one.values, other.values)
        # What is n-th of the part may be n-th of the window, or later by as many as are missing.
        first = max(self._wanted[0] - (self._count - size) - below, 0)
        values = values[first : self._wanted[-1] + 1 - below]
        return _Part(size, below + first, values)

    def found(self, one: _Part, other: _Part) -> tuple[Place, ...]:
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

    def _sorted(self, one: tuple[Place, ...], other: tuple[Place, ...]) -> tuple[Place, ...]:
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

    def _of_two(self, least: bool, a: Place, b: Place) -> Place:
        """Return the lesser or greater of two values; what is known of any window is not redone."""
        by = {"down": min(a.down, b.down), "right": min(a.right, b.right)}
        back = {way: -many for way, many in by.items()}
        step = (least, a.moved(**back), b.moved(**back))
        if step not in self._known:
            self._known[step] = Place(len(self.steps))
            self.steps.append(step)
        return self._known[step].moved(**by)

    def program(self, whole: int, ends: list[tuple[Place, ...]]) -> Program:
        """Return the steps that lead to `ends`; the first `whole` of all are of all rows."""
        uses = self._uses(ends)
        beyond = self._beyond(uses, whole)
        # Where each result is kept, and which arrays are free, those of all rows apart.
        kept, arrays, free = {IMAGE: IMAGE}, [], {True: [], False: []}
        comparisons = []
        for number, (least, a, b) in enumerate(self.steps):
            if not uses[number]:
                continue
            of_all = number < whole
            done = [place for place in {a.array: a, b.array: b}.values() if place.array != IMAGE]
            uses.subtract(place.array for place in (a, b))
            done = [place for place in done if not uses[place.array]]
            operands = [place._replace(array=kept[place.array]) for place in (a, b)]
            same = [p for p in done if p == Place(p.array) and (p.array < whole) == of_all]
            if same and a.array != b.array:
                into = kept[same[0].array]
                done.remove(same[0])
            elif free[of_all]:
                into = free[of_all].pop()
            else:
                into = len(arrays)
                arrays.append(of_all)
            for place in done:
                free[place.array < whole].append(kept[place.array])
            kept[number] = into
            comparisons.append(Comparison(least, *operands, into, of_all, *beyond[number]))
        results = tuple(
            tuple(place._replace(array=kept[place.array]) for place in places)
            for places in zip(*ends)
        )
        down = max((one.down for one in comparisons), default=0)
        return Program(tuple(comparisons), tuple(arrays), results, bool(whole), down)

    def _uses(self, ends: list[tuple[Place, ...]]) -> Counter[int]:
        """Return how often each result is used, by steps that are themselves."""
        uses = Counter(place.array for places in ends for place in places)
        for number in range(len(self.steps) - 1, -1, -1):
            if uses[number]:
                uses.update(place.array for place in self.steps[number][1:])
        return uses

    def _beyond(self, uses: Counter[int], whole: int) -> list[tuple[int, int]]:
        """Return by how many rows and pixels further on than the windows go each is needed."""
        beyond = [(0, 0)] * len(self.steps)
        for number in range(len(self.steps) - 1, -1, -1):
            if not uses[number]:
                continue
            down, right = beyond[number]
            for place in self.steps[number][1:]:
                if place.array == IMAGE or (place.array < whole) != (number < whole):
                    continue  # the image, and what is of all rows, reaches far enough
                before = beyond[place.array]
                needed = down + place.down, right + place.right
                beyond[place.array] = tuple(map(max, before, needed))
        return beyond
