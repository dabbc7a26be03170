"""Frozen dataclasses from JSON that others may have written, each field checked, and back to JSON.

A dataclass says what its fields hold: ``Share`` is ``Annotated[float, Between(0, 1)]``. What a
file holds besides is of no concern here: a newer plugin may have written it.
"""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
import json
import math
import re
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

__all__ = [
    "Between",
    "Count",
    "FieldError",
    "OneOf",
    "Positive",
    "Real",
    "Share",
    "format_of",
    "left_out",
    "or_empty",
    "parse",
    "read",
    "write",
    "written_with",
]

_LONGEST_NUMBER = 400  # digits; time to read more grows with their square
_DEEPEST = 50  # objects and lists in each other; ours go down to 6
_SHOWN = 60  # characters of a wrong value in a sentence


class FieldError(ValueError):
    """A field is missing, or holds what it cannot hold; says which and what it expected."""


@dataclass(frozen=True)
class Between:
    """Numbers from `least` to `most`; `least` itself only if it is not `open`."""

    least: float
    most: float = math.inf
    open: bool = False

    def __contains__(self, value: Any) -> bool:
        return self.least <= value <= self.most and not (self.open and value == self.least)

    def __str__(self) -> str:
        if self.most == math.inf:
            return f"{'above' if self.open else 'from'} {self.least:g}{'' if self.open else ' on'}"
        return f"{'above' if self.open else 'from'} {self.least:g} to {self.most:g}"


@dataclass(frozen=True)
class OneOf:
    """One of some values."""

    values: tuple

    def __contains__(self, value: Any) -> bool:
        return value in self.values

    def __str__(self) -> str:
        return f"that is one of {', '.join(map(str, self.values))}"


_LARGEST = 1e300

Real = Annotated[float, Between(-_LARGEST, _LARGEST)]
Positive = Annotated[float, Between(0, _LARGEST, open=True)]
Share = Annotated[float, Between(0, 1 + 1e-6)]  # of sums that were rounded, too
Count = Annotated[int, Between(0, 2**53)]

_WORDS = {
    int: "a whole number",
    float: "a number",
    str: "text",
    bool: "true or false",
    dict: "an object",
    list: "a list",
    Any: "a value",
}
_HALF = re.compile("[\ud800-\udfff]")  # of a pair of UTF-16: JSON can spell it, no file holds it


_LEFT_OUT, _WRITTEN_WITH, _OR_EMPTY = "left out", "written with", "or empty"  # metadata of fields


def left_out(default: Any = None) -> Any:
    """Return a field that JSON leaves out where it has its default."""
    return field(default=default, metadata={_LEFT_OUT: True})


def written_with(name: str) -> Any:
    """Return a field, None by default, that JSON has where it or the field `name` is not None."""
    return field(default=None, metadata={_WRITTEN_WITH: name})


def or_empty() -> Any:
    """Return a field, None by default, for which JSON has an empty object in the place of null."""
    return field(default=None, metadata={_OR_EMPTY: True})


def parse(text: Union[str, bytes], most: int) -> dict:
    """Return the object that JSON text holds.

    Parameters
    ----------
    text : str or bytes
    most : int
        Characters it may have.

    Raises
    ------
    FieldError
        If it is longer, no JSON, or no object.
    """
    if len(text) > most:
        raise FieldError(f"it has {len(text)} bytes, the most is {most}")
    try:
        found = json.loads(text, parse_int=_whole)
    except RecursionError:
        raise FieldError("it is nested too deep") from None
    except ValueError as error:
        raise FieldError(f"it is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise FieldError(f"it holds {_shown(found)} in the place of an object")
    if _deeper(found, _DEEPEST):
        raise FieldError("it is nested too deep")
    return found


def _deeper(value: Any, most: int) -> bool:
    """Return whether objects and lists lie in each other deeper than `most`."""
    level = [value]
    for _ in range(most):
        inner = [one.values() if isinstance(one, dict) else one for one in level]
        level = [each for one in inner for each in one if isinstance(each, (dict, list))]
        if not level:
            return False
    return True


def read(kind: type, values: Any, name: str = "") -> Any:
    """Return a dataclass made of JSON values, once each of its fields is checked.

    Parameters
    ----------
    kind : type
        A frozen dataclass whose hints are built of ``bool``, ``int``, ``float``, ``str``,
        ``dict``, ``list``, ``tuple``, dataclasses, ``Optional``, ``Union`` and ``Annotated``. A
        field with a default may be missing, and only one that is ``Optional`` may be null. Of a
        ``Union`` of dataclasses it is the first whose first field is there, or else the last.
    values : dict
        JSON values. Those of other names are left out.
    name : str
        Where they stand, for the sentence.

    Raises
    ------
    FieldError
        At the first field that is missing or wrong.
    """
    if not isinstance(values, dict):
        raise FieldError(f"{name} must be an object, got {_shown(values)}")
    hints, found = _hints(kind), {}
    for each in fields(kind):
        where = f"{name}.{each.name}" if name else each.name
        if each.name in values:
            value = values[each.name]
            nothing = value == {} and _OR_EMPTY in each.metadata
            found[each.name] = None if nothing else _value(hints[each.name], value, where)
        elif each.default is MISSING and each.default_factory is MISSING:
            raise FieldError(f"{where} is missing")
    return kind(**found)


def write(value: Any) -> Any:
    """Return a dataclass, or what its fields hold, as the JSON values that `read` takes."""
    if is_dataclass(value):
        return {each.name: _written(value, each) for each in fields(value) if _has(value, each)}
    if isinstance(value, dict):
        return {key: write(one) for key, one in value.items()}
    return [write(one) for one in value] if isinstance(value, (list, tuple)) else value


def _has(record: Any, each: Field) -> bool:
    """Return whether JSON has a field of a dataclass."""
    if _WRITTEN_WITH in each.metadata:
        names = each.name, each.metadata[_WRITTEN_WITH]
        return any(getattr(record, name) is not None for name in names)
    return _LEFT_OUT not in each.metadata or getattr(record, each.name) != each.default


def _written(record: Any, each: Field) -> Any:
    value = getattr(record, each.name)
    return {} if value is None and _OR_EMPTY in each.metadata else write(value)


@dataclass(frozen=True)
class _Format:
    format: int


def format_of(values: dict) -> int:
    """Return the format of a file, which is read first: others have other fields.

    Raises
    ------
    FieldError
        If it does not say it.
    """
    return read(_Format, values).format


@cache
def _hints(kind: type) -> dict:
    return get_type_hints(kind, include_extras=True)


def _value(hint: Any, value: Any, where: str) -> Any:
    """Return one value as its hint wants it."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        value = _value(inner[0], value, where)
        for limit in inner[1:]:
            if value not in limit:
                raise FieldError(f"{where} must be {_WORDS[inner[0]]} {limit}, got {_shown(value)}")
        return value
    if origin is Union:
        if value is None and type(None) in inner:
            return None
        return _value(_member(inner, value), value, where)
    if origin is tuple:
        return _items(inner, value, where)
    if origin is list:
        return list(_items((*inner, ...), value, where))
    if origin is dict:
        _require(dict, value, where)
        return {
            _require(str, key, where): _value(inner[1], each, f"{where}[{_shown(key)}]")
            for key, each in value.items()
        }
    if is_dataclass(hint):
        return read(hint, value, where)
    if hint is float:
        return _number(value, where)
    return value if hint is Any else _require(hint, value, where)


def _member(kinds: tuple, value: Any) -> Any:
    """Return which member of a union a value is to be read as."""
    *others, last = [kind for kind in kinds if kind is not type(None)]
    known = value if isinstance(value, dict) else ()
    return next((kind for kind in others if fields(kind)[0].name in known), last)


def _items(inner: tuple, value: Any, where: str) -> tuple:
    """Return a list as a tuple: of any length for ``tuple[X, ...]``, else of one for each hint."""
    _require(list, value, where)
    if inner[-1] is Ellipsis:
        inner = inner[:1] * len(value)
    if len(value) != len(inner):
        raise FieldError(f"{where} must hold {len(inner)} values, got {len(value)}")
    return tuple(_value(hint, v, f"{where}[{n}]") for n, (hint, v) in enumerate(zip(inner, value)))


def _number(value: Any, where: str) -> float:
    if type(value) not in (int, float) or not abs(value) <= _LARGEST:
        raise FieldError(f"{where} must be a finite number, got {_shown(value)}")
    return float(value)


def _require(kind: type, value: Any, where: str) -> Any:
    # true is no number, although Python counts with it
    if type(value) is not kind:
        raise FieldError(f"{where} must be {_WORDS[kind]}, got {_shown(value)}")
    if kind is str and _HALF.search(value):
        raise FieldError(f"{where} holds half a letter, {_shown(value)}")
    return value


def _whole(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError(f"a number has {len(digits)} digits")
    return int(digits)


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return _WORDS[type(value)]
    told = repr(value[:_SHOWN] if isinstance(value, str) else value)
    told = told.encode("utf-8", "backslashreplace").decode()
    return told if len(told) <= _SHOWN else f"{told[:_SHOWN]}…"
