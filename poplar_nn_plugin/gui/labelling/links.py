"""The signals of the label layer that the panel listens to, as long as it works on that layer."""

from __future__ import annotations

from qgis.core import QgsVectorLayer

__all__ = ["LayerLinks"]


class LayerLinks:
    """What connects a layer with the panel; nothing at first."""

    def __init__(self):
        self._links: list[tuple] = []

    def follow(self, layer: QgsVectorLayer, dock) -> None:
        """Tell the panel what happens to a layer, whoever does it."""
        self._links = [
            *(
                (signal, dock.changed)
                for signal in (
                    layer.featureAdded,
                    layer.attributeValueChanged,
                    layer.editingStarted,
                    layer.editCommandEnded,
                    layer.afterRollBack,
                    layer.updatedFields,
                    layer.rendererChanged,
                    layer.nameChanged,
                )
            ),
            (layer.geometryChanged, dock.outline_changed),
            (layer.featureDeleted, dock.outline_changed),
            (layer.editingStopped, dock.outline_changed),
            (layer.afterCommitChanges, dock.committed),
            (layer.undoStack().indexChanged, dock.stepped),
        ]
        for signal, slot in self._links:
            signal.connect(slot)

    def drop(self) -> None:
        """Listen no more."""
        for signal, slot in self._links:
            signal.disconnect(slot)
        self._links = []
