"""The messages of the worker: one of a few kinds, each of its own form."""

from __future__ import annotations

from typing import Any

from poplar_nn_plugin import errors
from poplar_nn_plugin.errors import PoplarError, WorkerError

__all__ = ["error_of", "parsed"]


_LARGEST = 1e300  # no number, or one without an end, is not below it


def parsed(values: dict) -> tuple[str, Any]:
    """Return the kind of a message and its value.

    Parameters
    ----------
    values : dict
        What a frame held.

    Returns
    -------
    kind : str
        ``advance`` (a fraction), ``message`` (text), ``warning`` (text), ``alive`` (whether
        anything has moved), ``result`` (a dict), ``error`` (``class``, ``message``, ``fields``) or
        ``fault`` (``exception``, ``traceback``).
    value

    Raises
    ------
    WorkerError
        If it is no such message.
    """
    kind, value = next(iter(values.items()), ("", None))
    if len(values) != 1 or kind not in _FORMS or not _FORMS[kind](value):
        raise WorkerError(
            f"The worker's pipe brought {str(kind)[:40]!r}, or more than one thing, in a form that "
            "no message has.",
            kind=str(kind)[:40],
        )
    return kind, value


def error_of(value: dict) -> PoplarError:
    """Return the error of a message of that kind."""
    return getattr(errors, value["class"])(value["message"], **value["fields"])


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and abs(value) <= _LARGEST


def _is_error(value: Any) -> bool:
    return (
        _is_texts(value, "class", "message")
        and value["class"] in errors.__all__
        and isinstance(value.get("fields"), dict)
        and not {"self", "message"} & value["fields"].keys()
    )


def _is_texts(value: Any, *names: str) -> bool:
    return isinstance(value, dict) and all(isinstance(value.get(name), str) for name in names)


_FORMS = {
    "advance": _is_number,
    "message": lambda value: isinstance(value, str),
    "warning": lambda value: isinstance(value, str),
    "alive": lambda value: type(value) is bool,
    "result": lambda value: isinstance(value, dict),
    "error": _is_error,
    "fault": lambda value: _is_texts(value, "exception", "traceback"),
}
