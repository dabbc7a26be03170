"""Settings, declared once: a dataclass field says what it holds, how a dialog shows it, and why.

A frozen dataclass that is `Declared` holds the settings of an operation, a line each::

    radius: int = whole("Radius (pixels)", default=1, low=1, high=50)

Its parameters in the toolbox, its tables in the documentation and the check of its values follow
from these lines. A field that is made in another way is no setting, and nobody is asked for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from numbers import Integral, Real

from poplar_nn_plugin.errors import ParameterError

__all__ = [
    "Declared",
    "Setting",
    "choice",
    "choices",
    "real",
    "seed",
    "switch",
    "text",
    "whole",
]


@dataclass(frozen=True)
class Setting:
    """One setting of an operation.

    Parameters
    ----------
    name : str
        Of the dataclass's field.
    title : str
        In words, with the unit.
    kind : str
        ``whole`` or ``real``: a number; ``choice``: one of `options`; ``choices``: a tuple of
        some of them; ``switch``: whether or not; ``text``: what the operation reads and checks.
    default : object
        The value it begins with. A number or text whose default is None may be left open.
    key : str
        Of the parameter in the toolbox: the name in capitals, unless another is given.
    low, high : float
        The least and greatest number.
    most : float
        The greatest that a dialog offers; code may go beyond.
    options : tuple of str
    offered : tuple of str
        Those of `options` that a dialog shows.
    check_box : bool
        Whether a dialog shows the two that are offered as a check box, ticked for the first.
    advanced : bool
        Whether few need it.
    help : str
        What it does, in a sentence or two for users; options stand in quotes.
    """

    name: str
    title: str
    kind: str
    default: object
    key: str
    low: float = -math.inf
    high: float = math.inf
    most: float = math.inf
    options: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    check_box: bool = False
    advanced: bool = False
    help: str = ""

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
        if value is None:
            return self.default is None
        if self.kind in _TYPES:
            return isinstance(value, _TYPES[self.kind])
        return self._counts(value) and self.low <= value <= self.high

    @property
    def allowed(self) -> str:
        """What the field may hold, in words."""
        if self.kind == "choice":
            return f"one of {', '.join(self.options)}"
        if self.kind == "choices":
            return f"at least one of {', '.join(self.options)}, each once"
        ends = [f"from {_shown(self.low)}"] * (self.low > -math.inf)
        ends += [f"to {_shown(self.high)}"] * (self.high < math.inf)
        return " ".join([_WORDS[self.kind], *ends])

    def lacking(self, value) -> str:
        """Return what `value`, which is not allowed, is not: of numbers the end that it passes."""
        if self._counts(value) and value < self.low:
            return f"{_shown(self.low)} or more"
        if self._counts(value) and value > self.high:
            return f"{_shown(self.high)} or less"
        return self.allowed

    def _counts(self, value) -> bool:
        """Return whether this is a number, and `value` a number of its kind."""
        numbers = {"whole": Integral, "real": Real}.get(self.kind, ())
        return isinstance(value, numbers) and not isinstance(value, bool)


_TYPES = {"text": str, "switch": bool}
_WORDS = {"text": "text", "switch": "true or false", "whole": "a whole number", "real": "a number"}


class Declared:
    """Base of frozen dataclasses whose fields are settings; making one checks them.

    Raises
    ------
    ParameterError
        If a field holds what it may not.
    """

    def __post_init__(self):
        for setting in self.settings():
            value = getattr(self, setting.name)
            if not setting.allows(value):
                raise ParameterError(self.refusal(setting, value))

    @classmethod
    def settings(cls) -> tuple[Setting, ...]:
        """Return what can be set, in the order of a dialog."""
        return tuple(
            Setting(f.name, default=f.default, **{"key": f.name.upper(), **f.metadata})
            for f in fields(cls)
            if f.metadata
        )

    def refusal(self, setting: Setting, value) -> str:
        """Return the sentence that says why a setting cannot have a value."""
        return f"{setting.name} must be {setting.lacking(value)}, got {value!r}."


def whole(title: str, *, default: int | None, low: int, high: float = math.inf, **more):
    """Return a dataclass field that is a whole number, `low` to `high`, or open if `default` is.

    Here and for numbers `more` is ``most``, ``advanced``, ``key`` and ``help`` of its `Setting`.
    """
    return _setting(title, "whole", default, low=low, high=high, **{"most": high, **more})


def real(
    title: str,
    *,
    default: float | None,
    low: float = -math.inf,
    high: float = math.inf,
    **more,
):
    """Return a dataclass field that is a number from `low` to `high`, or open if `default` is."""
    return _setting(title, "real", default, low=low, high=high, **{"most": high, **more})


def choice(title: str, options: tuple[str, ...], *, default: str = "", **more):
    """Return a dataclass field that is one of `options`, the first unless another is given.

    Here `more` is ``offered``, ``check_box``, ``advanced``, ``key`` and ``help`` of its `Setting`.
    """
    facts = {"options": options, "offered": options, **more}
    return _setting(title, "choice", default or options[0], **facts)


def choices(title: str, options: tuple[str, ...], *, default: tuple[str, ...], **more):
    """Return a dataclass field that is a tuple of some of `options`."""
    return _setting(title, "choices", default, options=options, offered=options, **more)


def switch(title: str, *, default: bool, **more):
    """Return a dataclass field that is true or false."""
    return _setting(title, "switch", default, **more)


def text(title: str, *, default: str | None, **more):
    """Return a dataclass field that is text, or open if `default` is."""
    return _setting(title, "text", default, **more)


def seed():
    """Return a dataclass field that everything random follows from."""
    return whole(
        "Seed (the same seed gives the same result)",
        default=0,
        low=0,
        high=2**32 - 1,
        most=2**31 - 1,
        advanced=True,
        help="What is drawn at random follows from it: another seed, another draw.",
    )


def _setting(title: str, kind: str, default, **facts):
    return field(default=default, metadata={"title": title, "kind": kind, **facts})


def _shown(number: float) -> str:
    return f"{number:.0f}" if number == round(number, 0) else f"{number:g}"
