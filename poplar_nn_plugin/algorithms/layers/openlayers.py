"""Layers of the project whose files a run replaces: said before, and read anew after."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsDataProvider, QgsMapLayer, QgsProject, QgsProviderRegistry, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QThread

__all__ = ["OpenLayer", "fresh_layers", "open_layers", "shown_from"]


@dataclass(frozen=True)
class OpenLayer:
    """A layer of the project that shows a file.

    Parameters
    ----------
    key : str
        Its id.
    name : str
    path : str
        Of the file, links resolved.
    """

    key: str
    name: str
    path: str


def open_layers(project: QgsProject | None) -> list[OpenLayer]:
    """Return the layers that show files; none outside the main thread, whose they are."""
    if project is None or not _in_main_thread():
        return []
    registry, found = QgsProviderRegistry.instance(), []
    for layer in project.mapLayers().values():
        path = registry.decodeUri(layer.providerType(), layer.source()).get("path")
        if path:
            found.append(OpenLayer(layer.id(), layer.name(), os.path.realpath(path)))
    return found


def shown_from(layers: Iterable[OpenLayer], targets: Iterable[str]) -> list[OpenLayer]:
    """Return the layers that show one of the targets, which are files or folders."""
    places = {Path(os.path.realpath(target)) for target in targets}
    return [layer for layer in layers if places & {Path(layer.path), *Path(layer.path).parents}]


def fresh_layers(project: QgsProject, layers: Iterable[OpenLayer]) -> list[str]:
    """Read layers anew from their files, and return the names of those that must not be.

    These hold edits that are not saved. The others are drawn as their file says, where it says so.
    """
    left = []
    for known in layers if _in_main_thread() else ():
        layer = project.mapLayer(known.key)
        if isinstance(layer, QgsVectorLayer) and layer.isEditable():
            left.append(layer.name())
        elif layer is not None:
            _read_anew(layer)
    return left


def _read_anew(layer: QgsMapLayer) -> None:
    options = QgsDataProvider.ProviderOptions()
    layer.setDataSource(layer.source(), layer.name(), layer.providerType(), options)
    if os.path.exists(layer.styleURI()):
        layer.loadDefaultStyle()
    layer.triggerRepaint()


def _in_main_thread() -> bool:
    return QThread.currentThread() == QCoreApplication.instance().thread()
