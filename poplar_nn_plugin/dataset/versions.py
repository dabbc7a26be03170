"""The versions that made a dataset, a model or a report."""

from __future__ import annotations

import platform
from configparser import ConfigParser
from pathlib import Path

import numpy as np

__all__ = ["versions"]

_METADATA = Path(__file__).resolve().parents[1] / "metadata.txt"


def versions(**more: str) -> dict[str, str]:
    """Return name to version: the plugin, Python, NumPy, and `more`."""
    metadata = ConfigParser(interpolation=None)
    metadata.read(_METADATA, encoding="utf-8")
    return {
        "poplar_nn": metadata.get("general", "version", fallback="not installed as a plugin"),
        "python": platform.python_version(),
        "numpy": np.__version__,
        **more,
    }
