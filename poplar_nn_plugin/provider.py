"""The provider ``poplarnn`` of the Processing toolbox: it adds what the registry finds."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from poplar_nn_plugin.algorithms.toolbox.index import chains, entries, load_all
from poplar_nn_plugin.algorithms.toolbox.listed import ListedAlgorithm
from poplar_nn_plugin.bundled import RESOURCES

__all__ = ["PoplarProvider"]


class PoplarProvider(QgsProcessingProvider):
    """All algorithms of Poplar NN, those of the filters included.

    Parameters
    ----------
    listed : bool
        Whether algorithms are loaded when they are first asked for: so QGIS's window starts at
        once. Programs look at the parameters of what a provider has, and load all.
    """

    def __init__(self, *, listed: bool = False):
        super().__init__()
        self._listed, self._all_listed = listed, False

    def id(self):
        """Return the first half of every algorithm's id; never changes."""
        return "poplarnn"

    def name(self):
        """Return the name in the toolbox."""
        return "Poplar NN"

    def longName(self):
        """Return the name with the version."""
        return f"Poplar NN {self.versionInfo()}"

    def versionInfo(self):
        """Return the plugin's version."""
        from poplar_nn_plugin.dataset.versions import plugin_version  # which brings NumPy

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
        return ["tif", "tiff", "vrt"]

    def loadAlgorithms(self):
        """Add every algorithm that a module of `algorithms` or `filters` offers."""
        listed = entries() if self._listed else None
        self._all_listed = listed is not None
        for one in load_all() if listed is None else map(ListedAlgorithm, listed):
            self.addAlgorithm(one)
        if QgsApplication.processingRegistry().providerById(self.id()) is self:
            self._add_chains()

    def add_chains(self) -> None:
        """Add the models; only once QGIS knows the provider can they find the algorithms."""
        self._add_chains()
        self.algorithmsLoaded.emit()

    def _add_chains(self) -> None:
        if not self._all_listed:
            for chain in chains():
                self.addAlgorithm(chain)
