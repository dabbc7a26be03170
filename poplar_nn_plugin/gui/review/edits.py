"""What the review writes into a layer: through its edit buffer, one command for each thing said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qgis.core import QgsVectorDataProvider, QgsVectorLayer

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.layers.fields import TEXT, new_field
from poplar_nn_plugin.errors import OutputError

__all__ = ["ReviewedLayer"]


class ReviewedLayer:
    """A layer of which something is said, feature by feature.

    Parameters
    ----------
    layer : QgsVectorLayer
    """

    def __init__(self, layer: QgsVectorLayer):
        self.layer = layer

    def cannot_write(self, names: Iterable[str]) -> str:
        """Return why fields of these names cannot be filled; empty if they can."""
        needed = QgsVectorDataProvider.Capability.ChangeAttributeValues
        can = self.layer.dataProvider().capabilities()
        if self.layer.readOnly() or not can & needed:
            return tr(
                "This layer is read-only: you can look at its mistakes, but not say what is wrong. "
                "Save it as a GeoPackage where you may write to do so."
            )
        missing = [name for name in names if self.field(name) < 0]
        if missing and not can & QgsVectorDataProvider.Capability.AddAttributes:
            return tr(
                "This layer takes no field '{}': you can look at its mistakes, but not say what "
                "is wrong. Save it as a GeoPackage to do so."
            ).format(missing[0])
        return ""

    def unsaved(self) -> bool:
        """Return whether the layer's edit buffer holds anything."""
        return self.layer.isEditable() and self.layer.isModified()

    def save(self) -> None:
        """Write the edit buffer to the file, and go on editing.

        Raises
        ------
        OutputError
            If the layer's provider refuses; the edit buffer is then as it was.
        """
        if self.layer.isEditable() and not self.layer.commitChanges(False):
            raise OutputError(
                tr("The reviews cannot be saved in {}: {}").format(
                    self.layer.name(), "; ".join(self.layer.commitErrors())
                )
            )

    def field(self, name: str) -> int:
        """Return the number of a field, below 0 where there is none."""
        return self.layer.fields().lookupField(name)

    def write(self, fid: int, values: Mapping[str, str], title: str) -> None:
        """Keep texts of a feature, empty for none, as one command that can be undone."""
        if not self.layer.isEditable():
            self.layer.startEditing()
        self.layer.beginEditCommand(tr("Review: {}").format(title))
        for name, value in values.items():
            if self.field(name) < 0:
                self.layer.addAttribute(new_field(name, TEXT))
                self.layer.updateFields()
            self.layer.changeAttributeValue(fid, self.field(name), value or None)
        self.layer.endEditCommand()
