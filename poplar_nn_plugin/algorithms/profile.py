"""The folder of the QGIS profile, where the worker's environment lies."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication

__all__ = ["profile_folder"]


def profile_folder() -> Path:
    """Return the folder of the QGIS profile that runs."""
    return Path(QgsApplication.qgisSettingsDirPath())
