"""The dialogs that panels open with what is known filled in."""

from __future__ import annotations

import gc

from hands import click, until
from processing.gui.AlgorithmDialog import AlgorithmDialog
from qgis.PyQt.QtWidgets import QApplication, QPushButton
from window.inside.report import Report

__all__ = ["open_from_panel"]

_TITLE = "Check labels"


def open_from_panel(report: Report) -> None:
    """Open a dialog as panels do, and press Run there: QGIS must be asked to run the algorithm."""
    from poplar_nn_plugin.gui.algorithm_dialog import open_dialog

    begun, runs = [], AlgorithmDialog.runAlgorithm
    AlgorithmDialog.runAlgorithm = lambda _: begun.append(True)
    try:
        with report.case("panel/dialog") as problems:
            open_dialog("checklabels", {})
            gc.collect()
            window = until(_shown, 30, _TITLE)
            (run,) = (one for one in window.findChildren(QPushButton) if one.text() == "Run")
            click(run)
            window.close()
            if not begun:
                problems.append("Run did nothing.")
            until(lambda: _shown() is None, 30, "the end of the dialog")
    finally:
        AlgorithmDialog.runAlgorithm = runs


def _shown():
    """Return the dialog, None where there is none."""
    windows = QApplication.topLevelWidgets()
    return next((one for one in windows if one.windowTitle() == _TITLE and one.isVisible()), None)
