"""The plugin as QGIS sees it: it brings the provider and the panels, and takes them away again."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt

from poplar_nn_plugin.provider import PoplarProvider
from poplar_nn_plugin.worker.client import close_shared_worker

__all__ = ["PoplarPlugin"]

_MENU = "Poplar NN"


class PoplarPlugin:
    """Poplar NN in QGIS.

    Parameters
    ----------
    iface : QgisInterface or None
        None under ``qgis_process``.
    """

    def __init__(self, iface):
        self._iface = iface
        self._provider = None
        self._docks = []

    def initProcessing(self):
        """Add the provider; all that ``qgis_process`` needs."""
        self._provider = PoplarProvider()
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self):
        """Add the provider to the toolbox, and the panels to the window."""
        from poplar_nn_plugin.gui.review_dock import ReviewDock

        self.initProcessing()
        self._docks = [ReviewDock(self._iface)]
        for dock in self._docks:
            self._iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
            dock.hide()
            self._iface.addPluginToMenu(_MENU, dock.toggleViewAction())
            self._iface.addToolBarIcon(dock.toggleViewAction())

    def unload(self):
        """Undo `initGui`, and end the worker."""
        for dock in self._docks:
            self._iface.removePluginMenu(_MENU, dock.toggleViewAction())
            self._iface.removeToolBarIcon(dock.toggleViewAction())
            dock.release()
            self._iface.removeDockWidget(dock)
            dock.deleteLater()
        self._docks = []
        QgsApplication.processingRegistry().removeProvider(self._provider)
        self._provider = None
        close_shared_worker()
