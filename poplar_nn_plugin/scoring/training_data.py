"""What a card says of the patches that a model learns from."""

from __future__ import annotations

from datetime import date
from typing import Callable

import numpy as np

from poplar_nn_plugin.dataset.description import DatasetSource
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import SPLITS, Split
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.mapping.band_shift import pixel_range
from poplar_nn_plugin.model.training import TrainingImage
from poplar_nn_plugin.scoring.measure import patch_hectares

__all__ = ["count_by_class", "describe", "require_classes"]


def count_by_class(patches: PatchDataset) -> dict[str, dict[str, int]]:
    """Return the number of patches, by split and class name."""
    return _by_class(patches, len)


def describe(patches: PatchDataset, index: np.ndarray | None = None) -> dict:
    """Return the fields of `Training` that follow from the patches, but for their counts.

    Parameters
    ----------
    patches : PatchDataset
    index : ndarray of int, optional
        The patches whose pixels tell the range of training; those for training if not given.
    """
    return {
        "dataset": patches.folder.name,
        "split_recipe": patches.description.split_recipe,
        "groups": {name: _groups(patches, patches.select(name)) for name in SPLITS},
        "class_groups": _by_class(patches, lambda index: _groups(patches, index)),
        "pixel_range": pixel_range(
            patches.x, patches.select(Split.TRAIN) if index is None else index
        ),
        "patch_hectares": patch_hectares(patches.spec, patches.description.image),
        "sources": tuple(_named(source) for source in patches.description.sources),
        "missing_classes": patches.description.missing_classes,
        "date": date.today().isoformat(),
    }


def require_classes(patches: PatchDataset, index: np.ndarray) -> None:
    """Raise unless there are two classes or more, all with patches to train on.

    Parameters
    ----------
    patches : PatchDataset
    index : ndarray of int, shape (n,)
        The patches that are trained on.

    Raises
    ------
    DatasetError
        If a class is missing.
    """
    count, folder = len(patches.classes.codes), patches.folder
    if count < 2:
        raise DatasetError(
            f"{folder} has one class only ('{patches.classes.names[0]}'): a model learns to "
            "tell classes apart, so label at least two."
        )
    trained = set(patches.y[index].tolist())
    missing = [
        name
        for code, name in zip(patches.classes.codes, patches.classes.names)
        if code not in trained
    ]
    if missing:
        raise DatasetError(
            f"{folder} has no training patches of {', '.join(map(repr, missing))}: label more "
            "places of them, or lower the share kept for validation.",
            missing=missing,
        )


def _by_class(
    patches: PatchDataset, count: Callable[[np.ndarray], int]
) -> dict[str, dict[str, int]]:
    """Return what `count` gives for the patches of each split and class."""
    return {
        split: {
            name: count(index[patches.y[index] == code])
            for code, name in zip(patches.classes.codes, patches.classes.names)
        }
        for split in SPLITS
        for index in (patches.select(split),)
    }


def _groups(patches: PatchDataset, index: np.ndarray) -> int:
    return len(np.unique(patches.group[index]))


def _named(source: DatasetSource) -> TrainingImage:
    """Return name and fingerprint of an image; where it lay is nobody's business."""
    return TrainingImage(source.path.replace("\\", "/").rpartition("/")[2], source.sha256)
