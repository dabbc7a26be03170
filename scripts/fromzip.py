"""The plugin installed from its archive by the mouse, as its documentation says it."""

from __future__ import annotations

from collections.abc import Callable

from hands import until, use_window, wait
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QApplication,
    QDialog,
    QDockWidget,
    QListWidget,
    QMenu,
    QMessageBox,
    QPushButton,
    QWidget,
)
from qgis.utils import iface
from tutorial_page import bare

__all__ = ["entry_called", "install", "open_menu"]

_STARTS = 60  # seconds


def install(archive: str, words: list[str], click: Callable[..., None]) -> None:
    """Open the manager of plugins by the menu, install an archive, and leave by the key Escape.

    Parameters
    ----------
    archive : str
        Its path, which is pasted.
    words : list of str
        What the menu, its entry, the page of the manager, its button and the answer are called.
    click : callable
        Called with a widget, what is read there, and perhaps a place on it.

    Raises
    ------
    LookupError
        If something is called otherwise.
    """
    menu_name, entry_name, *inside = words
    menu = open_menu(menu_name, click)
    entry = entry_called(menu.actions(), entry_name)
    use_window(
        lambda: click(menu, entry_name, menu.actionGeometry(entry).center()),
        _manager,
        lambda manager: _choose_archive(manager, archive, inside, click),
    )


def open_menu(name: str, click: Callable[..., None]) -> QMenu:
    """Open a menu of QGIS's window by its name, and return it."""
    bar = iface.mainWindow().menuBar()
    entry = entry_called(bar.actions(), name)
    menu = entry.menu()
    click(bar, name, bar.actionGeometry(entry).center())
    until(menu.isVisible, _STARTS, f"the menu '{name}'")
    wait(300)
    return menu


def entry_called(actions, name: str):
    """Return the entry of a menu that is called so.

    Raises
    ------
    LookupError
        If there is none.
    """
    shown = {bare(action.text()): action for action in actions if action.isVisible()}
    if bare(name) not in shown:
        raise LookupError(f"there is no '{name}' among {', '.join(shown)}")
    return shown[bare(name)]


def _manager() -> QDialog | None:
    for one in QApplication.topLevelWidgets():
        if one.isVisible() and one.objectName() == "QgsPluginManagerBase":
            return one
    return None


def _choose_archive(manager: QDialog, archive: str, words: list[str], click) -> None:
    page_name, button_name, yes_name = words
    wait(2500)  # it looks for plugins first
    pages = manager.findChild(QListWidget, "mOptionsListWidget")
    rows = {bare(pages.item(row).text()): pages.item(row) for row in range(pages.count())}
    if bare(page_name) not in rows:
        raise LookupError(f"there is no '{page_name}' among {', '.join(rows)}")
    place = pages.visualItemRect(rows[bare(page_name)]).center()
    click(pages.viewport(), page_name, QPoint(place))
    wait(500)
    file = manager.findChild(QgsFileWidget, "mZipFileWidget")
    QApplication.clipboard().setText(archive)
    file.lineEdit().setFocus(Qt.FocusReason.TabFocusReason)  # by the key Tab
    QTest.keyClick(file.lineEdit(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    button = manager.findChild(QPushButton, "buttonInstallFromZip")
    _require(button, button_name)
    use_window(
        lambda: click(button, button_name),
        _question,
        lambda box: _confirm(box, yes_name, click),
    )
    until(lambda: iface.mainWindow().findChild(QDockWidget, "PoplarStart"), _STARTS, "the plugin")
    wait(1000)
    QTest.keyClick(manager, Qt.Key.Key_Escape)


def _question() -> QMessageBox | None:
    box = QApplication.activeModalWidget()
    return box if isinstance(box, QMessageBox) else None


def _confirm(box: QMessageBox, yes_name: str, click) -> None:
    button = box.button(QMessageBox.StandardButton.Yes)
    _require(button, yes_name)
    click(button, yes_name)


def _require(widget: QWidget, name: str) -> None:
    if bare(widget.text()) != bare(name):
        raise LookupError(f"what is called '{name}' is called '{widget.text()}'")
