"""Chains: models of QGIS's model designer that come with the plugin, as algorithms of its own."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingModelAlgorithm

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.help.shown import shown_help
from poplar_nn_plugin.algorithms.toolbox.identity import Identified

__all__ = ["Chain"]

_SUMMARY, _HELP, _TAGS = "SHORT_DESCRIPTION", "ALG_DESC", "TAGS"


class Chain(Identified, QgsProcessingModelAlgorithm):
    """A model that comes with the plugin.

    Its id is the name of its file; its titles are those of the model, in the user's language.

    Parameters
    ----------
    path : Path
        Of the model; its algorithms must be known to QGIS already.
    """

    GROUP = "chains"

    def __init__(self, path: Path):
        super().__init__()
        self._path = path
        self.fromFile(str(path))
        told = self.helpContent()
        self.ID, self.TITLE = path.stem, QgsProcessingModelAlgorithm.name(self)
        self.SUMMARY, self.TAGS, self.HELP = (told[one] for one in (_SUMMARY, _TAGS, _HELP))
        shown = [*self.parameterDefinitions(), *self.outputDefinitions()]
        for definition in shown:
            definition.setDescription(tr(definition.description()))

    def createInstance(self):
        """Return the same model once more."""
        return Chain(self._path)

    def processAlgorithm(self, parameters, context, feedback):
        """Run the steps; what is not given has its default, which QGIS leaves to its dialogs."""
        defaults = {
            one.name(): one.defaultValue()
            for one in self.parameterDefinitions()
            if not one.isDestination() and one.defaultValue() is not None
        }
        return super().processAlgorithm({**defaults, **parameters}, context, feedback)

    def declare(self) -> list:
        """Return its parameters and its other outputs, for one that stands for it."""
        parameters = [one.clone() for one in self.parameterDefinitions()]
        own = {one.name() for one in parameters if one.isDestination()}
        outputs = [one for one in self.outputDefinitions() if one.name() not in own]
        return parameters + [type(one)(one.name(), one.description()) for one in outputs]

    def details(self) -> str:
        """Return what the help says after the summary, as short HTML."""
        return tr(self.HELP)

    def shortHelpString(self):
        """Return the help shown beside the dialog and by ``qgis_process help``."""
        return shown_help(self.shortDescription(), self.details())
