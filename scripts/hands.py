"""The mouse and the keys on shown widgets, as a user's hands have them.

For what runs inside QGIS's window: the scripts that take pictures and the tests in a window.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from qgis.PyQt.QtCore import QEventLoop, QPoint, Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QMenu,
    QScrollArea,
    QWidget,
)

__all__ = [
    "await_panels",
    "choose",
    "choose_in_menu",
    "click",
    "pick_rows",
    "repeated",
    "tick",
    "type_text",
    "until",
    "use_window",
    "wait",
]

_SOON = 90  # seconds in which what was clicked on must show itself
_STARTS = 180  # seconds, on a machine that has much to do
_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier


def wait(milliseconds: int) -> None:
    """Let QGIS work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def await_panels() -> None:
    """Let QGIS work until the panels of the plugin have come, which they do when it has started."""
    from qgis.utils import iface

    def last_is_there() -> bool:
        dock = iface.mainWindow().findChild(QDockWidget, "PoplarReports")
        return dock is not None and not dock.toggleViewAction().icon().isNull()

    until(last_is_there, _STARTS, "the last panel")


def until(condition: Callable[[], object], seconds: float, what: str):
    """Let QGIS work until a condition holds, and return what it gave.

    Raises
    ------
    TimeoutError
        If it does not hold within `seconds`.
    """
    end = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come within {seconds:g} s")
        wait(20)
    return found


@contextmanager
def repeated(look: Callable[[], None], milliseconds: int) -> Iterator[QTimer]:
    """Call a function again and again, also while a menu or a dialog runs a loop of its own.

    Gives the clock, which `look` stops when it has seen what it waits for; the end of the block
    stops it in any case.
    """
    clock = QTimer()
    clock.timeout.connect(look)
    clock.start(milliseconds)
    try:
        yield clock
    finally:
        clock.stop()


def use_window(opening: Callable[[], None], shown: Callable[[], QWidget | None], use) -> None:
    """Open a window, use it, and raise again what failed there.

    Parameters
    ----------
    opening : callable
        Opens it: at once, or in a loop that lasts until it is closed.
    shown : callable
        Returns the window once it is there, None before.
    use : callable
        Called with the window.

    Raises
    ------
    TimeoutError
        If no window comes.
    """
    failure, ended = [], []

    def look() -> None:
        window = None
        try:
            window = shown()
            if window is None:
                return
            clock.stop()
            use(window)
        except Exception as error:  # raised again where it can be handled
            clock.stop()
            failure.append(error)
            for one in QApplication.topLevelWidgets():  # or its loop would go on for ever
                if one.isVisible() and (one is window or one.isModal()):
                    one.close()
        if window is not None or failure:
            ended.append(True)

    with repeated(look, 10) as clock:
        opening()
        until(lambda: ended, _STARTS, "a window")
    if failure:
        raise failure[0]


def click(widget: QWidget, place: QPoint | None = None) -> None:
    """Click on a widget, in its middle if no place is named; what lies out of sight is scrolled to.

    Raises
    ------
    LookupError
        If it cannot be clicked on: it is not shown, or disabled.
    """
    _bring_into_view(widget)
    QTest.mouseClick(widget, _LEFT, _NONE, place or widget.rect().center())


def type_text(widget: QWidget, text: str) -> None:
    """Replace what stands in a line, or in the line of a number or a file, and leave it by Tab.

    Raises
    ------
    ValueError
        If something else stands there afterwards.
    """
    spin = isinstance(widget, QAbstractSpinBox)
    line = widget if isinstance(widget, QLineEdit) else widget.findChild(QLineEdit)
    click(line)
    QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Tab)
    if (float(widget.value()) != float(text)) if spin else (line.text() != text):
        raise ValueError(f"'{text}' was typed, '{line.text()}' stands there")


def tick(box: QCheckBox, on: bool) -> None:
    """Tick a box, or take its tick away."""
    if box.isChecked() != on:
        click(box, QPoint(8, box.height() // 2))
    if box.isChecked() != on:
        raise ValueError(f"'{box.text()}' does not change")


def choose(combo: QComboBox, text: str) -> None:
    """Open a list of choices and take the one of that name; a CRS may follow it in brackets.

    Raises
    ------
    LookupError
        If there is no such choice.
    """
    texts = [combo.itemText(row) for row in range(combo.count())]
    fitting = [row for row, one in enumerate(texts) if one == text or one.startswith(f"{text} [")]
    if not fitting:
        raise LookupError(f"there is no '{text}' among {', '.join(texts)}")
    click(combo)
    view = combo.view()
    until(view.isVisible, _SOON, f"the choices of '{text}'")
    QTest.keyClick(view, Qt.Key.Key_Home)
    for _ in range(combo.count()):
        if view.currentIndex().row() == fitting[0]:
            break
        QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Return)
    if combo.currentIndex() != fitting[0]:
        raise ValueError(f"'{text}' was chosen, '{combo.currentText()}' is shown")


def choose_in_menu(button: QAbstractButton, text: str) -> None:
    """Open the menu of a button and take the entry that holds `text`.

    Raises
    ------
    LookupError
        If it has no such entry.
    TimeoutError
        If no menu opens.
    """
    titles: list[str] = []

    def take() -> None:  # the menu runs a loop of its own
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            return
        clock.stop()
        titles[:] = [action.text().replace("&", "") for action in menu.actions()]
        for title, action in zip(titles, menu.actions()):
            if text in title:
                QTest.mouseClick(menu, _LEFT, _NONE, menu.actionGeometry(action).center())
                return
        menu.close()

    with repeated(take, 50) as clock:
        click(button)
        until(lambda: titles, _SOON, f"the menu with '{text}'")
    if not any(text in title for title in titles):
        raise LookupError(f"there is no '{text}' among {', '.join(titles)}")


def pick_rows(view: QAbstractItemView, texts: list[str]) -> None:
    """Tick the rows of a list that bear these names, by the space bar.

    Raises
    ------
    LookupError
        If there is no such row.
    """
    model = view.model()
    rows = {model.index(row, 0).data(): model.index(row, 0) for row in range(model.rowCount())}
    for text in texts:
        fitting = [i for name, i in rows.items() if name == text or name.startswith(f"{text} [")]
        if not fitting:
            raise LookupError(f"there is no '{text}' among {', '.join(rows)}")
        view.scrollTo(fitting[0])
        QTest.mouseClick(view.viewport(), _LEFT, _NONE, view.visualRect(fitting[0]).center())
        QTest.keyClick(view, Qt.Key.Key_Space)
        if fitting[0].data(Qt.ItemDataRole.CheckStateRole) != Qt.CheckState.Checked:
            raise ValueError(f"'{text}' is not ticked")


def _bring_into_view(widget: QWidget) -> None:
    """Scroll as a user does to see a widget, and refuse one that cannot be used."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()
    if not widget.isVisible() or widget.visibleRegion().isEmpty():
        raise LookupError(f"{_name(widget)} is not shown")
    if not widget.isEnabled():
        raise LookupError(f"{_name(widget)} is disabled")


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, (QAbstractButton, QLineEdit)) else ""
    return f"{type(widget).__name__} '{text or widget.objectName()}'"
