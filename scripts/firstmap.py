"""Inside QGIS: from the archive to a first map, and on to a first network, by counted clicks.

Run by firstmap.sh in a fresh profile, with ``qgis --code``: the archive is in POPLARNN_ARCHIVE. It
stops with an error where more clicks or more time are needed than the documentation says.
"""

import os
import time

from counted import Clicks
from fromzip import install
from hands import await_panels, until, use_window, wait
from qgis.core import QgsProject
from qgis.gui import QgsProcessingAlgorithmDialogBase
from qgis.PyQt.QtWidgets import QDialog, QDockWidget, QPushButton
from qgis.utils import iface
from qgiswindow import grab, run
from reader import dialog
from tutorial_page import Words

MAP_CLICKS, MAP_SECONDS = 6, 120
NETWORK_CLICKS, NETWORK_SECONDS = 4, 600
LIMIT = 3600  # seconds, after which something hangs


def first_map() -> QDockWidget:
    """Install the archive and map the sample scene; return the panel of the first steps."""
    begun, clicks, words = time.monotonic(), Clicks(), Words("en")
    words.begin(0)
    names = ("Plugins", "Manage and Install Plugins…", "Install from ZIP", "Install Plugin", "Yes")
    install(os.environ["POPLARNN_ARCHIVE"], words.take(*names), clicks)
    await_panels()
    dock = iface.mainWindow().findChild(QDockWidget, "PoplarStart")
    grab(iface.mainWindow(), "first-greeting")
    button = iface.messageBar().findChild(QPushButton, "first_map")
    clicks(button, button.text())
    ended = []
    dock.sample.ended.connect(lambda told, failed: ended.append((told, failed)))
    until(lambda: ended, LIMIT, "the map")
    seconds = time.monotonic() - begun
    wait(3000)
    grab(iface.mainWindow(), "first-map")
    layers = sorted(layer.name() for layer in QgsProject.instance().mapLayers().values())
    if ended[0][1] or "Sample map" not in layers:
        raise AssertionError(f"there is no map: {ended}, {layers}")
    clicks.require(MAP_CLICKS, MAP_SECONDS, seconds, ended[0][0])
    return dock


def first_network(start: QDockWidget) -> None:
    """Train a network on the labels of the sample, and install first what it takes."""
    begun, clicks = time.monotonic(), Clicks()
    button = start.panel.buttons["network"]
    use_window(lambda: clicks(button, button.text()), dialog, lambda one: train(one, clicks))
    clicks.require(NETWORK_CLICKS, NETWORK_SECONDS, time.monotonic() - begun, "a network")


def train(window: QgsProcessingAlgorithmDialogBase, clicks: Clicks) -> None:
    """Run the dialog; where something is missing, install it and run the dialog again."""
    ended = []
    window.algorithmFinished.connect(lambda well, results: ended.append((well, results)))
    clicks(window.runButton(), window.runButton().text())
    until(lambda: ended, LIMIT, "the end of the first run")
    if not ended[0][0]:
        installer = until(installing, 30, "the dialog that installs")
        wait(3000)
        grab(installer, "first-network-install")
        done = []
        installer.installed.connect(lambda: done.append(True))
        clicks(installer.start, installer.start.text())
        until(lambda: done or installer.cancel.text() == "Close", LIMIT, "the installation")
        if not done:
            raise AssertionError(f"it is not installed: {installer.told.text()}")
        clicks(installer.cancel, installer.cancel.text())
        if not window.runButton().isVisible():  # QGIS shows the log where a run has failed
            names = ("Change Parameters", "Change &Parameters")
            (back,) = (one for one in window.findChildren(QPushButton) if one.text() in names)
            clicks(back, back.text())
        ended.clear()
        clicks(window.runButton(), window.runButton().text())
        until(lambda: ended, LIMIT, "the end of the second run")
    wait(2000)
    grab(window, "first-network")
    well, results = ended[0]
    if not well or not os.path.getsize(results["MODEL"]):
        raise AssertionError("there is no network")
    print(f"macro F1 {results['MACRO_F1']:.2f}, {results['MODEL']}", flush=True)
    window.close()


def installing() -> QDialog | None:
    """Return the dialog that installs, once it is shown."""
    shown = iface.mainWindow().findChildren(QDialog, "PoplarInstall")
    return next((one for one in shown if one.isVisible()), None)


def main():
    start = first_map()
    if os.environ["POPLARNN_GO"] == "network":
        first_network(start)


run(main, panels=False)
