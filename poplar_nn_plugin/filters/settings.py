"""The settings of filters: what a field may hold, as a dialog shows it and a filter checks it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

__all__ = ["Setting", "choice", "choices", "real", "text", "whole"]


@dataclass(frozen=True)
class Setting:
    """One setting of a filter.

    Parameters
    ----------
    name : str
        Of the filter's field.
    title : str
        In words, with the unit.
    kind : str
        ``whole`` or ``real``: a number; ``choice``: one of `options`; ``choices``: a tuple of
        some of them; ``text``: what the filter itself reads and checks.
    default : object
        The value it begins with. A number whose default is None may be left open.
    low, high : float
        The least and greatest number.
    options : tuple of str
    advanced : bool
        Whether few need it.
    """

    name: str
    title: str
    kind: str
    default: object
    low: float = -math.inf
    high: float = math.inf
    options: tuple[str, ...] = ()
    advanced: bool = False

    def allows(self, value) -> bool:
        """Return whether the field may hold `value`."""
        if self.kind == "choice":
            return value in self.options
        if self.kind == "choices":
            return (
                isinstance(value, tuple)
                and 0 < len(set(value)) == len(value)
                and set(value) <= set(self.options)
            )
        if self.kind == "text":
            return isinstance(value, str)
        if value is None:
            return self.default is None
        numbers = (int, np.integer) if self.kind == "whole" else (int, float, np.number)
        return (
            isinstance(value, numbers)
            and not isinstance(value, bool)
            and self.low <= value <= self.high
        )

    @property
    def allowed(self) -> str:
        """What the field may hold, in words."""
        if self.kind == "choice":
            return f"one of {', '.join(self.options)}"
        if self.kind == "choices":
            return f"at least one of {', '.join(self.options)}, each once"
        if self.kind == "text":
            return "text"
        number = "a whole number" if self.kind == "whole" else "a number"
        ends = [f"from {self.low:g}"] * (self.low > -math.inf)
        ends += [f"to {self.high:g}"] * (self.high < math.inf)
        return " ".join([number, *ends])


def whole(title: str, *, default: int, low: int, high: int, advanced: bool = False):
    """Return a dataclass field that is a whole number from `low` to `high`."""
    return _setting(title, "whole", default, low=low, high=high, advanced=advanced)


def real(
    title: str,
    *,
    default: float | None,
    low: float = -math.inf,
    high: float = math.inf,
    advanced: bool = False,
):
    """Return a dataclass field that is a number from `low` to `high`, or open if `default` is."""
    return _setting(title, "real", default, low=low, high=high, advanced=advanced)


def choice(title: str, options: tuple[str, ...], *, advanced: bool = False):
    """Return a dataclass field that is one of `options`, the first unless another is chosen."""
    return _setting(title, "choice", options[0], options=options, advanced=advanced)


def choices(title: str, options: tuple[str, ...], *, default: tuple[str, ...]):
    """Return a dataclass field that is a tuple of some of `options`."""
    return _setting(title, "choices", default, options=options)


def text(title: str, *, default: str):
    """Return a dataclass field that is text."""
    return _setting(title, "text", default)


def _setting(title: str, kind: str, default, **facts):
    return field(default=default, metadata={"title": title, "kind": kind, **facts})
