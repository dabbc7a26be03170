"""Layers of the project whose files a run replaces: said before, and read anew after."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsDataProvider, QgsMapLayer, QgsProject, QgsProviderRegistry, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QThread

from poplar_nn_plugin.algorithms.translation import tr

__all__ = ["ReplacedLayers"]


@dataclass(frozen=True)
class _OpenLayer:
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


class ReplacedLayers:
    """The layers of the project whose files a run replaces.

    Made in the main thread, whose the layers are; elsewhere it knows none.
    """

    def __init__(self, project: QgsProject | None):
        self._open = _open_layers(project)
        self._replaced: list[_OpenLayer] = []

    def note(self, targets: Iterable[str], progress) -> None:
        """Take down which layers show one of the targets, files or folders, and say so."""
        self._replaced = self._showing(targets)
        for layer in self._replaced:
            progress.message(
                f"{layer.path} is open as the layer '{layer.name}', which is read anew at the end."
            )

    def forget(self) -> None:
        """Take back what was noted: nothing was replaced."""
        self._replaced = []

    def advice(self, path: str) -> str:
        """Return what to do about layers that keep a file from being replaced."""
        return "".join(
            f" It is open as the layer '{layer.name}': remove it from the project first."
            for layer in self._showing([path])
        )

    def read_anew(self, project: QgsProject, feedback) -> None:
        """Read the layers anew from their files, and warn of those that hold unsaved edits.

        They are drawn as their file says, where it says so.
        """
        for known in self._replaced if _in_main_thread() else ():
            layer = project.mapLayer(known.key)
            if isinstance(layer, QgsVectorLayer) and layer.isEditable():
                feedback.pushWarning(
                    tr(
                        "'{}' has edits that are not saved, so it still shows the file that was "
                        "replaced: save them elsewhere, or discard them and load the layer again."
                    ).format(layer.name())
                )
            elif layer is not None:
                _read_anew(layer)

    def _showing(self, targets: Iterable[str]) -> list[_OpenLayer]:
        places = {Path(os.path.realpath(target)) for target in targets}
        return [one for one in self._open if places & {Path(one.path), *Path(one.path).parents}]


def _open_layers(project: QgsProject | None) -> list[_OpenLayer]:
    """Return the layers that show files; none outside the main thread."""
    if project is None or not _in_main_thread():
        return []
    registry, found = QgsProviderRegistry.instance(), []
    for layer in project.mapLayers().values():
        path = registry.decodeUri(layer.providerType(), layer.source()).get("path")
        if path:
            found.append(_OpenLayer(layer.id(), layer.name(), os.path.realpath(path)))
    return found


def _read_anew(layer: QgsMapLayer) -> None:
    options = QgsDataProvider.ProviderOptions()
    layer.setDataSource(layer.source(), layer.name(), layer.providerType(), options)
    if os.path.exists(layer.styleURI()):
        layer.loadDefaultStyle()
    layer.triggerRepaint()


def _in_main_thread() -> bool:
    return QThread.currentThread() == QCoreApplication.instance().thread()
