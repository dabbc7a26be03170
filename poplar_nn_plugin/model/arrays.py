"""Arrays of float32 in a folder of a model file, each a member of its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import numpy as np

from poplar_nn_plugin.dataset.npy import NpyError, read_array
from poplar_nn_plugin.model.archive import read_member

__all__ = ["read_arrays", "write_arrays"]

_LARGEST = 256 * 2**20  # bytes of an array


def write_arrays(archive: zipfile.ZipFile, folder: str, arrays: Mapping[str, np.ndarray]) -> None:
    """Write arrays into an archive that is open to be written.

    Parameters
    ----------
    archive : ZipFile
    folder : str
        With a slash at its end.
    arrays : mapping of str to ndarray
        By name.
    """
    for name, array in arrays.items():
        with archive.open(f"{folder}{name}.npy", "w") as member:
            np.lib.format.write_array(member, array, allow_pickle=False)


def read_arrays(
    archive: zipfile.ZipFile, folder: str, shapes: Mapping[str, tuple[int | None, ...]]
) -> dict[str, np.ndarray]:
    """Return arrays of float32 of a model file, by name.

    Parameters
    ----------
    archive : ZipFile
        Of `poplar_nn_plugin.model.archive.open_archive`.
    folder : str
    shapes : mapping of str to tuple
        Of each; None stands for any length.

    Raises
    ------
    KeyError
        If one is not there.
    NpyError
        If one has another type or shape, or holds what is no number.
    ModelFileError
        If one is too large.
    """
    found = {}
    for name, shape in shapes.items():
        packed = read_member(archive, f"{folder}{name}.npy", _LARGEST)
        found[name] = read_array(io.BytesIO(packed), _LARGEST, np.float32, shape)
        if not np.isfinite(found[name]).all():
            raise NpyError(f"{name} holds what is no number")
    return found
