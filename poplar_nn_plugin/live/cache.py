"""Features on disk: what was computed for one view need not be computed for the next, or tomorrow.

Files appear under their names whole or not at all, and one that is gone or damaged is one that was
never there: several QGIS may share a folder.
"""

from __future__ import annotations

import io
import os
import secrets
from contextlib import suppress
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.npy import NpyError, read_array
from poplar_nn_plugin.live.tiles import Tile, TileFeatures

__all__ = ["DiskCache"]

_ENDING, _UNFINISHED = ".tile", ".new"
_LARGEST = 256 * 2**20  # bytes of the features of a tile
_CLEARED = 0.8  # of the cap is left once it was reached
_STALE = 3600.0  # seconds: nothing takes that long to write


class DiskCache:
    """The tiles of one image in a folder that many images share.

    Parameters
    ----------
    folder : Path
        Made where it is missing, for this user alone.
    key : str
        Of the image.
    most : int
        Bytes of all files of the folder; the longest unused go first.
    """

    def __init__(self, folder: Path, key: str, most: int):
        self._root, self._folder, self._most = folder, folder / key, most
        self._held: int | None = None  # bytes in the folder, as far as this process knows

    def read(self, tile: Tile) -> TileFeatures | None:
        """Return a tile, None where it is not there."""
        path = self._path(tile)
        try:
            with path.open("rb") as file:
                features = read_array(file, _LARGEST, np.float32, (None, None, None))
                valid = read_array(file, _LARGEST, bool, (None, None))
            os.utime(path)  # used now
        except (OSError, NpyError):
            return None
        return TileFeatures(features, valid)

    def write(self, tile: Tile, known: TileFeatures) -> None:
        """Keep a tile; a disk that is full keeps none."""
        path = self._path(tile)
        unfinished = path.with_name(f"{secrets.token_hex(8)}{_UNFINISHED}")
        packed = io.BytesIO()
        for array in (known.features, known.valid):
            np.lib.format.write_array(packed, np.ascontiguousarray(array), allow_pickle=False)
        try:
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folder.mkdir(mode=0o700, exist_ok=True)
            unfinished.write_bytes(packed.getbuffer())
            os.replace(unfinished, path)
        except OSError:
            with suppress(OSError):
                unfinished.unlink()
            return
        if self._held is not None:
            self._held += packed.tell()
        if self._held is None or self._held > self._most:
            self._clear()

    def _path(self, tile: Tile) -> Path:
        return self._folder / f"{tile.row}_{tile.col}{_ENDING}"

    def _clear(self) -> None:
        """Remove what was not used for longest, where the files have too many bytes."""
        files = []
        for path in self._root.glob("*/*"):
            with suppress(OSError):  # another process may have removed it
                facts = path.stat()
                files.append((facts.st_mtime, facts.st_size, path))
        files.sort(key=lambda one: one[0])
        held = sum(size for _, size, _ in files)
        wanted = held if held <= self._most else int(_CLEARED * self._most)
        for used, size, path in files:
            unfinished = path.suffix == _UNFINISHED  # somebody writes it, or was killed doing so
            if held > wanted if not unfinished else files[-1][0] - used > _STALE:
                with suppress(OSError):
                    path.unlink()
                    held -= size
        for folder in self._root.glob("*"):
            with suppress(OSError):  # not empty
                folder.rmdir()
        self._held = held
