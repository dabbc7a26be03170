"""The questions that the labelling panel asks before something could be lost."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QMessageBox

from poplar_nn_plugin.algorithms.base import tr

__all__ = ["ask_delete", "ask_unsaved"]

_ROLE = QMessageBox.ButtonRole


def ask_unsaved(parent, name: str) -> str:
    """Ask what becomes of edits when the panel closes: "save", "keep", or "" for not to close."""
    return _ask(
        parent,
        tr("'{}' has labels that are not saved.").format(name),
        tr("Kept, they stay in the layer, which stays open for edits; QGIS asks again at its end."),
        {
            "save": (tr("Save"), _ROLE.AcceptRole),
            "keep": (tr("Keep unsaved"), _ROLE.DestructiveRole),
        },
    )


def ask_delete(parent, name: str, polygons: int) -> str:
    """Ask whether a class goes, and its polygons: "class", "polygons", or "" for neither."""
    answers = {"class": (tr("Delete the class"), _ROLE.AcceptRole)}
    more = ""
    if polygons:
        more = tr("{} polygons have this class.").format(polygons)
        answers = {
            "class": (tr("Keep them without a class"), _ROLE.AcceptRole),
            "polygons": (tr("Delete them too"), _ROLE.DestructiveRole),
        }
    return _ask(parent, tr("Delete the class '{}'?").format(name), more, answers)


def _ask(parent, text: str, more: str, answers: dict) -> str:
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Labels"))
    box.setText(text)
    box.setInformativeText(more)
    buttons = {answer: box.addButton(*shown) for answer, shown in answers.items()}
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    clicked = box.clickedButton()
    return next((answer for answer, button in buttons.items() if button == clicked), "")
