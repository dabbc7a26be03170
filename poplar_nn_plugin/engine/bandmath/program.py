"""Arithmetic over planes of pixels as a list of operations, run strip by strip.

A strip of rows is small enough for the values between two operations to stay in the processor's
cache: on blocks of 1024 x 1024 pixels this is up to four times as fast as temporaries of the whole
block. numexpr would serve the same end. Over the same blocks and with one thread it takes 1.1 to
2.1 times as long for two operations and more (2.14 beside NumPy 1.24); besides, all of the process
shares its number of threads, and no two threads may run one compiled expression at a time. So it
serves the test only, which compares results with it bit by bit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

__all__ = ["Builder", "Program", "Value"]

_OPERATIONS = {
    name: getattr(np, name)
    for name in (
        *("add", "subtract", "multiply", "divide", "floor_divide", "remainder", "power"),
        *("negative", "absolute", "sqrt", "exp", "log", "log10", "floor", "ceil", "rint"),
        *("sin", "cos", "tan", "arcsin", "arccos", "arctan", "arctan2", "minimum", "maximum"),
        *("less", "less_equal", "greater", "greater_equal", "equal", "not_equal"),
        *("logical_and", "logical_or", "logical_not", "isnan", "isfinite", "where"),
    )
}
_BAND, _CONSTANT, _NUMBER = "band", "constant", "number"  # not NumPy's: see Program.lines

_DIVISIONS = frozenset({"divide", "floor_divide", "remainder"})
_PARTIAL = _DIVISIONS | {"power", "sqrt", "exp", "log", "log10", "tan", "arcsin", "arccos"}

# Bytes of one value over a strip: below the 128 KB from which the C library maps each array anew,
# which takes longer than most operations; and of all values that live at once.
_STRIP = 120 * 2**10
_STRIPS = 2 * 2**20
_FEWEST = 1024  # pixels in a strip, below which the calls cost more than the work


@dataclass(frozen=True)
class Value:
    """The result of one line of a program; `truth` where it is true or false, else a number."""

    line: int
    truth: bool = False


@dataclass(frozen=True)
class Program:
    """Lines that each make one value from earlier ones, elementwise.

    Parameters
    ----------
    lines : tuple of (str, tuple)
        An operation by its NumPy name with the lines it takes; or ``band`` with the key of a
        plane, ``constant`` with its value, ``number`` with the line of a truth value to make 0
        or 1 of.
    results : tuple of int
        The lines that are wanted, one a band.
    """

    lines: tuple[tuple[str, tuple], ...]
    results: tuple[int, ...]

    @property
    def planes(self) -> tuple:
        """The keys of the planes that are read, sorted."""
        return tuple(sorted(args for op, args in self.lines if op == _BAND))

    @property
    def total(self) -> bool:
        """Whether finite pixels always give a finite result, but for sheer size."""
        for op, args in self.lines:
            if op == _CONSTANT and not math.isfinite(args[0]):
                return False
            if op in _DIVISIONS and self._nonzero(args[1]):
                continue
            if op in _PARTIAL:
                return False
        return True

    def _nonzero(self, line: int) -> bool:
        op, args = self.lines[line]
        return op == _CONSTANT and args[0] != 0

    def run(self, planes: Mapping, out: np.ndarray, fill: float) -> None:
        """Compute the results.

        Parameters
        ----------
        planes : mapping
            From the keys of `planes` to arrays (rows, cols).
        out : ndarray
            (bands, rows, cols) of float32 or float64, the type that is computed in; filled here.
        fill : float
            Written where a result is not a finite number.
        """
        schedule = self._schedule()
        rows, cols = out.shape[1:]
        height = max(_strip_pixels(schedule, out.dtype) // max(cols, 1), 1)
        constants = {
            line: np.bool_(args[0]) if isinstance(args[0], bool) else out.dtype.type(args[0])
            for line, (op, args) in enumerate(self.lines)
            if op == _CONSTANT
        }
        with np.errstate(all="ignore"):  # what is not finite becomes `fill`
            for row in range(0, rows, height):
                strip = slice(row, row + height)
                _run_strip(schedule, planes, strip, dict(constants), out[:, strip], fill)

    def _schedule(self) -> list[_Task]:
        """Return what is done line by line; values live until nobody needs them any more."""
        last, bands, gone = {}, {}, {}
        for line, (op, args) in enumerate(self.lines):
            if op != _CONSTANT:
                last[line] = line
                last.update((arg, line) for arg in args if op != _BAND and arg in last)
        for band, line in enumerate(self.results):
            bands.setdefault(line, []).append(band)
        for old, line in last.items():
            gone.setdefault(line, []).append(old)
        return [
            _Task(line, op, args, bands.get(line, []), gone.get(line, []))
            for line, (op, args) in enumerate(self.lines)
            if op != _CONSTANT
        ]


class _Task(NamedTuple):
    """One line of a program: what it makes, the bands it is, and the values it is the last of."""

    line: int
    op: str
    args: tuple
    bands: list[int]
    gone: list[int]


def _run_strip(schedule, planes, strip: slice, values: dict, out: np.ndarray, fill: float) -> None:
    """Compute one strip of all bands into `out`; `values` holds the constants."""
    for line, op, args, bands, gone in schedule:
        if op == _BAND:
            values[line] = np.ascontiguousarray(planes[args][strip], out.dtype)
        elif op == _NUMBER:
            values[line] = values[args[0]].astype(out.dtype)
        else:
            values[line] = _OPERATIONS[op](*[values[arg] for arg in args])
        for band in bands:
            out[band] = values[line]
            finite = np.isfinite(values[line])
            if not finite.all():
                out[band][~finite] = fill
        for old in gone:
            del values[old]


def _strip_pixels(schedule: list[_Task], dtype: np.dtype) -> int:
    """Return how many pixels a strip has: few where many values live at once."""
    most = alive = 1  # beside the values themselves, the test whether a result is finite
    for task in schedule:
        alive += 1
        most = max(most, alive)
        alive -= len(task.gone)
    return max(min(_STRIP, _STRIPS // most) // dtype.itemsize, _FEWEST)


class Builder:
    """Writes a program line by line: the same operation only once, constants computed at once."""

    def __init__(self):
        self._lines: list[tuple[str, tuple]] = []
        self._known: dict[tuple, int] = {}

    def band(self, key: tuple) -> Value:
        """Return the pixels of the plane called `key`."""
        return Value(self._line(_BAND, key))

    def constant(self, value: float) -> Value:
        """Return a number, or True or False."""
        return Value(self._line(_CONSTANT, (value,)), truth=isinstance(value, bool))

    def value_of(self, value: Value) -> float | bool | None:
        """Return the value of a constant, None for what depends on pixels."""
        op, args = self._lines[value.line]
        return args[0] if op == _CONSTANT else None

    def add(self, op: str, *values: Value, truth: bool = False) -> Value:
        """Return the result of an operation."""
        known = [self.value_of(value) for value in values]
        if None not in known:
            with np.errstate(all="ignore"):
                found = _OPERATIONS[op](*known)
            return self.constant(bool(found) if truth else float(found))
        return Value(self._line(op, tuple(value.line for value in values)), truth)

    def number(self, value: Value) -> Value:
        """Return a truth value as 0 or 1, a number as it is."""
        if not value.truth:
            return value
        known = self.value_of(value)
        if known is not None:
            return self.constant(float(known))
        return Value(self._line(_NUMBER, (value.line,)))

    def condition(self, value: Value) -> Value:
        """Return a number as whether it is not 0, a truth value as it is."""
        if value.truth:
            return value
        return self.add("not_equal", value, self.constant(0.0), truth=True)

    def program(self, results: list[Value]) -> Program:
        """Return the lines that `results` need."""
        wanted = {value.line for value in results}
        for line in range(len(self._lines) - 1, -1, -1):
            op, args = self._lines[line]
            if line in wanted and op not in (_BAND, _CONSTANT):
                wanted.update(args)
        place = {line: new for new, line in enumerate(sorted(wanted))}
        lines = []
        for line in place:
            op, args = self._lines[line]
            lines.append((op, args if op in (_BAND, _CONSTANT) else tuple(place[a] for a in args)))
        return Program(tuple(lines), tuple(place[value.line] for value in results))

    def _line(self, op: str, args: tuple) -> int:
        key = (op, args, type(args[0]))  # 1.0 and True are equal, and not the same
        if key not in self._known:
            self._known[key] = len(self._lines)
            self._lines.append((op, args))
        return self._known[key]
