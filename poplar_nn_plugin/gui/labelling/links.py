"""Connections with the signals of a label layer, for as long as somebody works on that layer."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsVectorLayer

__all__ = ["Links", "panel_links"]


class Links:
    """Connections of signals with slots, which end together; none at first."""

    def __init__(self):
        self._links: list[tuple] = []

    def connect(self, links: Iterable[tuple]) -> None:
        """Connect each (signal, slot)."""
        self._links = list(links)
        for signal, slot in self._links:
            signal.connect(slot)

    def drop(self) -> None:
        """Disconnect all."""
        for signal, slot in self._links:
            signal.disconnect(slot)
        self._links = []


def panel_links(layer: QgsVectorLayer, dock) -> Iterable[tuple]:
    """Return what tells the panel what happens to a layer, whoever does it: (signal, slot)."""
    return [
        (layer.featureAdded, dock.changed),
        (layer.attributeValueChanged, dock.changed),
        (layer.editingStarted, dock.changed),
        (layer.editCommandEnded, dock.changed),
        (layer.afterRollBack, dock.changed),
        (layer.updatedFields, dock.changed),
        (layer.rendererChanged, dock.changed),
        (layer.nameChanged, dock.changed),
        (layer.geometryChanged, dock.outline_changed),
        (layer.featureDeleted, dock.outline_changed),
        (layer.editingStopped, dock.outline_changed),
        (layer.afterCommitChanges, dock.committed),
        (layer.undoStack().indexChanged, dock.stepped),
    ]
