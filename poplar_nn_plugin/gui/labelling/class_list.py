"""The list of classes in the labelling panel."""

from __future__ import annotations

from qgis.gui import QgsColorDialog
from qgis.PyQt.QtCore import QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.gui.labelling.classes import Tally
from poplar_nn_plugin.gui.labelling.legend import LabelClass

__all__ = ["ClassList", "swatch"]

_KEY, _NAME, _POLYGONS, _HECTARES, _SCORE = range(5)
_VALUE = Qt.ItemDataRole.UserRole
_KEYS = 9


def swatch(colour: str, side: int) -> QIcon:
    """Return a small square of a colour, drawn as the map draws the class."""
    ratio = 2  # sharp on fine screens too
    picture = QPixmap(side * ratio, side * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill = QColor(colour)
    fill.setAlpha(150)
    square = QRectF(1.5, 1.5, side - 3, side - 3)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("white"))  # the same in the chosen row and in a dark theme
    painter.drawRoundedRect(QRectF(0, 0, side, side), 3, 3)
    painter.setPen(QPen(QColor(colour), 1.5))
    painter.setBrush(fill)
    painter.drawRoundedRect(square, 2, 2)
    painter.end()
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)  # or Qt tints it in the chosen row
    return icon


class ClassList(QTreeWidget):
    """Classes with their key, colour, name, number of polygons, hectares and score.

    Attributes
    ----------
    chosen : pyqtSignal(object)
        The value of the class to draw.
    renamed : pyqtSignal(object, str)
        A value and the name that was typed.
    recoloured : pyqtSignal(object, str)
        A value and the colour that was chosen.
    shown : pyqtSignal(list)
        The values of the classes that the map is to show.
    """

    chosen = pyqtSignal(object)
    renamed = pyqtSignal(object, str)
    recoloured = pyqtSignal(object, str)
    shown = pyqtSignal(list)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setObjectName("classes")
        self.setHeaderLabels([tr("Key"), tr("Class"), tr("Count"), tr("ha"), tr("F1")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setIconSize(QSize(16, 16))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setAccessibleName(tr("Classes"))
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(44)
        header.setSectionsMovable(False)
        for column in (_KEY, _POLYGONS, _HECTARES, _SCORE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column in (_POLYGONS, _HECTARES, _SCORE):
            self.headerItem().setTextAlignment(column, right)
        self.setColumnHidden(_SCORE, True)
        self._classes: dict = {}
        self._scores: dict = {}
        self.currentItemChanged.connect(self._choose)
        self.itemChanged.connect(self._changed)
        self.itemDoubleClicked.connect(self._double)

    def show_classes(self, classes: list[LabelClass], tallies: dict, current) -> None:
        """Show these classes, with `current` as the chosen one.

        Parameters
        ----------
        classes : list of LabelClass
        tallies : dict
            Value to Tally.
        current : int, str or None
            A value.
        """
        if self.state() == QAbstractItemView.State.EditingState:
            return  # a name is being typed, and would be lost
        self._classes = {one.value: one for one in classes}
        self.blockSignals(True)
        self.clear()
        for index, one in enumerate(classes):
            item = self._item(one, tallies.get(one.value, Tally()), index)
            self.addTopLevelItem(item)
            if one.value == current:
                self.setCurrentItem(item)
        self.blockSignals(False)
        self.show_scores(self._scores)

    def show_scores(self, scores: dict) -> None:
        """Show how well each class is mapped, in a column that is there where scores are.

        Parameters
        ----------
        scores : dict
            Value to the score in short, and a sentence on it.
        """
        self._scores = scores
        self.setColumnHidden(_SCORE, not scores)
        self.blockSignals(True)
        for row in range(self.topLevelItemCount()):
            item = self.topLevelItem(row)
            short, sentence = scores.get(item.data(_NAME, _VALUE), ("", ""))
            item.setText(_SCORE, short)
            item.setToolTip(_SCORE, sentence)
        self.blockSignals(False)

    def empty(self) -> None:
        """Show no class, and stop the typing of a name."""
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)

    def current_value(self):
        """Return the value of the chosen class, None where none is."""
        item = self.currentItem()
        return None if item is None else item.data(_NAME, _VALUE)

    def others(self) -> list[tuple]:
        """Return value, name and colour of each class but the chosen one."""
        now = self.current_value()
        return [(c.value, c.name, c.colour) for c in self._classes.values() if c.value != now]

    def choose(self, position: int) -> None:
        """Choose the class in a row, counted from 0; nothing where there is no such row."""
        item = self.topLevelItem(position)
        if item is not None:
            self.setCurrentItem(item)

    def edit_name(self) -> None:
        """Let the name of the chosen class be typed."""
        item = self.currentItem()
        if item is not None:
            self.editItem(item, _NAME)

    def edit_colour(self) -> None:
        """Let a colour be chosen for the chosen class."""
        value = self.current_value()
        if value is None:
            return
        now = QColor(self._classes[value].colour)
        colour = QgsColorDialog.getColor(now, self, tr("Colour of the class"))
        if colour.isValid():
            self.recoloured.emit(value, colour.name())

    def keyPressEvent(self, event):
        """Choose a class by its digit."""
        digits = [str(digit) for digit in range(1, _KEYS + 1)]
        if event.text() in digits:
            self.choose(int(event.text()) - 1)
        else:
            super().keyPressEvent(event)

    def _item(self, one: LabelClass, tally: Tally, index: int) -> QTreeWidgetItem:
        key = str(index + 1) if index < _KEYS else ""
        polygons, hectares = f"{tally.polygons:,}", f"{tally.hectares:,.2f}"
        item = QTreeWidgetItem([key, one.name, polygons, hectares])
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setIcon(_NAME, swatch(one.colour, 16))
        item.setData(_NAME, _VALUE, one.value)
        state = Qt.CheckState.Checked if one.shown else Qt.CheckState.Unchecked
        item.setCheckState(_NAME, state)
        item.setTextAlignment(_KEY, Qt.AlignmentFlag.AlignCenter)
        for column in (_POLYGONS, _HECTARES, _SCORE):
            item.setTextAlignment(
                column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            )
        told = tr("{name}: {value} in the class field. Untick it to hide its polygons.")
        item.setToolTip(_NAME, told.format(name=one.name, value=one.value))
        item.setToolTip(_HECTARES, tr("Hectares, measured on the ellipsoid."))
        return item

    def _choose(self, item, _before) -> None:
        if item is not None:
            self.chosen.emit(item.data(_NAME, _VALUE))

    def _changed(self, item, column) -> None:
        """Tell of a name typed or a tick set."""
        if column != _NAME:
            return
        value = item.data(_NAME, _VALUE)
        before = self._classes[value]
        if item.text(_NAME) != before.name:
            self.renamed.emit(value, item.text(_NAME))
        elif (item.checkState(_NAME) == Qt.CheckState.Checked) != before.shown:
            items = [self.topLevelItem(index) for index in range(self.topLevelItemCount())]
            ticked = [i for i in items if i.checkState(_NAME) == Qt.CheckState.Checked]
            self.shown.emit([i.data(_NAME, _VALUE) for i in ticked])

    def _double(self, _item, column) -> None:
        if column == _KEY:
            self.edit_colour()
        elif column == _NAME:
            self.edit_name()
