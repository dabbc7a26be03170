"""The choices of the review: which layers, and which of the mistakes."""

from __future__ import annotations

from collections import Counter

from qgis.core import Qgis, QgsMapLayerProxyModel
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QSpinBox,
    QWidget,
)

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.styling.prediction_style import REVIEW_COLOURS
from poplar_nn_plugin.gui.review.mistakes import OPEN, Wanted, verdict_titles
from poplar_nn_plugin.gui.review.widgets import form, plain_swatch, shrinking

__all__ = ["ReviewChoices"]

_MOST = 10000
_POLYGONS = QgsMapLayerProxyModel.Filter.PolygonLayer
_POINTS = QgsMapLayerProxyModel.Filter.PointLayer


class ReviewChoices(QWidget):
    """Choose layers and mistakes.

    Attributes
    ----------
    layers, labels : QgsMapLayerComboBox
        Of the evaluated footprints, and of the labels that may be corrected.
    changed : signal
        Other mistakes are asked for.
    """

    changed = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        self.layers, self.labels = (_layer_box() for _ in range(2))
        self.layers.setFilters(_together(_POLYGONS | _POINTS))
        self.layers.setToolTip(
            tr("Footprints that 'Evaluate model' has written, or points of 'Sample points'")
        )
        self.labels.setToolTip(tr("The labels that the patches were cut from"))
        self.true, self.predicted, self.verdict = (shrinking(QComboBox()) for _ in range(3))
        self.count = QSpinBox()
        self.count.setRange(1, _MOST)
        self.count.setValue(50)
        self.count.setKeyboardTracking(False)
        self.count.setToolTip(tr("So many mistakes, those first of which the model is surest"))
        self.one_a_polygon = QCheckBox(tr("one a polygon"))
        self.one_a_polygon.setToolTip(
            tr("Of patches of one polygon that are mistaken alike, only the worst")
        )
        self.offer(Counter())
        self.verdict.addItem(tr("All"), "")
        self.verdict.addItem(plain_swatch(REVIEW_COLOURS[""]), tr("Not reviewed"), OPEN)
        for name, title in verdict_titles().items():
            self.verdict.addItem(plain_swatch(REVIEW_COLOURS[name]), title, name)
        for box in (self.true, self.predicted, self.verdict):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.count.valueChanged.connect(lambda _: self.changed.emit())
        self.one_a_polygon.toggled.connect(lambda _: self.changed.emit())
        worst = QHBoxLayout()
        worst.addWidget(self.count, 1)
        worst.addWidget(self.one_a_polygon, 1)
        rows = self._rows = form(self)
        rows.addRow(tr("Layer"), self.layers)
        rows.addRow(tr("Labels"), self.labels)
        rows.addRow(tr("Label says"), self.true)
        rows.addRow(tr("Model says"), self.predicted)
        rows.addRow(tr("Reviewed"), self.verdict)
        rows.addRow(tr("The worst"), worst)

    def show_mistakes(self, shown: bool) -> None:
        """Ask which mistakes are meant, or for a layer alone."""
        for row in range(self._rows.rowCount()):
            asked = self._rows.itemAt(row, QFormLayout.ItemRole.FieldRole)
            if asked.widget() is self.layers:
                continue
            inside = asked.layout()
            widgets = [asked.widget()] if inside is None else [self.count, self.one_a_polygon]
            label = self._rows.labelForField(asked.widget() or inside)
            for widget in (*widgets, label):
                widget.setVisible(shown)

    def wanted(self) -> Wanted:
        """Return which mistakes are asked for."""
        return Wanted(
            self.count.value(),
            self.true.currentData() or "",
            self.predicted.currentData() or "",
            self.verdict.currentData() or "",
            self.one_a_polygon.isChecked(),
        )

    def offer(self, confusions: Counter) -> None:
        """Offer the classes that were confused, with how often; keep the choice where it is."""
        for box, which in ((self.true, 0), (self.predicted, 1)):
            counts: Counter = Counter()
            for pair, count in confusions.items():
                counts[pair[which]] += count
            chosen = box.currentData()
            box.blockSignals(True)
            box.clear()
            box.addItem(tr("All classes ({})").format(sum(counts.values())), "")
            for name in sorted(counts, key=str.casefold):
                box.addItem(f"{name} ({counts[name]})", name)
            box.setCurrentIndex(max(0, box.findData(chosen)))
            box.blockSignals(False)


def _layer_box() -> QgsMapLayerComboBox:
    box = QgsMapLayerComboBox()
    box.setFilters(_POLYGONS)
    box.setAllowEmptyLayer(True)
    return shrinking(box)


def _together(kinds):
    """Return kinds of layers that were joined, which may be a plain number, as QGIS wants them."""
    if Qgis.QGIS_VERSION_INT < 33400:  # a later one warns of numbers, and has its own type
        return QgsMapLayerProxyModel.Filters(kinds)
    return Qgis.LayerFilters(kinds)
