"""Files and folders that appear under their name only when they are whole."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from poplar_nn_plugin.errors import OutputError

__all__ = ["beside", "replace_folder", "require_replaceable", "require_writable", "whole_file"]


def beside(path: Path) -> Path:
    """Return a new name in the folder of `path`, with its ending, that nothing else uses."""
    return path.with_name(f".{path.stem}-{secrets.token_hex(4)}{path.suffix}")


def require_writable(path: str | Path) -> None:
    """Raise before long work rather than after it if `path` cannot be written.

    Raises
    ------
    OutputError
        If the folder is missing, cannot be written, or `path` is a folder.
    """
    path = Path(path)
    if path.is_dir():
        raise OutputError(f"{path} is a folder, not a file: name a file.", path=str(path))
    if not path.parent.is_dir():
        raise OutputError(
            f"{path} cannot be written: there is no folder {path.parent}. Create it, or choose "
            "another place.",
            path=str(path),
        )
    if not os.access(path.parent, os.W_OK):
        raise OutputError(
            f"{path} cannot be written: the folder {path.parent} is read-only for you. Choose "
            "another place.",
            path=str(path),
        )


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """Give a temporary name beside `path`, renamed to `path` if the block ends without error.

    Raises
    ------
    OutputError
        If the file cannot be written; whatever stood at `path` is then as it was.
    """
    path = Path(path)
    require_writable(path)
    temporary = beside(path)
    try:
        yield temporary
        temporary.replace(path)
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error}. Free the disk or close the programs that have "
            "the file open, or choose another place.",
            path=str(path),
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def require_replaceable(folder: Path, marker: str) -> None:
    """Raise unless nothing, an empty folder or one with the file `marker` stands at `folder`.

    Raises
    ------
    OutputError
        If something else stands there.
    """
    if folder.is_dir() and (not any(folder.iterdir()) or (folder / marker).is_file()):
        return
    if folder.exists():
        raise OutputError(
            f"{folder} exists and has no {marker}, so it is not ours to replace: choose a new or "
            "an empty folder.",
            path=str(folder),
        )


def replace_folder(new: Path, target: Path) -> None:
    """Rename `new` to `target`; what else lay in an older `target` is kept, our files are not.

    Raises
    ------
    OSError
        If a folder cannot be renamed; the older `target` then stands as it was.
    """
    if not target.exists():
        new.rename(target)
        return
    old = beside(target)
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise
    for other in list(old.iterdir()):
        if not (target / other.name).exists():
            other.rename(target / other.name)
    shutil.rmtree(old)
