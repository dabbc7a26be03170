"""What a reader of the documentation does in QGIS's window: looks for a name, and clicks on it."""

from __future__ import annotations

import re

from hands import click, until, use_window, wait
from qgis.core import QgsMapLayer, QgsProject
from qgis.gui import QgsProcessingAlgorithmDialogBase
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialogButtonBox,
    QDockWidget,
    QLabel,
    QLineEdit,
    QTableView,
    QTextEdit,
    QToolButton,
    QTreeView,
    QWidget,
)
from qgis.utils import iface
from qgiswindow import grab
from tutorial_page import bare

__all__ = [
    "beside",
    "dialog",
    "dock",
    "docks",
    "enter_rows",
    "find",
    "from_panel",
    "from_toolbox",
    "layer_named",
    "layers_of",
    "plain",
    "run_dialog",
    "show",
]

_SOON, _RUNS = 60, 900  # seconds, on a busy machine
_LEFT = Qt.MouseButton.LeftButton


def find(parent: QWidget, name: str) -> QAbstractButton:
    """Return the button that is called so and can be seen.

    Raises
    ------
    LookupError
        If there is none.
    """
    shown = [one for one in parent.findChildren(QAbstractButton) if one.isVisible() and one.text()]
    for one in shown:
        if bare(one.text()) == bare(name):
            return one
    texts = ", ".join(one.text() for one in shown)
    raise LookupError(f"there is no button '{name}' among {texts}")


def docks() -> list[QDockWidget]:
    """Return the panels of QGIS's window."""
    return iface.mainWindow().findChildren(QDockWidget)


def dock(title: str) -> QDockWidget:
    """Return the panel of the plugin that is called so."""
    own = {bare(one.windowTitle()): one for one in docks() if one.objectName().startswith("Poplar")}
    if bare(title) not in own:
        raise LookupError(f"there is no panel '{title}' among {', '.join(own)}")
    return own[bare(title)]


def show(name: str) -> QDockWidget:
    """Show a panel by its object's name."""
    found = iface.mainWindow().findChild(QDockWidget, name)
    found.show()
    found.raise_()
    wait(500)
    return found


def layers_of(kind: type) -> list[QgsMapLayer]:
    """Return the layers of a kind that are in the project."""
    return [one for one in QgsProject.instance().mapLayers().values() if isinstance(one, kind)]


def layer_named(name: str) -> QgsMapLayer:
    """Return the one layer that is called so."""
    found = {bare(one.name()): one for one in QgsProject.instance().mapLayers().values()}
    if bare(name) not in found:
        raise LookupError(f"there is no layer '{name}' among {', '.join(found)}")
    return found[bare(name)]


def plain(widget: QWidget) -> str:
    """Return what a widget says in words, without tags."""
    from qgis.PyQt.QtWidgets import QTextBrowser

    texts = [one.toPlainText() for one in widget.findChildren(QTextBrowser)]
    texts += [one.text() for one in widget.findChildren(QLabel)]
    return re.sub(r"<[^>]+>", "", " ".join(texts))


def beside(combo: QWidget) -> QToolButton:
    """Return the button beside a list of choices: the nearest to its right."""
    panel = combo.parentWidget()
    row = combo.mapTo(panel, combo.rect().center()).y()
    right = combo.mapTo(panel, combo.rect().topRight()).x()
    near = [
        (one.mapTo(panel, one.rect().center()), one)
        for one in panel.findChildren(QToolButton)
        if one.isVisible()
    ]
    fitting = [
        (place.x(), one) for place, one in near if place.x() > right and abs(place.y() - row) < 15
    ]
    return min(fitting, key=lambda found: found[0])[1]


def dialog(title: str = "") -> QgsProcessingAlgorithmDialogBase | None:
    """Return the dialog of an algorithm that is open, None if there is none.

    Raises
    ------
    LookupError
        If it is called otherwise than `title`.
    """
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QgsProcessingAlgorithmDialogBase) and window.isVisible():
            if title and bare(window.windowTitle()) != bare(title):
                raise LookupError(f"'{window.windowTitle()}' opened, not '{title}'")
            return window
    return None


def run_dialog(window, run_name: str, picture: str = "") -> dict:
    """Press the button that runs, wait for the end, and close the dialog; return the results.

    Raises
    ------
    RuntimeError
        If it fails.
    """
    ended = []
    window.algorithmFinished.connect(lambda well, results: ended.append((well, results)))
    click(find(window, run_name))
    log = window.findChild(QTextEdit, "txtLog")
    until(log.toPlainText, _SOON, f"what '{window.windowTitle()}' does")
    # QGIS gives up without its signal where a layer cannot be loaded.
    until(lambda: ended or "<li>" in log.toHtml(), _RUNS, "the end of the run")
    wait(1500)
    well, results = ended[0] if ended else (False, {})
    if not well:
        raise RuntimeError(f"'{window.windowTitle()}' failed: {log.toPlainText()}")
    if picture:
        window.resize(980, 620)
        grab(window, picture)
    click(window.buttonBox().button(QDialogButtonBox.StandardButton.Close))
    until(lambda: not window.isVisible(), _SOON, "the closing of the dialog")
    return results


def from_panel(panel: str, button: str, algorithm: str, run_name: str, picture: str = "") -> dict:
    """Open a dialog by a button of a panel, run it as it is, and return the results."""
    box = dock(panel)
    show(box.objectName())
    results = {}

    def use(window) -> None:
        if window.algorithm().name() != algorithm:
            raise LookupError(f"'{button}' opens {window.algorithm().name()}")
        results.update(run_dialog(window, run_name, picture))

    use_window(lambda: click(find(box, button)), dialog, use)
    return results


def from_toolbox(path: list[str], run_name: str) -> dict:
    """Unfold the toolbox by names, double-click the last and run it; return the results."""
    tree = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox").findChild(QTreeView)
    index = QModelIndex()
    for name in path:
        model = tree.model()
        below = [model.index(row, 0, index) for row in range(model.rowCount(index))]
        shown = {bare(one.data()): one for one in below}
        if bare(name) not in shown:
            raise LookupError(f"there is no '{name}' among {', '.join(shown)}")
        index = shown[bare(name)]
        tree.expand(index)
    tree.scrollTo(index)
    wait(200)
    place, results = tree.visualRect(index).center(), {}

    def open_it() -> None:
        QTest.mouseClick(tree.viewport(), _LEFT, pos=place)
        QTest.mouseDClick(tree.viewport(), _LEFT, pos=place)

    use_window(
        open_it,
        lambda: dialog(path[-1]),
        lambda window: results.update(run_dialog(window, run_name)),
    )
    return results


def enter_rows(window, key: str, add: str, done: str, rows: list[list[str]]) -> None:
    """Open the table of a parameter, add rows by their button, type into the first cells, leave it.

    Parameters
    ----------
    window : QgsProcessingAlgorithmDialogBase
    key : str
        Of the parameter.
    add, done : str
        What the buttons are called that add a row, and that leave the table.
    rows : list of list of str
    """
    widget = window.mainWidget().wrappers[key].wrappedWidget()
    click(widget.findChild(QToolButton))
    (table,) = until(lambda: _tables(window), _SOON, "the table")
    panel = table.parentWidget()
    for number, cells in enumerate(rows):
        click(find(panel, add))
        for column, text in enumerate(cells):
            index = table.model().index(number, column)
            QTest.mouseClick(table.viewport(), _LEFT, pos=table.visualRect(index).center())
            QTest.keyClick(table, Qt.Key.Key_F2)
            cell = until(lambda: _editor(table), _SOON, "the cell")
            cell.insert(text)  # the keys of QTest have no accents
            QTest.keyClick(cell, Qt.Key.Key_Return)
            until(lambda: _editor(table) is None, _SOON, "the typed cell")
            if str(index.data()) != text:
                raise ValueError(f"'{text}' was typed, '{index.data()}' stands there")
    click(find(panel, done))
    wait(200)


def _editor(table: QTableView) -> QLineEdit | None:
    """Return where something is typed into a cell, None where nothing is."""
    shown = [one for one in table.viewport().findChildren(QLineEdit) if one.isVisible()]
    return shown[0] if shown else None


def _tables(window) -> list[QTableView]:
    return [one for one in window.findChildren(QTableView) if one.isVisible()]
