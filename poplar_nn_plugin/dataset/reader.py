"""Patches on disk: raw values, their labels and where they come from, in one folder.

``patches.npy`` holds the values as stored in the image, ``labels.npy`` one record a patch,
``masks.npy``, where asked for, the class of each pixel, ``dataset.json`` what is common to all.
NumPy and JSON only: QGIS and the worker read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.description import DatasetDescription
from poplar_nn_plugin.dataset.fields import FieldError, format_of, parse, read
from poplar_nn_plugin.dataset.npy import NpyError, map_array
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.dataset.weights import patch_weights
from poplar_nn_plugin.errors import DatasetError, PoplarError

__all__ = [
    "FORMAT",
    "LABELS",
    "LABEL_DTYPE",
    "LARGEST_META",
    "MASKS",
    "META",
    "PATCHES",
    "PatchDataset",
    "open_array",
]

LABEL_DTYPE = np.dtype(
    [
        ("class", "u1"),
        ("group", "i4"),
        ("split", "u1"),
        ("row", "i4"),
        ("col", "i4"),
        ("image", "i2"),
    ]
)
"""A patch: class code, position of its group, `Split`, upper left pixel, position of its image.

Row and column may be below 0 where a spec is `by_centre`.
"""

FORMAT = 1
"""Of ``dataset.json``; a dataset of a newer one is refused."""

PATCHES, LABELS, MASKS, META = "patches.npy", "labels.npy", "masks.npy", "dataset.json"
"""Names of the files."""

LARGEST_META = 64 * 2**20
"""Bytes of ``dataset.json``; a million groups have half of that."""

_LEAST_WEIGHT = 1 - 1e-3  # counts are rounded
_SAID = 300  # characters of a reason; what is wrong may be long


@dataclass(frozen=True, eq=False)
class PatchDataset:
    """Labelled patches; see `open`.

    Parameters
    ----------
    folder : Path
        Where it lies.
    description : DatasetDescription
        What ``dataset.json`` says.
    x : ndarray, shape (n, size, size, bands)
        Raw values of the image, memory-mapped.
    labels : ndarray of LABEL_DTYPE, shape (n,)
        One record a patch.
    masks : ndarray of uint8, shape (n, size, size), or None
        Class code of each pixel, 0 where no polygon says it, memory-mapped; None if not kept.
    """

    folder: Path
    description: DatasetDescription
    x: np.ndarray
    labels: np.ndarray
    masks: np.ndarray | None = None

    @staticmethod
    def lies_in(folder: str | Path) -> bool:
        """Return whether a folder holds a dataset, whole or not."""
        return (Path(folder) / META).is_file()

    @classmethod
    def open(cls, folder: str | Path) -> PatchDataset:
        """Open the dataset in a folder.

        Raises
        ------
        DatasetError
            If the folder holds none, or one that is damaged or newer than this plugin.
        """
        folder = Path(folder)
        described = _read_description(folder)
        size = described.spec.size
        shape = (described.count, size, size, len(described.spec.bands))
        x = open_array(folder / PATCHES, described.dtype, shape)
        labels = open_array(folder / LABELS, LABEL_DTYPE, shape[:1])
        masks = open_array(folder / MASKS, "u1", shape[:3]) if described.pixel_labels else None
        _require_known(folder, labels, described)
        found = cls(folder, described, x, labels, masks)
        if found.weight.min() < _LEAST_WEIGHT:
            raise DatasetError(
                f"{folder / META} says that patches were drawn from fewer candidates than there "
                "are patches: extract the patches again.",
                path=str(folder / META),
            )
        return found

    @property
    def spec(self) -> PatchSpec:
        """What a patch is."""
        return self.description.spec

    @property
    def classes(self) -> ClassMap:
        """The classes of the labels."""
        return self.description.classes

    @property
    def y(self) -> np.ndarray:
        """Class codes, shape (n,)."""
        return self.labels["class"]

    @property
    def group(self) -> np.ndarray:
        """Position of each patch's group in ``description.groups``, shape (n,)."""
        return self.labels["group"]

    @property
    def split(self) -> np.ndarray:
        """Values of `Split`, shape (n,)."""
        return self.labels["split"]

    @property
    def fold(self) -> np.ndarray | None:
        """Fold that its labels give to each patch, from 1, or 0, shape (n,); None without folds."""
        folds = self.description.folds
        return None if folds is None else np.array([fold or 0 for fold in folds])[self.group]

    @cached_property
    def weight(self) -> np.ndarray:
        """Number of candidates that each patch stands for, shape (n,): 1 where all were taken."""
        return patch_weights(self.y, self.group, self.description.labelled)

    @property
    def position(self) -> np.ndarray:
        """Row and column of the upper left pixel of each patch, shape (n, 2)."""
        return np.stack([self.labels["row"], self.labels["col"]], axis=1)

    def select(self, split: Split | str) -> np.ndarray:
        """Return the positions of the patches of a split, ascending.

        Raises
        ------
        DatasetError
            If there is no split of a text.
        """
        return np.flatnonzero(self.split == Split(split))


def _read_description(folder: Path) -> DatasetDescription:
    path = folder / META
    if not path.is_file():
        raise DatasetError(
            f"{folder} is not a patch dataset: it has no {META}. Choose the folder that "
            "'Extract patches' has written.",
            path=str(folder),
        )
    try:
        with path.open("rb") as file:
            values = parse(file.read(LARGEST_META + 1), LARGEST_META)
        found = format_of(values)
        if found > FORMAT:
            raise DatasetError(
                f"{folder} was written by a newer Poplar NN (format {found}, this one reads "
                f"{FORMAT}): update the plugin.",
                format=found,
            )
        return read(DatasetDescription, values)
    except DatasetError:
        raise
    except (OSError, FieldError, PoplarError) as error:
        raise DatasetError(
            f"{path} is damaged ({str(error).rstrip('.')[:_SAID]}): extract the patches again.",
            path=str(path),
        ) from error


def _require_known(folder: Path, labels: np.ndarray, described: DatasetDescription) -> None:
    """Raise unless classes, groups, splits and images of all patches are those described."""
    codes = np.zeros(256, bool)
    codes[list(described.classes.codes)] = True
    for name, wrong in (
        ("class", ~codes[labels["class"]]),
        ("group", (labels["group"] < 0) | (labels["group"] >= len(described.groups))),
        ("split", labels["split"] >= len(Split)),
        ("image", (labels["image"] < 0) | (labels["image"] >= max(len(described.sources), 1))),
    ):
        if wrong.any():
            patch = int(wrong.argmax())
            raise DatasetError(
                f"{folder / LABELS} does not match {META}: patch {patch} has the {name} "
                f"{labels[name][patch]}, which is not there. Extract the patches again.",
                path=str(folder / LABELS),
            )


def open_array(
    path: Path, dtype: Any = None, shape: tuple[int | None, ...] | None = None
) -> np.ndarray:
    """Return an array of a dataset, memory-mapped.

    Parameters
    ----------
    path : Path
    dtype, shape : optional
        What is expected; None stands for anything.

    Raises
    ------
    DatasetError
        If the file is missing or damaged, or holds another array.
    """
    try:
        return map_array(path, dtype, shape)
    except FileNotFoundError as error:
        raise DatasetError(
            f"{path.parent} is not a whole patch dataset: {path.name} is missing. Extract the "
            "patches again.",
            path=str(path),
        ) from error
    except NpyError as error:
        raise DatasetError(
            f"{path} is damaged or does not match {META}: {error}. Extract the patches again.",
            path=str(path),
        ) from error
    except OSError as error:
        raise DatasetError(f"{path} cannot be read: {error}.", path=str(path)) from error
