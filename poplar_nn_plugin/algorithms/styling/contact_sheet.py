"""A picture of examples of each class."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from qgis.PyQt.QtCore import QBuffer, QIODevice, QRect, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen

from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.files import whole_file
from poplar_nn_plugin.patches.examples import Examples

__all__ = ["draw_examples"]

_SIDE = 80  # of a picture, or a little more: patches are enlarged by whole numbers
_LARGEST = 128
_GAP, _MARGIN, _BETWEEN = 4, 14, 22
_NAMES = 170
_TITLE, _SMALL = 13, 11  # text, in pixels
_INK, _FAINT = QColor("#202020"), QColor("#707070")


def draw_examples(rows: Sequence[Examples], path: Path) -> None:
    """Draw patches of each class in a row: those that train, then those that judge.

    Raises
    ------
    OutputError
        If the picture cannot be written.
    """
    size = rows[0].training.shape[1]
    side = min(size * -(-_SIDE // size), _LARGEST)
    columns = [max(len(getattr(row, kind)) for row in rows) for kind in ("training", "evaluation")]
    starts = [_MARGIN + _NAMES]
    starts.append(starts[0] + columns[0] * (side + _GAP) + _BETWEEN)
    ends = starts[1] + max(columns[1] * (side + _GAP), _NAMES) + _MARGIN
    top = _MARGIN + 2 * _TITLE
    image = QImage(ends, top + len(rows) * (side + _GAP) + _MARGIN, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    for start, title in zip(starts, (tr("Trained on"), tr("Judged by"))):
        _write(painter, QRect(start, _MARGIN, _NAMES, 2 * _TITLE), title, _TITLE, _INK)
    for number, row in enumerate(rows):
        y = top + number * (side + _GAP)
        _name(painter, row, y, side)
        for start, pictures in zip(starts, (row.training, row.evaluation)):
            for place, picture in enumerate(pictures):
                x = start + place * (side + _GAP)
                painter.drawImage(QRect(x, y, side, side), _image(picture))
                painter.setPen(QPen(QColor(row.colour), 2))
                painter.drawRect(QRect(x, y, side, side))
    painter.end()
    data = QBuffer()
    data.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(data, "PNG")  # to a file, it would not notice that the last bytes found no room
    with whole_file(path) as file:
        file.write_bytes(bytes(data.data()))


def _name(painter: QPainter, row: Examples, y: int, side: int) -> None:
    """Write what a row shows: colour and name of the class, and how many patches it has."""
    height = 2 * _TITLE
    middle = y + side // 2
    painter.fillRect(QRect(_MARGIN, middle - height + 6, 12, 12), QColor(row.colour))
    place = QRect(_MARGIN + 20, middle - height, _NAMES - 30, height)
    _write(painter, place, row.name, _TITLE, _INK)
    counts = ", ".join(f"{split} {count}" for split, count in row.counts.items() if count)
    _write(painter, place.translated(0, height - 6), counts, _SMALL, _FAINT)


def _write(painter: QPainter, place: QRect, text: str, pixels: int, colour: QColor) -> None:
    font = QFont("Sans Serif")
    font.setPixelSize(pixels)
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _image(picture: np.ndarray) -> QImage:
    data = np.ascontiguousarray(picture)
    height, width = data.shape[:2]
    shown = QImage(data.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    return shown.copy()  # of its own bytes: those of `data` go with it
