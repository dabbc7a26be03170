"""The dialog says what is missing and what it takes, installs, cancels, and tries again."""

import pytest
from qgis.core import QgsApplication
from qgis.gui import QgsMessageBar, QgsProcessingAlgorithmDialogBase
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QDialog, QMainWindow, QPushButton
from tiny_installation import tiny_profile

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm
from poplar_nn_plugin.algorithms.installing.missing import tell_missing
from poplar_nn_plugin.errors import MissingDependencyError
from poplar_nn_plugin.gui.installation.dialog import InstallDialog
from poplar_nn_plugin.gui.installation.offer import InstallOffer
from poplar_nn_plugin.installation.stamp import Stamp
from poplar_nn_plugin.worker.environment import python_of, worker_folder

LACKING = MissingDependencyError("There is no Python for the worker.", python="/worker/python")


class Window(QMainWindow):
    """As much of QGIS's interface as an offer needs."""

    def __init__(self):
        super().__init__()
        self.entries = []
        self.bar = QgsMessageBar(self)

    def mainWindow(self):
        return self

    def messageBar(self):
        return self.bar

    def addPluginToMenu(self, menu, action):
        self.entries.append(action)

    def removePluginMenu(self, menu, action):
        self.entries.remove(action)


@pytest.fixture
def profile(provider, tmp_path, monkeypatch):
    return tiny_profile(tmp_path, monkeypatch)


@pytest.fixture
def window(qgis_app):
    window = Window()
    yield window
    window.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def dialog(profile, window):
    dialog = InstallDialog("It lacks tensorflow.", window)
    dialog.show()
    yield dialog
    wait(lambda: dialog._running is None)
    dialog._estimate.wait()
    dialog.close()


@pytest.fixture
def offer(profile, window):
    offer = InstallOffer(window)
    yield offer
    offer.drop()
    QTest.qWait(50)


@pytest.fixture
def works(monkeypatch):
    """Let the worker be one that has all."""

    class Worker:
        def call(self, job, progress):
            status = {"python": "3.11", "executable": "python", "versions": {"keras": "3"}}
            return {**status, "devices": ["CPU:0"]}

    monkeypatch.setattr(PoplarAlgorithm, "worker", lambda self, networks=True: Worker())


def wait(until):
    for _ in range(600):
        if until():
            return
        QTest.qWait(50)
    pytest.fail("it never came to that")


def use(dialog, wheels):
    dialog.from_folder.setChecked(True)
    dialog.wheels.setFilePath(str(wheels))


def test_it_says_what_is_missing_and_what_it_takes(dialog):
    wait(lambda: "packages" in dialog.cost.text())

    assert dialog.missed.text() == "It lacks tensorflow."
    assert "9 packages" in dialog.cost.text()
    assert "of the disk" in dialog.cost.text()
    assert not dialog.bar.isVisible()
    assert not dialog.wheels.isEnabled()
    assert (dialog.start.text(), dialog.cancel.text()) == ("Install", "Close")


def test_it_installs_from_a_folder_and_says_to_run_again(dialog, profile, tmp_path, works):
    use(dialog, tmp_path / "wheels")
    came = []
    dialog.installed.connect(lambda: came.append(True))

    dialog.start.click()
    assert dialog.cancel.text() == "Cancel"
    assert dialog.bar.isVisible()
    assert not dialog.start.isEnabled()
    wait(lambda: dialog._running is None)

    assert dialog.told.text() == "All is installed. Run the algorithm again."
    assert came == [True]
    assert python_of(worker_folder(profile)).exists()
    assert dialog.bar.value() == 100
    assert "9 packages come from" in dialog.log.toPlainText()


def test_what_does_not_run_is_told(dialog, tmp_path):
    use(dialog, tmp_path / "wheels")
    dialog.install()
    wait(lambda: dialog._running is None)

    assert dialog.told.text() == "It is installed, but does not run: the log says why."


def test_cancel_leaves_nothing_and_the_next_try_works(dialog, profile, tmp_path, works):
    use(dialog, tmp_path / "wheels")
    dialog.install()
    wait(lambda: "9 packages" in dialog.log.toPlainText())
    dialog.reject()
    assert dialog.isVisible()
    wait(lambda: dialog._running is None)

    assert dialog.told.text().startswith("Cancelled. Everything is as it was")
    assert not worker_folder(profile).exists()
    assert dialog.start.text() == "Try again"

    dialog.start.click()
    wait(lambda: dialog._running is None)
    assert dialog.told.text().startswith("All is installed")


def test_a_fault_is_one_sentence_and_the_next_try_works(dialog, tmp_path, works):
    dialog.from_folder.setChecked(True)
    dialog.install()
    assert dialog.told.text() == "Choose the folder of wheels first."
    (tmp_path / "empty").mkdir()
    use(dialog, tmp_path / "empty")
    dialog.install()
    wait(lambda: dialog._running is None)
    assert "lacks 9 of 9 packages" in dialog.told.text()

    use(dialog, tmp_path / "wheels")
    dialog.install()
    wait(lambda: dialog._running is None)
    assert dialog.told.text().startswith("All is installed")


class AlgorithmDialog(QgsProcessingAlgorithmDialogBase):
    """The dialog of an algorithm, as far as it needs to be there."""

    def __init__(self, name):
        super().__init__()
        registry = QgsApplication.processingRegistry()
        self._algorithm = registry.createAlgorithmById(f"poplarnn:{name}")
        self.setAlgorithm(self._algorithm)


def test_it_opens_where_an_algorithm_of_the_toolbox_misses_the_worker(offer):
    toolbox = AlgorithmDialog("trainmodel")
    tell_missing("poplarnn:trainmodel", LACKING)
    QTest.qWait(50)
    assert offer.dialog is None  # a model or a script: nobody sits before it

    toolbox.show()
    tell_missing("poplarnn:trainmodel", LACKING)
    assert offer.dialog is None  # the algorithm is still on its way out
    wait(lambda: offer.dialog is not None)
    first = offer.dialog
    tell_missing("poplarnn:trainmodel", LACKING)
    QTest.qWait(50)

    assert offer.dialog is first
    assert first.missed.text().startswith("'Train model' takes it, as you chose")
    first.reject()
    wait(lambda: offer.dialog is None)
    toolbox.close()


def test_the_menu_opens_it_too(offer, window):
    (entry,) = window.entries
    entry.trigger()

    assert offer.dialog.isVisible()
    assert not offer.dialog.missed.isVisible()
    offer.dialog.reject()
    wait(lambda: offer.dialog is None)


def test_packages_of_an_earlier_version_are_offered_to_be_renewed(profile, window):
    folder = worker_folder(profile)
    folder.mkdir(parents=True)
    Stamp("linux-x86_64-py311", "older", "/usr/bin/python3", "0.0").write(folder)
    offer = InstallOffer(window)
    (item,) = window.bar.items()
    (button,) = item.findChildren(QPushButton, "renew")

    button.click()

    assert offer.dialog.isVisible()
    wait(lambda: not window.bar.items())
    offer.drop()
    wait(lambda: offer.dialog is None)


def test_nothing_is_offered_where_nothing_was_installed(offer, window):
    assert window.bar.items() == []


def test_beside_a_modal_dialog_it_can_be_used(offer):
    modal = QDialog()
    modal.setModal(True)
    modal.show()
    offer.open()

    assert QApplication.activeModalWidget() is offer.dialog

    offer.dialog.reject()
    assert offer.dialog is None
    modal.close()
    again = offer.open()
    assert again.isVisible()
    assert not again.isModal()
