"""What the review panel shows and asks of a point of a sample. It does no work on layers."""

from __future__ import annotations

from string import ascii_uppercase

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.gui.foot import Foot
from poplar_nn_plugin.gui.review.widgets import elided, line, plain_swatch
from poplar_nn_plugin.maps.sampling.fields import UNCLEAR

__all__ = ["SamplePanel"]

_OTHER_KEYS = "MNPSU"  # they do other things
_CLASS_KEYS = [*"123456789", *(key for key in ascii_uppercase if key not in _OTHER_KEYS)]
_STEPS = {Qt.Key.Key_N: 1, Qt.Key.Key_P: -1}
_GREY = "#8b9791"


class SamplePanel(QWidget):
    """Name the class of a point, and go on.

    Attributes
    ----------
    judged : signal of str
        A class was named, or `UNCLEAR`; empty takes back what was said.
    stepped : signal of int
    undone, save_asked : signal
    """

    judged = pyqtSignal(str)
    stepped = pyqtSignal(int)
    undone = pyqtSignal()
    save_asked = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.buttons: dict[str, QPushButton] = {}
        self._keys: dict[int, str] = {}
        self._mapped = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(line())
        column.addWidget(QLabel(tr("What is there?")))
        self._classes = QVBoxLayout()
        self._classes.setSpacing(4)
        column.addLayout(self._classes)
        column.addLayout(self._steps())
        column.addWidget(line())
        column.addLayout(self._secret())
        self.save = QPushButton(tr("Save  (S)"))
        self.save.setToolTip(tr("Write to the file what was said; until then it can be undone"))
        self.save.clicked.connect(lambda _: self.save_asked.emit())
        self.sentence = Foot()
        column.addWidget(self.save)
        column.addWidget(self.sentence)

    def offer(self, classes: dict[str, str]) -> None:
        """Offer classes by name, with their colours, and that nobody can tell."""
        for button in self.buttons.values():
            self._classes.removeWidget(button)
            button.deleteLater()
        self.buttons, self._keys = {}, {}
        for name, key in zip(classes, [*_CLASS_KEYS, *[""] * len(classes)]):
            self._add(name, name, key, classes[name])
        self._add(UNCLEAR, tr("Cannot tell"), "0", _GREY)

    def show_point(self, number: int | None, mapped: str, said: str) -> None:
        """Show a point, or none; the class of the map stays hidden."""
        self._mapped = mapped
        self.reveal.setChecked(False)
        self._tell_mapped(False)
        self.title.setText("\N{EM DASH}" if number is None else tr("Point {}").format(number))
        for name, button in self.buttons.items():
            button.setChecked(name == said)
        for button in (*self.step_buttons, self.reveal):
            button.setEnabled(number is not None)

    def show_progress(self, done: int, total: int) -> None:
        """Show how many points were judged."""
        self.progress.setMaximum(max(1, total))
        self.progress.setValue(done)
        self.counter.setText(tr("{} of {} judged").format(done, total))

    def allow(self, judging: bool) -> None:
        """Allow to name classes, or not."""
        for button in self.buttons.values():
            button.setEnabled(judging)

    def say(self, text: str, warning: bool = False) -> None:
        """Show a sentence below; empty takes it away."""
        self.sentence.tell(text, warning)

    def keyPressEvent(self, event):
        """Name a class, step, undo or reveal by keys, from here or from the map."""
        key = event.key()
        if key in _STEPS:
            self.stepped.emit(_STEPS[key])
        elif key == Qt.Key.Key_U:
            self.undone.emit()
        elif key == Qt.Key.Key_S:
            self.save_asked.emit()
        elif key == Qt.Key.Key_M and self.reveal.isEnabled():
            self.reveal.toggle()
        elif key in self._keys:
            button = self.buttons[self._keys[key]]
            if button.isEnabled():
                button.click()
        else:
            super().keyPressEvent(event)

    def _add(self, name: str, title: str, key: str, colour: str) -> None:
        shown = title.replace("&", "&&")
        button = QPushButton(plain_swatch(colour), f"{shown}  ({key})" if key else shown)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setStyleSheet("text-align: left; padding: 5px 8px;")
        # Only a person's click: setChecked shows what is in the layer.
        button.clicked.connect(lambda checked, name=name: self.judged.emit(name if checked else ""))
        self.buttons[name] = button
        if key:
            self._keys[QKeySequence(key)[0]] = name
        self._classes.addWidget(button)

    def _head(self) -> QVBoxLayout:
        self.title, self.counter = elided(), QLabel()
        strong = self.title.font()
        strong.setPointSizeF(1.2 * strong.pointSizeF())
        strong.setBold(True)
        self.title.setFont(strong)
        row = QHBoxLayout()
        row.addWidget(self.title, 1)
        row.addWidget(self.counter)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        column = QVBoxLayout()
        column.addLayout(row)
        column.addWidget(self.progress)
        return column

    def _steps(self) -> QHBoxLayout:
        row, self.step_buttons = QHBoxLayout(), []
        for title, key, emit in (
            (tr("Previous"), "P", lambda _: self.stepped.emit(-1)),
            (tr("Skip"), "N", lambda _: self.stepped.emit(1)),
            (tr("Undo"), "U", lambda _: self.undone.emit()),
        ):
            button = QPushButton(f"{title}  ({key})")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(emit)
            self.step_buttons.append(button)
            row.addWidget(button)
        return row

    def _secret(self) -> QGridLayout:
        self.mapped = elided()
        self.reveal = QPushButton(tr("Show  (M)"))
        self.reveal.setCheckable(True)
        self.reveal.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.reveal.setToolTip(tr("Who knows what the map says sees it everywhere: judge first"))
        self.reveal.toggled.connect(self._tell_mapped)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.addWidget(QLabel(tr("Map says")), 0, 0)
        grid.addWidget(self.mapped, 0, 1)
        grid.addWidget(self.reveal, 0, 2)
        return grid

    def _tell_mapped(self, shown: bool) -> None:
        self.mapped.setText(self._mapped if shown else tr("hidden"))
