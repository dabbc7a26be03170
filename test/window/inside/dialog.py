"""An algorithm's dialog, opened from the toolbox and used by mouse and keys."""

from __future__ import annotations

from collections.abc import Callable

from hands import choose, choose_in_menu, click, pick_rows, tick, type_text, until, use_window, wait
from qgis.gui import QgsProcessingAlgorithmDialogBase
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QDockWidget,
    QLineEdit,
    QListView,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QToolButton,
    QTreeView,
    QWidget,
)
from qgis.utils import iface

__all__ = ["Dialog", "open_dialog"]

_SOON, _RUNS = 180, 600  # seconds, on a machine that has much to do; of a run, without a sign of it
_LEFT = Qt.MouseButton.LeftButton


def open_dialog(name: str, use: Callable[[Dialog], None]) -> None:
    """Double-click an algorithm in the toolbox, use its dialog, and close it.

    Raises
    ------
    Exception
        Whatever `use` raises.
    """

    def use_and_close(window: QgsProcessingAlgorithmDialogBase) -> None:
        dialog = Dialog(window)
        try:
            use(dialog)
        finally:
            dialog.close()

    use_window(lambda: _double_click(name), _shown_dialog, use_and_close)


def _double_click(name: str) -> None:
    toolbox = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    toolbox.show()
    tree = toolbox.findChild(QTreeView)
    model = tree.model()

    def leaves(parent: QModelIndex):
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            yield index
            yield from leaves(index)

    for index in leaves(QModelIndex()):
        algorithm = tree.algorithmForIndex(index)
        # Not the group of those used last, which moves.
        if algorithm is not None and algorithm.id() == f"poplarnn:{name}" and _below_ours(index):
            tree.scrollTo(index)
            wait(5)
            place = tree.visualRect(index).center()
            QTest.mouseClick(tree.viewport(), _LEFT, pos=place)
            QTest.mouseDClick(tree.viewport(), _LEFT, pos=place)
            return
    raise LookupError(f"{name} is not in the toolbox")


def _below_ours(index: QModelIndex) -> bool:
    while index.parent().isValid():
        index = index.parent()
    return index.data() == "Poplar NN"


def _shown_dialog():
    """Return the dialog that is open; QGIS shows it before it makes it modal, so none is modal."""
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QgsProcessingAlgorithmDialogBase) and window.isVisible():
            return window
    return None


class Dialog:
    """The dialog that is open.

    Parameters
    ----------
    window : QgsProcessingAlgorithmDialogBase
    """

    def __init__(self, window: QgsProcessingAlgorithmDialogBase):
        self.window = window
        self.algorithm = window.algorithm()
        self.results: dict | None = None
        self.succeeded = False
        window.algorithmFinished.connect(self._end)
        wait(10)

    def widget(self, key: str) -> QWidget:
        """Return the widget of a parameter, its part of the dialog unfolded."""
        widget = self.window.mainWidget().wrappers[key].wrappedWidget()
        if not widget.isVisible():
            self.unfold()
        return widget

    def unfold(self) -> None:
        """Show the advanced parameters, where there are some."""
        fold = self.window.findChild(QWidget, "grpAdvanced")
        if fold.isVisible() and fold.property("collapsed"):
            click(fold.findChild(QToolButton, "collapseButton"))
            wait(20)

    def shown(self, key: str) -> str:
        """Return what a parameter's list of choices or line shows."""
        widget = self.widget(key)
        combo = widget if isinstance(widget, QComboBox) else widget.findChild(QComboBox)
        return combo.currentText() if combo is not None else widget.findChild(QLineEdit).text()

    def type_text(self, key: str, text: str) -> None:
        """Type into the line of a parameter."""
        type_text(self.widget(key), text)

    def choose(self, key: str, text: str) -> None:
        """Take a choice of a parameter: a layer, a field, an entry of a list."""
        widget = self.widget(key)
        choose(widget if isinstance(widget, QComboBox) else widget.findChild(QComboBox), text)

    def choices(self) -> list[QComboBox]:
        """Return the lists of choices that are shown."""
        return [combo for combo in self.window.findChildren(QComboBox) if combo.isVisible()]

    def hidden_width(self) -> int:
        """Return by how many pixels the parameters are wider than the dialog shows them."""
        areas = self.window.mainWidget().findChildren(QScrollArea)
        return max(area.horizontalScrollBar().maximum() for area in areas)

    def tick(self, key: str, on: bool) -> None:
        """Tick a parameter's box, or take the tick away."""
        tick(self.widget(key), on)

    def tick_layers(self, key: str, names: list[str]) -> None:
        """Open the list of layers of a parameter, tick some, and press OK."""
        click(self.widget(key).findChild(QToolButton))
        rows = until(
            lambda: [view for view in self.window.findChildren(QListView) if view.isVisible()],
            _SOON,
            f"the list of layers of {key}",
        )
        pick_rows(rows[0], names)
        buttons = [b for b in self.window.findChildren(QPushButton) if b.isVisible()]
        click(next(b for b in buttons if b.text().replace("&", "") == "OK"))

    def save_to_temporary_file(self, key: str) -> None:
        """Ask for an output that would be left out."""
        choose_in_menu(self.widget(key).findChild(QToolButton), "Save to a Temporary File")

    def run(self) -> None:
        """Press Run and wait for the end."""
        click(self.window.runButton())
        until(self.log().toPlainText, _SOON, "the beginning of the run")
        while not self._has_ended():
            self._await_sign()
        wait(100)

    def log(self) -> QTextEdit:
        """Return the log."""
        return self.window.findChild(QTextEdit, "txtLog")

    def picture(self, path: str) -> None:
        """Keep how the dialog looks, made high for once: QGIS would remember its size."""
        size = self.window.size()
        self.window.resize(size.width(), 850)
        wait(50)
        self.window.grab().save(path)
        self.window.resize(size)

    def close(self) -> None:
        """Close the dialog; what runs is cancelled."""
        if self.window.cancelButton().isEnabled():
            click(self.window.cancelButton())
            until(lambda: not self.window.cancelButton().isEnabled(), _SOON, "the cancelled end")
        click(self.window.buttonBox().button(QDialogButtonBox.StandardButton.Close))
        until(lambda: not self.window.isVisible(), _SOON, "the closing of the dialog")

    def _end(self, succeeded: bool, results: dict) -> None:
        self.succeeded, self.results = succeeded, results

    def _has_ended(self) -> bool:
        return self.results is not None or self._stopped()

    def _await_sign(self) -> None:
        """Wait for the end of the run, or for another line or more progress."""
        before = self._told()
        until(
            lambda: self._has_ended() or self._told() != before,
            _RUNS,
            "the end of the run, or a sign of it,",
        )

    def _told(self) -> tuple[str, int]:
        """Return the log and the progress."""
        bar = self.window.findChild(QProgressBar)
        return self.log().toPlainText(), bar.value()

    def _stopped(self) -> bool:
        """Return whether QGIS has given up on the results, without its signal."""
        return "not correctly generated" in self.log().toPlainText()
