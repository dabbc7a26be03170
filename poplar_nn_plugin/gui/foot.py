"""The foot of a panel: a sentence that moves nothing, however long it is."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QWidget

__all__ = ["Foot"]

_LINES = 4  # the longest sentence in a narrow panel; a longer one is scrolled
_SIGN = 16  # pixels


class Foot(QWidget):
    """A sentence for the user, with a sign where it is a warning, always of the same height."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self._status, self._sign = QLabel(self), QLabel(self)
        self._status.setObjectName("status")
        self._status.setWordWrap(True)
        self._status.setTextFormat(Qt.TextFormat.PlainText)
        self._status.setAlignment(Qt.AlignmentFlag.AlignTop)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(self._status)
        area.setFixedHeight(_LINES * self._status.fontMetrics().lineSpacing() + 2)
        self._sign.setPixmap(QgsApplication.getThemeIcon("/mIconWarning.svg").pixmap(_SIGN, _SIGN))
        policy = self._sign.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # or each warning would break the lines anew
        self._sign.setSizePolicy(policy)
        self._sign.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(area, 1)

    def text(self) -> str:
        """Return the sentence that stands there."""
        return self._status.text()

    def tell(self, text: str, warning: bool = False) -> None:
        """Show a sentence; an empty one clears the place."""
        self._status.setText(text)
        self._sign.setVisible(warning)
