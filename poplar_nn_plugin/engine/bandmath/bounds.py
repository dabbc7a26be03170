"""Between which values the results of a program lie, as far as its lines tell."""

from __future__ import annotations

import math
from collections.abc import Mapping

from poplar_nn_plugin.engine.bandmath.program import Program

__all__ = ["result_bounds"]

Bounds = tuple[float, float]

_NOTHING = (math.inf, -math.inf)  # of what is never a number
_ANYTHING = (-math.inf, math.inf)
_TRUTHS = frozenset(
    {
        *("number", "less", "less_equal", "greater", "greater_equal", "equal", "not_equal"),
        *("logical_and", "logical_or", "logical_not", "isnan", "isfinite"),
    }
)


def result_bounds(program: Program, planes: Mapping[tuple, Bounds]) -> Bounds:
    """Return the least and greatest value that any result of a program can have.

    Parameters
    ----------
    program : Program
    planes : mapping
        From the keys of the program's planes to the bounds of their pixels.

    Returns
    -------
    (float, float)
        Infinite where the lines do not tell.
    """
    found: list[Bounds] = []
    for op, args in program.lines:
        if op == "band":
            found.append(planes[args])
        elif op == "constant":
            value = float(args[0])
            found.append(_NOTHING if math.isnan(value) else (value, value))
        else:
            found.append(_of(op, [found[line] for line in args]))
    return _union(*(found[line] for line in program.results))


def _of(op: str, of: list[Bounds]) -> Bounds:
    """Return the bounds of one operation by those of what it takes."""
    if op in _TRUTHS:
        return 0.0, 1.0
    if op == "where":
        return _union(of[1], of[2])
    if any(low > high for low, high in of):
        return _NOTHING
    if op == "negative":
        return -of[0][1], -of[0][0]
    if op == "absolute":
        ends = sorted(map(abs, of[0]))
        return (0.0 if of[0][0] <= 0 <= of[0][1] else ends[0]), ends[1]
    if op in ("minimum", "maximum"):
        choose = min if op == "minimum" else max
        return choose(of[0][0], of[1][0]), choose(of[0][1], of[1][1])
    if op in ("add", "subtract", "multiply"):
        return _corners(op, *of)
    return _ANYTHING


def _corners(op: str, one: Bounds, other: Bounds) -> Bounds:
    """Return the bounds of a sum, difference or product by its extremes."""
    ways = {
        "add": lambda a, b: a + b,
        "subtract": lambda a, b: a - b,
        "multiply": lambda a, b: a * b,
    }
    values = [ways[op](a, b) for a in one for b in other]
    return _ANYTHING if any(map(math.isnan, values)) else (min(values), max(values))


def _union(*parts: Bounds) -> Bounds:
    return min(low for low, _ in parts), max(high for _, high in parts)
