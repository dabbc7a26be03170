"""What an algorithm is called and where it stands in the toolbox; it loads nothing but this."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputDefinition
from qgis.PyQt.QtGui import QIcon

from poplar_nn_plugin.algorithms.help.page import help_page
from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.bundled import RESOURCES

__all__ = ["Identified"]

_GROUPS = {
    "labels": "Labels",
    "patches": "Patches",
    "model": "Model",
    "map": "Map",
    "filters": "Filters",
    "blocks": "Blocks",
    "workflow": "Workflow",
    "chains": "Chains",
}


class Identified:
    """What an algorithm of QGIS inherits first, so that it knows its place in the toolbox.

    It states ``ID``, ``TITLE``, ``GROUP``, ``SUMMARY`` (one sentence) and ``TAGS`` (words that
    people search for, with commas between).
    """

    ID = TITLE = GROUP = SUMMARY = TAGS = ""

    def name(self):
        """Return the second half of the id; never changes, never translated."""
        return self.ID

    def displayName(self):
        """Return the title."""
        return tr(self.TITLE)

    def groupId(self):
        """Return the id of the group in the toolbox."""
        return self.GROUP

    def group(self):
        """Return the title of the group in the toolbox."""
        return tr(_GROUPS[self.GROUP])

    def shortDescription(self):
        """Return what the algorithm does, in one sentence."""
        return tr(self.SUMMARY)

    def tags(self):
        """Return the words by which the toolbox finds it, in English and the user's language."""
        return sorted({*self.TAGS.split(", "), *tr(self.TAGS).split(", ")})

    def helpUrl(self):
        """Return the address of the page of the plugin that *Help* opens, if it is there."""
        return help_page(self.ID)

    def icon(self):
        """Return the icon of the group."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self):
        """Return the path of the group's icon."""
        return str(RESOURCES / "icons" / f"{self.GROUP}.svg")

    def add(self, declared: list) -> None:
        """Add parameters and outputs, in the order of the dialog."""
        for one in declared:
            is_output = isinstance(one, QgsProcessingOutputDefinition)
            self.addOutput(one) if is_output else self.addParameter(one)
