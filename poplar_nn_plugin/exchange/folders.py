"""Folders of labelled images, however others have laid them out: which file, class and split.

Two layouts are known: a folder for each class (``poplar/a.tif``, or ``train/poplar/a.tif``), and
the names ``block_<number>_<label>.png`` that the students of Toulouse gave their patches in 2020.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np

from poplar_nn_plugin.dataset.classes import HIGHEST_CODE, ClassMap
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import SPLITS, Split
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.exchange.patch_file import ENDINGS

__all__ = ["FOLDER_LAYOUTS", "LabelledFiles", "classes_by_name", "find_images", "groups_by_name"]

FOLDER_LAYOUTS = ("auto", "class folders", "block names")

_DEEPEST = 5  # folders in folders; links may go in circles
_BLOCK = re.compile(r"block_\d+_(?P<label>.+)\.\w+", re.IGNORECASE)
_SPLIT_NAMES = {
    **dict.fromkeys(("train", "training"), Split.TRAIN),
    **dict.fromkeys(("valid", "val", "validation"), Split.VALID),
    **dict.fromkeys(("test", "testing"), Split.TEST),
}
_NUMBERED = re.compile(r"(?P<group>.+)[_-]\d+")


@dataclass(frozen=True)
class LabelledFiles:
    """Images with what their paths say of them, sorted by file name.

    Parameters
    ----------
    files : tuple of str
        Relative to the folder, with slashes.
    labels : tuple of str
        Name of each one's class.
    split : ndarray of uint8, shape (n,), or None
        Values of `Split`; None where no folder says it.
    """

    files: tuple[str, ...]
    labels: tuple[str, ...]
    split: np.ndarray | None

    def only(self, places: np.ndarray) -> LabelledFiles:
        """Return the images at some positions, shape (k,)."""
        files, labels = (
            tuple(named[place] for place in places) for named in (self.files, self.labels)
        )
        return LabelledFiles(files, labels, None if self.split is None else self.split[places])


def find_images(folder: str | Path, layout: str = "auto") -> LabelledFiles:
    """Find the images of a folder and read class and split from their paths.

    Parameters
    ----------
    folder : str or Path
    layout : str
        One of `FOLDER_LAYOUTS`; ``auto`` takes the names of blocks where all images have them.

    Returns
    -------
    LabelledFiles

    Raises
    ------
    DatasetError
        If there is no such folder, no image in it, or one that fits in no layout.
    """
    folder = Path(folder)
    files = _images(folder)
    first = {file.partition("/")[0].casefold() for file in files if "/" in file}
    by_split = bool(first) and first <= set(_SPLIT_NAMES)
    depth = 1 if by_split else 0
    blocks = all(file.count("/") == depth and _BLOCK.fullmatch(_name(file)) for file in files)
    if layout == "auto":
        layout = "block names" if blocks else "class folders"
    label_of = _block_label if layout == "block names" else _folder_label
    return LabelledFiles(
        tuple(files),
        tuple(label_of(folder, file, depth) for file in files),
        np.array([_SPLIT_NAMES[file.partition("/")[0].casefold()] for file in files], np.uint8)
        if by_split
        else None,
    )


def classes_by_name(names: list[str]) -> tuple[ClassMap, dict[str, int]]:
    """Return the classes that folders are named after, and the code of each name.

    Parameters
    ----------
    names : list of str
        Each once. Whole numbers from 1 to 254 are codes; other names are numbered from 1 in
        alphabetical order.
    """
    if all(name.isascii() and name.isdecimal() for name in names):
        codes = {name: int(name) for name in names}
        each_once = len(set(codes.values())) == len(names)
        if each_once and min(codes.values()) >= 1 and max(codes.values()) <= HIGHEST_CODE:
            return ClassMap.of_values(codes.values()), codes
    classes = ClassMap.of_values(names)
    return classes, dict(zip(classes.names, classes.codes))


def groups_by_name(files: LabelledFiles) -> list[str]:
    """Return a group for each image: files of one group stay in one split.

    ``stand12_1.tif`` and ``stand12_2.tif`` are of the group ``stand12``, if every class has at
    least two such groups. Where a class has but one (``img_1``, ``img_2``, or the class's own
    name) the name says nothing of places, and each file is a group of its own.
    """
    stems = [PurePosixPath(file).stem for file in files.files]
    matches = [_NUMBERED.fullmatch(stem) for stem in stems]
    if all(matches):
        groups = [match["group"] for match in matches]
        of_class: dict[str, set] = {}
        for label, group in zip(files.labels, groups):
            of_class.setdefault(label, set()).add(group)
        if all(len(found) > 1 for found in of_class.values()):
            return groups
    return list(files.files)


def _images(folder: Path) -> list[str]:
    """Return the paths of all images below, relative to the folder; hidden folders left out."""
    if not folder.is_dir():
        raise DatasetError(
            f"There is no folder {folder}: choose the folder that holds the images.",
            path=str(folder),
        )
    if PatchDataset.lies_in(folder):
        raise DatasetError(
            f"{folder} is a patch dataset already: train a model on it as it is, or make images of "
            "it by 'Export patches'.",
            path=str(folder),
        )
    found, others = [], 0
    for path, folders, names in os.walk(folder, onerror=_unreadable, followlinks=True):
        relative = Path(path).relative_to(folder)
        deeper = len(relative.parts) < _DEEPEST
        folders[:] = [name for name in folders if deeper and not name.startswith(".")]
        for name in names:
            if name.lower().endswith(ENDINGS) and not name.startswith("."):
                found.append((relative / name).as_posix())
            else:
                others += 1
    if not found:
        raise DatasetError(
            f"{folder} holds no image ({', '.join(ENDINGS)}) in any of its folders (other files "
            f"there: {others}). Choose the folder that holds the folders of the classes.",
            path=str(folder),
        )
    return sorted(found, key=lambda file: (_name(file), file))


def _unreadable(error: OSError) -> None:
    raise DatasetError(
        f"The folder {error.filename} cannot be read: {error.strerror}.", path=str(error.filename)
    ) from error


def _block_label(folder: Path, file: str, depth: int) -> str:
    match = _BLOCK.fullmatch(_name(file))
    if match is None or file.count("/") != depth:
        raise DatasetError(
            f"{folder / file} is not named like block_12_3.png (block_<number>_<label>) and in the "
            f"chosen folder or in one of {', '.join(SPLITS)}: take it away, or choose the format "
            "'class folders'.",
            path=file,
        )
    return match["label"]


def _folder_label(folder: Path, file: str, depth: int) -> str:
    if file.count("/") != depth + 1:
        raise DatasetError(
            f"{folder / file} does not lie in the folder of a class: expected "
            f"{'train/' if depth else ''}class/{_name(file)} below {folder}. Move it, or choose "
            "another folder or format.",
            path=file,
        )
    return file.split("/")[depth]


def _name(file: str) -> str:
    return file.rpartition("/")[2]
