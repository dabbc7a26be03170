"""When the dialog opens: an algorithm missed the worker, packages are outdated, or by the menu."""

from __future__ import annotations

from qgis.core import Qgis
from qgis.gui import QgsProcessingAlgorithmDialogBase
from qgis.PyQt.QtCore import QObject, Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QMenu, QPushButton

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.installing.missing import Missing, tell_of_missing
from poplar_nn_plugin.algorithms.installing.worker import is_outdated
from poplar_nn_plugin.gui.dock import MENU, own_icon
from poplar_nn_plugin.gui.installation.dialog import InstallDialog

__all__ = ["InstallOffer"]

_STAYS = 0  # seconds: until it is answered


class InstallOffer(QObject):
    """Open the dialog where an algorithm in its own dialog missed the worker.

    A model or a script gets the sentence alone, with the command: nobody may sit before it.

    Parameters
    ----------
    iface : QgisInterface

    Attributes
    ----------
    dialog : InstallDialog or None
        The one that is open.
    """

    def __init__(self, iface):
        super().__init__()
        self._iface = iface
        self.dialog: InstallDialog | None = None
        self._missing = Missing(self)
        # Later, and in this thread: the algorithm is still on its way out.
        self._missing.came.connect(self._look, Qt.ConnectionType.QueuedConnection)
        tell_of_missing(self._missing)
        title = tr("Install what networks take …")
        self._menu = QMenu()  # it makes actions; QAction itself moved between Qt 5 and 6
        self.action = self._menu.addAction(own_icon("workflow"), title)
        self.action.triggered.connect(lambda _on=False: self.open())
        iface.addPluginToMenu(MENU, self.action)
        if is_outdated():
            self._offer_renewal()

    def drop(self) -> None:
        """Offer nothing any more."""
        tell_of_missing(None)
        self._iface.removePluginMenu(MENU, self.action)
        if self.dialog is not None:
            self.dialog.reject()

    def open(self, missed: str = "") -> InstallDialog:
        """Open the dialog, or bring the open one to the front."""
        if self.dialog is None:
            self.dialog = InstallDialog(missed, self._iface.mainWindow())
            self.dialog.finished.connect(self._forget)
            if QApplication.activeModalWidget() is not None:  # it would let nobody use another one
                self.dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
            self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        return self.dialog

    def _offer_renewal(self) -> None:
        """Say above the map that this version asks for other packages."""
        bar = self._iface.messageBar()
        item = bar.createMessage(MENU, tr("This version asks for newer packages of the networks."))
        button = QPushButton(tr("Install them …"), item)
        button.setObjectName("renew")
        button.clicked.connect(lambda _on=False: self._renew(item))
        item.layout().addWidget(button)
        bar.pushWidget(item, Qgis.MessageLevel.Info, _STAYS)

    def _renew(self, item) -> None:
        self.open()
        # Once its button is done: with the message goes the button.
        QTimer.singleShot(0, lambda: self._iface.messageBar().popWidget(item))

    def _look(self, algorithm: str, packages: list[str]) -> None:
        asking = [one for one in QApplication.topLevelWidgets() if _is_of(one, algorithm)]
        if asking:
            self.open(_missed(asking[0].algorithm().displayName(), packages))

    def _forget(self, *_) -> None:
        self.dialog = None


def _missed(title: str, packages: list[str]) -> str:
    if not packages:
        return tr("'{}' takes it, as you chose, and it is not installed here yet.").format(title)
    lacking = ", ".join(packages)
    return tr("'{}' takes {}, which is missing in what is installed.").format(title, lacking)


def _is_of(window, algorithm: str) -> bool:
    return (
        isinstance(window, QgsProcessingAlgorithmDialogBase)
        and window.isVisible()
        and window.algorithm() is not None
        and window.algorithm().id() == algorithm
    )
