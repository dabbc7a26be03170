"""A task in a process of its own, and what it tells meanwhile: how far it is, and its memory.

Both numbers of all tasks lie in a file that all processes see: it needs no server, and whoever is
killed leaves nobody waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import numpy as np

from poplar_nn_plugin.files import whole_file

__all__ = ["Board", "do"]

_LOOK = 0.05  # seconds between two looks at the memory
_FRACTION, _MEMORY = _COLUMNS = range(2)


class Board:
    """What tasks have told so far.

    Parameters
    ----------
    path : str or Path
        Of the file, which appears.
    count : int
        Of tasks.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """

    def __init__(self, path: str | Path, count: int):
        self.path = str(path)
        with whole_file(path) as whole:
            np.zeros((count, len(_COLUMNS))).tofile(whole)

    @property
    def fractions(self) -> np.ndarray:
        """How much of each task is done, 0 to 1."""
        return self._read()[:, _FRACTION]

    @property
    def memory(self) -> np.ndarray:
        """The most memory each task has had so far, in bytes.

        Of files that are mapped nothing is counted where the system tells (Linux): they make room.
        """
        return self._read()[:, _MEMORY]

    def _read(self) -> np.ndarray:
        return np.fromfile(self.path).reshape(-1, len(_COLUMNS))


def do(function: Callable, arguments: tuple, path: str, number: int) -> tuple[Any, list[str]]:
    """Call a function in this process; return what it gave, and its warnings.

    Parameters
    ----------
    function : callable
    arguments : tuple
    path : str
        Of the board.
    number : int
        Position of the task.
    """
    told = np.memmap(path, float, "r+").reshape(-1, len(_COLUMNS))[number]
    progress = _Told(told)
    with _watched(told):
        result = function(*arguments, progress=progress)
    progress.advance(1.0)
    return result, progress.warnings


class _Told:
    """Progress of a task: a number on the board, and the warnings for later."""

    def __init__(self, told: np.ndarray):
        self._told = told
        self.warnings = []

    def advance(self, fraction: float) -> None:
        self._told[_FRACTION] = fraction

    def message(self, text: str) -> None:
        """Leave it out, for many talk at once."""

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def cancelled(self) -> bool:
        """Return False: a parent that cancels ends the process."""
        return False


@contextmanager
def _watched(told: np.ndarray) -> Iterator[None]:
    """Keep the most memory of this process on the board."""
    import psutil

    process, ended = psutil.Process(), Event()

    def watch() -> None:
        while True:
            memory = process.memory_info()
            told[_MEMORY] = max(told[_MEMORY], memory.rss - getattr(memory, "shared", 0))
            if ended.wait(_LOOK):
                break

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
