"""Patches on disk: raw values, their labels and where they come from, in one folder.

``patches.npy`` holds the values as stored in the image, ``labels.npy`` one record a patch,
``masks.npy``, where asked for, the class of each pixel, ``dataset.json`` what is common to all.
NumPy and JSON only: both sides of the worker read it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.nn.classes import ClassMap
from poplar_nn_plugin.nn.spec import PatchSpec
from poplar_nn_plugin.nn.split import SPLITS

__all__ = [
    "FORMAT",
    "LABELS",
    "LABEL_DTYPE",
    "MASKS",
    "META",
    "PATCHES",
    "SPLITS",
    "PatchDataset",
    "read_array",
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
"""One patch: class code, group and split as positions, upper left pixel, position of its image."""

FORMAT = 1
"""Of ``dataset.json``; a dataset of a newer one is refused."""

PATCHES, LABELS, MASKS, META = "patches.npy", "labels.npy", "masks.npy", "dataset.json"
"""Names of the files."""


@dataclass(frozen=True, eq=False)
class PatchDataset:
    """Labelled patches; see `open`.

    Parameters
    ----------
    folder : Path
        Where it lies.
    spec : PatchSpec
        What a patch is.
    classes : ClassMap
        The classes of the labels.
    x : ndarray, shape (n, size, size, bands)
        Raw values of the image, memory-mapped.
    labels : ndarray of LABEL_DTYPE, shape (n,)
        One record a patch.
    meta : dict
        All of ``dataset.json``.
    masks : ndarray of uint8, shape (n, size, size), or None
        Class code of each pixel, 0 where no polygon says it, memory-mapped; None if not kept.
    """

    folder: Path
    spec: PatchSpec
    classes: ClassMap
    x: np.ndarray
    labels: np.ndarray
    meta: dict
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
        meta, spec, classes = _read_meta(folder)
        x, labels = (read_array(folder / name) for name in (PATCHES, LABELS))
        masks = read_array(folder / MASKS) if meta.get("pixel_labels") else None
        shape = (meta["count"], spec.size, spec.size, len(spec.bands))
        for name, array, expected in (
            (PATCHES, x, (shape, np.dtype(meta["dtype"]))),
            (LABELS, labels, (shape[:1], LABEL_DTYPE)),
            (MASKS, masks, (shape[:3], np.dtype("u1"))),
        ):
            if array is not None and (array.shape, array.dtype) != expected:
                raise DatasetError(
                    f"{folder / name} does not match {META}: expected shape and type "
                    f"{expected[0]} {expected[1]}, got {array.shape} {array.dtype}. Extract the "
                    "patches again.",
                    path=str(folder / name),
                )
        return cls(folder, spec, classes, x, labels, meta, masks)

    @property
    def y(self) -> np.ndarray:
        """Class codes, shape (n,)."""
        return self.labels["class"]

    @property
    def group(self) -> np.ndarray:
        """Position of each patch's group in ``meta["groups"]``, shape (n,)."""
        return self.labels["group"]

    @property
    def split(self) -> np.ndarray:
        """Position of each patch's split in `SPLITS`, shape (n,)."""
        return self.labels["split"]

    @property
    def position(self) -> np.ndarray:
        """Row and column of the upper left pixel of each patch, shape (n, 2)."""
        return np.stack([self.labels["row"], self.labels["col"]], axis=1)

    def select(self, split: str) -> np.ndarray:
        """Return the positions of the patches of a split, ascending.

        Raises
        ------
        DatasetError
            If there is no such split.
        """
        if split not in SPLITS:
            raise DatasetError(f"There is no split {split!r}: choose one of {', '.join(SPLITS)}.")
        return np.flatnonzero(self.split == SPLITS.index(split))


def _read_meta(folder: Path) -> tuple[dict, PatchSpec, ClassMap]:
    path = folder / META
    if not path.is_file():
        raise DatasetError(
            f"{folder} is not a patch dataset: it has no {META}. Choose the folder that "
            "'Extract patches' has written.",
            path=str(folder),
        )
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
        if meta["format"] > FORMAT:
            raise DatasetError(
                f"{folder} was written by a newer Poplar NN (format {meta['format']}, this one "
                f"reads {FORMAT}): update the plugin.",
                format=meta["format"],
            )
        return meta, PatchSpec.from_json(meta["spec"]), ClassMap.from_json(meta["classes"])
    except DatasetError:
        raise
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(
            f"{path} is damaged ({error!r}): extract the patches again.", path=str(path)
        ) from error


def read_array(path: Path) -> np.ndarray:
    """Return an array of a dataset, memory-mapped.

    Raises
    ------
    DatasetError
        If the file is missing or damaged.
    """
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError as error:
        raise DatasetError(
            f"{path.parent} is not a whole patch dataset: {path.name} is missing. Extract the "
            "patches again.",
            path=str(path),
        ) from error
    except (OSError, ValueError, EOFError) as error:
        raise DatasetError(f"{path} is damaged ({error}): extract the patches again.") from error
