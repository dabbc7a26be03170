"""The libraries that pages are made with, which not every Python has."""

from __future__ import annotations

import sys
from importlib import import_module

from poplar_nn_plugin.errors import MissingDependencyError

__all__ = ["require_library"]


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
