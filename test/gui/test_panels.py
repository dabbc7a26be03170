"""Panels come when QGIS stands, and open again where they were."""

from types import SimpleNamespace

import pytest
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QDockWidget, QMainWindow

from poplar_nn_plugin.gui.dock import PoplarDock
from poplar_nn_plugin.gui.panels import Panels


class Interface(QObject):
    """QGIS's interface, as far as a panel needs it to come."""

    initializationCompleted = pyqtSignal()  # noqa: N815 (QGIS calls it so)

    def __init__(self):
        super().__init__()
        self.window, self.added = QMainWindow(), []
        self.panels = self.window.menuBar().addMenu("Panels")
        self.panels.setObjectName("mPanelMenu")

    def mainWindow(self):
        return self.window

    def addDockWidget(self, area, dock):
        self.added.append(dock.objectName())
        self.window.addDockWidget(area, dock)
        dock.show()

    def addPluginToMenu(self, menu, action):
        pass

    def addToolBarIcon(self, action):
        pass


class Dock(PoplarDock):
    NAME = TITLE = "Quelconque"
    ICON = "labels"
    HINT = "Does nothing."


@pytest.fixture
def iface(qgis_app):
    found = Interface()
    yield found
    found.window.close()
    found.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def panels(iface, monkeypatch):
    """Return panels of which each step leaves a word."""
    came = []

    def steps(self):
        self._docks = [SimpleNamespace(remove=lambda: came.append("removed"))]
        for word in ("offers", "labels", "review"):
            came.append(word)
            yield

    monkeypatch.setattr(Panels, "_all", steps)
    return SimpleNamespace(panels=Panels(iface), came=came)


def test_they_come_at_once_in_a_window_that_stands(iface, panels):
    iface.window.show()

    panels.panels.install()

    assert panels.came == ["offers", "labels", "review"]


def test_they_come_one_by_one_when_qgis_has_started(iface, panels):
    panels.panels.install()
    QCoreApplication.processEvents()
    assert panels.came == []

    iface.initializationCompleted.emit()
    seen = []
    for _ in range(100):
        QCoreApplication.processEvents()
        seen.append(len(panels.came))
        if not panels.panels._clock.isActive():
            break

    assert panels.came == ["offers", "labels", "review"]
    assert sorted(set(seen) - {0})[0] < 3  # the window was asked in between
    assert not panels.panels._clock.isActive()


def test_a_plugin_that_goes_meanwhile_lets_no_more_come(iface, panels):
    panels.panels.install()
    iface.initializationCompleted.emit()
    panels.panels._next()

    panels.panels.remove()
    QCoreApplication.processEvents()

    assert panels.came == ["offers", "removed"]


def test_a_panel_is_hidden_at_first(iface):
    iface.window.show()
    dock = Dock(iface)

    dock.install()

    assert dock.isHidden()
    assert iface.added == [Dock.NAME]
    assert iface.window.dockWidgetArea(dock) == Qt.DockWidgetArea.RightDockWidgetArea


@pytest.mark.parametrize("was_open", [True, False], ids=["open", "closed"])
def test_a_panel_is_as_it_was_when_qgis_was_closed(iface, was_open):
    before = QMainWindow()
    old = QDockWidget("old", before)
    old.setObjectName(Dock.NAME)
    before.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, old)
    before.show()
    old.setVisible(was_open)
    iface.window.restoreState(before.saveState())
    before.close()
    iface.window.show()
    dock = Dock(iface)

    dock.install()

    assert dock.isVisible() == was_open
    assert iface.window.dockWidgetArea(dock) == Qt.DockWidgetArea.LeftDockWidgetArea
    assert iface.panels.actions() == [dock.toggleViewAction()]
