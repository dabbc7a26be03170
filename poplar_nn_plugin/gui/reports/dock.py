"""The panel *Reports*: it opens when a run has written a report, and keeps those before."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import QgsProject, QgsSettings
from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QDockWidget

from poplar_nn_plugin.algorithms.memory import FOLDER, REPORT, ProjectMemory, Run
from poplar_nn_plugin.gui.dock import PoplarDock, soon
from poplar_nn_plugin.gui.reports.listed import Report, read_report, reports_in, without_copies
from poplar_nn_plugin.gui.reports.panel import ReportPanel

__all__ = ["ReportDock"]

_SOON = 200  # milliseconds in which changes are shown together
_ALONE = "poplarnn/show_reports"
_NARROW, _WIDE = 400, 520  # pixels: what is too narrow to read, and what is not


class ReportDock(PoplarDock):
    """Lists reports of this session and beside the project's layers, and shows one.

    Parameters
    ----------
    iface : QgisInterface
    memory : ProjectMemory
        Tells when a run has ended.
    web : bool
        Whether to show reports in a web view, where QGIS has one.
    """

    NAME = "PoplarReports"
    TITLE = "Reports"
    ICON = "reports"
    HINT = "What runs have reported: scores, areas, problems of labels."

    def __init__(self, iface, memory: ProjectMemory, web: bool = True):
        super().__init__(iface)
        self._memory, self._made = memory, []
        self.panel = ReportPanel(web=web)
        self.setWidget(self.panel)
        self.panel.alone.setChecked(QgsSettings().value(_ALONE, True, bool))
        self.panel.alone.toggled.connect(lambda on: QgsSettings().setValue(_ALONE, on))
        self.panel.browse.connect(_open_in_browser)
        self._soon = soon(self, _SOON, self.refresh)
        memory.run_ended.connect(self._look)
        for signal in self._signals():
            signal.connect(self._changed)
        self.opened.connect(self.refresh)

    def remove(self) -> None:
        """Undo `install`."""
        self._memory.run_ended.disconnect(self._look)
        for signal in self._signals():
            signal.disconnect(self._changed)
        self._soon.stop()
        super().remove()

    def reports(self) -> list[Report]:
        """Return what can be read, the newest first."""
        project, folders = QgsProject.instance(), set()
        for layer in project.mapLayers().values():
            source = layer.source().partition("|")[0]
            if os.path.isfile(source):
                folders.add(os.path.dirname(source))
        folders |= {one for one in (self._memory.recall(FOLDER), project.absolutePath()) if one}
        made = filter(None, map(read_report, self._made))
        return without_copies([*made, *reports_in(folders)])

    def refresh(self, chosen: Path | None = None) -> None:
        """Show what there is now, and a report that is chosen."""
        self.panel.show_reports(self.reports(), chosen)

    def present(self, path: str | Path | None = None) -> None:
        """Open the panel, wide enough to read, with a report or, without one, the newest."""
        shown = self.isVisible()
        self.setUserVisible(True)
        if not shown:
            self._find_room()
        self.refresh(None if path is None else Path(path))

    def _look(self, run: Run) -> None:
        path = run.made.get(REPORT, "")
        if not path:
            return
        self._made = [one for one in self._made if one != path] + [path]
        if run.asked and self.panel.alone.isChecked():
            self.present(path)
        elif self.isVisible():
            self.refresh()

    def _find_room(self) -> None:
        """Lie over what is open at the same side, and take the width of a page."""
        window = self._iface.mainWindow()
        area = window.dockWidgetArea(self)
        for other in window.findChildren(QDockWidget):
            beside = other is not self and other.isVisible() and not other.isFloating()
            if beside and not self.isFloating() and window.dockWidgetArea(other) == area:
                window.tabifyDockWidget(other, self)
                self.raise_()
                break
        if self.width() < _NARROW:
            window.resizeDocks([self], [_WIDE], Qt.Orientation.Horizontal)

    def _signals(self) -> tuple:
        project = QgsProject.instance()
        return project.layersAdded, project.layersRemoved, project.cleared

    def _changed(self, *_) -> None:
        if self.isVisible():  # folders are read for who looks
            self._soon.start()


def _open_in_browser(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
