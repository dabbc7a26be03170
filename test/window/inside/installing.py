"""The dialog that installs: by the menu, and where an algorithm in its dialog missed the worker."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from hands import until
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialog
from qgis.utils import iface
from window.inside.dialog import Dialog, open_dialog
from window.inside.report import Report

__all__ = ["open_installation"]

_SOON = 180  # seconds, on a machine that has much to do
_ENTRY = "Install what networks take"


def open_installation(report: Report, pictures: Path, done: set[str]) -> None:
    """Open the dialog in both ways, and close it by Escape.

    Parameters
    ----------
    report : Report
    pictures : Path
        Where its picture goes.
    done : set of str
        Names of cases.
    """
    if "install/menu" not in done:
        with report.case("install/menu"):
            menus = (menu for menu in iface.pluginMenu().actions() if menu.text() == "Poplar NN")
            entries = [entry for menu in menus for entry in menu.menu().actions()]
            (entry,) = (entry for entry in entries if entry.text().startswith(_ENTRY))
            entry.trigger()
            _look(pictures / "install.png", "")
    if "install/missed" not in done:
        with report.case("install/missed"):
            open_dialog("trainmodel", partial(_miss, pictures / "install-missed.png"))


def _miss(picture: Path, dialog: Dialog) -> None:
    from poplar_nn_plugin.algorithms.installing.missing import tell_missing
    from poplar_nn_plugin.errors import MissingDependencyError
    from poplar_nn_plugin.worker.environment import VARIABLE

    named = os.environ.pop(VARIABLE, None)
    try:
        tell_missing("poplarnn:trainmodel", MissingDependencyError("It lacks it.", python="none"))
    finally:
        if named is not None:
            os.environ[VARIABLE] = named
    _look(picture, "'Train model' takes it")


def _look(picture: Path, missed: str) -> None:
    """See the dialog and what it says, take its picture, and send it away."""
    found = until(_shown, _SOON, "the dialog that installs")
    until(lambda: "of the disk" in found.cost.text(), _SOON, "what an installation takes")
    if not found.missed.text().startswith(missed):
        raise LookupError(f"the dialog says {found.missed.text()!r}")
    if QApplication.activeModalWidget() not in (None, found):
        raise LookupError("another dialog lets nobody use the one that installs")
    found.grab().save(str(picture))
    QTest.keyClick(found, Qt.Key.Key_Escape)
    until(lambda: _shown() is None, _SOON, "the end of the dialog that installs")


def _shown() -> QDialog | None:
    dialogs = iface.mainWindow().findChildren(QDialog, "PoplarInstall")
    return next((dialog for dialog in dialogs if dialog.isVisible()), None)
