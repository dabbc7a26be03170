"""What the outside is told, line by line: what is begun, and how it went."""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from contextlib import contextmanager
from pathlib import Path

from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLabel, QMessageBox

__all__ = ["Report"]

_PULSE = 20000  # milliseconds between two signs that QGIS is not frozen, however long a run takes
_TELLING = ("Processing", "Python error", "Poplar NN", "Plugins")  # tags of QGIS's log


class Report:
    """Writes the lines, and takes down every complaint of QGIS while a case runs.

    Parameters
    ----------
    path : Path
        The file of lines; each is written at once, so that a crash leaves what came before it.
    """

    def __init__(self, path: Path):
        self._path = path
        self._complaints: list[str] = []
        self._shown_before = sys.excepthook
        sys.excepthook = self._note_error
        QgsApplication.messageLog().messageReceived.connect(self._note_message)
        self._watch = QTimer()
        self._watch.timeout.connect(self._answer_boxes)
        self._watch.start(250)
        self._pulse = QTimer()
        self._pulse.timeout.connect(lambda: self.tell(alive=round(time.monotonic())))
        self._pulse.start(_PULSE)

    @contextmanager
    def case(self, name: str):
        """Tell that a case begins and, afterwards, its problems; yields the list of them."""
        self.tell(begin=name)
        problems, started = [], time.monotonic()
        self._complaints = problems
        try:
            yield problems
        except Exception:  # whatever it is, the other cases must still run, and it is told
            problems.append(traceback.format_exc())
        self.tell(case=name, problems=problems, seconds=round(time.monotonic() - started, 2))

    def tell(self, **line) -> None:
        """Write a line."""
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + os.linesep)

    def _note_error(self, kind, error, trace) -> None:
        self._complaints.append("".join(traceback.format_exception(kind, error, trace)))
        self._shown_before(kind, error, trace)

    def _note_message(self, text, tag, level) -> None:
        if level == Qgis.MessageLevel.Critical and tag in _TELLING:
            self._complaints.append(f"QGIS's log ({tag}): {text}")

    def _answer_boxes(self) -> None:
        """Take down what a box says that nobody asked for, and send it away."""
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            words = {label.text() for label in box.findChildren(QLabel)} | {box.text()}
            self._complaints.append(f"a box opened: {box.windowTitle()}: {' '.join(words)}")
            QTest.keyClick(box, Qt.Key.Key_Escape)
