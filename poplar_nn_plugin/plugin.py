"""The plugin as QGIS sees it: it brings the provider and the panels, and takes them away again."""

from __future__ import annotations

from qgis.core import QgsApplication

from poplar_nn_plugin.algorithms.translation import translator_for
from poplar_nn_plugin.language.current import speak
from poplar_nn_plugin.provider import PoplarProvider

__all__ = ["PoplarPlugin"]


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
        self._panels = None
        # Before anything is named; kept, for QGIS does not own it.
        self._translator = translator_for(QgsApplication.locale())
        if self._translator is not None:
            QgsApplication.installTranslator(self._translator)
        speak(QgsApplication.locale())

    def initProcessing(self):
        """Add the provider; all that ``qgis_process`` needs."""
        self._provider = PoplarProvider(listed=self._iface is not None)
        if QgsApplication.processingRegistry().addProvider(self._provider):
            self._provider.add_chains()

    def initGui(self):
        """Add the provider to the toolbox, and the panels and what is offered to the window."""
        from poplar_nn_plugin.gui.panels import Panels  # not under `qgis_process`: no window

        self.initProcessing()
        self._panels = Panels(self._iface)
        self._panels.install()

    def unload(self):
        """Undo `initGui`, and end the worker."""
        from poplar_nn_plugin.worker.client import close_shared_worker  # no start waits for it

        if self._panels is not None:
            self._panels.remove()
            self._panels = None
        QgsApplication.processingRegistry().removeProvider(self._provider)
        self._provider = None
        if self._translator is not None:
            QgsApplication.removeTranslator(self._translator)
        speak("")
        close_shared_worker()
