"""What a project remembers from one dialog to the next: the last dataset, model and class field.

Only QGIS's window has a memory; ``qgis_process`` has none, so that its command lines mean the same
everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from qgis.core import QgsProcessingUtils, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QThread, pyqtSignal

from poplar_nn_plugin.algorithms.request import Request

__all__ = [
    "DATASET",
    "FIELD",
    "FOLDER",
    "MODEL",
    "REPORT",
    "ProjectMemory",
    "Run",
    "fill_in",
    "free_path",
    "is_temporary",
    "kept_name",
    "note_made",
    "note_run",
    "remember_in",
    "warn_of_temporary",
]

DATASET, MODEL, REPORT, FIELD, FOLDER = "dataset", "model", "report", "class_field", "folder"

_SCOPE = "poplarnn"
_TAKEN = {"PATCHES": DATASET, "MODEL": MODEL, "CLASS_FIELD": FIELD}
# Of others, not of this work; or a choice that is better made than found made.
_STRANGE = {("adoptmodel", "MODEL"), ("assessmap", "CLASS_FIELD"), ("suggestlabels", "MODEL")}
_MADE = {
    ("extractpatches", "OUTPUT"): DATASET,
    ("importpatches", "OUTPUT"): DATASET,
    ("trainmodel", "OUTPUT"): MODEL,
    ("adoptmodel", "OUTPUT"): MODEL,
    ("mapclasses", "MODEL"): MODEL,
}
_NAMES = {DATASET: "patches", MODEL: "model.keras", REPORT: "report.html"}


@dataclass(frozen=True)
class Run:
    """What a run of an algorithm leaves for the next one.

    Parameters
    ----------
    taken : mapping of str to str
        What it took, by role.
    made : mapping of str to str
        The paths of what it made, by role.
    image : str
        The path of its image; empty for none.
    asked : bool
        Whether a person runs it alone, in its own dialog, and not many of them or a model.
    """

    taken: Mapping[str, str] = field(default_factory=dict)
    made: Mapping[str, str] = field(default_factory=dict)
    image: str = ""
    asked: bool = False


class ProjectMemory(QObject):
    """The memory of the open project; made in the main thread.

    Attributes
    ----------
    run_ended : pyqtSignal(object)
        A Run, from whatever thread it ran in; it is remembered in the main thread.
    """

    run_ended = pyqtSignal(object)

    def __init__(self, parent=None):
        super().__init__(parent)
        self.run_ended.connect(self._remember_run)

    def recall(self, role: str) -> str:
        """Return what is remembered; empty for nothing, or nothing that is still there."""
        project = QgsProject.instance()
        value, known = project.readEntry(_SCOPE, role)
        if not known or not value:
            return ""
        if role == FIELD:
            return value if _is_a_field(value) else ""
        path = project.readPath(value)
        return path if os.path.exists(path) else ""

    def remember(self, role: str, value: str) -> None:
        """Remember a path, or a class field."""
        project = QgsProject.instance()
        entry = value if role == FIELD else project.writePath(value)
        if project.readEntry(_SCOPE, role)[0] != entry:  # or the project would ask to be saved
            project.writeEntry(_SCOPE, role, entry)

    def _remember_run(self, run: Run) -> None:
        for role, value in {**run.taken, **run.made}.items():
            if value and role != REPORT:
                self.remember(role, value)


_memory: ProjectMemory | None = None


def remember_in(memory: ProjectMemory | None) -> None:
    """Remember in this memory from now on; None for nowhere."""
    global _memory
    _memory = memory


def fill_in(algorithm: str, definition) -> None:
    """Give a parameter what the project remembers as its default.

    Parameters
    ----------
    algorithm : str
        Id of the algorithm, without the provider's.
    definition : QgsProcessingParameterDefinition
    """
    if _memory is None or QThread.currentThread() is not _memory.thread():
        return
    key = definition.name()
    if definition.isDestination():
        role = _role(algorithm, key)
        folder = _memory.recall(FOLDER) if role else ""
        if folder:
            name = f"{algorithm}.html" if role == REPORT else kept_name(role)
            definition.setDefaultValue(str(free_path(Path(folder) / name)))
    elif key in _TAKEN and (algorithm, key) not in _STRANGE:
        value = _memory.recall(_TAKEN[key])
        if value:
            definition.setDefaultValue(value)


def note_run(request: Request, results: dict, asked: bool = False) -> None:
    """Tell the memory, where there is one, that a run went well, and whether one was asked for."""
    if _memory is None:
        return
    name = request.algorithm.ID
    taken, made, image = {}, {}, ""
    for definition in request.definitions():
        key = definition.name()
        if definition.isDestination():
            role = _role(name, key)
            if role and results.get(key):
                made[role] = results[key]
        elif key == "RASTER":
            image = request.raster_layers(key)[0].source() if request.given(key) else ""
        elif key in _TAKEN and (name, key) not in _STRANGE:
            taken[_TAKEN[key]] = request.text(key)
    _memory.run_ended.emit(Run(taken, made, image, asked))


def note_made(made: Mapping[str, str]) -> None:
    """Tell the memory, where there is one, what a panel has made: paths by role."""
    if _memory is not None:
        _memory.run_ended.emit(Run(made=made))


def is_temporary(path: str) -> bool:
    """Return whether a path lies in the folder that QGIS removes when it closes."""
    # Not every file of the system's temporary folder: people do work there.
    return bool(path) and os.path.abspath(path).startswith(QgsProcessingUtils.tempFolder())


def warn_of_temporary(key: str, path: str, progress) -> None:
    """Say that a model would be gone when QGIS closes."""
    if is_temporary(path):
        progress.warn(
            f"{key}: the model goes into a temporary folder and is gone when QGIS closes. "
            "Give it a path to use it again."
        )


def free_path(path: Path) -> Path:
    """Return the path, or the first numbered one, at which nothing stands yet."""
    numbered = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return path if not path.exists() else next(one for one in numbered if not one.exists())


def kept_name(role: str) -> str:
    """Return the name of a thing in the folder of a project."""
    return _NAMES[role]


def _role(algorithm: str, key: str) -> str:
    return REPORT if key == "REPORT" else _MADE.get((algorithm, key), "")


def _is_a_field(name: str) -> bool:
    """Return whether a layer of the project has a field of this name."""
    return any(
        isinstance(layer, QgsVectorLayer) and layer.fields().lookupField(name) >= 0
        for layer in QgsProject.instance().mapLayers().values()
    )
