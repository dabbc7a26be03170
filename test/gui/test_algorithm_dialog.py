"""Dialogs of algorithms that panels open."""

import sys

import pytest
from qgis.gui import QgsBrowserGuiModel
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QApplication, QPushButton

from poplar_nn_plugin.gui import algorithm_dialog
from poplar_nn_plugin.gui.algorithm_dialog import open_dialog


class Interface:
    """What dialogs ask of QGIS's window; unlike a mock it keeps nothing that it is given."""

    def __init__(self, iface):
        self.mainWindow, self.mapCanvas = iface.mainWindow, iface.mapCanvas
        self._model = QgsBrowserGuiModel()

    def browserModel(self):
        return self._model

    def activeLayer(self):
        return None


@pytest.fixture
def run(provider, qgis_iface, monkeypatch):
    """Return how often a dialog of QGIS itself began a run."""
    import processing.tools.general  # noqa: F401 (with all that it takes of QGIS's window)
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    begun, interface = [], Interface(qgis_iface)
    for name, module in list(sys.modules.items()):
        if name.startswith("processing.") and hasattr(module, "iface"):
            monkeypatch.setattr(module, "iface", interface)
    monkeypatch.setattr(AlgorithmDialog, "runAlgorithm", lambda self: begun.append(True))
    return begun


def shown():
    return [one for one in QApplication.topLevelWidgets() if one.windowTitle() == "Check labels"]


def test_a_dialog_is_kept_until_it_is_closed(run):
    open_dialog("checklabels", {})

    (window,) = shown()
    assert algorithm_dialog._open == [window]  # in QGIS itself nothing else keeps it
    (button,) = [one for one in window.findChildren(QPushButton) if one.text() == "Run"]
    button.click()
    assert run == [True]

    window.close()
    del window, button
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not algorithm_dialog._open
    assert not shown()
