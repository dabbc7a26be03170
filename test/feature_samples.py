"""Recipes of dense features, and models whose classifier stands for one that was trained."""

from __future__ import annotations

from functools import cache

import numpy as np
from patch_samples import image_metadata, training

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.features.classifier.head import Head
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.features.dense import DenseFeatures
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.model.recipe import FeatureRecipe
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.scores import NOT_MEASURED

CLASSES = ClassMap((3, 7, 9), ("low", "middle", "high"), ("#101010", "#808080", "#f0f0f0"))
FINE = {"zoom": 2, "stages": (2, 3, 4, 5), "cell": 4, "width": 16, "texture": True}
COARSE = {"zoom": 4, "stages": (1, 2, 3), "cell": 1, "width": 3, "texture": True}
QUICK = {"zoom": 1, "stages": (1, 2), "cell": 4, "width": 5, "texture": False}


def recipe_of(how: dict, bands: int = 3) -> FeatureRecipe:
    """Return a recipe whose trunk sees the first three bands, the last one again of fewer."""
    mixing = np.eye(bands)[np.minimum(np.arange(3), bands - 1)]
    return FeatureRecipe(**how, mixing=tuple(tuple(row) for row in mixing.tolist()))


def feature_model(how: dict, bands: int = 3, dtype: str = "uint8") -> FeatureModel:
    """Return a model that tells fields apart by their brightness in the first band."""
    recipe = recipe_of(how, bands)
    card = ModelCard(
        "deep_features",
        PatchSpec(7, 1, tuple(range(1, bands + 1)), by_centre=True),
        CLASSES,
        Scaling((120.0,) * bands, (60.0,) * bands),
        image_metadata(bands, dtype, pixel_size=[1.0, 1.0], pixel_metres=1.0),
        training(CLASSES.names),
        NOT_MEASURED,
        {},
        recipe=recipe,
    )
    return FeatureModel(card, _head(recipe, card.scaling))


@cache
def _head(recipe: FeatureRecipe, scaling: Scaling) -> Head:
    cell, margin = recipe.cell, recipe.margin
    side = 2 * margin + 16 * cell
    drawn = fields_of(side, side, len(scaling.scale), side=3 * cell, seed=1)
    valid = np.ones((side, side), bool)
    found = DenseFeatures.load(recipe, scaling).of_block(drawn, valid, margin)
    middle = drawn[
        margin + cell // 2 : side - margin : cell, margin + cell // 2 : side - margin : cell
    ]
    bright = middle[..., 0].astype(float).ravel()
    classes = np.searchsorted(np.quantile(bright, [1 / 3, 2 / 3]), bright)
    return Head.fit(found.reshape(-1, recipe.count), classes, 3, np.ones(len(classes)))


def fields_of(rows: int, cols: int, bands: int = 3, dtype: str = "uint8", seed: int = 0, side=24):
    """Return an image of fields of their own brightness and grain, none of whose values is 0."""
    rng = np.random.default_rng(seed)
    coarse = rng.uniform(60, 190, (-(-rows // side), -(-cols // side), bands))
    grain = rng.uniform(2, 25, coarse.shape[:2])[..., None]
    drawn, rough = (a.repeat(side, 0).repeat(side, 1)[:rows, :cols] for a in (coarse, grain))
    return np.clip(drawn + rng.normal(size=drawn.shape) * rough, 1, 255).astype(dtype)
