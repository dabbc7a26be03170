"""The plugin as QGIS sees it: it brings the provider and takes it away again."""

from __future__ import annotations

from qgis.core import QgsApplication

from poplar_nn_plugin.provider import PoplarProvider
from poplar_nn_plugin.worker.client import close_shared_worker

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

    def initProcessing(self):
        """Add the provider; all that ``qgis_process`` needs."""
        self._provider = PoplarProvider()
        QgsApplication.processingRegistry().addProvider(self._provider)

    def initGui(self):
        """Add the provider to the toolbox."""
        self.initProcessing()

    def unload(self):
        """Undo `initGui`, and end the worker."""
        QgsApplication.processingRegistry().removeProvider(self._provider)
        self._provider = None
        close_shared_worker()
