"""PATCH_SIZE left empty: chosen from image and labels, and said in a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.labels.labels import Feature, prepare_labels
from poplar_nn_plugin.patches.size.patch_size import SizeChoice, choose_patch_size
from poplar_nn_plugin.patches.sources import Scene
from poplar_nn_plugin.progress import Progress, Slice

__all__ = ["size_for", "size_for_features", "sizes_of_features"]


def size_for(
    scenes: Sequence[Scene], min_cover: float, progress: Progress, *, least: int = 1
) -> int:
    """Return the side of a patch that suits some scenes, and say why.

    Parameters
    ----------
    scenes : sequence of Scene
    min_cover : float
        Least share of a patch that its polygon covers.
    progress : Progress
    least : int
        The smallest that will do.
    """
    chosen = choose_patch_size(scenes, min_cover, least=least, progress=Slice(progress, 0.0, 0.0))
    (progress.warn if chosen.lost else progress.message)(chosen.sentence)
    return chosen.size


def size_for_features(
    features: Sequence[Feature], crs: str, image: RasterSource, class_field: str, progress: Progress
) -> int:
    """Return the side of a patch that suits labels as their layer holds them, and say why.

    Parameters
    ----------
    features : sequence of Feature
    crs : str
        WKT of their CRS.
    image : RasterSource
    class_field : str
        For messages.
    progress : Progress

    Raises
    ------
    LabelError
        If there is nothing to learn from.
    """
    labels = prepare_labels(features, crs, image.grid, class_field=class_field, least=1)
    return size_for([Scene(image, labels)], _COVER, progress)


def sizes_of_features(
    features: Sequence[Feature], crs: str, image: RasterSource, class_field: str, progress: Progress
) -> SizeChoice | None:
    """Return what each size of a patch leaves of labels, None where nothing can be learned.

    Parameters
    ----------
    features, crs, image, class_field, progress
        As of `size_for_features`; nothing is said, and classes have the names of their values.
    """
    unnamed = [replace(feature, name=None) for feature in features]
    try:
        labels = prepare_labels(unnamed, crs, image.grid, class_field=class_field, least=1)
    except LabelError:
        return None  # the checks say what is wrong
    return choose_patch_size([Scene(image, labels)], _COVER, progress=Slice(progress, 0.0, 0.0))


_COVER = 0.5  # that 'Extract patches' asks for, unless told otherwise
