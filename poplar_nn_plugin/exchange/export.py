"""Patches for other programs: one image file a patch, in one folder a split and class.

The folders are those that ``keras.utils.image_dataset_from_directory`` reads. An index as CSV or
COCO-like JSON may go with them.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import SPLITS, Split
from poplar_nn_plugin.errors import DatasetError, OutputError
from poplar_nn_plugin.exchange.csv_index import INDEX, write_csv
from poplar_nn_plugin.exchange.patch_file import PatchFile, require_png
from poplar_nn_plugin.exchange.patch_index import EXPORT, coco_name, write_coco, write_common
from poplar_nn_plugin.files import Outputs
from poplar_nn_plugin.labels.vector import read_polygons
from poplar_nn_plugin.patches.extract import FOOTPRINTS
from poplar_nn_plugin.places import require_replaceable
from poplar_nn_plugin.progress import Progress, Silent, checkpoint
from poplar_nn_plugin.settings import Declared, choice

__all__ = [
    "EXPORT_FILES",
    "FORMATS",
    "ExportSettings",
    "class_folders",
    "count_patches",
    "export_patches",
]

FORMATS = ("geotiff", "png", "csv", "coco")
"""GeoTIFFs, PNGs, GeoTIFFs with an index as CSV, PNGs with an index as COCO has it."""

EXPORT_FILES = (*SPLITS, INDEX, *(coco_name(split) for split in SPLITS))
"""Names in an export; all go with one that is replaced, or they would seem the new one's."""

_ALL = "all"
_FORBIDDEN = str.maketrans({sign: "_" for sign in '/\\:*?"<>|'} | {chr(n): "_" for n in range(32)})
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{n}{k}" for n in ("com", "lpt") for k in range(1, 10)}
_LONGEST = 60  # characters, of up to 4 bytes: names may have 255


@dataclass(frozen=True)
class ExportSettings(Declared):
    """Which patches are written, and how."""

    kind: str = choice(
        "Format",
        FORMATS,
        key="FORMAT",
        help="'geotiff' keeps places, all bands and the image's own type; 'png' is for 1, 3 or 4 "
        "bands; 'csv' adds a list with class, group and place to GeoTIFFs, 'coco' one as COCO has "
        "it to PNGs.",
    )
    split: str = choice(
        "Split",
        (_ALL, *SPLITS),
        advanced=True,
        help="The only one to write, or all.",
    )

    @property
    def only(self) -> Split | None:
        """The only split to write, None for all."""
        return None if self.split == _ALL else Split(self.split)


def export_patches(
    dataset: PatchDataset,
    folder: str | Path,
    *,
    kind: str = "geotiff",
    split: Split | None = None,
    progress: Progress | None = None,
) -> dict:
    """Write each patch as an image file, in one folder a split and class.

    A file is called after the position of its patch in the dataset. Every split has a folder for
    every class, for programs number the classes by the folders that they find.

    Parameters
    ----------
    dataset : PatchDataset
        Read patch by patch, never whole.
    folder : str or Path
        Appears when it is whole. It may hold an export, which is then replaced.
    kind : str
        One of `FORMATS`.
    split : Split, optional
        The only one to write.
    progress : Progress, optional

    Returns
    -------
    dict of str to dict of str to int
        Text of the split to class name to number of patches.

    Raises
    ------
    DatasetError
        If the split has no patch, PNG cannot hold the patches, or the positions of the patches are
        not known though GeoTIFFs want them.
    OutputError
        If the folder holds other things, or cannot be written.
    """
    progress, folder = progress or Silent(), Path(folder)
    checkpoint(progress)
    chosen = np.arange(len(dataset.labels)) if split is None else dataset.select(split)
    if not len(chosen):
        raise DatasetError(_no_patch(dataset, split))
    png = kind in ("png", "coco")
    if png:
        require_png(dataset.description.dtype, len(dataset.spec.bands))
    transforms = _transforms(dataset, needed=not png)
    folders = class_folders(dataset.classes)
    if dataset.description.folds and kind != "csv":
        progress.warn(
            f"the patches have folds of their labels, which the format {kind} does not keep: "
            "choose csv if the files shall be imported again and cross-validated by them."
        )
    if dataset.description.labelled and kind != "csv":
        progress.warn(
            f"the patches were drawn from more, which the format {kind} does not keep, so that "
            "scores of the imported files would not be weighed by it: choose csv if the files "
            "shall be imported again."
        )
    files = PatchFile(dataset.spec.size, dataset.description.image, png=png)
    width = max(6, len(str(len(dataset.labels) - 1)))

    def name(number: int) -> str:
        label = dataset.labels[number]
        folder_of_class = f"{Split(label['split']).text}/{folders[int(label['class'])]}"
        return f"{folder_of_class}/{number:0{width}d}{files.ending}"

    with _whole_folder(folder) as fresh:
        for number in np.unique(dataset.split[chosen]):
            for of_class in folders.values():
                (fresh / Split(number).text / of_class).mkdir(parents=True)
        for done, number in enumerate(chosen.tolist()):
            checkpoint(progress, done / len(chosen))
            transform = None if transforms is None else tuple(transforms[number].tolist())
            files.write(fresh / name(number), dataset.x[number], transform)
        if kind == "csv":
            write_csv(fresh / INDEX, dataset, chosen, name, transforms)
        elif kind == "coco":
            for number in np.unique(dataset.split[chosen]):
                members = chosen[dataset.split[chosen] == number]
                write_coco(fresh / coco_name(Split(number).text), dataset, members, name)
        write_common(fresh, dataset, folders)
    progress.advance(1.0)
    return count_patches(dataset, chosen)


def count_patches(dataset: PatchDataset, chosen: np.ndarray) -> dict:
    """Return text of split to class to number of patches, of those at the positions `chosen`."""
    code, split = dataset.y[chosen], dataset.split[chosen]
    return {
        Split(number).text: {
            name: int(((split == number) & (code == of_class)).sum())
            for of_class, name in zip(dataset.classes.codes, dataset.classes.names)
        }
        for number in np.unique(split).tolist()
    }


def class_folders(classes: ClassMap) -> dict[int, str]:
    """Return a folder name for each class code: safe on every system, each another.

    Accents stay where the file system has them. Names that differ in nothing but upper and lower
    case count as one, as they do on Windows and macOS; the code then tells them apart.
    """
    found: dict[int, str] = {}
    for code, name in zip(classes.codes, classes.names):
        safe = _safe(name) or f"class {code}"
        taken = {other.casefold() for other in found.values()}
        while safe.casefold() in taken:
            safe = f"{safe} ({code})"
        found[code] = safe
    return found


def _safe(name: str) -> str:
    name = unicodedata.normalize("NFC", name).translate(_FORBIDDEN)[:_LONGEST]
    name = name.strip(" .")  # Windows drops dots at the end; at the start they hide a folder
    if name.partition(".")[0].casefold() in _RESERVED:
        name = f"{name}_"
    try:
        name.encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        return plain.strip(" .")
    return name


def _transforms(dataset: PatchDataset, *, needed: bool) -> np.ndarray | None:
    """Return GDAL's transform of each patch, shape (n, 6), from the footprints.

    None where there are none, as in datasets of images without georeference.
    """
    path = dataset.folder / FOOTPRINTS
    if not needed or dataset.description.image.georeferenced is False:
        return None
    if not path.is_file():
        raise DatasetError(
            f"{dataset.folder} has no {FOOTPRINTS}, so the places of its patches are not known: "
            "extract the patches again, or choose the format png or coco, which need no places.",
            path=str(path),
        )
    found = np.full((len(dataset.labels), 6), np.nan)
    for wkb, values in read_polygons(path):
        if values["patch"] is not None and 0 <= values["patch"] < len(found):
            found[values["patch"]] = _transform(wkb, dataset)
    missing = np.flatnonzero(np.isnan(found[:, 0]))
    if len(missing):
        raise DatasetError(
            f"{path} lacks the footprints of {len(missing)} of {len(found)} patches (the first is "
            f"patch {missing[0]}): extract the patches again.",
            path=str(path),
        )
    return found


def _transform(wkb: bytes, dataset: PatchDataset) -> tuple[float, ...]:
    """Return the transform of a patch whose footprint begins at its first pixel, clockwise."""
    polygon = ogr.CreateGeometryFromWkb(wkb)  # held: its ring lives no longer than it
    ring = polygon.GetGeometryRef(0).GetPoints() or ()
    if len(ring) != 5:
        raise DatasetError(
            f"{dataset.folder / FOOTPRINTS} has a footprint that is no square any more, around "
            f"{polygon.GetEnvelope()[::2]}: extract the patches again."
        )
    corner, right, _, below, _ = (np.array(point[:2]) for point in ring)
    size = dataset.spec.size
    x_col, y_col, x_row, y_row = *((right - corner) / size), *((below - corner) / size)
    if not (y_col or x_row):
        # The difference of two large coordinates has lost digits that the dataset still has.
        width, height = dataset.description.image.pixel_size
        x_col, y_row = _exact(x_col, width), _exact(y_row, height)
    return corner[0], x_col, x_row, corner[1], y_col, y_row


def _exact(found: float, exact: float) -> float:
    near = np.isclose(abs(found), exact, rtol=1e-6, atol=0)
    return float(np.copysign(exact, found)) if near else found


@contextmanager
def _whole_folder(folder: Path) -> Iterator[Path]:
    """Give a hidden folder beside, which takes the place of `folder` if all goes well."""
    require_replaceable(folder, EXPORT)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with Outputs() as outputs:
            fresh = outputs.path(folder, EXPORT_FILES)
            fresh.mkdir()
            yield fresh
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(
            f"The patches cannot be written to {folder}: {error}. Free the disk, or choose "
            "another folder.",
            path=str(folder),
        ) from error


def _no_patch(dataset: PatchDataset, split: Split | None) -> str:
    asked = "all" if split is None else split.text
    counts = ", ".join(f"{one.text} {len(dataset.select(one))}" for one in Split)
    return f"{dataset.folder} has no patch in '{asked}' ({counts}): choose another split."
