"""One installation at a time in a profile, whoever runs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from poplar_nn_plugin.errors import InstallationError
from poplar_nn_plugin.leftovers import try_lock
from poplar_nn_plugin.places import unwritable

__all__ = ["my_turn"]

_NAME = "installing.lock"


@contextmanager
def my_turn(folder: Path) -> Iterator[None]:
    """Keep others from installing into a folder until the block ends; the folder is made.

    The system lets go of the lock however this process ends.

    Raises
    ------
    InstallationError
        If another QGIS, or another thread, is at it.
    OutputError
        If the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / _NAME).open("ab")
    except OSError as error:
        raise unwritable(folder / _NAME, error) from error
    with file:
        if not try_lock(file):
            raise InstallationError(
                f"Another QGIS is installing or removing the worker's environment in {folder}: "
                "wait until it is done, then look with 'Check installation'.",
                folder=str(folder),
            )
        yield
