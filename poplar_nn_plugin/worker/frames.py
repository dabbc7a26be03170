"""What crosses between QGIS and the worker: frames of JSON through pipes, arrays as files.

A frame is four bytes of length, the most significant first, and that many bytes of JSON. An
array is saved as ``.npy`` in a folder that both sides know, and stands in the JSON by its file
name: no pickles, which do not cross two versions of numpy, and no shared memory, which would
start ``sys.executable``, in QGIS not always a Python.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

import numpy as np

from poplar_nn_plugin.dataset.npy import NpyError, map_array
from poplar_nn_plugin.errors import OutputError, WorkerError

__all__ = ["decode", "encode", "receive", "send"]

_HEAD = 4
_LONGEST = 64 * 2**20  # bytes; below any four letters, so that stray text is no frame
_FILE = "npy file"  # the only key of the object that stands for an array
_NAME = re.compile(r"\w+\.npy", re.ASCII)


def send(pipe: BinaryIO, body: bytes) -> None:
    """Send one frame through an unbuffered pipe.

    Raises
    ------
    WorkerError
        If the body is longer than 64 MiB: large values are to be arrays.
    """
    if len(body) > _LONGEST:
        raise WorkerError(
            f"A message of {len(body)} bytes is too long for the worker, the most is {_LONGEST}: "
            "pass large values as arrays or files."
        )
    rest = memoryview(len(body).to_bytes(_HEAD, "big") + body)
    while rest:
        rest = rest[pipe.write(rest) :]


def receive(pipe: BinaryIO) -> bytes | None:
    """Return the body of the next frame of an unbuffered pipe, or None at its end.

    Raises
    ------
    WorkerError
        If what comes is no frame.
    """
    head = _exactly(pipe, _HEAD)
    size = int.from_bytes(head, "big")
    if size > _LONGEST:
        raise WorkerError(f"The worker's pipe brought {head!r}, which begins no message.")
    body = _exactly(pipe, size)
    return body if len(head) == _HEAD and len(body) == size else None


def _exactly(pipe: BinaryIO, size: int) -> bytes:
    """Return `size` bytes, or fewer if the pipe ends before."""
    parts = []
    while size:
        part = pipe.read(size)
        if not part:
            break
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def encode(values: dict, folder: Path) -> bytes:
    """Return `values` as the body of a frame and save their arrays in `folder`.

    Parameters
    ----------
    values : dict
        JSON values, nested as you like; numpy scalars become numbers, paths absolute text (the
        other side works in another folder), arrays of any shape and type stay what they are,
        but neither arrays of objects nor masked ones cross.
    folder : Path
        Where the arrays are saved.

    Raises
    ------
    OutputError
        If an array cannot be saved, most often because the disk is full.
    TypeError, ValueError
        If a value is of a type that does not cross.
    """

    def stand_in(value):
        if isinstance(value, np.ndarray) and not isinstance(value, np.ma.MaskedArray):
            return {_FILE: _save(value, folder)}
        if isinstance(value, np.generic):
            return value.item()
        if isinstance(value, Path):
            return os.path.abspath(value)
        raise TypeError(f"A {type(value).__name__} cannot cross between QGIS and the worker.")

    return json.dumps(values, default=stand_in).encode("ascii")


def _save(array: np.ndarray, folder: Path) -> str:
    """Save `array` in `folder` and return the name of the file."""
    try:
        with NamedTemporaryFile("wb", dir=folder, suffix=".npy", delete=False) as file:
            np.save(file.file, array, allow_pickle=False)  # the bare file is written in one go
    except OSError as error:
        raise OutputError(
            f"An array of {array.nbytes} bytes cannot be saved for the worker in {folder}: "
            f"{error}. Free some disk space, or set TMPDIR to a roomier folder.",
            folder=str(folder),
            bytes=array.nbytes,
        ) from error
    return Path(file.name).name


def decode(body: bytes, folder: Path, mmap_mode: str | None = None) -> dict:
    """Return the values that `encode` put into `body`.

    Parameters
    ----------
    body : bytes
        Of one frame.
    folder : Path
        Where the arrays lie.
    mmap_mode : {"r", None}
        Arrays are mapped, or by default read, and their files may go.

    Raises
    ------
    WorkerError
        If the body holds something else, or an array is not there whole.
    """

    def restore(values):
        if values.keys() != {_FILE}:
            return values
        name = values[_FILE]
        # The name of a file that `_save` made, in that folder.
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise NpyError(f"{name!r} is no name of an array")
        array = map_array(folder / name)
        return array if mmap_mode else np.array(array)

    try:
        found = json.loads(body, object_hook=restore)
    except (OSError, ValueError, RecursionError) as error:
        raise WorkerError(
            f"The worker's pipe brought a message that cannot be read: {error}."
        ) from (error)
    if not isinstance(found, dict):
        raise WorkerError(f"The worker's pipe brought a {type(found).__name__}, not a message.")
    return found
