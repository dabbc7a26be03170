"""The panel *Poplar NN*: where to begin, what there is, and what is next."""

from __future__ import annotations

from qgis.core import QgsMapLayer, QgsProject, QgsSettings
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QPushButton

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.help.page import help_page
from poplar_nn_plugin.algorithms.memory import ProjectMemory
from poplar_nn_plugin.gui.algorithm_dialog import open_dialog
from poplar_nn_plugin.gui.dock import PoplarDock, soon
from poplar_nn_plugin.gui.labelling.dock import LabelDock
from poplar_nn_plugin.gui.labelling.layer import CLASS_FIELD
from poplar_nn_plugin.gui.reports.dock import ReportDock
from poplar_nn_plugin.gui.start.panel import StartPanel
from poplar_nn_plugin.gui.start.sample import SampleRun
from poplar_nn_plugin.gui.start.state import ProjectState
from poplar_nn_plugin.gui.suggestions.dock import SuggestionDock

__all__ = ["StartDock"]

_SOON = 200  # milliseconds in which changes are shown together
_GREETED = "poplarnn/greeted"


class StartDock(PoplarDock):
    """Shows the steps, opens each with what the project has filled in, and runs the sample.

    Parameters
    ----------
    iface : QgisInterface
    labels : LabelDock
    suggestions : SuggestionDock
    reports : ReportDock
    memory : ProjectMemory
    """

    NAME = "PoplarStart"
    TITLE = "Poplar NN"
    ICON = "poplarnn"
    HINT = "The steps from an image to a map, and a sample to try them on."

    def __init__(
        self,
        iface,
        labels: LabelDock,
        suggestions: SuggestionDock,
        reports: ReportDock,
        memory: ProjectMemory,
    ):
        super().__init__(iface)
        self._reports = reports
        self._labels, self._suggestions, self._memory = labels, suggestions, memory
        self._greeting = None
        self.panel, self.sample = StartPanel(), SampleRun(self)
        self.scroll(self.panel)
        self._soon = soon(self, _SOON, self.refresh)
        self.panel.asked.connect(self._do)
        self.sample.progressed.connect(self.panel.show_progress)
        self.sample.ended.connect(self._tell)
        self.sample.shown.connect(self._zoom)
        for signal in self._signals():
            signal.connect(self._changed)
        self.opened.connect(self.refresh)

    def install(self) -> None:
        """Add the panel; the first time, say that it is there."""
        super().install()
        if not QgsSettings().value(_GREETED, False, bool):
            QgsSettings().setValue(_GREETED, True)
            bar = self._iface.messageBar()
            item = bar.createMessage(self.TITLE, tr("is installed."))
            for name, text, doing in (
                ("first_steps", tr("First steps"), self._welcome),
                ("first_map", tr("Try it on a sample scene"), self._try_it),
            ):
                button = QPushButton(text, item)
                button.setObjectName(name)
                button.clicked.connect(doing)
                item.layout().addWidget(button)
            bar.pushItem(item)
            self._greeting = item

    def remove(self) -> None:
        """Undo `install`."""
        for signal in self._signals():
            signal.disconnect(self._changed)
        self._soon.stop()
        self.sample.drop()
        self._take_greeting()
        super().remove()

    def refresh(self) -> None:
        """Show what there is."""
        self.panel.show_state(self._state())

    def _state(self) -> ProjectState:
        labels = self._labels
        return ProjectState.of_project(
            self._memory, labels.session.layer, labels.panel.image.currentLayer()
        )

    def _signals(self) -> tuple:
        project = QgsProject.instance()
        return (
            project.layersAdded,
            project.layersRemoved,
            project.cleared,
            self._memory.run_ended,
            self._labels.panel.layer.layerChanged,
            self._labels.panel.image.layerChanged,
        )

    def _changed(self, *_) -> None:
        if self.isVisible():  # polygons are counted, and records read, for who looks
            self._soon.start()

    def _welcome(self) -> None:
        self._take_greeting()
        self.setUserVisible(True)

    def _try_it(self) -> None:
        self._welcome()
        self._do("sample")

    def _take_greeting(self) -> None:
        bar = self._iface.messageBar()
        if self._greeting in bar.items():  # nobody has closed it
            bar.popWidget(self._greeting)
        self._greeting = None

    def _do(self, what: str) -> None:
        """Do what a button asks for."""
        if what == "labels":
            self._labels.setUserVisible(True)
        elif what == "suggest":
            self._suggestions.setUserVisible(True)
        elif what == "reports":
            self._reports.present()
        elif what == "sample":
            self.sample.start()
        elif what == "cancel":
            self.sample.cancel()
        elif what == "help":
            QDesktopServices.openUrl(QUrl(help_page("index")))
        elif what == "network":
            from poplar_nn_plugin.algorithms.choosing.network import NETWORK  # it imports a lot

            self._open("mapclasses", ARCHITECTURE=NETWORK)
        else:
            self._open(what)

    def _open(self, algorithm: str, **chosen: str) -> None:
        """Open a dialog with the image and the labels filled in, and what was chosen."""
        state = self._state()
        given = {
            "checklabels": {"INPUT": state.labels, "CLASS_FIELD": CLASS_FIELD},
            "mapclasses": {"LABELS": state.labels, "CLASS_FIELD": CLASS_FIELD},
            "predict": {"MODEL": state.model},
            "assessmap": {},
        }[algorithm]
        if algorithm in ("checklabels", "mapclasses"):
            given["RASTER"] = state.image
        given |= chosen
        given = {
            key: value.id() if isinstance(value, QgsMapLayer) else value
            for key, value in given.items()
            if value is not None
        }
        open_dialog(algorithm, given)

    def _zoom(self, layer) -> None:
        canvas = self._iface.mapCanvas()
        canvas.setExtent(canvas.mapSettings().layerExtentToOutputExtent(layer, layer.extent()))
        canvas.refresh()

    def _tell(self, text: str, failed: bool) -> None:
        self.panel.show_progress(None, text)
        self.panel.foot.tell(text, warning=failed)
        self.refresh()
