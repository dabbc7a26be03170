"""The libraries that pages are made with, which not every Python has."""

from __future__ import annotations

import sys
from importlib import import_module

from poplar_nn_plugin.errors import MissingDependencyError

__all__ = ["has_libraries", "require_libraries", "require_library"]

_NEEDED = ("jinja2", "matplotlib")


def require_library(name: str) -> None:
    """Import a library, so that its parts can be imported after.

    Raises
    ------
    MissingDependencyError
        If this Python lacks it, or it cannot be loaded.
    """
    try:
        import_module(name)
    except ImportError as error:
        raise MissingDependencyError(
            f"A report needs {name}, and the Python that makes it, {sys.executable}, cannot load "
            f"it ({error}): run the algorithm 'Check installation' (poplarnn:checkinstallation), "
            "which says how to install it.",
            python=sys.executable,
            missing=[name],
        ) from error


def require_libraries() -> None:
    """Import all that a page is made with.

    Raises
    ------
    MissingDependencyError
        If this Python lacks some of it.
    """
    for name in _NEEDED:
        require_library(name)


def has_libraries() -> bool:
    """Return whether this Python has all that a page is made with."""
    try:
        require_libraries()
    except MissingDependencyError:
        return False
    return True
