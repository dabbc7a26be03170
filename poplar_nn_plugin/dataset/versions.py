"""The versions that made a dataset, a model, a report or a record."""

from __future__ import annotations

import platform
from configparser import ConfigParser
from functools import lru_cache
from pathlib import Path

import numpy as np

__all__ = ["plugin_version", "versions"]

_METADATA = Path(__file__).resolve().parents[1] / "metadata.txt"


@lru_cache(maxsize=1)
def plugin_version() -> str:
    """Return the version that ``metadata.txt`` of the plugin states, in words where it lacks."""
    metadata = ConfigParser(interpolation=None)
    metadata.read(_METADATA, encoding="utf-8")
    return metadata.get("general", "version", fallback="not installed as a plugin")


def versions(**more: str) -> dict[str, str]:
    """Return name to version: the plugin, Python, NumPy, and `more`."""
    return {
        "poplar_nn": plugin_version(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        **more,
    }
