"""An algorithm that stands in the toolbox and is loaded when it is first asked for.

All of them take a second to load, which every start of QGIS would wait for.
"""

from __future__ import annotations

from qgis.core import QgsProcessingAlgorithm

from poplar_nn_plugin.algorithms.toolbox.identity import Identified
from poplar_nn_plugin.algorithms.toolbox.index import Entry, load

__all__ = ["ListedAlgorithm"]


class ListedAlgorithm(Identified, QgsProcessingAlgorithm):
    """Stands for an algorithm: whoever opens or runs it gets the algorithm itself.

    Parameters
    ----------
    entry : Entry
    """

    def __init__(self, entry: Entry):
        super().__init__()
        self._entry, self._declared = entry, False
        self.ID, self.TITLE, self.GROUP = entry.name, entry.title, entry.group
        self.SUMMARY, self.TAGS = entry.summary, entry.tags

    def createInstance(self):
        """Return the algorithm itself; QGIS asks for one before all that it does with it."""
        return load(self._entry)

    def initAlgorithm(self, config=None):
        """Declare nothing yet."""

    def shortHelpString(self):
        """Return the help of the algorithm, and declare its parameters.

        `processing.algorithmHelp` prints them next, and is alone in asking none but this object.
        """
        algorithm = load(self._entry)
        if not self._declared:
            self._declared = True
            self.add(algorithm.declare())
        return algorithm.shortHelpString()

    def processAlgorithm(self, parameters, context, feedback):
        """Run nothing: QGIS runs what `createInstance` gives."""
        raise NotImplementedError(f"{self.ID} is run by an instance of its own.")
