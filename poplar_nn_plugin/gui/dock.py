"""What the panels share: how they come into QGIS's window and leave it, and how they speak."""

from __future__ import annotations

from qgis.core import Qgis
from qgis.gui import QgsDockWidget
from qgis.PyQt.QtCore import QObject, Qt, QTimer
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QFrame, QMenu, QScrollArea, QWidget

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.bundled import RESOURCES
from poplar_nn_plugin.errors import PoplarError
from poplar_nn_plugin.language.current import say

__all__ = ["MENU", "PoplarDock", "own_icon", "soon"]

MENU = "Poplar NN"
"""Of the plugin, among the plugins."""
_PANELS = "mPanelMenu"  # QGIS's menu of panels
_SECONDS = 8  # for which a message stays


def own_icon(name: str) -> QIcon:
    """Return an icon of the plugin."""
    return QIcon(str(RESOURCES / "icons" / f"{name}.svg"))


def soon(parent: QObject, milliseconds: int, doing) -> QTimer:
    """Return a clock that, once started, does something after so many milliseconds, once."""
    clock = QTimer(parent)
    clock.setSingleShot(True)
    clock.setInterval(milliseconds)
    clock.timeout.connect(doing)
    return clock


class PoplarDock(QgsDockWidget):
    """A panel of the plugin, with its entry in the menu and its button.

    A leaf states ``NAME`` (the object's, by which QGIS remembers its place), ``TITLE``, ``ICON``
    and ``HINT``, and fills itself in its constructor.

    Parameters
    ----------
    iface : QgisInterface
    """

    NAME = TITLE = ICON = HINT = ""

    def __init__(self, iface):
        super().__init__(tr(self.TITLE), iface.mainWindow())
        self.setObjectName(self.NAME)
        self.setAllowedAreas(
            Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea
        )
        self._iface = iface

    def scroll(self, panel: QWidget) -> None:
        """Fill the dock with a panel that scrolls where it is higher than the window."""
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(panel)
        self.setWidget(area)

    def install(self) -> None:
        """Add the panel, and the ways to open it.

        It is hidden, unless it was open when QGIS was closed: then it is where it was.
        """
        window = self._iface.mainWindow()
        menu = window.findChild(QMenu, _PANELS)
        if menu is not None and window.restoreDockWidget(self):
            menu.addAction(self.toggleViewAction())  # what `addDockWidget` does, which moves it
        else:
            self._iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self)
            self.hide()
        action = self.toggleViewAction()
        action.setIcon(own_icon(self.ICON))
        action.setToolTip(f"<b>{tr(self.TITLE)}</b><br/>{tr(self.HINT)}")
        self._iface.addPluginToMenu(MENU, action)
        self._iface.addToolBarIcon(action)

    def remove(self) -> None:
        """Undo `install`; the panel cannot be used any more."""
        action = self.toggleViewAction()
        self._iface.removePluginMenu(MENU, action)
        self._iface.removeToolBarIcon(action)
        self._iface.removeDockWidget(self)
        self.setParent(None)
        self.deleteLater()

    def say(self, text: str, level: Qgis.MessageLevel = Qgis.MessageLevel.Info) -> None:
        """Show a sentence above the map."""
        self._iface.messageBar().pushMessage(MENU, text, level, _SECONDS)

    def attempt(self, work, *arguments):
        """Do what the user asked for and return its result; say what the user can put right."""
        try:
            return work(*arguments)
        except PoplarError as error:
            self.say(say(str(error)), Qgis.MessageLevel.Warning)
            return None
