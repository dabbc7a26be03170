"""Private folders of a running process, and those that one which was killed has left."""

from __future__ import annotations

import os
import platform
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

__all__ = [
    "PRIVATE",
    "PrivateFolder",
    "lock_deserted",
    "new_scratch",
    "remove_abandoned",
    "scratch_folder",
    "try_lock",
]

PRIVATE = r"\.[0-9a-f]{8}\.poplarnn"
"""The names of private folders, as a regular expression."""

_PATTERN = ".????????.poplarnn"
_OWNER = "owner"
_NEW = 60.0  # seconds in which a process that has made a folder says that it is its own
_FOREIGN = 7 * 24 * 3600.0  # seconds: no run of another machine leaves its folder alone for longer
_BEYOND = 4096  # the byte that is locked on Windows, after all that is read


class PrivateFolder:
    """A hidden folder in another that belongs to this process as long as it lives.

    The system lets go of the lock on its file ``owner`` however the process ends, so a folder
    that can be locked is nobody's.

    Parameters
    ----------
    parent : Path
        A folder that exists.
    mode : int
        Who may do what in it.

    Raises
    ------
    OSError
        If it cannot be made.
    """

    def __init__(self, parent: Path, mode: int = 0o777):
        self.path = parent / f".{secrets.token_hex(4)}.poplarnn"
        self.path.mkdir(mode)
        # Locked before its content says so: whoever reads that and can lock it finds it deserted.
        self._owner = (self.path / _OWNER).open("wb")
        try_lock(self._owner)
        self._owner.write(platform.node().encode())
        self._owner.flush()

    def leave(self) -> None:
        """Let go of the folder as it is: the next run takes care of it."""
        self._owner.close()

    def remove(self) -> None:
        """Remove the folder with all in it."""
        self._owner.close()
        _remove(self.path)


def remove_abandoned(parent: Path, repair: Callable[[Path], bool] = lambda folder: True) -> None:
    """Remove the private folders in `parent` that no living process owns.

    Processes of another machine cannot be seen: their folders are left for a week.

    Parameters
    ----------
    parent : Path
    repair : callable, optional
        Called with each of them first; what it returns false for stays.
    """
    for folder in parent.glob(_PATTERN):
        lock = lock_deserted(folder)
        if lock is not None:
            with lock:
                removable = repair(folder)
            if removable:
                _remove(folder)


def new_scratch() -> PrivateFolder:
    """Return a folder for temporary files, open to nobody else.

    What an earlier process has left of such folders is removed first.
    """
    parent = Path(tempfile.gettempdir())
    remove_abandoned(parent)
    return PrivateFolder(parent, mode=0o700)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Give a folder for temporary files that is gone at the end."""
    private = new_scratch()
    try:
        yield private.path
    finally:
        private.remove()


def lock_deserted(folder: Path) -> BinaryIO | None:
    """Return the locked file ``owner`` of a folder that is nobody's, otherwise None."""
    owner = folder / _OWNER
    try:
        age = time.time() - folder.stat().st_mtime
        host = owner.read_bytes() if owner.exists() else b""
        if age < (0.0 if host == platform.node().encode() else _FOREIGN if host else _NEW):
            return None
        lock = owner.open("ab")
    except OSError:  # it has gone meanwhile, or is another user's
        return None
    if try_lock(lock):
        return lock
    lock.close()
    return None


def _remove(folder: Path) -> None:
    """Remove a private folder, last of all what says that it is nobody's."""
    with suppress(OSError):  # what cannot be removed now is left for the next time
        for path in folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != _OWNER:
                path.unlink()
        shutil.rmtree(folder)


def try_lock(file: BinaryIO) -> bool:
    """Lock a file for as long as it is open; false where another process or thread has it."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(_BEYOND)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # also where the file system has no locks: nothing is removed there
        return False
    return True
