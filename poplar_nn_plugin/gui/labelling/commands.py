"""What can be done in the labelling panel: the name, icon, words and key of each command."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon, QKeySequence
from qgis.PyQt.QtWidgets import QMenu

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.gui.dock import own_icon

__all__ = ["COMMANDS", "Command", "hint", "make_actions"]


@dataclass(frozen=True)
class Command:
    """A command of the panel.

    Parameters
    ----------
    icon : str
        A theme icon of QGIS where it begins with a stroke, else one of the plugin's.
    text, hint : str
        Its name, and what it does.
    key : str
        While the list of classes has the focus.
    stays : bool
        Whether its button stays down.
    """

    icon: str
    text: str
    hint: str
    key: str = ""
    stays: bool = False


COMMANDS = {
    "polygon": Command(
        "label-polygon",
        "Draw a polygon",
        "Click the corners, right-click to finish. Backspace takes a corner back, Esc cancels.",
        stays=True,
    ),
    "rectangle": Command(
        "label-rectangle",
        "Draw a rectangle",
        "Drag from corner to corner, or click both. Esc cancels.",
        stays=True,
    ),
    "circle": Command(
        "label-circle",
        "Draw a circle",
        "Drag from the centre to the edge, or click both. Esc cancels.",
        stays=True,
    ),
    "freehand": Command(
        "label-freehand",
        "Draw freehand",
        "Draw the outline with the mouse button held down.",
        stays=True,
    ),
    "grow": Command(
        "label-grow",
        "Grow a region",
        "Outlines the like ground under the mouse; the wheel, + and - make it larger or smaller, "
        "a click takes it. Ctrl and the wheel zoom.",
        stays=True,
    ),
    "segment": Command(
        "label-segment",
        "Take segments",
        "Outlines the segment under the mouse; the wheel, + and - change the size of segments, "
        "a click takes one, a drag several as one polygon. Ctrl and the wheel zoom.",
        stays=True,
    ),
    "relabel": Command(
        "label-relabel",
        "Relabel",
        "Click a polygon to give it the chosen class; Enter gives it to those selected.",
        stays=True,
    ),
    "undo": Command("/mActionUndo.svg", "Undo", "Takes the last change back, saved or not."),
    "redo": Command("/mActionRedo.svg", "Redo", "Makes the change again."),
    "add": Command("/symbologyAdd.svg", "Add class", "Adds a class and lets you type its name."),
    "delete": Command(
        "/symbologyRemove.svg",
        "Delete class",
        "Deletes the chosen class, and asks what becomes of its polygons.",
        key="Delete",
    ),
    "rename": Command(
        "/symbologyEdit.svg", "Rename class", "As a double click on its name does.", key="F2"
    ),
    "colour": Command(
        "/mIconColorWheel.svg", "Colour of the class", "As a double click on its key does."
    ),
    "only": Command(
        "/mActionFilter2.svg", "Show only this class", "Hides the polygons of the others."
    ),
    "all": Command("/mActionShowAllLayers.svg", "Show all classes", "Shows every polygon again."),
    "next": Command(
        "/mActionArrowRight.svg",
        "Next unlabelled",
        "Goes to the next polygon that has no class, and selects it.",
    ),
    "new": Command(
        "/mActionNewGeoPackageLayer.svg", "New label layer", "Makes a file to label the image in."
    ),
    "prepare": Command(
        "", "Add what is missing", "The polygons of the layer stay as they are; you can undo it."
    ),
}


def make_actions(owner) -> dict:
    """Return the action of each command, owned by a widget."""
    menu = QMenu(owner)  # it makes actions; QAction itself moved between Qt 5 and 6
    actions = {}
    for name, command in COMMANDS.items():
        action = menu.addAction(_icon(command.icon), tr(command.text))
        action.setCheckable(command.stays)
        action.setToolTip(hint(name))
        if command.key:
            action.setShortcut(QKeySequence(command.key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        actions[name] = action
    return actions


def hint(name: str, more: str = "") -> str:
    """Return the tooltip of a command, perhaps with a line more."""
    command = COMMANDS[name]
    title = tr(command.text) + (f" ({command.key})" if command.key else "")
    lines = [f"<b>{title}</b>", tr(command.hint), *([escape(more)] if more else [])]
    return "<br/>".join(lines)


def _icon(name: str) -> QIcon:
    if not name:
        return QIcon()
    return QgsApplication.getThemeIcon(name) if name.startswith("/") else own_icon(name)
