"""The kind of model that suits an image and its labels: each is tried on polygons held out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm
from poplar_nn_plugin.dataset.fields import read
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import DatasetError, MissingDependencyError, ParameterError
from poplar_nn_plugin.model.card import add_card, read_card
from poplar_nn_plugin.model.scores import Scores
from poplar_nn_plugin.model.settings import Settings, TrainingOptions
from poplar_nn_plugin.patches.splitting.splits import SplitRule
from poplar_nn_plugin.progress import Progress, Slice

__all__ = ["pixel_spec", "rule_for_pixels", "train_best"]

FEATURES, FOREST = "deep_features", "pixel_forest"
_AROUND = 7  # side of the patch around a labelled pixel: what the forest looks at
# By how much dense features must be ahead where held-out polygons touch those that were learned. On
# two Sentinel-2 sets they were by 0.06 and 0.04, and on polygons elsewhere behind by 0.04 and 0.02.
_AHEAD = 0.1


def pixel_spec(bands: Sequence[int]) -> PatchSpec:
    """Return the patches that both kinds of model learn from: those around labelled pixels."""
    return PatchSpec(_AROUND, 1, tuple(bands), by_centre=True)


def rule_for_pixels(rule: SplitRule) -> SplitRule:
    """Return how they are split: not at all, for folds hold each polygon out once."""
    return replace(rule, validation_share=0.0, buffer=0, folds=True)


def train_best(
    algorithm: PoplarAlgorithm,
    patches: Path,
    image: RasterSource,
    output: str,
    report: str,
    options: TrainingOptions,
    settings: Settings,
    progress: Progress,
) -> dict:
    """Train dense features and, where a worker is, a forest of pixels; keep the better of them.

    Both are scored on the same polygons, held out in the same folds.

    Parameters
    ----------
    algorithm : PoplarAlgorithm
        That runs.
    patches : Path
        Folder of a dataset of `pixel_spec`.
    image : RasterSource
        The image of the dataset.
    output, report : str
        Where the model and its report appear.
    options, settings
        Of the training.
    progress : Progress

    Returns
    -------
    dict
        What the training of the model answers that is kept.
    """
    started = time.monotonic()
    found = algorithm.call(
        FEATURES,
        "train_model",
        Slice(progress, 0.0, 0.5),
        dataset=str(patches),
        images=[image],
        output=output,
        report=report,
        interest=options.interest,
        seed=settings.seed,
        made_by=algorithm.TITLE,
    )
    if found["folds"] is None:
        return found
    took = time.monotonic() - started
    progress.message(
        f"Dense features of a trained network reach macro F1 {found['macro_f1']:.2f} on polygons "
        f"held out, in {took:.0f} s."
    )
    forest = _forest(
        algorithm, patches, found["folds"], options, settings, Slice(progress, 0.5, 0.8)
    )
    if forest is None:
        return found
    ahead = 0.0 if found["folds"]["apart"] else _AHEAD
    if found["macro_f1"] > forest["macro_f1"] + ahead:
        progress.message("So dense features draw the map.")
        return found
    progress.message(
        "So the forest of pixels draws the map."
        if found["macro_f1"] <= forest["macro_f1"]
        else "The forest of pixels draws the map all the same: polygons lie so near to each other "
        "that dense features, which look further around, saw some of those held out."
    )
    algorithm.call(
        FOREST,
        "train_model",
        Slice(progress, 0.8, 1.0),
        dataset=str(patches),
        output=output,
        keep=False,
        tested_later=True,  # by folds, and before
        made_by=algorithm.TITLE,
        **{**asdict(options), "architecture": FOREST, "refit": True},
        **asdict(settings),
    )
    # What is claimed is what was found on all polygons in turn, not on the few of one split.
    scores = read(Scores, forest["scores"])
    card = replace(read_card(output), scores=replace(scores, split="valid"))
    add_card(output, card)
    if report:
        algorithm.report(
            "report_training",
            progress,
            model=output,
            dataset=str(patches),
            report=report,
            made_by=algorithm.TITLE,
        )
    return {**forest, "folds": found["folds"]}


def _forest(
    algorithm: PoplarAlgorithm,
    patches: Path,
    folds: dict,
    options: TrainingOptions,
    settings: Settings,
    progress: Progress,
) -> dict | None:
    """Return the scores of a forest of pixels in the folds of the other, None without any."""
    started = time.monotonic()
    try:
        scored = algorithm.call(
            FOREST,
            "crossvalidate",
            progress,
            dataset=str(patches),
            architecture=FOREST,
            interest=options.interest,
            by="groups",
            compare=False,
            **folds,
            **asdict(settings),
        )
    except MissingDependencyError:
        progress.message(
            "A forest of pixels is not tried: that takes the worker, which 'Check installation' "
            "(poplarnn:checkinstallation) says how to install."
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
