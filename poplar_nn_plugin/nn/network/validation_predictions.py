"""Predictions of validation patches, kept in the model that was later trained on these, too.

A network that learns once more from all patches can no longer be asked about them. What the first
one said, when it had never seen them, lies in the model file, so that they can still be looked at.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.fingerprint import of_patches
from poplar_nn_plugin.dataset.npy import NpyError, read_array
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.model.archive import open_archive, read_member

__all__ = ["HeldOut", "add_held_out", "read_held_out"]

_FOLDER = "poplar_nn/held_out/"
_LONGEST = 10_000  # bytes of a fingerprint, and of the header of an array
_ROUNDED = 1e-5


@dataclass(frozen=True)
class HeldOut:
    """What was said of validation patches before they were learned.

    Parameters
    ----------
    probabilities : ndarray of float32, shape (n, n_classes)
        Calibrated; a row for each validation patch, in the order of the dataset.
    patches : str
        Fingerprint of the dataset.
    """

    probabilities: np.ndarray
    patches: str


def add_held_out(path: str | Path, held_out: HeldOut) -> None:
    """Write it into a model file, which holds none yet."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{_FOLDER}patches.txt", held_out.patches)
        with archive.open(f"{_FOLDER}probabilities.npy", "w") as member:
            np.lib.format.write_array(member, held_out.probabilities, allow_pickle=False)


def read_held_out(path: str | Path, dataset: PatchDataset) -> np.ndarray | None:
    """Return what was said of the validation patches of a dataset, None if nothing is kept.

    Returns
    -------
    ndarray of float32, shape (n, n_classes), or None

    Raises
    ------
    ModelFileError
        If the file is damaged.
    """
    try:
        with open_archive(path) as archive:
            if f"{_FOLDER}patches.txt" not in archive.namelist():
                return None
            known = read_member(archive, f"{_FOLDER}patches.txt", _LONGEST)
            if known != of_patches(dataset).encode():
                return None
            shape = len(dataset.select(Split.VALID)), len(dataset.classes.codes)
            most = 4 * shape[0] * shape[1]
            packed = read_member(archive, f"{_FOLDER}probabilities.npy", most + _LONGEST)
        found = read_array(io.BytesIO(packed), most, np.float32, shape)
        if not ((found >= 0) & (found <= 1 + _ROUNDED)).all():
            raise NpyError("what was said of validation patches are no probabilities")
        return found
    except (NpyError, KeyError) as error:
        raise ModelFileError(
            f"{path} is damaged ({error}): train the model again.", path=str(path)
        ) from error
