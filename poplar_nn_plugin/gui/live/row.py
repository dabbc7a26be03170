"""The row of the live map in the panel: its switch, what it shows, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsRasterLayer, QgsSettings
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.gui.live.start import StartMenu
from poplar_nn_plugin.live.view import Show

__all__ = ["LiveRow"]

_SHOW, _OPACITY = "poplarnn/live/show", "poplarnn/live/opacity"
_LINES = 3


class LiveRow(QWidget):
    """Its widgets.

    Attributes
    ----------
    switched : pyqtSignal(bool)
    changed : pyqtSignal()
        Something else is to be shown.
    faded : pyqtSignal(float)
        How opaque it is to be, from 0 to 1.
    map_wanted, model_wanted : pyqtSignal()
    start : StartMenu
        What the map begins with.

    Parameters
    ----------
    image : callable
        Returns the image of the map, or None.
    parent : QWidget, optional
    """

    switched = pyqtSignal(bool)
    changed = pyqtSignal()
    faded = pyqtSignal(float)
    map_wanted = pyqtSignal()
    model_wanted = pyqtSignal()

    def __init__(self, image: Callable[[], QgsRasterLayer | None], parent=None):
        super().__init__(parent)
        settings = QgsSettings()
        self.switch = QCheckBox(tr("Live &map"), self)
        self.switch.setObjectName("live")
        self.switch.setToolTip(
            tr(
                "<b>Live map</b><br/>Draws the class map of what is in view, and follows each "
                "polygon. It is not saved with the project."
            )
        )
        self.show_what = QComboBox(self)
        self.show_what.setObjectName("live_show")
        for title, show in (
            (tr("Classes"), Show.CLASSES),
            (tr("Borders"), Show.BORDERS),
            (tr("Uncertainty"), Show.UNCERTAINTY),
        ):
            self.show_what.addItem(title, show.value)
        self.show_what.setToolTip(
            tr("Classes; their borders only; or where the map is unsure: the darker, the less sure")
        )
        chosen = self.show_what.findData(settings.value(_SHOW, Show.CLASSES.value, str))
        self.show_what.setCurrentIndex(max(0, chosen))
        self.opacity = QSlider(Qt.Orientation.Horizontal, self)
        self.opacity.setObjectName("live_opacity")
        self.opacity.setRange(5, 100)
        self.opacity.setValue(settings.value(_OPACITY, 50, int))
        self.opacity.setToolTip(tr("Opacity of the live map"))
        self.opacity.setAccessibleName(tr("Opacity of the live map"))
        self.start = StartMenu(image, self)
        self._more = self._menu()
        self._told = QLabel(self)
        self._told.setObjectName("live_told")
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._told.setFixedHeight(_LINES * self._told.fontMetrics().lineSpacing())
        self._told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.switch.toggled.connect(self._switch)
        self.show_what.currentIndexChanged.connect(self._change)
        self.opacity.valueChanged.connect(self._fade)
        self._switch(False)

    def what(self) -> Show:
        """Return what is to be shown."""
        return Show(self.show_what.currentData())

    def share(self) -> float:
        """Return how opaque it is to be, from 0 to 1."""
        return self.opacity.value() / 100

    def tell(self, text: str) -> None:
        """Show a sentence."""
        self._told.setText(text)
        self._told.setToolTip(text)

    def text(self) -> str:
        """Return the sentence that stands there."""
        return self._told.text()

    def allow(self, ready: bool) -> None:
        """Let there be a live map, where there is an image and labels."""
        self.switch.setEnabled(ready)
        self.start.setEnabled(ready)
        if not ready:
            self.switch.setChecked(False)

    def _menu(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("live_more")
        button.setText(tr("Use"))
        button.setToolTip(tr("What becomes of the live map: a map of the whole image, or a model."))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for name, title, signal in (
            ("live_map", tr("&Map this image…"), self.map_wanted),
            ("live_keep", tr("&Keep as model…"), self.model_wanted),
        ):
            action = menu.addAction(title)
            action.setObjectName(name)
            action.triggered.connect(lambda _on=False, signal=signal: signal.emit())
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for widget in (self.switch, self.show_what):
            row.addWidget(widget)
        row.addWidget(self.opacity, 1)
        row.addWidget(self.start)
        row.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._told)

    def _switch(self, on: bool) -> None:
        for widget in (self.show_what, self.opacity, self._more):
            widget.setEnabled(on)
        self._told.setVisible(on)
        self.tell("")
        self.switched.emit(on)

    def _change(self, _index) -> None:
        QgsSettings().setValue(_SHOW, self.what().value)
        self.changed.emit()

    def _fade(self, value: int) -> None:
        QgsSettings().setValue(_OPACITY, value)
        self.faded.emit(self.share())
