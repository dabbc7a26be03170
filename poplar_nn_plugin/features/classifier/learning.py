"""Fit the head on the patches of a dataset, and predict those that it did not learn from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.features.classifier.head import Head
from poplar_nn_plugin.features.classifier.taught import Taught
from poplar_nn_plugin.features.dense import DenseFeatures
from poplar_nn_plugin.features.known import KnownFeatures
from poplar_nn_plugin.features.patchwise import PatchFeatures
from poplar_nn_plugin.features.places import features_of_images, features_of_patches
from poplar_nn_plugin.model.recipe import FeatureRecipe
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.progress import Progress, Slice, checkpoint
from poplar_nn_plugin.scoring.crossvalidation import (
    CrossValidation,
    Fold,
    FoldPlan,
    crossvalidated,
    split_as,
)

__all__ = ["Samples", "features_of_dataset", "folds_of", "try_recipes"]


@dataclass(frozen=True, eq=False)
class Samples:
    """The patches of a dataset with their features.

    Parameters
    ----------
    patches : PatchDataset
    recipe : FeatureRecipe
        Of the features.
    features : ndarray of float32, shape (n, features)
    besides : Taught, optional
        What is learned each time, whatever patches are: what a model says of places, say.
    """

    patches: PatchDataset
    recipe: FeatureRecipe
    features: np.ndarray
    besides: Taught | None = None

    def taught(self, index: np.ndarray) -> Taught:
        """Return some patches as cells to learn from.

        Patches of one cell, class and group are one sample, which counts by their number. Those
        that are looked at alone are a sample each.

        Parameters
        ----------
        index : ndarray of int, shape (k,)
        """
        patches = self.patches
        middle = (patches.position[index] + patches.spec.size // 2) // self.recipe.cell
        if self.recipe.patch is not None:
            middle = np.asarray(index)[:, None]
        place = np.searchsorted(patches.classes.codes, patches.y[index])
        rows = np.column_stack(
            [place, patches.group[index], patches.labels["image"][index], middle]
        )
        rows, first, counts = np.unique(rows, axis=0, return_index=True, return_counts=True)
        features = self.features[index[first]]
        return Taught(features, rows[:, 0], rows[:, 1], counts.astype(float))

    def fit(self, index: np.ndarray) -> Head:
        """Return the head that some patches give, with what is learned besides.

        Parameters
        ----------
        index : ndarray of int, shape (k,)
        """
        taught = self.taught(index)
        if self.besides is not None:
            taught = taught.and_also(self.besides)
        return taught.fit(len(self.patches.classes.codes))


def features_of_dataset(
    patches: PatchDataset,
    images: Sequence[RasterSource] | None,
    scaling: Scaling,
    recipe: FeatureRecipe,
    progress: Progress,
    known: KnownFeatures | None = None,
) -> Samples:
    """Return the patches of a dataset with their features by a recipe.

    Parameters
    ----------
    patches : PatchDataset
    images : sequence of RasterSource or None
        Those of the dataset; None where patches are looked at alone.
    scaling : Scaling
    recipe : FeatureRecipe
    progress : Progress
    known : KnownFeatures, optional
        Where the features of whole images are kept, if there is room.
    """
    if recipe.patch is not None:
        alone = PatchFeatures.load(recipe, scaling, patches.description.dtype)
        return Samples(patches, recipe, alone.of_dataset(patches, progress))
    dense = DenseFeatures.load(recipe, scaling)
    if known is not None:
        features_of_images(images, dense, known, Slice(progress, 0.0, 0.9))
    found = features_of_patches(patches, images, dense, progress, known=known)
    return Samples(patches, recipe, found)


def folds_of(samples: Samples, plan: FoldPlan, progress: Progress) -> list[Fold]:
    """Return the folds of a plan, each predicted by a head that learned from the others."""
    found = []
    for number, split in enumerate(plan.splits):
        checkpoint(progress, number / len(plan.splits))
        part = split_as(samples.patches, split)
        head = samples.fit(part.select(Split.TRAIN))
        held = head.probabilities(samples.features[part.select(Split.TEST)])
        found.append(Fold.scored(part, held))
    return found


def try_recipes(
    patches: PatchDataset,
    images: Sequence[RasterSource] | None,
    scaling: Scaling,
    recipes: Sequence[FeatureRecipe],
    plans: Sequence[FoldPlan],
    asked: int | None,
    progress: Progress,
    known: KnownFeatures | None = None,
) -> Iterator[tuple[Samples, CrossValidation]]:
    """Yield the samples of each recipe, and how it did in the folds of the last plan.

    Parameters
    ----------
    patches : PatchDataset
    images : sequence of RasterSource or None
        Those of the dataset; None where patches are looked at alone.
    scaling : Scaling
    recipes : sequence of FeatureRecipe
    plans : sequence of FoldPlan
        The easier ones are compared with the last.
    asked : int or None
        Code of the class of interest.
    progress : Progress
    known : KnownFeatures, optional
        As of `features_of_dataset`.
    """
    for number, recipe in enumerate(recipes):
        stage = Slice(progress, number / len(recipes), (number + 1) / len(recipes))
        part = Slice(stage, 0.0, 0.8)
        samples = features_of_dataset(patches, images, scaling, recipe, part, known)
        folds = [folds_of(samples, plan, Slice(stage, 0.8, 1.0)) for plan in plans]
        yield samples, crossvalidated(patches, plans, folds, asked, 1)
