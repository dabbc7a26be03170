"""The hidden folder beside an output in which a run keeps what is finished of it."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.leftovers import try_lock
from poplar_nn_plugin.places import beside, target_of, unwritable

__all__ = ["JOURNAL", "claimed", "folder_of"]

JOURNAL = "journal"
"""Its file whose first line says what the run is made of."""

_OWNER = "owner"
_ENDING = ".poplarnn-part"


def folder_of(target: str | Path) -> Path:
    """Return where what is finished of a run is kept that writes `target`."""
    target = target_of(target)
    return beside(target.with_name(f".{target.name}"), _ENDING)


def claimed(folder: Path) -> BinaryIO:
    """Return the file whose lock keeps other runs out of such a folder, which is made if need be.

    Raises
    ------
    OutputError
        If another process is there, or nothing can be kept there.
    """
    try:
        folder.mkdir(exist_ok=True)
        owner = (folder / _OWNER).open("ab")
    except OSError as error:
        raise unwritable(folder, error) from error
    if not try_lock(owner):
        owner.close()
        raise OutputError(
            f"{folder} is in use: another run keeps its blocks there, or the disk has no locks. "
            "Wait for it, give the output another name, or leave RESUME out.",
            path=str(folder),
        )
    return owner
