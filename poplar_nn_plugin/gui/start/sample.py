"""The whole way on a sample scene, in the background: image, labels, model and map."""

from __future__ import annotations

import tempfile
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal

from poplar_nn_plugin.algorithms.base import tr

__all__ = ["SampleRun"]

_SHARE = 10  # percent of the time that drawing the scene takes


class SampleRun(QObject):
    """Draws a sample scene, maps its classes, and puts both into the project.

    Attributes
    ----------
    progressed : pyqtSignal(float, str)
        Percent, and what is being done.
    shown : pyqtSignal(object)
        The layer of the scene, when it is in the project.
    ended : pyqtSignal(str, bool)
        What came of it, and whether it went wrong.
    """

    shown = pyqtSignal(object)
    progressed = pyqtSignal(float, str)
    ended = pyqtSignal(str, bool)

    def __init__(self, parent=None):
        super().__init__(parent)
        self._task = self._feedback = self._context = None
        self._folder: Path | None = None

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self._task is not None

    def start(self, **settings) -> None:
        """Begin; `settings` are those of the sample scene, its defaults where none are given."""
        # QGIS removes its folder when it closes: the sample is to look at, not to keep.
        self._folder = Path(tempfile.mkdtemp(prefix="sample_", dir=QgsProcessingUtils.tempFolder()))
        outputs = {
            "IMAGE": "image.tif",
            "LABELS": "labels.gpkg",
            "FOREST_MASK": "forest.tif",
            "TRUTH": "truth.tif",
        }
        told = tr("Draws a sample scene …")
        self._run(
            "samplescene", {**settings, **self._paths(outputs)}, self._drawn, (0, _SHARE), told
        )

    def cancel(self) -> None:
        """Stop; what was finished stays in the project."""
        if self._task is not None:
            self._task.cancel()

    def drop(self) -> None:
        """Stop, and tell nobody."""
        if self._task is not None:
            self._task.executed.disconnect()
            self._task.cancel()
            self._task = None

    def _paths(self, names: dict[str, str]) -> dict[str, str]:
        return {key: str(self._folder / name) for key, name in names.items()}

    def _run(self, name: str, parameters: dict, done, share: tuple[float, float], told: str):
        """Run an algorithm in the background; `done` gets its results."""
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"poplarnn:{name}")
        self._feedback, self._context = QgsProcessingFeedback(), QgsProcessingContext()
        self._context.setProject(QgsProject.instance())
        low, high = share
        self._feedback.progressChanged.connect(
            lambda percent: self.progressed.emit(low + percent / 100 * (high - low), told)
        )
        self.progressed.emit(low, told)
        self._task = QgsProcessingAlgRunnerTask(
            algorithm, parameters, self._context, self._feedback
        )
        self._task.executed.connect(lambda well, results: self._ended(well, results, done))
        QgsApplication.taskManager().addTask(self._task)

    def _ended(self, well: bool, results: dict, done) -> None:
        feedback, self._task = self._feedback, None
        if well:
            done(results)
        elif feedback.isCanceled():
            self.ended.emit(tr("Cancelled."), False)
        else:
            said = feedback.textLog().strip().splitlines()
            self.ended.emit(said[-1] if said else tr("It did not work."), True)

    def _drawn(self, scene: dict) -> None:
        """Show the scene, then learn and map it."""
        image = QgsRasterLayer(scene["IMAGE"], tr("Sample scene"))
        self._add(image)
        self.shown.emit(image)
        self._add(QgsVectorLayer(scene["LABELS"], tr("Sample labels"), "ogr"))
        outputs = {
            "OUTPUT": "map.tif",
            "CONFIDENCE": "confidence.tif",
            "MODEL": "model.keras",
            "REPORT": "report.html",
        }
        given = {"RASTER": scene["IMAGE"], "LABELS": scene["LABELS"], "CLASS_FIELD": "class"}
        given["INTEREST"] = "poplar"  # what the report is headed by
        told = tr("Learns the labels and draws the map …")
        self._run(
            "mapclasses", {**given, **self._paths(outputs)}, self._mapped, (_SHARE, 100), told
        )

    def _mapped(self, made: dict) -> None:
        self._add(QgsRasterLayer(made["OUTPUT"], tr("Sample map")), above=False)
        self.ended.emit(
            tr("Done: macro F1 {:.2f} on polygons held out.").format(made["MACRO_F1"]), False
        )

    def _add(self, layer, above: bool = True) -> None:
        """Add a layer on top, or under the labels."""
        QgsProject.instance().addMapLayer(layer, False)
        QgsProject.instance().layerTreeRoot().insertLayer(0 if above else 1, layer)
