"""Reports as rich text, for a QGIS without a web view."""

from __future__ import annotations

import base64
from pathlib import Path

from qgis.PyQt.QtCore import QByteArray, QRectF, QSize, Qt, QUrl
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPalette, QTextOption
from qgis.PyQt.QtSvg import QSvgRenderer
from qgis.PyQt.QtWidgets import QTextBrowser

from poplar_nn_plugin.gui.dock import soon
from poplar_nn_plugin.gui.reports.simplified import STYLE, simplified

__all__ = ["TextPage", "picture_of"]

_SOON = 150  # milliseconds after which a changed width is followed
_MARGIN = 30  # pixels beside a picture, with the bar that scrolls
_NARROWEST = 120  # pixels of a picture
_PAPER, _INK = "#ffffff", "#22302a"


class TextPage(QTextBrowser):
    """Shows a report with its tables and pictures, as dark on light as it is in a browser."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setOpenExternalLinks(True)
        palette = self.palette()  # figures are drawn on white, also where QGIS is dark
        palette.setColor(QPalette.ColorRole.Base, QColor(_PAPER))
        palette.setColor(QPalette.ColorRole.Text, QColor(_INK))
        self.setPalette(palette)
        self.setStyleSheet(f"QTextBrowser {{ background: {_PAPER}; color: {_INK}; }}")
        self.setWordWrapMode(QTextOption.WrapMode.WordWrap)  # or columns would break names
        self.document().setDefaultStyleSheet(STYLE)
        self._html, self._width = "", 0
        self._again = soon(self, _SOON, self._lay_out)

    def show_file(self, path: Path | None) -> None:
        """Show a report; None for nothing."""
        self._html = "" if path is None else simplified(path.read_text("utf-8", "replace"))
        self._lay_out()
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind, url):
        """Return a picture that stands in the page itself; nothing is fetched from elsewhere."""
        if url.scheme() != "data":
            return None
        return picture_of(url.toString(), self._room())

    def resizeEvent(self, event):
        """Let pictures follow the width, once it stays."""
        super().resizeEvent(event)
        if self._html and self._room() != self._width:
            self._again.start()

    def _lay_out(self) -> None:
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        self._width = self._room()
        self.document().clear()  # and with it the pictures of another width
        self.setHtml(self._html)
        bar.setValue(round(share * bar.maximum()))

    def _room(self) -> int:
        return max(_NARROWEST, self.viewport().width() - _MARGIN)


def picture_of(address: str, width: int) -> QImage | None:
    """Return the picture of a ``data:`` address, no wider than so many pixels; None for none."""
    head, _, coded = address.partition(",")
    if not head.startswith("data:image/") or not head.endswith(";base64"):
        return None
    try:
        content = QByteArray(base64.b64decode(QUrl.fromPercentEncoding(coded.encode("ascii"))))
    except ValueError:
        return None
    if head.startswith("data:image/svg+xml"):
        return _drawn(QSvgRenderer(content), width)
    image = QImage.fromData(content)
    if image.isNull():
        return None
    narrow = image.width() > width
    smooth = Qt.TransformationMode.SmoothTransformation
    return image.scaledToWidth(width, smooth) if narrow else image


def _drawn(drawing: QSvgRenderer, width: int) -> QImage | None:
    """Return a drawing on white."""
    if not drawing.isValid():
        return None
    size = drawing.defaultSize()
    if size.width() > width:
        size = QSize(width, max(1, round(size.height() * width / size.width())))
    image = QImage(size, QImage.Format.Format_ARGB32)
    image.fill(QColor(_PAPER))
    painter = QPainter(image)
    drawing.render(painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    return image
