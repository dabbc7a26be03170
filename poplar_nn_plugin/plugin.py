"""The plugin as QGIS sees it: it brings the provider and the panels, and takes them away again."""

from __future__ import annotations

from qgis.core import QgsApplication

from poplar_nn_plugin.algorithms.translation import translator_for
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
        self._docks = []
        self._offers = []
        # Before anything is named; kept, for QGIS does not own it.
        self._translator = translator_for(QgsApplication.locale())
        if self._translator is not None:
            QgsApplication.installTranslator(self._translator)

    def initProcessing(self):
        """Add the provider; all that ``qgis_process`` needs."""
        self._provider = PoplarProvider()
        if QgsApplication.processingRegistry().addProvider(self._provider):
            self._provider.add_chains()

    def initGui(self):
        """Add the provider to the toolbox, and the panels and what is offered to the window."""
        # Not under `qgis_process`, which has no window.
        from poplar_nn_plugin.gui.installation.offer import InstallOffer
        from poplar_nn_plugin.gui.keeping import KeepOffer
        from poplar_nn_plugin.gui.labelling.dock import LabelDock
        from poplar_nn_plugin.gui.reports.dock import ReportDock
        from poplar_nn_plugin.gui.review.dock import ReviewDock
        from poplar_nn_plugin.gui.start.dock import StartDock
        from poplar_nn_plugin.gui.suggestions.dock import SuggestionDock

        self.initProcessing()
        keeping = KeepOffer(self._iface)
        self._offers = [keeping, InstallOffer(self._iface)]
        labels = LabelDock(self._iface)
        suggestions = SuggestionDock(self._iface, labels)
        reports = ReportDock(self._iface, keeping.memory)
        start = StartDock(self._iface, labels, suggestions, reports, keeping.memory)
        self._docks = [start, suggestions, labels, ReviewDock(self._iface), reports]
        for dock in self._docks:
            dock.install()

    def unload(self):
        """Undo `initGui`, and end the worker."""
        for dock in self._docks:
            dock.remove()
        self._docks = []
        for offer in self._offers:
            offer.drop()
        self._offers = []
        QgsApplication.processingRegistry().removeProvider(self._provider)
        self._provider = None
        if self._translator is not None:
            QgsApplication.removeTranslator(self._translator)
        close_shared_worker()
