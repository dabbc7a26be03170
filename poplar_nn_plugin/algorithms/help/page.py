"""The pages of help that come with the plugin."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QUrl

from poplar_nn_plugin.bundled import RESOURCES

__all__ = ["help_page"]


def help_page(name: str) -> str:
    """Return the address of a page of help in the user's language, or in English; empty if none."""
    languages = (QgsApplication.locale().partition("_")[0], "en")
    pages = (RESOURCES / "help" / one / f"{name}.html" for one in languages)
    page = next((page for page in pages if page.exists()), None)
    return "" if page is None else QUrl.fromLocalFile(str(page)).toString()
