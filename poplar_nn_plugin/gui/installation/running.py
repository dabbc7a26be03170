"""An installation in the background, told to a dialog by signals."""

from __future__ import annotations

from qgis.core import (
    QgsApplication,
    QgsProcessing,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
)
from qgis.PyQt.QtCore import QObject, QThread, pyqtSignal

from poplar_nn_plugin.algorithms.installing.worker import describe_installing
from poplar_nn_plugin.passwords import without_passwords

__all__ = ["Estimate", "Installation"]

_ALGORITHM = "poplarnn:checkinstallation"


class _Feedback(QgsProcessingFeedback):
    """What the algorithm says, line by line, from the thread in which it runs."""

    said = pyqtSignal(str)
    failed = pyqtSignal(str)

    def __init__(self):
        super().__init__(False)  # what is said is not logged twice

    def pushInfo(self, info):
        self.said.emit(info)

    def pushWarning(self, warning):
        self.said.emit(warning)

    def reportError(self, error, fatalError=False):  # noqa: N803 (QGIS's name)
        self.failed.emit(without_passwords(error))


class Installation(QObject):
    """One run of *Check installation* that installs.

    Attributes
    ----------
    said : pyqtSignal(str)
        A line of its log.
    moved : pyqtSignal(float)
        How far it is, in percent.
    ended : pyqtSignal(bool, str)
        Whether all can run now, and the reason where it could not be installed; empty where it was
        cancelled.
    """

    said = pyqtSignal(str)
    moved = pyqtSignal(float)
    ended = pyqtSignal(bool, str)

    def __init__(self, wheels: str, gpu: bool, parent=None):
        super().__init__(parent)
        self._reason = ""
        self._feedback, self._context = _Feedback(), QgsProcessingContext()
        given = {
            "INSTALL": True,
            "WHEELS": wheels,
            "GPU": gpu,
            "REPORT": QgsProcessing.TEMPORARY_OUTPUT,
        }
        self._feedback.said.connect(self.said)
        self._feedback.failed.connect(self._keep)
        self._feedback.progressChanged.connect(self.moved)
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(_ALGORITHM)
        self._task = QgsProcessingAlgRunnerTask(algorithm, given, self._context, self._feedback)
        self._task.executed.connect(self._end)

    def start(self) -> None:
        """Begin, in the background."""
        QgsApplication.taskManager().addTask(self._task)

    def cancel(self) -> None:
        """Ask it to end; `ended` follows, with everything as it was."""
        self._feedback.cancel()

    def _keep(self, reason: str) -> None:
        self._reason = reason

    def _end(self, went_well: bool, results: dict) -> None:
        cancelled = self._feedback.isCanceled()
        ready = went_well and bool(results.get("READY"))
        self.ended.emit(ready and not cancelled, "" if cancelled else self._reason)


class Estimate(QThread):
    """Finds out what an installation takes here: it starts some Pythons, which takes a moment.

    Attributes
    ----------
    told : pyqtSignal(str)
    """

    told = pyqtSignal(str)

    def __init__(self, gpu: bool, parent=None):
        super().__init__(parent)
        self._gpu = gpu

    def run(self):
        """Ask, in a thread of its own."""
        self.told.emit(describe_installing(self._gpu))
