"""Larger patches around the labelled pixels of a dataset: the same pixels, and more around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.writer import DatasetWriter
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.resources import Resources
from poplar_nn_plugin.patches.reader import cut, reading_order
from poplar_nn_plugin.progress import Progress, Slice

__all__ = ["cut_around"]


def cut_around(
    pixels: PatchDataset,
    images: Sequence[RasterSource],
    size: int,
    folder: str | Path,
    progress: Progress,
    resources: Resources | None = None,
) -> PatchDataset:
    """Write a dataset of the same labelled pixels with patches of another size around them.

    Classes, groups and splits are those of the pixels; what lies beyond the image, or has no data,
    holds the mean of the rest, as there.

    Parameters
    ----------
    pixels : PatchDataset
        Of a spec that is `by_centre`.
    images : sequence of RasterSource
        Those of the dataset, in their order.
    size : int
        Side of the patches, odd.
    folder : str or Path
        Where the dataset appears.
    progress : Progress
    resources : Resources, optional

    Raises
    ------
    ParameterError
        If the size is even.
    MemoryBudgetError
        If the memory is too small for a few patches.
    """
    resources = resources or Resources()
    spec = replace(pixels.spec, size=size)
    labels, move = pixels.labels.copy(), pixels.spec.size // 2 - size // 2
    labels["row"] += move
    labels["col"] += move
    described = replace(pixels.description, spec=spec, pixel_labels=False)
    with DatasetWriter(folder, described) as writer:
        done = 0
        for number, image in enumerate(images):
            own = labels[labels["image"] == number]
            own = own[reading_order(np.stack([own["row"], own["col"]], axis=1))]
            position = np.stack([own["row"], own["col"]], axis=1)
            share = Slice(progress, done / len(labels), (done + len(own)) / len(labels))
            first = done
            for _, patches in cut(image, position, size, resources, share):
                rows = own[done - first : done - first + len(patches)]
                writer.write(done, patches, rows)
                done += len(patches)
    return writer.dataset
