"""The provider ``poplarnn`` of the Processing toolbox: it adds what the registry finds."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from poplar_nn_plugin import algorithms, filters
from poplar_nn_plugin.algorithms.chains.chain import Chain, chain_files
from poplar_nn_plugin.algorithms.filter import FilterAlgorithm
from poplar_nn_plugin.bundled import RESOURCES
from poplar_nn_plugin.dataset.versions import plugin_version
from poplar_nn_plugin.registry import discover

__all__ = ["PoplarProvider"]


class PoplarProvider(QgsProcessingProvider):
    """All algorithms of Poplar NN, those of the filters included."""

    def id(self):
        """Return the first half of every algorithm's id; never changes."""
        return "poplarnn"

    def name(self):
        """Return the name in the toolbox."""
        return "Poplar NN"

    def longName(self):
        """Return the name with the version."""
        return f"Poplar NN {plugin_version()}"

    def versionInfo(self):
        """Return the plugin's version."""
        return plugin_version()

    def icon(self):
        """Return the plugin's icon."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self):
        """Return the path of the plugin's icon."""
        return str(RESOURCES / "icons" / "poplarnn.svg")

    def supportsNonFileBasedOutput(self):
        """Return False: outputs are files, so that records can lie beside them."""
        return False

    def supportedOutputRasterLayerExtensions(self):
        """Return the raster formats that the engine writes."""
        return ["tif", "tiff"]

    def loadAlgorithms(self):
        """Add every algorithm that a module of `algorithms` or `filters` offers."""
        for algorithm in discover(algorithms, "ALGORITHM").values():
            self.addAlgorithm(algorithm())
        for kind in discover(filters, "FILTER").values():
            self.addAlgorithm(FilterAlgorithm(kind))
        if QgsApplication.processingRegistry().providerById(self.id()) is self:
            self._add_chains()

    def add_chains(self) -> None:
        """Add the models; only once QGIS knows the provider can they find the algorithms."""
        self._add_chains()
        self.algorithmsLoaded.emit()

    def _add_chains(self) -> None:
        for path in chain_files():
            self.addAlgorithm(Chain(path))
