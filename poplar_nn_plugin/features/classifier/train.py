"""Train a model of dense features on a patch dataset and write it with its card and its report."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.dataset.versions import versions
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.features.classifier.applicability import Applicability
from poplar_nn_plugin.features.classifier.learning import (
    Samples,
    features_of_dataset,
    folds_of,
    try_recipes,
)
from poplar_nn_plugin.features.classifier.matching import FeatureStatistics
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.features.dense import DenseFeatures
from poplar_nn_plugin.features.known import KnownFeatures
from poplar_nn_plugin.features.places import images_or_none
from poplar_nn_plugin.features.recipes import principal_bands, recipes_for
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.model.recipe import FeatureRecipe
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.scores import NOT_MEASURED, score_result
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.model.training import Training
from poplar_nn_plugin.model.training_settings import TrainingSettings
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.places import require_writable
from poplar_nn_plugin.progress import Progress, Slice
from poplar_nn_plugin.reports.report import write_model_report
from poplar_nn_plugin.scoring.crossvalidation import (
    CrossValidation,
    FoldPlan,
    crossvalidated,
)
from poplar_nn_plugin.scoring.held_out import held_out_plan
from poplar_nn_plugin.scoring.measure import find_interest
from poplar_nn_plugin.scoring.score import calibrated_scores
from poplar_nn_plugin.scoring.training_data import count_by_class, describe, require_classes

__all__ = ["train_features"]


def train_features(
    *,
    dataset: str | PatchDataset,
    output: str,
    report: str = "",
    interest: str = "",
    made_by: str = "",
    images: Sequence[RasterSource] | None = None,
    known: KnownFeatures | None = None,
    weights: str = "",
    seed: int = 0,
    scaling: Scaling | None = None,
    recipes: Sequence[FeatureRecipe] | None = None,
    samples: Samples | None = None,
    progress: Progress,
    **settings,
) -> dict:
    """Train a model of dense features and write it.

    It is scored by folds of whole polygons, and then learns from all patches but those for test.

    Parameters
    ----------
    dataset : str or PatchDataset
        Folder of a dataset, or an open one.
    output : str
        Where the model file appears, ``.keras``.
    report : str
        Where the HTML report appears; empty for none.
    interest : str
        Name or code of the class that matters most; empty for the rarest.
    made_by : str
        What the report says made it.
    images : sequence of RasterSource, optional
        The images of the dataset, where they are open already.
    known : KnownFeatures, optional
        Where features of whole images are kept for who draws maps of them.
    weights : str
        Of networks; must be empty.
    seed : int
        Draws the folds.
    scaling : Scaling, optional
        Of the bands, where that of the patches is not wanted.
    recipes : sequence of FeatureRecipe, optional
        Of the features, the likeliest first, where those that suit the image are not wanted.
    samples : Samples, optional
        The patches with their features, where they are known already; with what is learned
        besides, classes may lack patches.
    progress : Progress
    **settings
        What networks take besides; of no use here.

    Returns
    -------
    dict
        As of `poplar_nn_plugin.nn.training.train.train_model`; and ``folds``, the rule by
        which polygons were held out (number of ``folds``, ``buffer``, ``apart``), None where none
        could be.

    Raises
    ------
    DatasetError
        If the dataset cannot be read, has one class only, or holds labelled pixels of images that
        are gone. Of images that are gone, patches are looked at alone.
    ParameterError
        If there is no class of interest of that name, or weights are given.
    """
    started, kind = time.monotonic(), find("deep_features")
    if weights:
        raise ParameterError(
            f"Dense features cannot start from a model, got {weights}: leave the model to start "
            "from empty, or choose a network."
        )
    for path in filter(None, (output, report)):
        require_writable(path)
    patches = dataset if isinstance(dataset, PatchDataset) else PatchDataset.open(dataset)
    index = np.flatnonzero(patches.split != Split.TEST)
    if samples is None or samples.besides is None:
        require_classes(patches, index)
    asked = find_interest(patches.classes, interest, patches.description.missing_classes)
    scaling = Scaling.fit(patches.x, index) if scaling is None else scaling
    images = images_or_none(patches, progress) if images is None else images
    if samples is not None:
        recipes = [samples.recipe]
    elif recipes is None:
        recipes = recipes_for(
            patches.description.image,
            principal_bands(patches.x, index, scaling),
            patches.spec.size if images is None else None,
        )
    known = KnownFeatures() if known is None else known
    if samples is None:
        samples, found = _best(patches, images, scaling, recipes, seed, asked, known, progress)
    else:
        plan = _plan(patches, samples.recipe, seed, progress)
        stage, found = Slice(progress, 0.0, 0.8), None
        if plan is not None:
            folds = folds_of(samples, plan, stage)
            found = crossvalidated(patches, [plan], [folds], asked, 1)
    head = samples.fit(index)
    reach = Applicability.fit(samples.taught(index), head)
    learned = None
    if images is not None:
        dense = DenseFeatures.load(samples.recipe, scaling)
        last = Slice(progress, 0.8, 0.9)
        learned = FeatureStatistics.of_images(images, dense, last, known=known)
    card = ModelCard(
        architecture=kind.name,
        spec=patches.spec,
        classes=patches.classes,
        scaling=scaling,
        image=patches.description.image,
        training=Training(
            **describe(patches, index),
            patches=count_by_class(patches),
            settings=TrainingSettings(**asdict(Settings(seed=seed)), weights=""),
            epochs_run=0,
            device=f"CPU ({os.cpu_count()} cores)",
            parameters=head.slopes.size + head.levels.size,
            seconds=round(time.monotonic() - started, 1),
        ),
        scores=NOT_MEASURED,
        versions=versions(),
        recipe=samples.recipe,
    )
    if found is not None:
        scores, calibration = calibrated_scores(patches, found, asked)
        card = replace(card, scores=scores, calibration=calibration)
    model = FeatureModel(card, head, learned, reach)
    model.save(output)
    if report:
        write_model_report(report, card, patches.folder, model=Path(output).name, made_by=made_by)
    progress.advance(1.0)
    told = write(card.training)
    keys = ("history", "baseline", "device", "seconds", "epochs_run", "parameters")
    folds = None if found is None else found.plan.rule.held_out
    return {**score_result(card.scores), **{key: told[key] for key in keys}, "folds": folds}


def _best(
    patches: PatchDataset,
    images: Sequence[RasterSource] | None,
    scaling: Scaling,
    recipes: Sequence[FeatureRecipe],
    seed: int,
    asked: int | None,
    known: KnownFeatures,
    progress: Progress,
) -> tuple[Samples, CrossValidation | None]:
    """Return the samples of the recipe that does best on polygons held out, and what it did."""
    stage = Slice(progress, 0.0, 0.8)
    plan = _plan(patches, recipes[0], seed, progress)
    if plan is None:
        return features_of_dataset(patches, images, scaling, recipes[0], stage, known), None
    tried = []
    for samples, found in try_recipes(
        patches, images, scaling, recipes, [plan], asked, stage, known
    ):
        tried.append((samples, found))
        if len(recipes) > 1:
            progress.message(
                f"{_told(samples.recipe)}: macro F1 {found.macro_f1:.3f} on polygons held out."
            )
    return max(tried, key=lambda one: one[1].macro_f1)


def _plan(
    patches: PatchDataset, recipe: FeatureRecipe, seed: int, progress: Progress
) -> FoldPlan | None:
    """Return folds of whole polygons, None where no class lies in two of them, which is said."""
    plan = held_out_plan(patches, (recipe.width, patches.spec.size, 0), seed, progress)
    if plan is None:
        progress.warn(
            "no class lies in two polygons, so the model cannot be scored: label a second place of "
            "each class."
        )
    return plan


def _told(recipe: FeatureRecipe) -> str:
    what = f"Dense features of {recipe.width} pixels around cells of {recipe.cell}"
    if recipe.patch is not None:
        what = f"Features of patches drawn to {recipe.patch} pixels"
    return f"{what}{', with bands and texture' if recipe.texture else ''}"
