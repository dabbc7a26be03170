"""Saving the labels: at once, by a clock, or by a button only, as the user says."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QHBoxLayout, QSpinBox, QToolButton, QWidget

from poplar_nn_plugin.algorithms.base import tr

__all__ = ["SaveRow"]

_ON, _MINUTES = "poplarnn/labels/autosave", "poplarnn/labels/save_every"
_AT_ONCE = 0  # minutes
_MINUTE = 60_000  # milliseconds


class SaveRow(QWidget):
    """The button, and when to save without it.

    Attributes
    ----------
    due : pyqtSignal()
        It is time to save what is not saved yet.
    asked : pyqtSignal()
        The button was pressed.
    """

    due = pyqtSignal()
    asked = pyqtSignal()

    def __init__(self, parent=None):
        super().__init__(parent)
        settings = QgsSettings()
        self.button = QToolButton(self)
        self.button.setObjectName("save")
        self.button.setIcon(QgsApplication.getThemeIcon("/mActionSaveEdits.svg"))
        self.button.setText(tr("Save"))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setToolTip(
            tr("Writes the labels into their file; you can go on drawing, and still undo.")
        )
        self.button.clicked.connect(self.asked)
        self.switch = QCheckBox(tr("by itself"), self)
        self.switch.setObjectName("autosave")
        self.switch.setToolTip(tr("Saves by itself, so that nothing is lost if QGIS ends."))
        self.switch.setChecked(settings.value(_ON, True, bool))
        self.minutes = QSpinBox(self)
        self.minutes.setObjectName("autosave_minutes")
        self.minutes.setRange(_AT_ONCE, 60)
        self.minutes.setSpecialValueText(tr("at once"))
        self.minutes.setPrefix(tr("every "))
        self.minutes.setSuffix(tr(" min"))
        self.minutes.setAccessibleName(tr("Minutes between savings; 0 saves each change at once"))
        self.minutes.setToolTip(tr("When to save: each change at once, or every so many minutes."))
        self.minutes.setValue(settings.value(_MINUTES, _AT_ONCE, int))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.button, self.switch, self.minutes):
            row.addWidget(widget)
        row.addStretch()
        self.clock = QTimer(self)
        self.clock.timeout.connect(self.due)
        self.switch.toggled.connect(self._change)
        self.minutes.valueChanged.connect(self._change)
        self._set_clock()

    def at_once(self) -> bool:
        """Return whether each change is to be saved as soon as it is made."""
        return self.switch.isChecked() and self.minutes.value() == _AT_ONCE

    def _change(self, _changed) -> None:
        """Keep what the user said; what waits is saved if it need not wait any more."""
        settings = QgsSettings()
        settings.setValue(_ON, self.switch.isChecked())
        settings.setValue(_MINUTES, self.minutes.value())
        self._set_clock()
        if self.at_once():
            self.due.emit()

    def _set_clock(self) -> None:
        on = self.switch.isChecked()
        self.minutes.setEnabled(on)
        # Where all is saved at once, the clock tries again what could not be saved.
        self.clock.setInterval(max(1, self.minutes.value()) * _MINUTE)
        if on:
            self.clock.start()
        else:
            self.clock.stop()
