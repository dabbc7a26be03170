"""How unlike the labelled places others are, in the file of a forest."""

from __future__ import annotations

import zipfile
from pathlib import Path

from poplar_nn_plugin.dataset.npy import NpyError
from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.mapping.dissimilarity import REACH, Dissimilarity
from poplar_nn_plugin.model.archive import open_archive
from poplar_nn_plugin.model.arrays import write_arrays

__all__ = ["add_reach", "read_reach"]


def add_reach(path: str | Path, reach: Dissimilarity) -> None:
    """Add the arrays to a model file."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        write_arrays(archive, REACH, reach.arrays)


def read_reach(path: str | Path, features: int) -> Dissimilarity | None:
    """Return what a model file holds of that, None if nothing.

    Parameters
    ----------
    path : str or Path
    features : int
        How many the model looks at.

    Raises
    ------
    ModelFileError
        If it is damaged or does not match the model.
    """
    try:
        with open_archive(path) as archive:
            return Dissimilarity.read(archive, features)
    except (NpyError, KeyError) as error:
        raise ModelFileError(
            f"What {path} says of unlike places is damaged or does not match its card ({error}): "
            "train the model again.",
            path=str(path),
        ) from error
