"""Parts that several networks are made of."""

from __future__ import annotations

__all__ = ["convolution", "decision", "residual_block"]


def convolution(maps, filters: int, side: int = 3):
    """Return `maps` convolved and normalised, of the same side."""
    from keras import layers

    maps = layers.Conv2D(filters, side, padding="same", use_bias=False)(maps)
    return layers.BatchNormalization(momentum=0.9)(maps)


def residual_block(maps, filters: int):
    """Return two convolutions of `maps`, added to `maps` brought to as many filters."""
    from keras import layers

    change = layers.ReLU()(convolution(maps, filters))
    change = convolution(change, filters)
    shortcut = maps if maps.shape[-1] == filters else convolution(maps, filters, side=1)
    return layers.ReLU()(layers.Add()([change, shortcut]))


def decision(maps, n_classes: int):
    """Return the probability of each class, decided on the average over the patch."""
    from keras import layers

    mean = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(maps))
    return layers.Dense(n_classes, activation="softmax")(mean)
