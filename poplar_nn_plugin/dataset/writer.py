"""Write a patch dataset, in pieces and in any order; it appears when it is whole."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.description import DatasetDescription
from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.dataset.reader import (
    FORMAT,
    LABEL_DTYPE,
    LABELS,
    MASKS,
    META,
    PATCHES,
    PatchDataset,
    open_array,
)
from poplar_nn_plugin.dataset.versions import versions
from poplar_nn_plugin.errors import DatasetError, OutputError
from poplar_nn_plugin.files import Outputs
from poplar_nn_plugin.places import require_replaceable

__all__ = ["DATASET_FILES", "DatasetWriter"]

DATASET_FILES = (MASKS, "footprints.gpkg", "footprints.qml", "examples.png", "record.json")
"""Files that not every dataset has; where one is replaced, they go with its patches."""


class DatasetWriter:
    """Write a dataset that appears in its folder at once, when it is whole.

    Use it as a context manager. Until the end all lies in a hidden folder beside, which an
    error removes.

    Parameters
    ----------
    folder : str or Path
        Where the dataset shall appear. It may hold a dataset, which is then replaced;
        other files beside that one are kept.
    description : DatasetDescription
        Its versions are written anew; ``pixel_labels`` asks for masks.

    Attributes
    ----------
    folder : Path
        While writing, the hidden folder: further files put there appear with the dataset.
    labels : ndarray of LABEL_DTYPE, shape (count,)
        Those written so far.
    dataset : PatchDataset
        What was written, after the end.

    Raises
    ------
    OutputError
        If the folder holds other files than a dataset, or the disk has too little room.
    DatasetError
        If there are no patches, or not all are written when the block ends.
    """

    def __init__(self, folder: str | Path, description: DatasetDescription):
        self.target = Path(folder)
        self._outputs = Outputs()
        self._description = replace(description, versions=versions())
        spec, count = description.spec, description.count
        self.dtype = np.dtype(description.dtype)
        self.shape = (count, spec.size, spec.size, len(spec.bands))
        self._with_masks = description.pixel_labels
        self.labels = np.zeros(count, LABEL_DTYPE)
        self._written = np.zeros(count, bool)

    def __enter__(self) -> DatasetWriter:
        if not self.shape[0]:
            raise DatasetError("A dataset needs at least one patch, got none.")
        require_replaceable(self.target, META)
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._require_room()
            self.folder = self._outputs.path(self.target, DATASET_FILES)
            self.folder.mkdir()
            self._patches = _Rows(self.folder / PATCHES, self.shape, self.dtype)
            if self._with_masks:
                self._masks = _Rows(self.folder / MASKS, self.shape[:3], np.dtype("u1"))
        except OSError as error:
            self._outputs.discard()
            if isinstance(error, OutputError):
                raise
            raise self._unwritable(error) from error
        return self

    def write(
        self,
        start: int,
        patches: np.ndarray,
        labels: np.ndarray,
        masks: np.ndarray | None = None,
    ) -> None:
        """Write the patches from position `start` on.

        Parameters
        ----------
        start : int
        patches : ndarray, shape (k, size, size, bands)
            Of the dataset's type.
        labels : ndarray of LABEL_DTYPE, shape (k,)
        masks : ndarray of uint8, shape (k, size, size), optional
            Given where they were asked for, and only there.

        Raises
        ------
        DatasetError
            If shape, type or position do not fit.
        OutputError
            If the disk is full.
        """
        stop = start + len(patches)
        fits = patches.shape[1:] == self.shape[1:] and labels.shape == (len(patches),)
        if not fits or patches.dtype != self.dtype or labels.dtype != LABEL_DTYPE:
            raise DatasetError(
                f"Patches must be {self.shape[1:]} {self.dtype} with as many labels, got "
                f"{patches.shape[1:]} {patches.dtype} with labels {labels.shape} {labels.dtype}."
            )
        masked = None if masks is None else (masks.shape, masks.dtype)
        if masked != ((patches.shape[:3], np.dtype("u1")) if self._with_masks else None):
            raise DatasetError(
                f"The dataset {self.target} {'needs' if self._with_masks else 'has no'} class of "
                f"each pixel for its patches {patches.shape[:3]}, got {masked}."
            )
        if start < 0 or stop > len(self.labels):
            raise DatasetError(
                f"Patches {start} to {stop} do not fit in a dataset of {len(self.labels)}."
            )
        try:
            self._patches.write(start, patches)
            if masks is not None:
                self._masks.write(start, masks)
        except OSError as error:
            raise self._unwritable(error) from error
        self.labels[start:stop] = labels
        self._written[start:stop] = True

    def read(self) -> np.ndarray:
        """Return the patches, memory-mapped: those written so far, and zeros for the others.

        Let go of it before the block ends: some systems rename no file that is in use.
        """
        self._patches.fill()
        return open_array(self.folder / PATCHES)

    def __exit__(self, kind, error, trace) -> None:
        try:
            self._complete(write_all=kind is None)
            if kind is None:
                self._outputs.publish()
        finally:
            self._outputs.discard()
        if kind is None:
            self.folder = self.target
            self.dataset = PatchDataset.open(self.target)

    def _complete(self, *, write_all: bool) -> None:
        try:
            self._patches.close()
            if self._with_masks:
                self._masks.close()
            if write_all:
                self._finish()
        except OSError as fault:
            raise self._unwritable(fault) from fault

    def _finish(self) -> None:
        missing = np.count_nonzero(~self._written)
        if missing:
            raise DatasetError(
                f"{missing} of {len(self._written)} patches were never written to {self.target}."
            )
        np.save(self.folder / LABELS, self.labels)
        values = {"format": FORMAT, **write(self._description)}
        text = json.dumps(values, indent=2, ensure_ascii=False)
        (self.folder / META).write_text(text, encoding="utf-8")

    def _require_room(self) -> None:
        needed = int(np.prod(self.shape)) * self.dtype.itemsize + self.labels.nbytes
        if self._with_masks:
            needed += int(np.prod(self.shape[:3]))
        free = shutil.disk_usage(self.target.parent).free
        if needed > free:
            raise OutputError(
                f"The patches need {needed / 2**20:.0f} MiB, and {self.target.parent} has "
                f"{free / 2**20:.0f} MiB free: free the disk, or use a larger stride.",
                needed=needed,
                free=free,
            )

    def _unwritable(self, error: OSError) -> OutputError:
        return OutputError(f"The dataset {self.target} cannot be written: {error}.")


class _Rows:
    """An array in a file of its own, written row by row in any order.

    Plain writes, not a memory map: on a full disk a map kills the process (SIGBUS).
    """

    def __init__(self, path: Path, shape: tuple[int, ...], dtype: np.dtype):
        self._file = path.open("wb")
        descr = np.lib.format.dtype_to_descr(dtype)
        header = {"descr": descr, "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(self._file, header)
        self._start, self._count = self._file.tell(), shape[0]
        self._row = int(np.prod(shape[1:])) * dtype.itemsize

    def write(self, start: int, rows: np.ndarray) -> None:
        self._file.seek(self._start + start * self._row)
        self._file.write(np.ascontiguousarray(rows).data)

    def fill(self) -> None:
        """Let those that are not written yet be zeros."""
        self._file.truncate(self._start + self._count * self._row)
        self._file.flush()

    def close(self) -> None:
        self._file.close()
