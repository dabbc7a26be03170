"""Work taken apart to plain values, and put together on another computer by the same plugin.

No pickles, for these do not cross two versions of NumPy and run what they bring: what is made is a
dataclass of this plugin, a method of one, or a number, a text, an array.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from poplar_nn_plugin.errors import WorkerError

__all__ = ["portable", "restored", "sealed", "unsealed"]

_PLAIN = (type(None), bool, int, str)
_PACKAGE = __name__.partition(".")[0] + "."


def portable(thing: Any) -> Any:
    """Return a value as JSON values and arrays.

    Parameters
    ----------
    thing : object
        Numbers, texts, bytes, paths, arrays, lists, tuples, dicts, enumerations, frozen dataclasses
        of this plugin, their methods, and `functools.partial` of these. A dataclass that is made
        from other values than its fields hold says from which in its method ``made_from``.

    Raises
    ------
    TypeError
        If it is anything else.
    """
    if isinstance(thing, Enum):
        return {"enum": _name(type(thing)), "value": thing.value}
    if isinstance(thing, _PLAIN) and type(thing) in _PLAIN:
        return thing
    if type(thing) is float:
        return thing if math.isfinite(thing) else {"float": repr(thing)}
    if isinstance(thing, list):
        return [portable(one) for one in thing]
    if isinstance(thing, tuple) and type(thing) is tuple:
        return {"tuple": [portable(one) for one in thing]}
    if isinstance(thing, dict):
        return {"dict": [[portable(key), portable(value)] for key, value in thing.items()]}
    if isinstance(thing, np.ndarray):
        return {"array": np.ascontiguousarray(thing)}
    if isinstance(thing, np.generic):
        return {"scalar": np.asarray(thing)}
    if isinstance(thing, bytes):
        return {"bytes": np.frombuffer(thing, np.uint8)}
    if isinstance(thing, Path):
        return {"path": str(thing)}
    return _of_object(thing)


def _of_object(thing: Any) -> dict:
    if isinstance(thing, functools.partial):
        return {
            "partial": portable(thing.func),
            "arguments": portable(list(thing.args)),
            "options": portable(thing.keywords),
        }
    owner = getattr(thing, "__self__", None)
    if owner is not None and dataclasses.is_dataclass(owner):
        return {"method": thing.__name__, "of": portable(owner)}
    if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        if hasattr(type(thing), "made_from"):
            values = thing.made_from()
        else:
            made = [field.name for field in dataclasses.fields(thing) if field.init]
            values = {name: getattr(thing, name) for name in made}
        return {"new": _name(type(thing)), "from": portable(values)}
    raise TypeError(f"A {type(thing).__name__} cannot go to a cluster.")


def restored(values: Any) -> Any:
    """Return what `portable` took apart.

    Raises
    ------
    WorkerError
        If the values are not such, or name what this plugin does not have.
    """
    if isinstance(values, list):
        return [restored(one) for one in values]
    if not isinstance(values, dict):
        return values
    kind = next(iter(values), "")
    if kind not in _RESTORED:
        raise WorkerError(f"An order to a cluster holds {kind!r}, which is nothing known.")
    return _RESTORED[kind](values)


def _array(values: dict) -> np.ndarray:
    array = np.asarray(values["array"])
    array.flags.writeable = False
    return array


_RESTORED = {
    "enum": lambda values: _class(values["enum"], Enum)(values["value"]),
    "float": lambda values: float(values["float"]),
    "tuple": lambda values: tuple(map(restored, values["tuple"])),
    "dict": lambda values: {restored(key): restored(value) for key, value in values["dict"]},
    "array": _array,
    "scalar": lambda values: np.asarray(values["scalar"])[()],
    "bytes": lambda values: np.asarray(values["bytes"]).tobytes(),
    "path": lambda values: Path(values["path"]),
    "partial": lambda values: functools.partial(
        restored(values["partial"]), *restored(values["arguments"]), **restored(values["options"])
    ),
    "method": lambda values: getattr(restored(values["of"]), values["method"]),
    "new": lambda values: _class(values["new"])(**restored(values["from"])),
}


def sealed(values: Any) -> Any:
    """Return portable values whose arrays are bytes with their type and shape."""
    if isinstance(values, list):
        return [sealed(one) for one in values]
    if isinstance(values, dict):
        return {key: sealed(value) for key, value in values.items()}
    if isinstance(values, np.ndarray):
        return {"sealed": values.tobytes(), "dtype": values.dtype.str, "shape": list(values.shape)}
    return values


def unsealed(values: Any) -> Any:
    """Return what `sealed` was given."""
    if isinstance(values, list):
        return [unsealed(one) for one in values]
    if isinstance(values, dict):
        if "sealed" in values:
            array = np.frombuffer(values["sealed"], values["dtype"])
            return array.reshape(values["shape"])
        return {key: unsealed(value) for key, value in values.items()}
    return values


def _name(kind: type) -> str:
    if not kind.__module__.startswith(_PACKAGE):
        raise TypeError(f"A {kind.__module__}.{kind.__qualname__} cannot go to a cluster.")
    return f"{kind.__module__[len(_PACKAGE) :]}:{kind.__qualname__}"


def _class(name: str, base: type = object) -> type:
    """Return a dataclass, or another class of a kind, of this plugin by its name."""
    module, _, qualified = name.partition(":")
    try:
        found = getattr(import_module(_PACKAGE + module), qualified)
    except (ImportError, AttributeError) as error:
        raise WorkerError(
            f"An order to a cluster needs {name}, which the plugin here lacks ({error}): every "
            "computer of the cluster needs the same version of it."
        ) from error
    wanted = dataclasses.is_dataclass(found) if base is object else issubclass(found, base)
    if not isinstance(found, type) or not wanted:
        raise WorkerError(f"An order to a cluster names {name}, which is nothing that crosses.")
    return found
