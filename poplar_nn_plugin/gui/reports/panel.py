"""What the panel of the reports shows: their list, the chosen one, and the way to the browser."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.gui.reports.listed import Report
from poplar_nn_plugin.gui.reports.page import new_page

__all__ = ["ReportPanel"]

_SIZE = QSize(520, 700)  # what a report takes to be read, pixels
_LETTERS = 20  # that the list takes at least, in a narrow panel


class ReportPanel(QWidget):
    """The contents of the dock of the reports.

    Parameters
    ----------
    parent : QWidget, optional
    web : bool
        Whether to show reports in a web view, where QGIS has one.

    Attributes
    ----------
    browse : pyqtSignal(object)
        The path of the report that is to be opened in the browser.
    """

    browse = pyqtSignal(object)

    def __init__(self, parent=None, web: bool = True):
        super().__init__(parent)
        self._shown: Report | None = None
        self.list = QComboBox(self)
        self.list.setObjectName("reports")
        self.list.setToolTip(tr("Reports of this session and beside the layers of the project."))
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.list.setMinimumContentsLength(_LETTERS)
        self.browser = QPushButton(tr("Open in browser"), self)
        self.browser.setObjectName("browser")
        self.alone = QCheckBox(tr("Show new reports here"), self)
        self.alone.setToolTip(tr("Opens this panel when a run that you started writes a report."))
        self.nothing = QLabel(
            tr(
                "No reports yet. 'Map classes', 'Train model', 'Assess map' and others write "
                "one; it then stands here."
            ),
            self,
        )
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.page = new_page(self, web)
        column = QVBoxLayout(self)  # one below the other: in French two are too wide
        column.addWidget(self.list)
        column.addWidget(self.nothing, 1)
        column.addWidget(self.page, 1)
        column.addWidget(self.browser, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.alone)
        self.list.currentIndexChanged.connect(lambda _row: self._show())
        self.browser.clicked.connect(lambda _on=False: self.browse.emit(self._shown.path))
        self.show_reports([])

    def sizeHint(self):
        """Return the size in which a report can be read."""
        return _SIZE

    @property
    def shown(self) -> Path | None:
        """The path of the report that is read."""
        return None if self._shown is None else self._shown.path

    def show_reports(self, reports: list[Report], chosen: Path | None = None) -> None:
        """List reports, the newest first, and show the chosen one.

        Without a choice, what is read stays, or else the newest is shown.
        """
        paths = [report.path for report in reports]
        wanted = chosen or self.shown
        self.list.blockSignals(True)
        self.list.clear()
        for report in reports:
            self.list.addItem(report.title(), report)
            self.list.setItemData(
                self.list.count() - 1, str(report.path), Qt.ItemDataRole.ToolTipRole
            )
        first = min(0, len(paths) - 1)
        self.list.setCurrentIndex(paths.index(wanted) if wanted in paths else first)
        self.list.blockSignals(False)
        for part in (self.list, self.browser, self.page):
            part.setVisible(bool(reports))
        self.nothing.setVisible(not reports)
        self._show()

    def _show(self) -> None:
        report = self.list.currentData()
        if report != self._shown:  # or who reads would be thrown back to the beginning
            self._shown = report
            self.page.show_file(None if report is None else report.path)
