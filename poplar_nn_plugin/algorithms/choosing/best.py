"""The kind of model that suits an image and its labels: each is tried on polygons held out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from poplar_nn_plugin.algorithms.choosing.by_folds import WantedModel, score_by_folds, train_on_all
from poplar_nn_plugin.algorithms.choosing.network import Ground, Tried, try_network
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.errors import DatasetError, MissingDependencyError, ParameterError
from poplar_nn_plugin.labels.ellipsoid import pixel_size_metres
from poplar_nn_plugin.progress import Progress, Slice

__all__ = ["pixel_spec", "train_best"]

FEATURES, FOREST = "deep_features", "pixel_forest"
_AROUND = 7  # side of the patch around a labelled pixel: what the forest looks at
# By how much what looks further around must be ahead of the forest: by what folds differ with the
# seed; and by more where held-out polygons touch those that were learned, or pixels are so coarse
# that nothing of photographs is seen. On two Sentinel-2 sets dense features were ahead by 0.06 and
# 0.04, and on polygons elsewhere behind by 0.04 and 0.02; on a third by 0.01, and behind by 0.09.
_AHEAD, _FAR_AHEAD = 0.03, 0.1
_COARSE = 5  # metres
_ENOUGH = 0.97  # macro F1; where it is reached, no network is tried


def pixel_spec(bands: Sequence[int]) -> PatchSpec:
    """Return the patches that kinds of model learn from that learn labelled pixels."""
    return PatchSpec(_AROUND, 1, tuple(bands), by_centre=True)


def train_best(wanted: WantedModel, ground: Ground, pixels: Path, progress: Progress) -> dict:
    """Train dense features and, where a worker is, a forest of pixels and a network; keep the best.

    All are scored on the same labelled pixels, held out in the same folds.

    Parameters
    ----------
    wanted : WantedModel
    ground : Ground
    pixels : Path
        Folder of a dataset of `pixel_spec`.
    progress : Progress

    Returns
    -------
    dict
        What the training of the model answers that is kept.
    """
    started = time.monotonic()
    found = wanted.algorithm.call(
        FEATURES,
        "train_model",
        Slice(progress, 0.0, 0.4),
        dataset=str(pixels),
        images=[ground.image],
        known=ground.known,
        output=wanted.output,
        report=wanted.report,
        interest=wanted.options.interest,
        seed=wanted.settings.seed,
        made_by=wanted.algorithm.TITLE,
    )
    folds = found["folds"]
    if folds is None:
        return found
    took = time.monotonic() - started
    progress.message(
        f"Dense features of a trained network reach macro F1 {found['macro_f1']:.2f} on polygons "
        f"held out, in {took:.0f} s."
    )
    forest = _forest(wanted, pixels, folds, Slice(progress, 0.4, 0.55))
    if forest is None:
        return found
    network = None
    if _may_gain(found["macro_f1"], forest["macro_f1"], progress):
        network = try_network(wanted, ground, pixels, folds, Slice(progress, 0.55, 0.85))
    coarse = pixel_size_metres(ground.image.grid) >= _COARSE
    drawing = _chosen(found, forest, network, coarse, progress)
    last = Slice(progress, 0.85, 1.0)
    if drawing is forest:
        return train_on_all(wanted, FOREST, pixels, forest, last)
    if drawing is found:
        return found
    return train_on_all(wanted, network.architecture, network.patches, drawing, last)


def _forest(wanted: WantedModel, pixels: Path, folds: dict, progress: Progress) -> dict | None:
    """Return the scores of a forest of pixels in the folds of the other, None without any."""
    started = time.monotonic()
    try:
        scored = score_by_folds(wanted, FOREST, pixels, folds, progress)
    except MissingDependencyError:
        progress.message(
            "A forest of pixels is not tried: that takes the worker, which 'Check installation' "
            "(poplarnn:checkinstallation -- INSTALL=1) installs."
        )
        return None
    except (DatasetError, ParameterError) as error:
        progress.message(f"A forest of pixels is not tried: {error}")
        return None
    progress.message(
        f"A random forest of pixels reaches macro F1 {scored['macro_f1']:.2f} on the same "
        f"polygons, in {time.monotonic() - started:.0f} s."
    )
    return scored


def _may_gain(features: float, forest: float, progress: Progress) -> bool:
    """Return whether a network may be better than what was scored, and say why not."""
    if max(features, forest) >= _ENOUGH:
        return False
    if forest >= features:
        progress.message(
            "A network is not tried: what looks further around a pixel than the forest does no "
            "better here."
        )
        return False
    return True


def _chosen(
    found: dict, forest: dict, network: Tried | None, coarse: bool, progress: Progress
) -> dict:
    """Return the scores of the kind of model that draws the map, and say which that is."""
    touching = not found["folds"]["apart"]
    tried = [(found, "dense features draw", touching or coarse)]
    if network is not None:
        tried.append((network.scored, "the network draws", touching))
    tried.sort(key=lambda one: -one[0]["macro_f1"])
    for scored, told, doubtful in tried:
        if scored["macro_f1"] > forest["macro_f1"] + (_FAR_AHEAD if doubtful else _AHEAD):
            progress.message(f"So {told} the map.")
            return scored
    if tried[0][0]["macro_f1"] <= forest["macro_f1"]:
        progress.message("So the forest of pixels draws the map.")
        return forest
    reason = (
        "polygons lie so near to each other that what looks further around saw some of those held "
        "out"
        if touching
        else f"what looks further around must be ahead by {_AHEAD}, dense features on pixels as "
        f"coarse as these by {_FAR_AHEAD}"
        if coarse
        else f"what looks further around must be ahead by {_AHEAD}"
    )
    progress.message(f"The forest of pixels draws the map all the same: {reason}.")
    return forest
