"""From the live map to what lasts: a map of the whole image, or a model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsFeatureRequest,
    QgsRasterLayer,
    QgsTask,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtWidgets import QFileDialog

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.layers.fields import field_value
from poplar_nn_plugin.algorithms.memory import MODEL, note_made
from poplar_nn_plugin.errors import Cancelled, PoplarError
from poplar_nn_plugin.gui.algorithm_dialog import open_dialog
from poplar_nn_plugin.gui.labelling.layer import CLASS_FIELD
from poplar_nn_plugin.gui.live.sources import GROUP_FIELD, LayerImage, LayerLabels, repeated
from poplar_nn_plugin.language.current import say
from poplar_nn_plugin.live.keep import keep_model
from poplar_nn_plugin.live.level import Level
from poplar_nn_plugin.live.means import Means

__all__ = ["ModelKeeper", "map_parameters"]

_TITLE = "Poplar NN"
_SECONDS = 8


def map_parameters(layer: QgsVectorLayer, image: QgsRasterLayer) -> dict:
    """Return what 'Map classes' is to be asked for the map of an image by its labels."""
    found = {
        "RASTER": image.id(),
        "LABELS": layer.id(),
        "CLASS_FIELD": CLASS_FIELD,
        "ARCHITECTURE": "deep_features",
    }
    index = layer.fields().lookupField(GROUP_FIELD)
    if index >= 0:
        request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
        request.setSubsetOfAttributes([index])
        if repeated(field_value(f[index]) for f in layer.getFeatures(request)):
            found["GROUP_FIELD"] = GROUP_FIELD
    return found


class ModelKeeper(QObject):
    """Opens the dialog of the map, and writes models in the background.

    Parameters
    ----------
    iface : QgisInterface
    parent : QWidget
    """

    def __init__(self, iface, parent):
        super().__init__(parent)
        self._iface, self._parent = iface, parent
        self._task: _KeepTask | None = None
        self._then: Callable[[str], None] | None = None

    def drop(self) -> None:
        """Stop what is being written; nothing is left of it."""
        if self._task is not None:
            self._task.told = None
            self._task.cancel()
            self._task = None

    def map_image(self, layer: QgsVectorLayer, image: QgsRasterLayer) -> None:
        """Open 'Map classes' with all filled in."""
        open_dialog("mapclasses", map_parameters(layer, image))

    def predict_image(self, image: QgsRasterLayer, model: str, matched: bool = False) -> None:
        """Open 'Predict map' with all filled in."""
        given = {"RASTER": image.id(), "MODEL": model, "MATCH": "features" if matched else "none"}
        open_dialog("predict", given)

    def keep_model(
        self,
        labels: LayerLabels,
        name: str,
        image: LayerImage,
        means: Means | None = None,
        shown: Level | None = None,
        then: Callable[[str], None] | None = None,
    ) -> None:
        """Ask where, and write the model of the labels there, in the background.

        Parameters
        ----------
        labels : LayerLabels
        name : str
            Of the labels.
        image : LayerImage
        means : Means, optional
        shown : Level, optional
            As of `poplar_nn_plugin.live.keep.keep_model`.
        then : callable, optional
            Takes the path once it is written.
        """
        if self._task is not None:
            self._say(tr("A model is being written already."), Qgis.MessageLevel.Warning)
            return
        start = str(Path(image.source.path).parent / "model.keras")
        path, _ = QFileDialog.getSaveFileName(
            self._parent, tr("Keep as model"), start, tr("Models (*.keras)")
        )
        if not path:
            return
        path = path if path.endswith(".keras") else f"{path}.keras"
        self._task = _KeepTask((image, labels, name), path, means, shown, self._kept)
        self._then = then
        QgsApplication.taskManager().addTask(self._task)

    def _kept(self, task: _KeepTask) -> None:
        """Say what came of it; nothing where it was cancelled."""
        self._task = None
        if task.error is not None:
            self._say(say(str(task.error)), Qgis.MessageLevel.Warning)
            return
        if not task.result:
            return
        score = task.result["macro_f1"]
        worth = "" if score is None else tr(", F1 {:.2f} on polygons held out").format(score)
        told = tr("Kept: {}{}. 'Predict map' draws other images with it.")
        self._say(told.format(Path(task.path).name, worth), Qgis.MessageLevel.Success)
        note_made({MODEL: task.path})
        if self._then is not None:
            self._then(task.path)

    def _say(self, text: str, level: Qgis.MessageLevel) -> None:
        self._iface.messageBar().pushMessage(_TITLE, text, level, _SECONDS)


class _KeepTask(QgsTask):
    """The writing of a model; a Progress."""

    def __init__(self, given: tuple, path: str, means: Means | None, shown: Level | None, told):
        super().__init__(tr("Keep as model: {}").format(Path(path).name))
        self._given, self._means, self._shown = given, means, shown
        self.path, self.told = path, told
        self.result: dict = {}
        self.error: PoplarError | None = None
        self._fault: Exception | None = None

    def run(self) -> bool:
        """Write it."""
        try:
            self.result = keep_model(*self._given, self.path, self, self._means, self._shown)
        except Cancelled:
            return False
        except PoplarError as error:
            self.error = error
            return False
        except Exception as error:  # a fault: raised again in `finished`, where it is seen
            self._fault = error
            return False
        return True

    def finished(self, _done: bool) -> None:
        """Tell, in the main thread."""
        if self.told is not None:
            self.told(self)
        if self._fault is not None:
            raise self._fault

    def advance(self, fraction: float) -> None:
        """Move the bar of the task."""
        self.setProgress(100 * fraction)

    def message(self, text: str) -> None:
        """Ignore it."""

    def warn(self, text: str) -> None:
        """Ignore it."""

    def cancelled(self) -> bool:
        """Return whether the task was cancelled."""
        return self.isCanceled()
