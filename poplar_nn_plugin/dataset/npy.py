"""Arrays of ``.npy`` files that others may have written: the header is checked before the rest.

What a header says decides how much memory is taken, so it is held against what was expected and
against the size of the file.
"""

from __future__ import annotations

import math
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

__all__ = ["NpyError", "NpyHeader", "map_array", "read_array", "read_header"]

_MAGIC = b"\x93NUMPY"
_LENGTH_BYTES = {1: 2, 2: 4, 3: 4}  # by the major version of the format
_LONGEST = 10_000  # bytes of a header, as in NumPy
_MOST_AXES = 32  # what any NumPy can have
_PIECE = 2**20
_MOST = 2**62  # bytes
_TYPE = r"[<>|=]?(?:b1|[iu][1248]|f(?:2|4|8|16)|c(?:8|16|32)|[SUV][1-9]\d{0,5}|[mM]8(?:\[\w+\])?)"
_FIELD = rf"\('(\w+)', '({_TYPE})'\)"
# As NumPy writes it. Types are numbers, text, or records of them: no Python objects.
_HEADER = re.compile(
    rf"\{{'descr': (?:'(?P<plain>{_TYPE})'|\[(?P<fields>{_FIELD}(?:, {_FIELD})*)\]), "
    r"'fortran_order': (?P<order>True|False), 'shape': \((?P<shape>[\d, ]{0,800})\), \}\s*"
)


class NpyError(ValueError):
    """What should be an array is none, or another than it should be."""


@dataclass(frozen=True)
class NpyHeader:
    """Type, shape and order of an array, and where its values begin."""

    dtype: np.dtype
    shape: tuple[int, ...]
    fortran_order: bool
    start: int

    @property
    def nbytes(self) -> int:
        """Bytes of the values."""
        return math.prod(self.shape) * self.dtype.itemsize

    def require(self, dtype: Any, shape: tuple[int | None, ...]) -> None:
        """Raise unless type and shape are these; None stands for any length.

        Raises
        ------
        NpyError
        """
        fits = len(self.shape) == len(shape) and all(
            wanted in (None, got) for wanted, got in zip(shape, self.shape)
        )
        if not fits or self.dtype != np.dtype(dtype):
            raise NpyError(
                f"expected shape and type {_told(shape)} {np.dtype(dtype)}, got "
                f"{_told(self.shape)} {self.dtype}"
            )


def read_header(file: BinaryIO) -> NpyHeader:
    """Return the header at the beginning of a file.

    Raises
    ------
    NpyError
        If there is none, or its array holds Python objects.
    """
    start = file.read(len(_MAGIC) + 2)
    size_bytes = _LENGTH_BYTES.get(start[-2]) if len(start) == len(_MAGIC) + 2 else None
    if start[:-2] != _MAGIC or size_bytes is None:
        raise NpyError("it does not begin as an array (.npy)")
    length = int.from_bytes(file.read(size_bytes), "little")
    text = file.read(min(length, _LONGEST + 1))
    if len(text) != length:
        raise NpyError("its header is cut short, or too long")
    found = _HEADER.fullmatch(text.decode("latin-1"))
    if found is None:
        raise NpyError("its header does not say type, order and shape of numbers or text")
    shape = tuple(int(length) for length in re.findall(r"\d+", found["shape"]))
    dtype = _dtype(found["plain"] or re.findall(_FIELD, found["fields"]))
    if len(shape) > _MOST_AXES or math.prod(max(n, 1) for n in shape) * dtype.itemsize > _MOST:
        raise NpyError("its header tells of more than an array can hold")
    order = found["order"] == "True"
    return NpyHeader(dtype, shape, order, len(start) + size_bytes + length)


def map_array(
    path: Path, dtype: Any = None, shape: tuple[int | None, ...] | None = None
) -> np.ndarray:
    """Return the array of a file, mapped, read-only.

    Parameters
    ----------
    path : Path
    dtype, shape : optional
        What is expected; None stands for anything.

    Raises
    ------
    NpyError
        If the file holds another array, or less of it than it says.
    OSError
        If it cannot be read.
    """
    with path.open("rb") as file:
        header = read_header(file)
        if shape is not None:
            header.require(dtype, shape)
        held = os.fstat(file.fileno()).st_size - header.start
        if header.nbytes > held:
            raise NpyError(f"it should hold {header.nbytes:,} bytes, and holds {held:,}")
        order = "F" if header.fortran_order else "C"
        return np.memmap(file, header.dtype, "r", header.start, header.shape, order)


def read_array(
    file: BinaryIO, most: int, dtype: Any = None, shape: tuple[int | None, ...] | None = None
) -> np.ndarray:
    """Return the array of an open file, such as the member of an archive.

    Parameters
    ----------
    file : binary file
        At the beginning of the array.
    most : int
        Bytes that its values may have.
    dtype, shape : optional
        What is expected; None stands for anything.

    Raises
    ------
    NpyError
        If it holds another array, less of it than it says, or too much.
    """
    header = read_header(file)
    if shape is not None:
        header.require(dtype, shape)
    if header.nbytes > most:
        raise NpyError(f"it should hold {header.nbytes:,} bytes, the most is {most:,}")
    values = bytearray()
    while len(values) < header.nbytes:
        piece = file.read(min(_PIECE, header.nbytes - len(values)))
        if not piece:
            raise NpyError(f"it should hold {header.nbytes:,} bytes, and holds {len(values):,}")
        values += piece
    found = np.frombuffer(values, header.dtype)
    return found.reshape(header.shape, order="F" if header.fortran_order else "C")


def _dtype(description: str | list[tuple[str, str]]) -> np.dtype:
    try:
        return np.dtype(description)
    except (TypeError, ValueError) as error:  # two fields of one name, floats of a size not here
        raise NpyError(f"its header describes no type: {error}") from error


def _told(shape: tuple[int | None, ...]) -> str:
    lengths = ", ".join("any" if length is None else str(length) for length in shape)
    return f"({lengths})"
