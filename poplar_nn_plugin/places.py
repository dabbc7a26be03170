"""Where outputs may go, and what their places are called while they are written."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.leftovers import PRIVATE

__all__ = [
    "REPLACED",
    "STAGED",
    "beside",
    "is_tile",
    "public",
    "require_folder",
    "require_name",
    "require_on_disk",
    "require_replaceable",
    "require_writable",
    "target_of",
    "tile_folder",
    "unwritable",
]

STAGED, REPLACED = "new", "old"
"""The folders in a private one: of outputs before they take their names, and of what had these."""

_LONGEST = 255  # bytes of a name, nearly everywhere
_NEEDED = {".gpkg": len("-journal")}  # bytes that SQLite adds for a file of its own
_TILES, _TILE = ".tiles", re.compile(r"r\d+c\d+\.tif")
_STEP = re.compile(rf"[/\\]+{PRIVATE}[/\\]+(?:{STAGED}|{REPLACED})\b")


def target_of(path: str | Path) -> Path:
    """Return the name that a file will have, for a path that `Outputs.path` gave; others as is."""
    return Path(public(str(path)))


def public(text: str) -> str:
    """Return a text in which private paths are those that the user knows."""
    return _STEP.sub("", text)


def tile_folder(path: Path) -> Path:
    """Return where the tiles lie that a VRT joins: ``map.tiles`` beside ``map.vrt``."""
    return path.with_name(f"{path.stem}{_TILES}")


def is_tile(path: Path) -> bool:
    """Return whether a file is a tile of ours, by its name and that of its folder."""
    return path.parent.suffix == _TILES and bool(_TILE.fullmatch(path.name))


def beside(path: Path, ending: str) -> Path:
    """Return the name of what belongs to a file: its own and an ending, shorter if it must be."""
    name = path.name + ending
    longest = _longest_name(path.parent)
    if len(os.fsencode(name)) > longest:
        mark = sha256(os.fsencode(path.name)).hexdigest()[:8]
        room = longest - len(os.fsencode(ending)) - 1 - len(mark)
        name = f"{os.fsencode(path.name)[:room].decode(errors='ignore')}~{mark}{ending}"
    return path.with_name(name)


def require_name(path: Path) -> None:
    """Raise OutputError if the name of a file is longer than its folder's disk can keep."""
    longest = _longest_name(path.parent) - _NEEDED.get(path.suffix.lower(), 0)
    size = len(os.fsencode(path.name))
    if size > longest:
        raise OutputError(
            f"{path.name[:20]}… in {path.parent} cannot be written: its name has {size} bytes, and "
            f"the disk keeps such names up to {longest}. Choose a shorter name.",
            path=str(path),
        )


def require_writable(path: str | Path) -> None:
    """Raise before long work rather than after it if `path` cannot be written.

    Raises
    ------
    OutputError
        If the name is too long, the folder is missing or cannot be written, or `path` is a folder.
    """
    path = Path(path)
    require_name(path)
    if target_of(path).is_dir():
        raise OutputError(f"{path} is a folder, not a file: name a file.", path=str(path))
    require_folder(path)


def require_on_disk(path: str | Path) -> None:
    """Raise OutputError if `path` is one of GDAL's names for what is in no folder of a disk."""
    if str(path).startswith("/vsi"):
        kind = str(path).split("/")[1]
        raise OutputError(
            f"{path} cannot be written: /{kind}/ is for reading only, because outputs appear when "
            "they are whole, which takes a folder on a disk. Write there, and copy the files "
            "afterwards with the storage's own program.",
            path=str(path),
        )


def require_folder(path: Path) -> None:
    """Raise OutputError if the folder in which `path` lies is missing or cannot be written."""
    require_on_disk(path)
    if not path.parent.is_dir():
        raise OutputError(
            f"{path} cannot be written: there is no folder {path.parent}. Choose a folder that "
            "exists, or create it.",
            path=str(path),
        )
    if not os.access(path.parent, os.W_OK):
        raise OutputError(
            f"{path} cannot be written: you may not write into {path.parent}. Choose another "
            "folder.",
            path=str(path),
        )


def require_replaceable(folder: str | Path, marker: str) -> None:
    """Raise unless nothing, an empty folder or one with the file `marker` stands at `folder`.

    Raises
    ------
    OutputError
        If something else stands there.
    """
    folder = target_of(folder)
    require_name(folder)
    if folder.is_dir() and (not any(folder.iterdir()) or (folder / marker).is_file()):
        return
    if folder.exists():
        raise OutputError(
            f"{folder} exists and has no {marker}, so it is not ours to replace: choose a new or "
            "an empty folder.",
            path=str(folder),
        )


def unwritable(path: Path, error: OSError) -> OutputError:
    """Return what the system's complaint about a file means for the user."""
    return OutputError(
        f"{target_of(path)} cannot be written: {error.strerror or error}. Free the disk or close "
        "the programs and layers that use it, or choose another place.",
        path=str(target_of(path)),
    )


def _longest_name(folder: Path) -> int:
    """Return how many bytes a name may have."""
    if hasattr(os, "pathconf"):
        with suppress(OSError):  # no such folder, or a disk that does not tell
            return os.pathconf(folder, "PC_NAME_MAX")
    return _LONGEST
