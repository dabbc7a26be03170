"""The panels and offers of the window, and when they come: once QGIS stands."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from qgis.PyQt.QtCore import QObject, QTimer

__all__ = ["Panels"]

# What panels stand on, in parts of 20 to 200 ms; at once it would hold the window up for long.
_IMPORTED = ("worker.client", "model.settings", "features.classifier.model", "algorithms.images")
_IMPORTED += ("algorithms.base", "gui.installation.offer", "live.learning", "gui.live.live_map")
_IMPORTED += ("gui.labelling.dock", "gui.suggestions.dock", "gui.reports.dock", "gui.start.dock")
_IMPORTED += ("gui.review.dock",)


class Panels(QObject):
    """Brings the panels and offers into QGIS's window and takes them away again.

    They load most of the plugin. While QGIS starts its window is not shown yet, and waits for
    none of it: they come one by one when it stands. Panels that were open when QGIS was closed
    open again at their places.

    Parameters
    ----------
    iface : QgisInterface
    """

    def __init__(self, iface):
        super().__init__()
        self._iface = iface
        self._docks, self._offers = [], []
        self._coming = self._all()
        self._clock = QTimer(self)  # of no time: whatever else QGIS has to do goes before
        self._clock.timeout.connect(self._next)

    def install(self) -> None:
        """Let them come: now, or when QGIS has started."""
        if self._iface.mainWindow().isVisible():
            for _ in self._coming:
                pass
        else:
            self._iface.initializationCompleted.connect(self._clock.start)

    def remove(self) -> None:
        """Take away what has come, and let nothing more come."""
        self._clock.stop()
        self._coming.close()
        for dock in self._docks:
            dock.remove()
        for offer in self._offers:
            offer.drop()
        self._docks, self._offers = [], []

    def _next(self) -> None:
        if next(self._coming, self) is self:
            self._clock.stop()

    def _all(self) -> Iterator[None]:
        """Make them, and stop after each, so that the window answers in between."""
        for name in _IMPORTED:
            importlib.import_module(f"poplar_nn_plugin.{name}")
            yield
        from poplar_nn_plugin.gui.installation.offer import InstallOffer
        from poplar_nn_plugin.gui.keeping import KeepOffer
        from poplar_nn_plugin.gui.labelling.dock import LabelDock
        from poplar_nn_plugin.gui.reports.dock import ReportDock
        from poplar_nn_plugin.gui.review.dock import ReviewDock
        from poplar_nn_plugin.gui.start.dock import StartDock
        from poplar_nn_plugin.gui.suggestions.dock import SuggestionDock

        keeping = KeepOffer(self._iface)
        self._offers.append(keeping)
        self._offers.append(InstallOffer(self._iface))
        yield
        labels = LabelDock(self._iface)
        self._docks = [labels]
        yield
        suggestions = SuggestionDock(self._iface, labels)
        self._docks = [suggestions, labels]
        yield
        reports = ReportDock(self._iface, keeping.memory)
        self._docks = [suggestions, labels, reports]
        yield
        start = StartDock(self._iface, labels, suggestions, reports, keeping.memory)
        self._docks = [start, suggestions, labels, reports]
        yield
        self._docks = [start, suggestions, labels, ReviewDock(self._iface), reports]
        for dock in self._docks:  # in the order of the menu
            yield
            dock.install()
