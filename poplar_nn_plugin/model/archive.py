"""The members of a model file, which anybody may have made: none is read beyond its largest size.

A member of a few kilobytes may unpack to gigabytes, and what an archive says of itself may be
wrong: sizes are looked at before a member is read, and while it is.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from struct import error as StructError  # noqa: N812 (an exception, named like one)

from poplar_nn_plugin.errors import ModelFileError, PoplarError

__all__ = [
    "LARGEST_TEXT",
    "open_archive",
    "read_member",
    "require_plain",
    "require_sizes",
    "require_suffix",
]

LARGEST_TEXT = 16 * 2**20
"""Bytes of a member that is JSON; those of 254 classes and 1000 images have two million."""

_LARGEST = 16 * 2**30  # bytes of a network
_RATIO = 50  # weights hardly shrink
_ALWAYS = 64 * 2**20  # bytes that a member may unpack to, however small it is
_PIECE = 2**20
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others unpack without a limit
_ENCRYPTED = 1
# What `zipfile` raises at files that are broken or made to break it.
_BROKEN = (
    OSError,
    ValueError,
    EOFError,
    RuntimeError,
    OverflowError,
    StructError,
    zipfile.BadZipFile,
    zlib.error,
)


@contextmanager
def open_archive(
    path: str | Path, remedy: str = "train the model again"
) -> Iterator[zipfile.ZipFile]:
    """Give the open archive of a model file.

    Raises
    ------
    ModelFileError
        If there is no such file, it is none, or what is read within turns out to be damaged.
    """
    path = Path(path)
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except PoplarError:
        raise
    except FileNotFoundError as error:
        raise ModelFileError(f"There is no model file {path}.", path=str(path)) from error
    except zipfile.BadZipFile as error:
        raise ModelFileError(
            f"{path} is not a .keras model file, or is damaged ({error}): {remedy}, or give "
            "another file.",
            path=str(path),
        ) from error
    except _BROKEN as error:
        raise ModelFileError(f"{path} cannot be read ({error}): {remedy}.", path=str(path)) from (
            error
        )


def require_suffix(path: Path) -> None:
    """Raise ModelFileError unless a model may be written under that name."""
    if path.suffix != ".keras":
        raise ModelFileError(f"A model file ends in .keras, got {path}.", path=str(path))


def read_member(archive: zipfile.ZipFile, name: str, most: int = LARGEST_TEXT) -> bytes:
    """Return a member of an archive.

    Parameters
    ----------
    archive : ZipFile
        Of `open_archive`.
    name : str
    most : int
        Bytes that it may have.

    Raises
    ------
    ModelFileError
        If it has more, or is packed in a way that is not read.
    KeyError
        If there is none.
    """
    info = archive.getinfo(name)
    require_plain(archive, info)
    if info.file_size > most:
        raise _too_large(archive, name, info.file_size, most)
    with archive.open(info) as member:
        found = bytearray()
        while piece := member.read(_PIECE):
            found += piece
            if len(found) > most:
                raise _too_large(archive, name, len(found), most)
    return bytes(found)


def require_sizes(archive: zipfile.ZipFile) -> None:
    """Raise unless all members are of sizes that a network may have, and packed plainly.

    Raises
    ------
    ModelFileError
        If one is not.
    """
    for info in archive.infolist():
        require_plain(archive, info)
        most = min(_LARGEST, max(_ALWAYS, _RATIO * info.compress_size))
        if info.file_size > most:
            raise _too_large(archive, info.filename, info.file_size, most)


def require_plain(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Raise ModelFileError unless a member is stored or deflated, and not encrypted."""
    if info.compress_type not in _READABLE or info.flag_bits & _ENCRYPTED:
        raise ModelFileError(
            f"{archive.filename}: {info.filename!r} is encrypted, or packed in another way than "
            "model files are: give a model that 'Train model' or Keras 3 has written.",
            path=str(archive.filename),
            member=info.filename,
        )


def _too_large(archive: zipfile.ZipFile, name: str, size: int, most: int) -> ModelFileError:
    return ModelFileError(
        f"{archive.filename}: {name!r} unpacks to {size:,} bytes or more, in a file of its size "
        f"there may be {most:,}: it was not made by 'Train model' or Keras 3.",
        path=str(archive.filename),
        member=name,
    )
