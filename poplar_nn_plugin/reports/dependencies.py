"""The libraries that pages are made with, which not every Python has."""

from __future__ import annotations

import functools
from importlib import import_module
from typing import Callable

__all__ = ["has_libraries", "lacking_libraries", "only_where_drawn", "what_is_missing"]

_NEEDED = {"jinja2": "Jinja2", "matplotlib": "matplotlib"}


def lacking_libraries() -> list[str]:
    """Return the names of the libraries that this Python lacks, or cannot load."""
    return [title for name, title in _NEEDED.items() if not _loads(name)]


def has_libraries() -> bool:
    """Return whether this Python has all that a page with pictures is made with."""
    return not lacking_libraries()


def what_is_missing() -> str:
    """Return what is said of reports without pictures, and how to get these; empty with them."""
    lacking = lacking_libraries()
    if not lacking:
        return ""
    return (
        "Reports have no pictures here, for the Python that makes them lacks "
        f"{' and '.join(lacking)}. On Debian and Ubuntu 'sudo apt install python3-matplotlib "
        "python3-jinja2' brings them to QGIS; elsewhere the worker draws them, which "
        "'Check installation' (poplarnn:checkinstallation -- INSTALL=1) installs."
    )


def only_where_drawn(figure: Callable[..., str]) -> Callable[..., str]:
    """Return a function that draws as `figure` does, and gives no picture where nothing can draw.

    Parameters
    ----------
    figure : callable
        Returns a ``data:`` address.
    """

    @functools.wraps(figure)
    def drawn(*arguments, **more) -> str:
        return figure(*arguments, **more) if has_libraries() else ""

    return drawn


def _loads(name: str) -> bool:
    try:
        import_module(name)
    except ImportError:
        return False
    return True
