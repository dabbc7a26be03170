"""What a network said of the patches that judged it, kept in the model that later learned them.

A network that learns once more from all patches can no longer be asked about them. What the first
one said, when it had never seen them, lies in the model file, so that they can still be looked at.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.nn.dataset import PatchDataset
from poplar_nn_plugin.nn.fingerprint import of_patches

__all__ = ["HeldOut", "add_held_out", "read_held_out"]

_FOLDER = "poplar_nn/held_out/"


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
        with zipfile.ZipFile(path) as archive:
            try:
                known = archive.read(f"{_FOLDER}patches.txt").decode()
            except KeyError:
                return None
            if known != of_patches(dataset):
                return None
            with archive.open(f"{_FOLDER}probabilities.npy") as member:
                return np.lib.format.read_array(member, allow_pickle=False)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise ModelFileError(
            f"{path} is damaged ({error}): train the model again.", path=str(path)
        ) from error
