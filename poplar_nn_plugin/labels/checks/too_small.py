"""Polygons without room for a patch: which class loses what, and the size that would keep it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.labels.geometry import multipolygon
from poplar_nn_plugin.labels.problem import ERROR, WARNING, Problem
from poplar_nn_plugin.labels.shapes import LabelShapes

__all__ = ["Cramped", "small_problems"]

_HALF = 0.5  # the least cover that 'Extract patches' asks for, unless told otherwise
_EACH = 3  # polygons of a class up to which each is told of, more are told together


@dataclass(frozen=True)
class Cramped:
    """A polygon that holds no whole patch.

    Parameters
    ----------
    number : int
        Its position among the labels.
    pixels : int
        Of the polygon.
    square : int
        Side of the largest square in it.
    """

    number: int
    pixels: int
    square: int

    @property
    def most(self) -> int:
        """The largest patch that it covers half of, at best."""
        return math.isqrt(int(self.pixels / _HALF))


def small_problems(
    found: LabelShapes, cramped: list[Cramped], size: int, largest: Mapping[str, int]
) -> list[Problem]:
    """Return the problems of polygons without room for a patch, few of a class one by one.

    Parameters
    ----------
    found : LabelShapes
    cramped : list of Cramped
    size : int
        Side of a patch, in pixels.
    largest : mapping of str to int
        The largest patch of which each class keeps some, 0 for none, as far as it is known.
    """
    lost, none, edge = (defaultdict(list) for _ in range(3))
    for one in cramped:
        label = found.labels[one.number]
        if largest.get(label, size) < size:
            lost[label].append(one)
        else:
            (none if one.most < size else edge)[label].append(one)
    problems = [_lost(found, label, some, size, largest[label]) for label, some in lost.items()]
    for label, some in none.items():
        if len(some) > _EACH:
            problems.append(_without_patch(found, label, some, size, label in largest))
        else:
            problems += [_one_without(found, one, size, label in largest) for one in some]
    for label, some in edge.items():
        if len(some) > _EACH:
            problems.append(_over_edge(found, label, some, size))
        else:
            problems += [_one_over_edge(found, one, size) for one in some]
    return problems


def _lost(found: LabelShapes, label: str, some: list[Cramped], size: int, most: int) -> Problem:
    """Return the problem of a class that has no patch."""
    each = f"None of the {len(some)} polygons" if len(some) > 1 else "The one polygon"
    lacks = "holds" if len(some) > 1 else "does not hold"
    advice = (
        f"{each} of '{label}' {lacks} a patch of {size} x {size} pixels, and the class would not "
        "be on the map: "
    )
    if most:
        advice += f"choose a smaller patch, PATCH_SIZE of {most} or less."
    else:
        advice += "draw larger ones, where the image has data and no other class lies over them."
    return _together(found, label, some, ERROR, advice)


def _without_patch(
    found: LabelShapes, label: str, some: list[Cramped], size: int, others: bool
) -> Problem:
    """Return the problem of polygons that give no patch, of a class of which `others` do."""
    half = int(np.median([one.most for one in some]))
    rest = "Its patches are those of the others. " if others else ""
    advice = (
        f"{len(some)} of {_all(found, label)} polygons of '{label}' have less than half the pixels "
        f"of a patch of {size} x {size}, and none is cut of them by default. {rest}With a patch "
        f"size of {half} or less half of them give some, too."
    )
    return _together(found, label, some, WARNING if others else ERROR, advice)


def _over_edge(found: LabelShapes, label: str, some: list[Cramped], size: int) -> Problem:
    """Return the problem of polygons of which patches reach over the edge."""
    half = int(np.median([one.square for one in some]))
    advice = (
        f"{len(some)} of {_all(found, label)} polygons of '{label}' hold no whole patch of {size} "
        f"x {size} pixels: their patches reach over the edge, by up to half. No fault where "
        f"the class is narrow; with a patch size of {half} or less half of them hold a whole one."
    )
    return _together(found, label, some, WARNING, advice)


def _one_without(found: LabelShapes, one: Cramped, size: int, others: bool) -> Problem:
    advice = f"{_fact(one, size)}That is less than half a patch, and none is cut by default: "
    if others:
        advice += (
            "its class has patches of other polygons. Draw it larger, or choose a patch of "
            f"{one.most} pixels or less if it matters."
        )
        return found.problem(one.number, "small", WARNING, advice)
    return found.problem(one.number, "small", ERROR, advice + "draw it larger.")


def _one_over_edge(found: LabelShapes, one: Cramped, size: int) -> Problem:
    advice = (
        f"{_fact(one, size)}Patches can only reach over its edge: draw it larger, or choose a "
        "smaller patch."
    )
    return found.problem(one.number, "small", WARNING, advice)


def _fact(one: Cramped, size: int) -> str:
    return (
        f"A patch of {size} x {size} pixels does not fit: the largest square inside is "
        f"{one.square} x {one.square} pixels, the whole polygon has {one.pixels}. "
    )


def _together(
    found: LabelShapes, label: str, some: list[Cramped], severity: str, advice: str
) -> Problem:
    """Return the problem of several polygons, shown by all of them."""
    wkb = multipolygon(found.shapes[one.number] for one in some)
    feature = int(found.ids[some[0].number]) if len(some) == 1 else None
    return Problem("small", severity, advice, wkb, label, feature)


def _all(found: LabelShapes, label: str) -> int:
    return Counter(found.labels)[label]
