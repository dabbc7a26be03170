"""What the labelling panel looks like: its rows, buttons and words."""

from __future__ import annotations

from datetime import datetime

from qgis.core import QgsApplication, QgsMapLayerProxyModel, QgsSettings
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QSpinBox,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.errors import GridMismatchError
from poplar_nn_plugin.gui.foot import Foot
from poplar_nn_plugin.gui.labelling.class_list import ClassList, swatch
from poplar_nn_plugin.gui.labelling.commands import hint, make_actions
from poplar_nn_plugin.gui.labelling.save import SaveRow
from poplar_nn_plugin.gui.labelling.tools.controller import TOOLS
from poplar_nn_plugin.gui.live.row import LiveRow
from poplar_nn_plugin.labels.ellipsoid import pixel_sides_metres

__all__ = ["LabelPanel"]

_SIZE = "poplarnn/labels/patch_size"
_DEFAULT_SIZE = 30
_OF_A_CLASS = ("delete", "rename", "colour", "only")


class LabelPanel(QWidget):
    """The widgets of the labelling panel.

    Attributes
    ----------
    merge_wanted : pyqtSignal(object)
        The value of the class into which the chosen one is to go.
    commands : dict
        The action of each command of `COMMANDS`.
    """

    merge_wanted = pyqtSignal(object)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.commands = make_actions(self)
        self.layer = self._combo("layer", QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.layer.setToolTip(tr("The polygon layer that the labels go into."))
        self.image = self._combo("image", QgsMapLayerProxyModel.Filter.RasterLayer)
        self.image.setToolTip(tr("The image that the patches will be cut from."))
        self.size = QSpinBox(self)
        self.size.setObjectName("size")
        self.size.setRange(1, 1024)
        self.size.setSuffix(tr(" px"))
        self.size.setValue(QgsSettings().value(_SIZE, _DEFAULT_SIZE, int))
        self.size.setToolTip(tr("Side of a patch; its square follows the cursor."))
        self.size.valueChanged.connect(lambda size: QgsSettings().setValue(_SIZE, size))
        self._ground = QLabel(self)
        self.classes = ClassList(self)
        self._merge = self._merge_button()
        self.live = LiveRow(self.image.currentLayer, self)
        self.saving = SaveRow(self)
        self.foot = Foot(self)
        self._offer, self._offered = QFrame(self), QLabel(self)
        self._sources, self._source = QWidget(self._offer), QComboBox(self._offer)
        self._lay_out()

    def show_state(
        self,
        layer,
        history,
        *,
        ready: bool,
        chosen: bool,
        unlabelled: int,
        offer: str,
        sources: list[str],
    ) -> None:
        """Allow what can be done now.

        Parameters
        ----------
        layer : QgsVectorLayer or None
        history : LabelHistory or None
            Of the layer.
        ready : bool
            Whether it has the class field.
        chosen : bool
            Whether there is a class to draw.
        unlabelled : int
            Polygons without a class.
        offer : str
            What could be added to the layer, in a sentence; empty where nothing could.
        sources : list of str
            Fields that may say the class, where the layer lacks the class field.
        """
        able = {
            **{name: ready for name in ("add", "all")},
            **{name: ready and chosen for name in (*TOOLS, *_OF_A_CLASS)},
            "next": unlabelled > 0,
            "undo": history is not None and history.can_undo(),
            "redo": history is not None and history.can_redo(),
        }
        for name, allowed in able.items():
            self.commands[name].setEnabled(allowed)
        self._merge.setEnabled(ready and chosen and self.classes.topLevelItemCount() > 1)
        self.saving.button.setEnabled(layer is not None and layer.isModified())
        self.commands["undo"].setToolTip(hint("undo", history.undo_text() if history else ""))
        self.commands["redo"].setToolTip(hint("redo", history.redo_text() if history else ""))
        # How many have no class stands beside the arrow; where none has, the arrow is enough.
        styles = Qt.ToolButtonStyle
        beside, alone = styles.ToolButtonTextBesideIcon, styles.ToolButtonIconOnly
        self._going.setToolButtonStyle(beside if unlabelled else alone)
        self.commands["next"].setIconText(tr("{} unlabelled").format(unlabelled))
        if ready and not chosen and not self.foot.text():
            self.tell(tr("There is no class yet: add one with the button '+'."))
        self._offered.setText(offer)
        self._offer.setVisible(bool(offer))
        if sources != [self._source.itemText(n) for n in range(self._source.count() - 1)]:
            self._source.clear()
            self._source.addItems([*sources, tr("nothing yet")] if sources else [])
        self._sources.setVisible(bool(sources))

    def keyPressEvent(self, event):
        """Undo and redo by their keys, where QGIS has nothing to undo."""
        for name in ("undo", "redo"):
            if event.matches(getattr(QKeySequence.StandardKey, name.capitalize())):
                self.commands[name].trigger()
                return
        super().keyPressEvent(event)

    def tell(self, text: str, warning: bool = False) -> None:
        """Show a sentence at the foot of the panel."""
        self.foot.tell(text, warning)

    def class_source(self) -> str:
        """Return the field that is to say the classes; empty for none."""
        index, last = self._source.currentIndex(), self._source.count() - 1
        return self._source.currentText() if 0 <= index < last else ""

    def tell_saved(self) -> None:
        """Say that all is in the file."""
        self.tell(tr("Saved at {}.").format(f"{datetime.now():%H:%M}"))

    def tell_patch(self, patch) -> None:
        """Say how large a patch is on the ground."""
        if patch is None:
            self._ground.setText(tr("choose an image"))
            return
        try:
            across, down = (side * patch.size for side in pixel_sides_metres(patch.grid))
        except GridMismatchError:  # the image lies where its CRS does not reach
            self._ground.setText(tr("not known"))
            return
        self._ground.setText(f"{across:.1f} x {down:.1f} m")

    def _combo(self, name: str, kind) -> QgsMapLayerComboBox:
        combo = QgsMapLayerComboBox(self)
        combo.setObjectName(name)
        combo.setFilters(kind)
        combo.setAllowEmptyLayer(True)
        combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return combo

    def _merge_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("merge")
        button.setIcon(QgsApplication.getThemeIcon("/mActionMergeFeatures.svg"))
        button.setToolTip(
            tr(
                "<b>Merge into</b><br/>Gives the polygons of the chosen class to "
                "another, and drops the class."
            )
        )
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(tr("Merge into"), button)
        menu.setIcon(button.icon())
        menu.aboutToShow.connect(lambda: self._fill(menu))
        button.setMenu(menu)
        return button

    def _fill(self, menu) -> None:
        """Offer the other classes."""
        menu.clear()
        for value, name, colour in self.classes.others():
            action = menu.addAction(swatch(colour, 16), name.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, into=value: self.merge_wanted.emit(into))

    def _toolbar(self) -> QToolBar:
        bar = QToolBar(self)
        bar.setIconSize(QSize(20, 20))
        return bar

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(self.commands[name])
        return button

    def _lay_out(self) -> None:
        drawing, changing = self._toolbar(), self._toolbar()
        for name in TOOLS:
            drawing.addAction(self.commands[name])
        drawing.addSeparator()
        for name in ("undo", "redo"):
            drawing.addAction(self.commands[name])
        drawing.addSeparator()
        drawing.addAction(self.commands["next"])
        self._going = drawing.widgetForAction(self.commands["next"])
        for name in ("add", "delete", "rename", "colour"):
            changing.addAction(self.commands[name])
        changing.addWidget(self._merge)
        changing.addSeparator()
        for name in ("only", "all"):
            changing.addAction(self.commands[name])
        for bar in (drawing, changing):
            for action in bar.actions():  # Qt leaves the buttons of toolbars to the mouse
                bar.widgetForAction(action).setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for name in ("rename", "colour", "only", "all", "delete"):
            self.classes.addAction(self.commands[name])
        self.classes.insertAction(self.commands["only"], self._merge.menu().menuAction())

        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addLayout(self._head())
        column.addWidget(drawing)
        # Only the list grows and shrinks: a button that moves is missed by the next click.
        column.addWidget(self.classes, 1)
        column.addWidget(self._offer)
        column.addWidget(changing)
        column.addWidget(self.live)
        column.addWidget(self.saving)
        column.addWidget(self.foot)

    def _head(self) -> QGridLayout:
        """Return the rows of layer, image and patch; fill in the offer of what the layer lacks."""
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        patch = QHBoxLayout()
        patch.addWidget(self.size)
        patch.addWidget(self._ground, 1)
        rows = ((tr("&Labels"), self.layer), (tr("&Image"), self.image), (tr("&Patch"), self.size))
        for row, (text, widget) in enumerate(rows):
            label = QLabel(text, self)
            label.setBuddy(widget)
            grid.addWidget(label, row, 0)
        grid.addWidget(self.layer, 0, 1)
        grid.addWidget(self._button("new"), 0, 2)
        grid.addWidget(self.image, 1, 1, 1, 2)
        grid.addLayout(patch, 2, 1, 1, 2)

        self._offer.setObjectName("offer")
        self._offer.setFrameShape(QFrame.Shape.StyledPanel)
        self._offered.setWordWrap(True)
        self._offered.setTextFormat(Qt.TextFormat.PlainText)
        inside = QVBoxLayout(self._offer)
        inside.addWidget(self._offered)
        row = QHBoxLayout(self._sources)
        row.setContentsMargins(0, 0, 0, 0)
        label = QLabel(tr("&Class from"), self._sources)
        label.setBuddy(self._source)
        self._source.setObjectName("class_source")
        self._source.setToolTip(tr("The field whose values become the classes; it stays."))
        row.addWidget(label)
        row.addWidget(self._source, 1)
        inside.addWidget(self._sources)
        button = self._button("prepare")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        inside.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        self._offer.hide()
        return grid
