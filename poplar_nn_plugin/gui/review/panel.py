"""What the review panel shows and asks of the current mistake. It does no work on layers."""

from __future__ import annotations

from collections import Counter

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.styling.prediction_style import REVIEW_COLOURS
from poplar_nn_plugin.gui.foot import Foot
from poplar_nn_plugin.gui.review.choices import ReviewChoices
from poplar_nn_plugin.gui.review.mistakes import Mistake, verdict_titles
from poplar_nn_plugin.gui.review.sample.panel import SamplePanel
from poplar_nn_plugin.gui.review.widgets import elided, line, plain_swatch
from poplar_nn_plugin.patches.footprints import VERDICTS

__all__ = ["ReviewPanel"]

_VERDICT_KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)
_STEP_KEYS = {Qt.Key.Key_N: 1, Qt.Key.Key_P: -1}


class ReviewPanel(QWidget):
    """The contents of the review dock.

    Attributes
    ----------
    choices : ReviewChoices
        Of layers, and of which mistakes are shown.
    sample : SamplePanel
        Stands in the place of the mistakes where the layer is a sample of a map.
    """

    stepped = pyqtSignal(int)
    judged = pyqtSignal(str)
    noted = pyqtSignal(str)
    pick_toggled = pyqtSignal(bool)
    label_asked = pyqtSignal()
    save_asked = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        self.choices = ReviewChoices()
        self.sample = SamplePanel()
        self._mistakes = QWidget()
        whole = QVBoxLayout(self)
        whole.setSpacing(8)
        for widget in (self.choices, line(), self.sample, self._mistakes):
            whole.addWidget(widget)
        whole.addStretch(1)
        column = QVBoxLayout(self._mistakes)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (
            self._mistake_at_hand(),
            self._verdicts(),
            self._steps(),
            line(),
            self._places(),
            self._ending(),
        ):
            if isinstance(part, QWidget):
                column.addWidget(part)
            else:
                column.addLayout(part)
        self.show_sample(False)
        # Before anything else happens: a button need not take the focus from the note.
        for signal in (self.stepped, self.judged, self.choices.changed, self.save_asked):
            signal.connect(lambda *_: self._tell_note())
        for signal in (self.choices.layers.layerChanged, self.pick_toggled, self.label_asked):
            signal.connect(lambda *_: self._tell_note())

    def show_sample(self, shown: bool) -> None:
        """Ask what is at the points of a sample, or what is wrong with mistakes."""
        self.choices.show_mistakes(not shown)
        self.sample.setVisible(shown)
        self._mistakes.setVisible(not shown)

    def show_mistake(self, mistake: Mistake | None, verdict: str = "", note: str = "") -> None:
        """Show the current mistake, or none."""
        for name, bar, text, share in (
            (self.true_name, self.true_share, "true", "true_probability"),
            (self.predicted_name, self.predicted_share, "predicted", "probability"),
        ):
            name.setText(getattr(mistake, text, "\N{EM DASH}"))
            name.setToolTip(name.text())
            known = getattr(mistake, share, None)
            bar.setValue(round(100 * (known or 0)))
            bar.setFormat("" if known is None else f"{known:.0%}")
        self.group.setText(getattr(mistake, "group", "\N{EM DASH}"))
        for name, button in self.verdicts.items():
            button.setChecked(name == verdict)
        if self.note.text() != note:
            self.note.setText(note)
        for button in (*self.step_buttons, self.to_label):
            button.setEnabled(mistake is not None)

    def show_progress(self, position: int | None, total: int, reviewed: Counter) -> None:
        """Show how far the review is; `position` counts from 0, None is a patch beside the list."""
        done = sum(reviewed.values())
        self.progress.setMaximum(max(1, total))
        self.progress.setValue(done)
        if not total:
            self.counter.setText(tr("No mistakes"))
        elif position is None:
            self.counter.setText(tr("Not among the {}").format(total))
        else:
            self.counter.setText(tr("{} of {}").format(position + 1, total))
        self.reviewed.setText(tr("{} reviewed").format(done))
        titles = verdict_titles()
        self.progress.setToolTip(
            "\n".join(f"{titles[name]}: {reviewed[name]}" for name in VERDICTS if reviewed[name])
        )

    def allow(self, judging: bool) -> None:
        """Allow verdicts and notes, or not."""
        for widget in (*self.verdicts.values(), self.note):
            widget.setEnabled(judging)

    def say(self, text: str) -> None:
        """Show a sentence below; empty takes it away."""
        self.sentence.tell(text)

    def keyPressEvent(self, event):
        """Step and judge by keys, from here or from the map."""
        key = event.key()
        if self.sample.isVisible():
            event.ignore()  # the keys are its own
        elif key in _STEP_KEYS:
            self.stepped.emit(_STEP_KEYS[key])
        elif key in _VERDICT_KEYS:
            button = self.verdicts[VERDICTS[_VERDICT_KEYS.index(key)]]
            if button.isEnabled():
                button.click()
        else:
            super().keyPressEvent(event)

    def _tell_note(self) -> None:
        if self.note.isModified():
            self.note.setModified(False)
            self.noted.emit(self.note.text().strip())

    def _mistake_at_hand(self) -> QVBoxLayout:
        self.counter, self.reviewed = QLabel(), QLabel()
        strong = self.counter.font()
        strong.setBold(True)
        self.counter.setFont(strong)
        head = QHBoxLayout()
        head.addWidget(self.counter)
        head.addStretch(1)
        head.addWidget(self.reviewed)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        grid = QGridLayout()
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        self.true_name, self.predicted_name, self.group = (elided() for _ in range(3))
        self.true_share, self.predicted_share = (QProgressBar() for _ in range(2))
        large = self.true_name.font()
        large.setPointSizeF(1.2 * large.pointSizeF())
        large.setBold(True)
        for row, (title, name, share) in enumerate(
            (
                (tr("Label"), self.true_name, self.true_share),
                (tr("Model"), self.predicted_name, self.predicted_share),
            )
        ):
            name.setFont(large)
            share.setMaximumHeight(18)
            share.setToolTip(tr("How probable the model finds this class"))
            grid.addWidget(QLabel(title), row, 0)
            grid.addWidget(name, row, 1)
            grid.addWidget(share, row, 2)
        grid.addWidget(QLabel(tr("Group")), 2, 0)
        grid.addWidget(self.group, 2, 1, 1, 2)
        column = QVBoxLayout()
        column.addLayout(head)
        column.addWidget(self.progress)
        column.addLayout(grid)
        return column

    def _verdicts(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        self.verdicts: dict[str, QPushButton] = {}
        for number, (name, title) in enumerate(verdict_titles().items(), start=1):
            button = QPushButton(plain_swatch(REVIEW_COLOURS[name]), f"{title}  ({number})")
            button.setCheckable(True)
            button.setStyleSheet("text-align: left; padding: 5px 8px;")
            button.setToolTip(tr("Key {}; again takes it back").format(number))
            # Only a person's click: setChecked shows what is in the layer.
            button.clicked.connect(
                lambda checked, name=name: self.judged.emit(name if checked else "")
            )
            self.verdicts[name] = button
            column.addWidget(button)
        self.note = QLineEdit()
        self.note.setPlaceholderText(tr("Note (optional)"))
        self.note.editingFinished.connect(self._tell_note)
        column.addWidget(self.note)
        return column

    def _steps(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.step_buttons = []
        for title, step, key in ((tr("Previous"), -1, "P"), (tr("Next"), 1, "N")):
            button = QPushButton(f"{title}  ({key})")
            button.clicked.connect(lambda _, step=step: self.stepped.emit(step))
            self.step_buttons.append(button)
            row.addWidget(button)
        return row

    def _places(self) -> QHBoxLayout:
        self.pick = QPushButton(tr("Pick on the map"))
        self.pick.setCheckable(True)
        self.pick.setToolTip(
            tr("Click a mistake on the map to go there; again for one that lies under it")
        )
        self.pick.toggled.connect(self.pick_toggled)
        self.to_label = QPushButton(tr("Go to the label"))
        self.to_label.setToolTip(tr("Select the polygon of the patch, so that it can be corrected"))
        self.to_label.clicked.connect(lambda _: self.label_asked.emit())
        row = QHBoxLayout()
        row.addWidget(self.pick)
        row.addWidget(self.to_label)
        return row

    def _ending(self) -> QVBoxLayout:
        self.sentence = Foot()
        self.save = QPushButton(tr("Save the review"))
        self.save.setToolTip(tr("Write to the file what was said; until then it can be undone"))
        self.save.clicked.connect(lambda _: self.save_asked.emit())
        column = QVBoxLayout()
        column.addWidget(self.save)
        column.addWidget(self.sentence)
        return column
