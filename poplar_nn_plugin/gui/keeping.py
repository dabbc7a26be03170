"""The offer to copy results from a temporary folder into a folder of the project."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from qgis.core import Qgis, QgsApplication, QgsProject, QgsTask
from qgis.PyQt.QtCore import QObject, QTimer
from qgis.PyQt.QtWidgets import QFileDialog, QPushButton

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.memory import (
    FOLDER,
    MODEL,
    ProjectMemory,
    Run,
    free_path,
    is_temporary,
    kept_name,
    remember_in,
)
from poplar_nn_plugin.files import Outputs
from poplar_nn_plugin.record import record_path

__all__ = ["KeepOffer"]

_FOLDER = "poplar-nn"
_TITLE = "Poplar NN"
_STAYS = 0  # seconds: until it is answered
_SECONDS = 8


class KeepOffer(QObject):
    """Give the project a memory, and offer, once for each, to keep a model and what belongs to it.

    Parameters
    ----------
    iface : QgisInterface

    Attributes
    ----------
    memory : ProjectMemory
    """

    def __init__(self, iface):
        super().__init__()
        self._iface, self.memory = iface, ProjectMemory(self)
        remember_in(self.memory)
        self._task: QgsTask | None = None
        self._item = None
        self._begin()
        self.memory.run_ended.connect(self._look)
        QgsProject.instance().cleared.connect(self._begin)

    def drop(self) -> None:
        """Remember and offer nothing any more."""
        remember_in(None)
        QgsProject.instance().cleared.disconnect(self._begin)
        self.memory.run_ended.disconnect(self._look)

    def loose(self) -> dict[str, str]:
        """Return what lies in a temporary folder, by role; the last of each."""
        return {role: path for role, path in self._loose.items() if os.path.exists(path)}

    def folder(self) -> Path | None:
        """Return where to keep things: beside the project, else the image; None where neither."""
        chosen = self.memory.recall(FOLDER)
        if chosen:
            return Path(chosen)
        project = QgsProject.instance().absolutePath()
        parents = [project, str(Path(self._image).parent) if os.path.isfile(self._image) else ""]
        for parent in parents:
            if parent and not is_temporary(parent) and os.access(parent, os.W_OK):
                return Path(parent) / _FOLDER
        return None

    def keep(self, folder: Path) -> None:
        """Copy what is loose into a folder, in the background, and remember it there."""
        plan = {
            role: (Path(path), free_path(folder / kept_name(role)))
            for role, path in self.loose().items()
        }
        if not plan or self._task is not None:
            return
        self._task = QgsTask.fromFunction(
            tr("Keep the model in {}").format(folder),
            lambda _task: _copy(folder, list(plan.values())),
            on_finished=lambda error, result=None: self._kept(folder, plan, error),
        )
        QgsApplication.taskManager().addTask(self._task)

    def _begin(self) -> None:
        """Know nothing yet of the project."""
        self._asked = False
        self._loose: dict[str, str] = {}
        self._image = ""

    def _look(self, run: Run) -> None:
        self._image = run.image or self._image
        self._loose.update((role, path) for role, path in run.made.items() if is_temporary(path))
        if not self._asked and is_temporary(run.made.get(MODEL, "")):
            self._asked = True
            self._offer()

    def _offer(self) -> None:
        bar, folder = self._iface.messageBar(), self.folder()
        item = bar.createMessage(_TITLE, tr("This model is temporary."))
        if folder is not None:
            button = QPushButton(tr("Keep it in {}").format(_short(folder)), item)
            button.setObjectName("keep")
            button.setToolTip(
                tr("It is gone when QGIS closes. {} will keep it and what is made next.").format(
                    folder
                )
            )
            button.clicked.connect(self._accept)
            item.layout().addWidget(button)
        other = QPushButton(tr("Choose a folder…"), item)
        other.setObjectName("keep_elsewhere")
        other.clicked.connect(self._choose)
        item.layout().addWidget(other)
        bar.pushWidget(item, Qgis.MessageLevel.Warning, _STAYS)
        self._item = item

    def _accept(self, _on=False) -> None:
        self._withdraw()
        self.keep(self.folder())

    def _choose(self, _on=False) -> None:
        start = str(self.folder() or Path.home())
        chosen = QFileDialog.getExistingDirectory(
            self._iface.mainWindow(), tr("Folder for models and patches"), str(Path(start).parent)
        )
        if chosen:
            self._withdraw()
            self.keep(Path(chosen))

    def _withdraw(self) -> None:
        """Take the offer away, once its button is done: with the offer goes the button."""
        item = self._item
        QTimer.singleShot(0, lambda: self._iface.messageBar().popWidget(item))

    def _kept(self, folder: Path, plan: dict, error) -> None:
        """Remember where things are now, or say why they are not."""
        self._task = None
        bar = self._iface.messageBar()
        if error is not None:
            bar.pushMessage(
                _TITLE,
                tr("Nothing could be kept in {}: {}. Choose another folder.").format(folder, error),
                Qgis.MessageLevel.Critical,
                _STAYS,
            )
            self._asked = False
            return
        self.memory.remember(FOLDER, str(folder))
        for role, (_, path) in plan.items():
            self.memory.remember(role, str(path))
        self._loose = {}
        bar.pushMessage(
            _TITLE,
            tr("Kept in {}: {}.").format(
                _short(folder), ", ".join(path.name for _, path in plan.values())
            ),
            Qgis.MessageLevel.Success,
            _SECONDS,
        )


def _short(folder: Path) -> str:
    """Return the end of a path, enough to know it by."""
    return os.path.join(*folder.parts[-2:])


def _copy(folder: Path, pairs: list[tuple[Path, Path]]) -> None:
    """Copy files and folders with their records; they appear together, when all are whole."""
    folder.mkdir(parents=True, exist_ok=True)
    with Outputs() as outputs:
        for source, target in pairs:
            if source.is_dir():
                shutil.copytree(source, outputs.path(target), dirs_exist_ok=True)
                continue
            shutil.copy2(source, outputs.path(target))
            record = record_path(source)
            if record.is_file():
                shutil.copy2(record, outputs.path(record_path(target)))
