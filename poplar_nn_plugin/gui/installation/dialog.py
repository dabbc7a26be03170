"""The dialog that says what is missing and what it takes, and installs it."""

from __future__ import annotations

from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
)

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.installing.worker import has_gpu, is_current
from poplar_nn_plugin.gui.dock import own_icon
from poplar_nn_plugin.gui.installation.running import Estimate, Installation

__all__ = ["InstallDialog"]

_WIDTH, _LOG = 560, 140  # pixels


class InstallDialog(QDialog):
    """Install what networks and random forests take.

    Parameters
    ----------
    missed : str
        What an algorithm missed, in a sentence; empty where none did.
    parent : QWidget

    Attributes
    ----------
    installed : pyqtSignal
        All can run now.
    """

    installed = pyqtSignal()

    def __init__(self, missed: str = "", parent=None):
        super().__init__(parent)
        self.setObjectName("PoplarInstall")
        self.setWindowTitle(tr("Poplar NN: install what networks take"))
        self.setWindowIcon(own_icon("poplarnn"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._running: Installation | None = None
        self._height = 0  # pixels, once the log is shown
        self.what = self._text(
            tr(
                "Networks and random forests run in a Python of their own, with TensorFlow. It is "
                "made in the folder of your QGIS profile: QGIS itself is not touched, and no "
                "administrator is needed."
            )
        )
        self.missed = self._text(missed)
        self.missed.setVisible(bool(missed))
        self.cost = self._text(tr("Looking what this takes here …"))
        self.from_index = QRadioButton(tr("From the internet, by the proxy of QGIS"), self)
        self.from_index.setChecked(True)
        self.from_folder = QRadioButton(tr("From a folder of wheels, without a network"), self)
        self.wheels = QgsFileWidget(self)
        self.wheels.setStorageMode(QgsFileWidget.StorageMode.GetDirectory)
        self.wheels.setEnabled(False)
        self.gpu = QCheckBox(tr("For the NVIDIA card of this computer (3.5 GB)"), self)
        self.gpu.setVisible(has_gpu())
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 100)
        self.log = QPlainTextEdit(self)
        self.log.setReadOnly(True)
        self.log.setMinimumHeight(_LOG)
        self.told = self._text("")
        self.start = QPushButton(tr("Install"), self)
        self.start.setDefault(True)
        self.cancel = QPushButton(tr("Close"), self)
        self._lay_out()
        self._connect()
        self._show_work(False)
        self._estimate = Estimate(False, self)
        self._ask()

    def showEvent(self, event):
        """Take the size of what is shown."""
        super().showEvent(event)
        self._fit()

    def install(self) -> None:
        """Begin to install as chosen."""
        wheels = self.wheels.filePath() if self.from_folder.isChecked() else ""
        if self.from_folder.isChecked() and not wheels:
            self._tell(tr("Choose the folder of wheels first."), wrong=True)
            return
        self._tell("")
        self.log.clear()
        self._show_work(True)
        self._running = Installation(wheels, self.gpu.isChecked(), self)
        self._running.said.connect(self.log.appendPlainText)
        self._running.moved.connect(lambda percent: self.bar.setValue(round(percent)))
        self._running.ended.connect(self._end)
        self._running.start()

    def reject(self):
        """Cancel what runs; close where nothing does. Called by Escape and the window's cross."""
        if self._running is not None:
            self.cancel.setEnabled(False)
            self._tell(tr("Cancelling …"))
            self._running.cancel()
            return
        self._estimate.wait()
        super().reject()

    def _end(self, ready: bool, reason: str) -> None:
        self._running = None
        self._show_work(False)
        if ready:
            self.bar.setValue(100)
            self._tell(tr("All is installed. Run the algorithm again."))
            self.start.setEnabled(False)
            self.installed.emit()
        elif reason:
            self._tell(reason, wrong=True)
            self.start.setText(tr("Try again"))
        elif is_current():
            self._tell(tr("It is installed, but does not run: the log says why."), wrong=True)
        else:
            self._tell(tr("Cancelled. Everything is as it was; what was loaded is kept."))
            self.start.setText(tr("Try again"))

    def _ask(self) -> None:
        """Find out what it takes, with or without the card."""
        self._estimate.wait()
        self._estimate = Estimate(self.gpu.isChecked(), self)
        self._estimate.told.connect(self._tell_cost)
        self._estimate.start()

    def _tell_cost(self, text: str) -> None:
        self.cost.setText(text)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the texts take at this width, and not lower than before."""
        width = max(self.width(), _WIDTH)
        self.resize(width, max(self.layout().totalHeightForWidth(width), self._height))
        self._height = self.height() if self.log.isVisible() else 0

    def _tell(self, text: str, wrong: bool = False) -> None:
        self.told.setText(text)
        self.told.setStyleSheet("color: #b00020" if wrong else "")
        self.told.setVisible(bool(text))
        self._fit()

    def _show_work(self, running: bool) -> None:
        for choice in (self.from_index, self.from_folder, self.gpu, self.start):
            choice.setEnabled(not running)
        self.wheels.setEnabled(not running and self.from_folder.isChecked())
        begun = running or bool(self.log.toPlainText())
        self.bar.setVisible(begun)
        self.log.setVisible(begun)
        self.cancel.setEnabled(True)
        self.cancel.setText(tr("Cancel") if running else tr("Close"))
        self._fit()

    def _lay_out(self) -> None:
        whole, buttons = QVBoxLayout(self), QHBoxLayout()
        folder = QHBoxLayout()
        folder.addSpacing(24)
        folder.addWidget(self.wheels)
        buttons.addStretch()
        buttons.addWidget(self.start)
        buttons.addWidget(self.cancel)
        for widget in (self.what, self.missed, self.cost, self.from_index, self.from_folder):
            whole.addWidget(widget)
        whole.addLayout(folder)
        for widget in (self.gpu, self.bar, self.log, self.told):
            whole.addWidget(widget)
        whole.addLayout(buttons)

    def _connect(self) -> None:
        self.from_folder.toggled.connect(self.wheels.setEnabled)
        self.gpu.toggled.connect(self._ask)
        self.start.clicked.connect(self.install)
        self.cancel.clicked.connect(self.reject)

    def _text(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
