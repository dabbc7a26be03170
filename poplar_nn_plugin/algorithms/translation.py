"""The words of the plugin in the user's language."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

__all__ = ["tr"]


def tr(text: str) -> str:
    """Return `text` in the user's language; all of the plugin is one context."""
    return QCoreApplication.translate("PoplarNN", text)
