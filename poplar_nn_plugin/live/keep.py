"""The live map as a model: a file that draws the very same map, with its card and its scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.engine import Grid, RasterSource
from poplar_nn_plugin.engine.resources import Resources
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.features.classifier.train import train_features
from poplar_nn_plugin.labels.labels import Labels
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.learner import Learner
from poplar_nn_plugin.live.level import Level
from poplar_nn_plugin.live.means import Means
from poplar_nn_plugin.patches.reader import cut
from poplar_nn_plugin.patches.sources import Scene
from poplar_nn_plugin.progress import Progress, Slice, Still

__all__ = ["keep_model"]


def keep_model(
    open_image: Callable[[Progress], RasterSource],
    read: Callable[[Grid], Labels],
    name: str,
    output: str,
    progress: Progress,
    means: Means | None = None,
    shown: Level | None = None,
) -> dict:
    """Write what the live map learns from labels as a model file.

    Parameters
    ----------
    open_image : callable
        As of `LiveSession`.
    read : callable
        Returns the labels on a grid.
    name : str
        Of the labels.
    output : str
        Where the model appears, ``.keras``.
    progress : Progress
    means : Means, optional
        Where features are that were computed already.
    shown : Level, optional
        The map that is shown, whose image, features and start are taken over.

    Returns
    -------
    dict
        As of `poplar_nn_plugin.features.classifier.train.train_features`.

    Raises
    ------
    PoplarError
        If the labels teach nothing, or the file cannot be written.
    Cancelled
        If `progress` is cancelled.
    """
    if shown is None:
        image = LiveImage.open(open_image(progress), progress)
        learner = Learner(image, (means or Means()).store(image))
    else:
        image, learner = shown.image, shown.learner()
    learner.learn(read, name, Slice(progress, 0.0, 0.3))
    learned = learner.learned
    if learned.samples is None:
        raise DatasetError(
            "No label is drawn here, so the map is that of the model itself: draw some, or use "
            "that model."
        )
    patches = _with_pixels(
        learned.samples.patches, Scene(image.source, learned.labels), Still(progress)
    )
    return train_features(
        dataset=patches,
        output=output,
        made_by="Live map",
        images=[image.source],
        scaling=image.scaling,
        samples=replace(learned.samples, patches=patches),
        progress=Slice(progress, 0.3, 1.0),
    )


def _with_pixels(patches: PatchDataset, scene: Scene, progress: Progress) -> PatchDataset:
    """Return a dataset with the pixels around each patch, and where they are from."""
    x = np.empty(patches.x.shape, patches.x.dtype)
    size, resources = patches.spec.size, Resources()
    for members, found in cut(scene.image, patches.position, size, resources, progress):
        x[members] = found
    recipe = {
        "by": "live map",
        "labels": {
            "name": patches.folder.name,
            "polygons": len(scene.labels.polygons),
            "sha256": _fingerprint(scene.labels),
        },
    }
    described = replace(patches.description, sources=(scene.source(),), split_recipe=recipe)
    return replace(patches, x=x, description=described)


def _fingerprint(labels: Labels) -> str:
    """Return what tells labels from all others, in whatever order they are."""
    each = sorted(
        sha256(polygon.wkb + f"{polygon.code} {labels.groups[polygon.group]}".encode()).digest()
        for polygon in labels.polygons
    )
    return sha256(b"".join(each) + repr(labels.classes).encode()).hexdigest()
