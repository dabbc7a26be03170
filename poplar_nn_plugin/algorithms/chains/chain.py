"""Chains: models of QGIS's model designer that come with the plugin, as algorithms of its own."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProcessingModelAlgorithm
from qgis.PyQt.QtGui import QIcon

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.help.page import help_page
from poplar_nn_plugin.algorithms.help.shown import shown_help
from poplar_nn_plugin.bundled import RESOURCES

__all__ = ["CHAINS", "Chain", "chain_files"]

CHAINS = RESOURCES / "models"
"""The folder of the models."""

_SUMMARY, _HELP, _TAGS = "SHORT_DESCRIPTION", "ALG_DESC", "TAGS"


def chain_files() -> list[Path]:
    """Return the files of all models."""
    return sorted(CHAINS.glob("*.model3"))


class Chain(QgsProcessingModelAlgorithm):
    """A model that comes with the plugin.

    Its id is the name of its file; its titles are those of the model, in the user's language.

    Parameters
    ----------
    path : Path
        Of the model; its algorithms must be known to QGIS already.
    """

    def __init__(self, path: Path):
        super().__init__()
        self._path = path
        self.fromFile(str(path))
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

    def name(self):
        """Return the second half of the id; never changes, never translated."""
        return self._path.stem

    def displayName(self):
        """Return the title."""
        return tr(super().name())

    def groupId(self):
        """Return the id of the group in the toolbox."""
        return "chains"

    def group(self):
        """Return the title of the group in the toolbox."""
        return tr("Chains")

    def shortDescription(self):
        """Return what the chain does, in one sentence."""
        return tr(self.helpContent()[_SUMMARY])

    def tags(self):
        """Return the words by which the toolbox finds it, in English and the user's language."""
        words = self.helpContent()[_TAGS]
        return sorted({*words.split(", "), *tr(words).split(", ")})

    def details(self) -> str:
        """Return what the help says after the summary, as short HTML."""
        return tr(self.helpContent()[_HELP])

    def shortHelpString(self):
        """Return the help shown beside the dialog and by ``qgis_process help``."""
        return shown_help(self.shortDescription(), self.details())

    def helpUrl(self):
        """Return the address of the page of the plugin that *Help* opens, if it is there."""
        return help_page(self.name())

    def icon(self):
        """Return the icon of the group."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self):
        """Return the path of the group's icon."""
        return str(RESOURCES / "icons" / "chains.svg")
