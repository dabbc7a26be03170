"""Algorithms run and layers drawn as QGIS does it, for the scripts that make pictures."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PIL import Image
from qgis.core import (
    QgsMapLayer,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProcessingContext,
    QgsProcessingFeedback,
)
from qgis.PyQt.QtCore import QRect, QSize, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPixmap

__all__ = ["legend", "run", "save", "view"]


def run(provider, name: str, **parameters) -> dict:
    """Run an algorithm, tell what it says, and return its results."""
    feedback = QgsProcessingFeedback(False)
    results, done = (
        provider.algorithm(name).create().run(parameters, QgsProcessingContext(), feedback)
    )
    print(feedback.textLog(), file=sys.stderr)
    if not done:
        sys.exit(f"{name} failed")
    return results


def view(layers: Sequence[QgsMapLayer], width: int) -> QImage:
    """Return layers, the first on top, as QGIS draws them over the extent of the last."""
    last = layers[-1]
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(last.crs())
    settings.setExtent(last.extent())
    shape = last.extent().height() / last.extent().width()
    settings.setOutputSize(QSize(width, round(width * shape)))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def legend(
    painter: QPainter, entries: Sequence[tuple[QColor, QColor, str]], top: int, step: int = 110
) -> None:
    """Write what colours mean, in a row: of each entry the filling, the rim and the words."""
    for number, (filling, rim, words) in enumerate(entries):
        left = 4 + number * step
        painter.fillRect(QRect(left, top + 2, 16, 16), filling)
        painter.setPen(rim)
        painter.drawRect(QRect(left, top + 2, 16, 16))
        painter.setPen(QColor("black"))
        box = QRect(left + 22, top, step - 22, 20)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)


def save(picture: QImage | QPixmap, path) -> None:
    """Write a picture in 256 colours of its own, a quarter of the bytes; flat colours stay flat."""
    if not picture.save(str(path)):
        sys.exit(f"{path} cannot be written")
    # Pillow comes with the matplotlib that QGIS brings; Qt knows no palette of a picture's own.
    Image.open(path).convert("RGB").quantize(256, kmeans=2).save(path, optimize=True)
