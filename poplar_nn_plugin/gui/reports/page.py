"""What shows a report: a web view where QGIS has one, else rich text.

QtWebKit is missing in Qt 6 and in some builds for Qt 5.
"""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QWidget

from poplar_nn_plugin.gui.reports.text_page import TextPage

__all__ = ["new_page"]


def new_page(parent: QWidget, web: bool = True) -> QWidget:
    """Return a widget with ``show_file(path)``; with `web` a web view, where there is one."""
    view = _web_view(parent) if web else None
    return TextPage(parent) if view is None else view


def _web_view(parent: QWidget) -> QWidget | None:
    try:
        from qgis.PyQt.QtWebKit import QWebSettings
        from qgis.PyQt.QtWebKitWidgets import QWebPage, QWebView
    except ImportError:
        return None

    class WebPage(QWebView):
        """Shows a report as a browser does, without scripts; links open in the browser."""

        def __init__(self):
            super().__init__(parent)
            for one in ("JavascriptEnabled", "PluginsEnabled", "JavaEnabled"):
                self.settings().setAttribute(getattr(QWebSettings.WebAttribute, one), False)
            delegated = QWebPage.LinkDelegationPolicy.DelegateExternalLinks
            self.page().setLinkDelegationPolicy(delegated)
            self.linkClicked.connect(QDesktopServices.openUrl)

        def show_file(self, path: Path | None) -> None:
            """Show a report; None for nothing."""
            if path is None:
                self.setHtml("")
            else:
                self.load(QUrl.fromLocalFile(str(path)))

    return WebPage()
