"""What lies beside exported patches: lists as COCO has them, and what the files cannot say.

``export.json`` keeps classes, bands and sources, so that the same dataset can be made of the files
again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.description import DatasetDescription, DatasetSource
from poplar_nn_plugin.dataset.fields import FieldError, format_of, parse, read, write
from poplar_nn_plugin.dataset.images import ImageMetadata
from poplar_nn_plugin.dataset.reader import LARGEST_META, PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.versions import versions
from poplar_nn_plugin.errors import DatasetError, PoplarError

__all__ = [
    "EXPORT",
    "Common",
    "coco_name",
    "read_common",
    "write_coco",
    "write_common",
]

EXPORT = "export.json"
"""What is common to all files; it also marks a folder as an export of ours."""

_FORMAT = 1
_SAID = 300  # characters of a reason; what is wrong may be long
_KEYS = ("spec", "classes", "dtype", "image", "sources", "missing_classes")  # of dataset.json


@dataclass(frozen=True)
class Common:
    """What an export says of all its files.

    Parameters
    ----------
    spec : PatchSpec
    classes : ClassMap
    dtype : str
        NumPy name.
    image : ImageMetadata
    sources : tuple of DatasetSource
    folders : dict of str to int
        The class code of each folder.
    missing : tuple of str
        Names of the classes that the labels have and no patch.
    """

    spec: PatchSpec
    classes: ClassMap
    dtype: str
    image: ImageMetadata
    sources: tuple[DatasetSource, ...]
    folders: dict[str, int]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Export:
    """The fields of ``export.json`` that a dataset has not, or may have not."""

    folders: dict[str, int]
    sources: tuple[DatasetSource, ...]


def write_common(folder: Path, dataset: PatchDataset, folders: dict[int, str]) -> None:
    """Write what is common to all files; `folders` gives the folder of each class code."""
    told = write(dataset.description)
    common = {
        "format": _FORMAT,
        **{key: told[key] for key in _KEYS if key in told},
        "folders": {name: code for code, name in folders.items()},
        "versions": versions(),
    }
    text = json.dumps(common, indent=2, ensure_ascii=False)
    (folder / EXPORT).write_text(text, encoding="utf-8")


def read_common(folder: Path) -> Common | None:
    """Return what `write_common` wrote, None where a folder is no export of ours.

    Raises
    ------
    DatasetError
        If it is damaged, or newer than this plugin.
    """
    path = folder / EXPORT
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            found = parse(file.read(LARGEST_META + 1), LARGEST_META)
        written = format_of(found)
        if written <= _FORMAT:
            told = read(_Export, found)
            one = read(DatasetDescription, {**found, "count": 1, "groups": []})
            return Common(
                one.spec,
                one.classes,
                one.dtype,
                one.image,
                told.sources,
                told.folders,
                one.missing_classes,
            )
    except (FieldError, PoplarError) as error:
        reason = str(error).rstrip(".")[:_SAID]
        raise DatasetError(
            f"{path} is damaged ({reason}): export the patches again, or remove that file to "
            "import the images as they are.",
            path=str(path),
        ) from error
    raise DatasetError(
        f"{path} was written by a newer Poplar NN (format {written}, this one reads "
        f"{_FORMAT}): update the plugin.",
        format=written,
    )


def coco_name(split: str) -> str:
    """Return the name of a split's list."""
    return f"coco-{split}.json"


def write_coco(
    path: Path, dataset: PatchDataset, chosen: np.ndarray, name: Callable[[int], str]
) -> None:
    """Write images, annotations and categories; each annotation is a whole patch.

    The format is that of T.-Y. Lin et al. 2014, "Microsoft COCO: Common Objects in Context"; to
    each image come the `group`, `row` and `col` of its patch.

    Parameters
    ----------
    path : Path
    dataset : PatchDataset
    chosen : ndarray of int, shape (k,)
        The patches.
    name : callable
        Gives the file of a patch, relative to the folder.
    """
    size = dataset.spec.size
    square = [0, 0, size, 0, size, size, 0, size]
    images = (
        {
            "id": number,
            "file_name": name(number),
            "width": size,
            "height": size,
            "group": dataset.description.groups[dataset.group[number]],
            "row": int(dataset.labels["row"][number]),
            "col": int(dataset.labels["col"][number]),
        }
        for number in chosen.tolist()
    )
    annotations = (
        {
            "id": number,
            "image_id": number,
            "category_id": int(dataset.y[number]),
            "bbox": [0, 0, size, size],
            "area": size * size,
            "segmentation": [square],
            "iscrowd": 0,
        }
        for number in chosen.tolist()
    )
    categories = (
        {"id": code, "name": title}
        for code, title in zip(dataset.classes.codes, dataset.classes.names)
    )
    with path.open("w", encoding="utf-8") as file:
        file.write("{")
        _write_list(file, "images", images)
        file.write(",\n")
        _write_list(file, "annotations", annotations)
        file.write(",\n")
        _write_list(file, "categories", categories)
        file.write("}\n")


def _write_list(file, key: str, items: Iterable[dict]) -> None:
    """Write a member item by item: a million of them need not lie in memory."""
    file.write(f"{json.dumps(key)}: [")
    for number, item in enumerate(items):
        file.write(",\n" if number else "\n")
        file.write(json.dumps(item, ensure_ascii=False))
    file.write("\n]")
