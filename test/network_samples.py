"""Small networks and their cards for tests; Keras comes in where a network is made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from patch_samples import CLASSES, image_metadata, training

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.scores import NOT_MEASURED
from poplar_nn_plugin.nn.architectures.base import find


def network_of(architecture: str, size: int = 8, bands: int = 2, classes: int = 3, seed: int = 1):
    """Return a network that has learned nothing; the seed decides its weights."""
    import keras

    keras.utils.set_random_seed(seed)
    return find(architecture).build(size, bands, classes)


def model_card(architecture: str = "compact", size: int = 8, bands: int = 2, **change) -> ModelCard:
    """Return a card that leaves values as they are, of a model that nothing has measured."""
    card = ModelCard(
        architecture,
        PatchSpec(size, 4, tuple(range(1, bands + 1))),
        CLASSES,
        Scaling((0.0,) * bands, (1.0,) * bands),
        image_metadata(bands),
        training(**{"labelled_pixels": {}} if architecture == "unet" else {}),
        NOT_MEASURED,
        {},
    )
    return replace(card, **change)


def same_weights(one: list, other: list) -> bool:
    """Return whether two networks have the same weights to the last bit."""
    return len(one) == len(other) and all(map(np.array_equal, one, other))
