"""What the panel of suggestions shows and asks of the place at hand. It does no work on layers."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsMapLayerProxyModel, QgsSettings
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.gui.foot import Foot
from poplar_nn_plugin.gui.labelling.class_list import swatch
from poplar_nn_plugin.gui.labelling.legend import LabelClass
from poplar_nn_plugin.gui.review.widgets import line
from poplar_nn_plugin.gui.suggestions.curve import Curve
from poplar_nn_plugin.gui.suggestions.places import Place
from poplar_nn_plugin.language.current import say

__all__ = ["SuggestionPanel"]

_KEYS = 9
_STEPS = {Qt.Key.Key_N: 1, Qt.Key.Key_P: -1}
_ICON = 16
_SHAPE, _PATCH, _SEGMENT = "poplarnn/suggestions/shape", "patch", "segment"
_SIZES = {"+": 1, "=": 1, "-": -1}


class SuggestionPanel(QWidget):
    """The contents of the dock of suggestions.

    Attributes
    ----------
    labelled : pyqtSignal(object)
        The value of the class that the place at hand is of.
    stepped : pyqtSignal(int)
        Go on or back so many places.
    unclear : pyqtSignal(bool)
        Nobody can tell the class of the place at hand, or somebody can after all.
    shape_chosen : pyqtSignal()
        A key labels something else from now on.
    resized : pyqtSignal(int)
        The segment is to be larger, or below 0 smaller.
    suggest_asked, undo_asked, labels_asked : pyqtSignal
    """

    labelled = pyqtSignal(object)
    stepped = pyqtSignal(int)
    unclear = pyqtSignal(bool)
    shape_chosen = pyqtSignal()
    resized = pyqtSignal(int)
    suggest_asked = pyqtSignal()
    undo_asked = pyqtSignal()
    labels_asked = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._classes: list[LabelClass] = []
        self._guess = ""
        self.layers = QgsMapLayerComboBox(self)
        self.layers.setFilters(QgsMapLayerProxyModel.Filter.PointLayer)
        self.layers.setAllowEmptyLayer(True)
        self.layers.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.layers.setToolTip(tr("Places that 'Suggest where to label' has found"))
        self.suggest = self._button(tr("Suggest …"), self.suggest_asked)
        self.suggest.setToolTip(tr("Find places, with the labels as they are now"))
        self.counter, self.reason = QLabel(self), QLabel(self)
        self.reason.setWordWrap(True)
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setMinimumHeight(3 * self.reason.fontMetrics().lineSpacing())
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.done = QProgressBar(self)
        self.done.setTextVisible(False)
        self.done.setFixedHeight(6)
        self.labels = self._button("", self.labels_asked)
        self.labels.setFlat(True)
        self.labels.setStyleSheet("text-align: left")
        self.labels.setToolTip(tr("Opens the panel 'Labels': its layer, image and size of patch"))
        self.shape = self._shapes()
        self._buttons: list[QPushButton] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        self.cannot_tell = QPushButton(tr("Cannot tell  (0)"), self)
        self.cannot_tell.setCheckable(True)
        self.cannot_tell.setToolTip(tr("Leaves the place for good; again takes it back"))
        self.cannot_tell.clicked.connect(self.unclear)
        self.back = self._button(tr("Previous  (P)"), self.stepped, -1)
        self.next = self._button(tr("Next  (N)"), self.stepped, 1)
        self.undo = self._button(tr("Undo"), self.undo_asked)
        self.undo.setToolTip(tr("Takes the last label back (Ctrl+Z)"))
        self.curve, self.foot = Curve(self), Foot(self)
        self._lay_out()

    def show_place(self, place: Place | None, position: int, count: int, done: int) -> None:
        """Show the place at hand, or none; `position` counts from 0."""
        self.counter.setText(
            tr("No places") if place is None else tr("Place {} of {}").format(position + 1, count)
        )
        self.reason.setText("" if place is None else say(place.reason))
        self.done.setMaximum(max(1, count))
        self.done.setValue(done)
        self.done.setToolTip(tr("{} of {} are labelled or left").format(done, count))
        self._guess = "" if place is None else place.guess
        self._emphasise()

    def show_classes(self, classes: Sequence[LabelClass]) -> None:
        """Offer the classes of the labels, with their keys."""
        if list(classes) != self._classes:
            for button in self._buttons:
                self._column.removeWidget(button)
                button.deleteLater()
            self._classes, self._buttons = list(classes), []
            for number, one in enumerate(classes, start=1):
                key = f"  ({number})" if number <= _KEYS else ""
                button = self._button(
                    f"{one.name}{key}".replace("&", "&&"), self.labelled, one.value
                )
                button.setIcon(swatch(one.colour, _ICON))
                button.setStyleSheet("text-align: left; padding: 4px 8px;")
                self._buttons.append(button)
                self._column.addWidget(button)
        self._emphasise()

    def allow(self, *, labelling: bool, stepping: bool, undoing: bool, unclear: bool) -> None:
        """Allow what can be done now; `unclear` is what was said of the place at hand."""
        for button in self._buttons:
            button.setEnabled(labelling)
        for button in (self.back, self.next, self.cannot_tell):
            button.setEnabled(stepping)
        self.undo.setEnabled(undoing)
        self.cannot_tell.setChecked(unclear)

    def segments(self) -> bool:
        """Return whether a key labels the segment around a place, not the patch."""
        return self.shape.currentData() == _SEGMENT

    def tell(self, text: str, warning: bool = False) -> None:
        """Show a sentence at the foot; an empty one clears the place."""
        self.foot.tell(text, warning)

    def keyPressEvent(self, event):
        """Label, step and undo by keys."""
        key, text = event.key(), event.text()
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo.click()
        elif key in _STEPS:
            (self.next if _STEPS[key] > 0 else self.back).click()
        elif text in _SIZES and self.segments():
            self.resized.emit(_SIZES[text])
        elif text == "0":
            self.cannot_tell.click()
        elif text.isdecimal() and 1 <= int(text) <= min(_KEYS, len(self._buttons)):
            self._buttons[int(text) - 1].click()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._guessed() is not None:
            self._guessed().click()
        else:
            super().keyPressEvent(event)

    def _shapes(self) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName("shape")
        combo.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        combo.addItem(tr("A key labels the patch"), _PATCH)
        combo.addItem(tr("A key labels the segment"), _SEGMENT)
        combo.setToolTip(
            tr(
                "The square of a patch around the place; or the segment of the image there, as the "
                "tool 'Segment' of the panel 'Labels' finds it: + and - change its size"
            )
        )
        combo.setCurrentIndex(max(0, combo.findData(QgsSettings().value(_SHAPE, _PATCH, str))))
        combo.currentIndexChanged.connect(self._choose_shape)
        return combo

    def _choose_shape(self, _index) -> None:
        QgsSettings().setValue(_SHAPE, self.shape.currentData())
        self.setFocus()
        self.shape_chosen.emit()

    def _guessed(self) -> QPushButton | None:
        """Return the button of the class that is likely at the place."""
        pairs = zip(self._classes, self._buttons)
        return next((b for one, b in pairs if self._guess in (one.name, str(one.value))), None)

    def _emphasise(self) -> None:
        """Print the likely class in bold."""
        likely = self._guessed()
        for button in self._buttons:
            font = button.font()
            font.setBold(button is likely)
            button.setFont(font)
            button.setToolTip(tr("Likely: Enter takes it") if button is likely else "")

    def _button(self, text: str, signal, *given) -> QPushButton:
        button = QPushButton(text, self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the panel
        button.clicked.connect(lambda _on: signal.emit(*given))
        return button

    def _lay_out(self) -> None:
        head, steps = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.layers, 1)
        head.addWidget(self.suggest)
        for button in (self.back, self.next, self.undo):
            steps.addWidget(button)
        strong = self.counter.font()
        strong.setBold(True)
        self.counter.setFont(strong)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addLayout(head)
        column.addWidget(self.labels)
        column.addWidget(line())
        for part in (self.counter, self.done, self.reason):
            column.addWidget(part)
        column.addWidget(self.shape)
        column.addLayout(self._column)
        column.addWidget(self.cannot_tell)
        column.addLayout(steps)
        column.addWidget(self.curve)
        column.addStretch(1)
        column.addWidget(self.foot)
