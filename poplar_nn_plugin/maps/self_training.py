"""A model of dense features learns from the image that it is to map, before it maps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.engine import Block, Grid, RasterSource, Window, parse_bytes, scan
from poplar_nn_plugin.engine.cost import pixel_bytes
from poplar_nn_plugin.errors import ModelMismatchError
from poplar_nn_plugin.features.classifier.matching import FeatureMatch
from poplar_nn_plugin.features.classifier.self_training import SelfTraining
from poplar_nn_plugin.features.known import KnownFeatures
from poplar_nn_plugin.mapping.matching import HistogramTable, LinearTransform
from poplar_nn_plugin.maps.features import FeatureMap
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.progress import Progress, Still

__all__ = ["self_train"]

_WHOLE = 6  # windows of the larger side that an image may hold to be looked at as a whole
_LARGE, _SMALL = 512, 256  # sides of windows, in pixels
_ALONG = 5  # smaller windows along each side of an image that is larger
_ROUNDS = 2
_CELLS = 9000  # of all windows, that may be learned from


def self_train(
    image: RasterSource,
    model: str | Path,
    progress: Progress,
    *,
    edges: bool = True,
    matching: Sequence[LinearTransform | HistogramTable] | FeatureMatch = (),
    known: KnownFeatures | None = None,
    memory: int | str = "1G",
    n_jobs: int = -1,
) -> SelfTraining | None:
    """Return what a model learns from where it is surest on an image, and say it.

    Small images are looked at as a whole, of larger ones 25 windows. It is the whole image that is
    learned from, whatever part of it is to be mapped.

    Parameters
    ----------
    image : RasterSource
        With the bands of the model.
    model : str or Path
        A ``.keras`` file with its card.
    progress : Progress
        Told in one line, and asked whether to go on.
    edges, matching, known
        As of `poplar_nn_plugin.maps.predict.predict_map`: it is the map that is learned from.
    memory, n_jobs : optional
        As of `poplar_nn_plugin.engine.scan`. What is learned does not depend on them.

    Returns
    -------
    SelfTraining or None
        None where the model is sure of one class alone, or none, which is said.

    Raises
    ------
    ModelMismatchError
        If the model is none of dense features.
    """
    card = read_card(model)
    if card.recipe is None:
        raise ModelMismatchError(
            "Only models of dense features (deep_features) can learn from the image they map, and "
            f"this one is a {card.architecture}: leave SELF_TRAINING off.",
            architecture=card.architecture,
        )
    held = 0 if known is None else known.nbytes
    how = {"memory": parse_bytes(memory) - held, "n_jobs": n_jobs, "progress": Still(progress)}
    learned = None
    for _ in range(_ROUNDS):
        sight = FeatureMap.load(model, edges, matching, learned)
        if known is not None and not sight.matching:
            sight = replace(sight, known=known.of(image, sight.model.features))
        found = SelfTraining.of(*_looked_at(image, sight, **how), card.classes.names)
        if found is None:
            break
        learned = found
    if learned is None:
        progress.warn(
            "the model is sure of fewer than two classes on this image, so it learned nothing "
            "from it: the map is as without SELF_TRAINING."
        )
    else:
        progress.message(f"Learned from {learned}.")
    return learned


def _looked_at(image: RasterSource, sight: FeatureMap, **how) -> tuple[np.ndarray, np.ndarray]:
    """Return features and probabilities of cells all over an image, the same cells each time."""
    windows = _windows(image.grid, sight.multiple_of)
    most = -(-_CELLS // len(windows))
    recipe = sight.model.card.recipe
    kept = 4 * recipe.count / recipe.cell**2 + 3 * pixel_bytes(image)

    def look(window: Window) -> tuple[np.ndarray, np.ndarray]:
        data, valid = image.read(window.expand(sight.halo))
        return sight.sampled_cells(Block((data,), valid, window, sight.halo), most)

    def need(window: Window) -> int:
        whole = window.expand(sight.halo)
        return int(whole.width * whole.height * (sight.pixel_bytes + kept))

    found = scan([image], windows, look, need=need, **how)
    return tuple(np.concatenate(part) for part in zip(*found))


def _windows(grid: Grid, multiple: int) -> list[Window]:
    """Return windows that begin at multiples of so many pixels: all of a grid, or some of it."""
    side = -(-_LARGE // multiple) * multiple
    starts = [np.arange(0, length, side) for length in (grid.height, grid.width)]
    if len(starts[0]) * len(starts[1]) > _WHOLE:
        side = -(-_SMALL // multiple) * multiple
        starts = [
            np.unique(np.linspace(0, max(0, length - side), _ALONG).astype(int) // multiple)
            * multiple
            for length in (grid.height, grid.width)
        ]
    rows, cols = (part.tolist() for part in starts)
    return [Window(col, row, side, side).clip(grid) for row in rows for col in cols]
