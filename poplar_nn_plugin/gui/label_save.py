"""Saving the labels: by a button, and by a clock that the user may stop."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QCheckBox, QHBoxLayout, QSpinBox, QToolButton, QWidget

from poplar_nn_plugin.algorithms.base import tr

__all__ = ["SaveRow"]

_ON, _MINUTES = "poplarnn/labels/autosave", "poplarnn/labels/autosave_minutes"
_DEFAULT_MINUTES = 2
_MINUTE = 60_000  # milliseconds


class SaveRow(QWidget):
    """The button and the clock.

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
            tr(
                "Writes the labels into their file; you can go on drawing. What is saved can no "
                "longer be undone."
            )
        )
        self.button.clicked.connect(self.asked)
        self.switch = QCheckBox(tr("every"), self)
        self.switch.setObjectName("autosave")
        self.switch.setToolTip(tr("Saves by itself, so that nothing is lost if QGIS ends."))
        self.switch.setChecked(settings.value(_ON, True, bool))
        self.minutes = QSpinBox(self)
        self.minutes.setObjectName("autosave_minutes")
        self.minutes.setRange(1, 60)
        self.minutes.setSuffix(tr(" min"))
        self.minutes.setAccessibleName(tr("Minutes between savings"))
        self.minutes.setValue(settings.value(_MINUTES, _DEFAULT_MINUTES, int))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.button, self.switch, self.minutes):
            row.addWidget(widget)
        row.addStretch()
        self.clock = QTimer(self)
        self.clock.timeout.connect(self.due)
        self.switch.toggled.connect(self._set_clock)
        self.minutes.valueChanged.connect(self._set_clock)
        self._set_clock()

    def _set_clock(self, _changed=None) -> None:
        on = self.switch.isChecked()
        self.minutes.setEnabled(on)
        self.clock.setInterval(self.minutes.value() * _MINUTE)
        if on:
            self.clock.start()
        else:
            self.clock.stop()
        settings = QgsSettings()
        settings.setValue(_ON, on)
        settings.setValue(_MINUTES, self.minutes.value())
