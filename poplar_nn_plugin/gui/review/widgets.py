"""Small widgets of the review panel."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPixmap
from qgis.PyQt.QtWidgets import QComboBox, QFormLayout, QFrame, QLabel, QSizePolicy, QWidget

__all__ = ["elided", "form", "line", "plain_swatch", "shrinking"]


def form(parent: QWidget) -> QFormLayout:
    """Give a widget rows of title and field, as wide as it is."""
    rows = QFormLayout(parent)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return rows


def line() -> QFrame:
    """Return a line between parts."""
    rule = QFrame()
    rule.setFrameShape(QFrame.Shape.HLine)
    rule.setFrameShadow(QFrame.Shadow.Sunken)
    return rule


def shrinking(box: QComboBox) -> QComboBox:
    """Let long names not widen the panel."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(8)
    return box


def elided() -> QLabel:
    """Return a label that long names do not widen."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def plain_swatch(colour: str) -> QIcon:
    """Return a square of a colour."""
    picture = QPixmap(QSize(14, 14))
    picture.fill(QColor(colour))
    return QIcon(picture)
