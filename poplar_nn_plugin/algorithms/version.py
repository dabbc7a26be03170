"""Which version of the plugin this is, as its metadata says."""

from __future__ import annotations

from configparser import ConfigParser
from functools import lru_cache
from pathlib import Path

__all__ = ["plugin_version"]


@lru_cache(maxsize=1)
def plugin_version() -> str:
    """Return the version that ``metadata.txt`` of the installed plugin states."""
    metadata = ConfigParser()
    metadata.read(Path(__file__).parents[1] / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]
