"""What labels brought so far: the score of labels held out, by the number of labels."""

from __future__ import annotations

import json
from pathlib import Path

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QPointF, QRectF
from qgis.PyQt.QtGui import QColor, QPainter, QPen
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QWidget

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.record import record_path

__all__ = ["Curve", "keep_score", "kept_scores", "score_of"]

_PROPERTY = "poplarnn/held_out"
_HEIGHT = 64  # pixels
_LINE = "#009e73"


def score_of(places: QgsVectorLayer, labels: QgsVectorLayer) -> tuple[int, float] | None:
    """Return how many labels a run of suggestions learned from, and the score of these.

    None where the record of the run tells none, or it was for another label layer.
    """
    try:
        told = json.loads(Path(record_path(_file(places.source()))).read_text(encoding="utf-8"))
        same = _file(told["parameters"]["LABELS"]) == _file(labels.source())
        count, score = told["results"]["LABEL_COUNT"], told["results"]["MACRO_F1"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    numbers = isinstance(count, int) and isinstance(score, (int, float))
    return (count, float(score)) if same and numbers and 0 <= score <= 1 else None


def _file(source: str) -> str:
    return source.partition("|")[0]


def kept_scores(labels: QgsVectorLayer | None) -> list[tuple[int, float]]:
    """Return the scores that the project keeps of a label layer, by the number of labels."""
    kept = labels.customProperty(_PROPERTY) if labels is not None else None
    return [(int(count), float(score)) for count, score in json.loads(kept)] if kept else []


def keep_score(labels: QgsVectorLayer, count: int, score: float) -> None:
    """Keep a score in the project, in place of another of as many labels."""
    scores = {**dict(kept_scores(labels)), count: round(score, 3)}
    labels.setCustomProperty(_PROPERTY, json.dumps(sorted(scores.items())))


class Curve(QWidget):
    """A small drawing of scores by the number of labels; nothing without any."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.scores: list[tuple[int, float]] = []
        self._last = QLabel(self)  # dark themes colour labels, not what a widget paints itself
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.addStretch(1)
        row.addWidget(self._last)
        self.setFixedHeight(_HEIGHT)
        self.hide()

    def show_scores(self, scores: list[tuple[int, float]]) -> None:
        """Draw other scores."""
        self.scores = list(scores)
        self.setVisible(bool(scores))
        if scores:
            lines = [tr("{} labels: {:.2f}").format(*one) for one in scores]
            title = tr("Macro F1 of labels held out in turn, where suggestions were asked for:")
            self.setToolTip("\n".join([title, *lines]))
            self._last.setText(lines[-1])
        self.update()

    def paintEvent(self, event):
        """Draw the line and its points, beside the last score."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(4, 6, max(10, self._last.x() - 12), self.height() - 12)
        painter.setPen(QPen(self.palette().mid().color(), 1))
        painter.drawLine(frame.bottomLeft(), frame.bottomRight())
        painter.drawLine(frame.bottomLeft(), frame.topLeft())
        most = max([count for count, _ in self.scores], default=1) or 1
        points = [
            QPointF(
                frame.left() + frame.width() * number / most,
                frame.bottom() - frame.height() * value,
            )
            for number, value in self.scores
        ]
        painter.setPen(QPen(QColor(_LINE), 2))
        for one, other in zip(points, points[1:]):
            painter.drawLine(one, other)
        painter.setBrush(QColor(_LINE))
        for point in points:
            painter.drawEllipse(point, 2.5, 2.5)
