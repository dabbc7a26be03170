"""Compact without padding, so that a map is drawn from whole blocks."""

from __future__ import annotations

from poplar_nn_plugin.nn.architectures.base import Network

__all__ = ["ARCHITECTURE", "CompactValid"]

_SIDE = 3  # of convolutions


class CompactValid(Network):
    """Compact's three residual blocks, of convolutions that see real pixels only.

    Each convolution cuts the border off its maps, and shortcuts are cropped to match. So a patch
    gets the same numbers as in any larger one, and neighbouring patches share them; see
    `poplar_nn_plugin.nn.dense`. Where a map has no border left convolutions are of 1 x 1, and a
    pooling that would leave no border is left out.
    """

    name = "compact_valid"
    title = "Compact without padding (fast maps)"
    description = (
        "As Compact, for maps of large areas at a small stride: whole blocks are computed at once, "
        "not patch by patch."
    )
    smallest_patch = 3
    filters = (24, 48, 96)  # of each stage; the side is halved between two

    def build(self, size, bands, n_classes):
        """Return the network; see `Network.build`."""
        from keras import Input, Model, layers

        inputs = Input((size, size, bands))
        maps = layers.ReLU()(_convolution(inputs, self.filters[0], _SIDE))
        for position, filters in enumerate(self.filters):
            if position and maps.shape[1] // 2 >= _SIDE:
                maps = layers.MaxPooling2D()(maps)
            maps = _residual_block(maps, filters)
        mean = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(maps))
        last = layers.Dense(n_classes, activation="softmax", dtype="float32")
        return Model(inputs, last(mean), name=self.name)


def _convolution(maps, filters: int, side: int):
    """Return `maps` convolved and normalised; without their border, where they have one."""
    from keras import layers

    side = side if maps.shape[1] >= side else 1
    maps = layers.Conv2D(filters, side, use_bias=False)(maps)
    return layers.BatchNormalization(momentum=0.9)(maps)


def _residual_block(maps, filters: int):
    """Return two convolutions of `maps`, added to `maps` brought to their side and filters."""
    from keras import layers

    change = layers.ReLU()(_convolution(maps, filters, _SIDE))
    change = _convolution(change, filters, _SIDE)
    cut = (maps.shape[1] - change.shape[1]) // 2
    shortcut = layers.Cropping2D(cut)(maps) if cut else maps
    if shortcut.shape[-1] != filters:
        shortcut = _convolution(shortcut, filters, 1)
    return layers.ReLU()(layers.Add()([change, shortcut]))


ARCHITECTURE = CompactValid
