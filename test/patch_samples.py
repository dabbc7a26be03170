"""Small patch datasets for tests; NumPy only, so the worker's Python can make them, too."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.description import DatasetDescription
from poplar_nn_plugin.dataset.fields import read
from poplar_nn_plugin.dataset.images import ImageMetadata
from poplar_nn_plugin.dataset.reader import LABEL_DTYPE, PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.split import SPLITS
from poplar_nn_plugin.dataset.writer import DatasetWriter
from poplar_nn_plugin.model.scores import Interest, Scores
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.model.training import Training
from poplar_nn_plugin.scoring.confusion import score_confusion

CLASSES = ClassMap((3, 7, 9), ("flat", "chess", "stripes"), ("#009e73", "#e69f00", "#56b4e9"))


def training(names=CLASSES.names, **more) -> Training:
    """Return the least that a card says of a training, and `more`, given as JSON values."""
    return read(Training, training_values(names, **more), "training")


def training_values(names=CLASSES.names, **more) -> dict:
    """Return the same as JSON values."""
    return {
        "dataset": "patches",
        "date": "2026-01-31",
        "device": "CPU",
        "parameters": 100,
        "seconds": 1.5,
        "epochs_run": 1,
        "settings": {**asdict(Settings()), "weights": ""},
        "history": {},
        "patches": {split: dict.fromkeys(names, 5) for split in SPLITS},
        **more,
    }


def image_metadata(bands: int = 2, dtype: str = "uint8", **more) -> ImageMetadata:
    """Return what a dataset says of images, and `more`, given as JSON values."""
    values = {
        "bands": [f"band {number + 1}" for number in range(bands)],
        "dtype": dtype,
        "band_count": bands,
        "pixel_size": [0.5, 0.5],
        "pixel_metres": 0.5,
        "crs": "",
        **more,
    }
    return read(ImageMetadata, values, "image")


def description(
    count: int, spec: PatchSpec, image: ImageMetadata, classes: ClassMap = CLASSES, **more
) -> DatasetDescription:
    """Return what is told to the writer of a dataset, and `more`."""
    told = {"groups": tuple(f"polygon {number}" for number in range(1000)), **more}
    return DatasetDescription(spec, classes, image.dtype, count, image, **told)


def records(code, group, split) -> np.ndarray:
    """Return labels; patches lie in a row, each beside the one before."""
    found = np.zeros(len(code), LABEL_DTYPE)
    found["class"], found["group"], found["split"] = code, group, split
    found["col"] = np.arange(len(code)) * 10
    return found


def write_dataset(
    folder: Path, x: np.ndarray, labels: np.ndarray, classes: ClassMap = CLASSES, **image
) -> PatchDataset:
    """Write patches as a dataset and return it."""
    size, bands = x.shape[1], x.shape[-1]
    spec = PatchSpec(size, 4, tuple(range(1, bands + 1)))
    told = description(len(x), spec, image_metadata(bands, x.dtype.name, **image), classes)
    with DatasetWriter(folder, told) as writer:
        writer.write(0, x, labels)
    return writer.dataset


def textures(count: int, size: int = 8, bands: int = 2, seed: int = 0):
    """Return `count` patches of each class, all of the same mean colour, and their codes."""
    rng = np.random.default_rng(seed)
    row, col = np.mgrid[:size, :size]
    patterns = (np.zeros((size, size)), (row + col) % 2 * 2 - 1, row // 2 % 2 * 2 - 1)
    x = [
        100 + 25 * pattern[..., None] * rng.choice([-1, 1]) + rng.normal(0, 5, (size, size, bands))
        for pattern in patterns
        for _ in range(count)
    ]
    return np.array(x).astype(np.uint8), np.repeat(CLASSES.codes, count)


def textured_dataset(
    folder: Path, *, train: int = 20, valid: int = 6, size: int = 8, seed: int = 0
) -> PatchDataset:
    """Write a dataset of three textures: per class `train` and `valid` patches, two a group."""
    x, code = textures(train + valid, size, seed=seed)
    place = np.tile(np.arange(train + valid), 3)
    group = np.arange(len(code)) // 2
    return write_dataset(folder, x, records(code, group, (place >= train).astype(int)))


def scored(confusion, groups=6, interval=(0.7, 0.95), **more) -> Scores:
    """Return scores with the same range for each class; of interest is the third."""
    scores = score_confusion(np.array(confusion), CLASSES, "")
    ranges = {f"{key}_interval": interval for key in ("f1", "recall", "precision")}
    rows = tuple(replace(row, groups=groups, **ranges) for row in scores.classes)
    return replace(scores, **{"classes": rows, "interest": Interest(9, "stripes"), **more})
