"""What the panel of the first steps shows: one box a step, the next one marked."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.gui.foot import Foot
from poplar_nn_plugin.gui.start.state import LABEL, MAP, TRAIN, ProjectState

__all__ = ["StartPanel"]

_NARROW = 6  # pixels between the parts of a box


class StartPanel(QWidget):
    """The contents of the dock of the first steps.

    Attributes
    ----------
    asked : pyqtSignal(str)
        What a button asks for: ``labels``, ``suggest``, ``checklabels``, ``mapclasses``,
        ``network``, ``reports``, ``predict``, ``assessmap``, ``sample``, ``help`` or ``cancel``.
    """

    asked = pyqtSignal(str)

    def __init__(self, parent=None):
        super().__init__(parent)
        self._told: dict[str, QLabel] = {}
        self._titles: dict[str, QLabel] = {}
        self.buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        intro = QLabel(tr("From an image and a few labelled polygons to a map."), self)
        intro.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(intro, 1)
        head.addWidget(self._button("help", tr("Help"), self), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(
            self._step(
                LABEL,
                tr("1  Label"),
                {"labels": tr("Draw labels"), "suggest": tr("Where to label")},
            )
        )
        column.addWidget(self._step("check", tr("2  Check"), {"checklabels": tr("Check labels…")}))
        column.addWidget(
            self._step(
                TRAIN,
                tr("3  Train and map"),
                {
                    "mapclasses": tr("Map classes…"),
                    "network": tr("With a network…"),
                    "reports": tr("Reports"),
                },
            )
        )
        column.addWidget(
            self._step(
                MAP,
                tr("4  Map other images"),
                {"predict": tr("Predict map…"), "assessmap": tr("Assess map…")},
            )
        )
        self.buttons["network"].setToolTip(
            tr("Trains a network and maps with it; what it takes is installed where it is missing.")
        )
        column.addWidget(self._sample())
        column.addStretch(1)
        self.foot = Foot(self)
        column.addWidget(self.foot)
        self._told["check"].setText(
            tr("Finds wrong, doubled and too small polygons before they cost a training.")
        )

    def show_state(self, state: ProjectState) -> None:
        """Say at each step what there is, and mark the one that is next."""
        image = "" if state.image is None else state.image.name()
        self._told[LABEL].setText(_labels_told(state, image))
        if state.model:
            self._told[TRAIN].setText(tr("Model: {}").format(Path(state.model).name))
        else:
            self._told[TRAIN].setText(
                tr("Learns the labels, scores itself and draws the map of {}.").format(image)
                if image
                else tr("Learns the labels, scores itself and draws the map.")
            )
        self._told[MAP].setText(
            tr("Maps: {}").format(", ".join(state.maps))
            if state.maps
            else tr("Draws images that the model never saw.")
        )
        for step, title in self._titles.items():
            font = title.font()
            font.setBold(step == state.next)
            title.setFont(font)
        self.buttons["predict"].setEnabled(bool(state.model))
        for name in ("mapclasses", "network"):
            self.buttons[name].setEnabled(state.next != LABEL)
        self.buttons["checklabels"].setEnabled(state.labels is not None)
        self.buttons["assessmap"].setEnabled(bool(state.maps))

    def show_progress(self, percent: float | None, told: str = "") -> None:
        """Show how far the sample is; None where it is not running."""
        running = percent is not None
        self.progress.setVisible(running)
        self.buttons["cancel"].setVisible(running)
        self.buttons["sample"].setVisible(not running)
        if running:
            self.progress.setValue(round(percent))
        self.foot.tell(told)

    def _step(self, name: str, title: str, buttons: dict[str, str]) -> QFrame:
        box = QFrame(self)
        box.setFrameShape(QFrame.Shape.StyledPanel)
        column = QVBoxLayout(box)
        column.setSpacing(_NARROW)
        self._titles[name], self._told[name] = QLabel(title, box), QLabel(box)
        self._told[name].setWordWrap(True)
        self._told[name].setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(self._titles[name])
        column.addWidget(self._told[name])
        for key, text in buttons.items():  # one below the other: in French two are too wide
            column.addWidget(self._button(key, text, box), 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _sample(self) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, _NARROW, 0, 0)
        sample = self._button("sample", tr("Try it on a sample scene"), box)
        sample.setToolTip(tr("Draws an invented orthophoto, learns its labels and maps it."))
        self.progress = QProgressBar(box)
        cancel = self._button("cancel", tr("Cancel"), box)
        for part in (sample, self.progress, cancel):
            row.addWidget(part)
        self.progress.hide()
        cancel.hide()
        return box

    def _button(self, key: str, text: str, parent: QWidget) -> QPushButton:
        button = QPushButton(text, parent)
        button.setObjectName(key)
        button.clicked.connect(lambda: self.asked.emit(key))
        self.buttons[key] = button
        return button


def _labels_told(state: ProjectState, image: str) -> str:
    """Return what there is to label, and what is labelled."""
    if state.counts:
        return tr("{} polygons of {} classes in '{}'.").format(
            sum(state.counts.values()), len(state.counts), state.labels.name()
        )
    if not image:
        return tr("Add an image to the project: drag a file into the map.")
    return tr("Image: {}. No labels yet.").format(image)
