"""QGIS's window as a user has it: panels, dialogs, the mouse over the map, and its pictures.

For the scripts that run inside QGIS; the folders come by the environment.
"""

import os
import sys
import traceback
from pathlib import Path

from drawing import save
from hands import await_panels, wait
from qgis.core import QgsApplication, QgsPointXY
from qgis.PyQt.QtCore import QEventLoop, QPoint, Qt, QTimer, QUrl
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDockWidget, QProgressBar
from qgis.utils import iface

PICTURES, WORK = (Path(os.environ[name]) for name in ("POPLARNN_PICTURES", "POPLARNN_WORK"))


def run(main, panels=True):
    """Let a function work as soon as QGIS stands, with the panels if it has them; and end QGIS."""

    def start():
        try:
            if panels:
                await_panels()
            main()
        except Exception:  # the program must end, whatever happened, and say what did
            traceback.print_exc()
            status = 1
        else:
            status = 0
        sys.stdout.flush()
        os._exit(status)  # QGIS would ask whether to save the project

    QTimer.singleShot(3000, start)


def grab(widget, name):
    wait(500)
    save(widget.grab(), PICTURES / f"{name}.png")
    print(f"picture {name}.png", flush=True)


def page(path, name, width=1000, height=1415, heading=""):
    """Take a picture of an HTML page: its upper part, or what follows a heading."""
    from qgis.PyQt.QtWebKitWidgets import QWebView

    view, loop = QWebView(), QEventLoop()
    view.resize(width, height)
    view.page().mainFrame().setScrollBarPolicy(
        Qt.Orientation.Vertical, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    )
    view.loadFinished.connect(loop.quit)
    view.load(QUrl.fromLocalFile(str(path)))
    loop.exec()
    if heading:
        titles = view.page().mainFrame().findAllElements("h2").toList()
        (title,) = (one for one in titles if one.toPlainText() == heading)
        view.page().mainFrame().setScrollPosition(title.geometry().topLeft() - QPoint(40, 12))
    wait(500)
    view.grab().save(str(PICTURES / f"{name}.png"))  # in all colours: its dots are small
    print(f"picture {name}.png", flush=True)


def show_dock(name, width):
    """Show a panel on the right, beside no other than that of the layers."""
    window = iface.mainWindow()
    for dock in window.findChildren(QDockWidget):
        if dock.isVisible() and dock.objectName() not in ("Layers",):
            dock.close()
    dock = window.findChild(QDockWidget, name)
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    dock.show()
    window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
    return dock


def run_from_dialog(name, parameters, picture=None, cancel_at=None, log=None, running_at=30):
    """Fill the dialog, press Run, take pictures, and return whether it went well.

    The pictures: of the dialog and of the running work, called after `picture`, once it is beyond
    `running_at` percent; of the log when all is done, called `log`.
    """
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"poplarnn:{name}")
    window = AlgorithmDialog(algorithm, False, iface.mainWindow())
    window.setParameters(parameters)
    window.resize(1000, 640)
    window.show()
    if picture:
        grab(window, f"{picture}-dialog")
    ended, loop = [], QEventLoop()
    window.algorithmFinished.connect(lambda ok, results: (ended.append(ok), loop.quit()))
    bar = window.findChild(QProgressBar)

    def look():
        if picture and bar.value() > running_at and not look.taken:
            look.taken = True
            save(window.grab(), PICTURES / f"{picture}-running.png")
        if cancel_at is not None and bar.value() >= cancel_at:
            window.cancelButton().click()

    look.taken = False
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(50)
    window.runButton().click()
    if not ended:  # what is done at once ends before one can wait for it
        loop.exec()
    timer.stop()
    wait(1500)
    if log:
        grab(window, log)
    window.close()
    return ended[0]


class Hand:
    """The mouse over the map, at places in its coordinates."""

    def __init__(self):
        self._canvas = iface.mapCanvas()

    def pixel(self, point):
        """Return where a place of the map is on the screen."""
        place = self._canvas.getCoordinateTransform().transform(QgsPointXY(point))
        return QPoint(round(place.x()), round(place.y()))

    def click(self, point, button=Qt.MouseButton.LeftButton):
        """Press and release a button there."""
        self.move(point)
        QTest.mouseClick(self._canvas.viewport(), button, pos=self.pixel(point))

    def move(self, point):
        """Go there."""
        QTest.mouseMove(self._canvas.viewport(), self.pixel(point))
        wait(20)

    def polygon(self, corners):
        """Click the corners, and finish by a right click."""
        for corner in corners:
            self.click(corner)
        self.click(corners[-1], Qt.MouseButton.RightButton)
