"""The network to start with: three residual blocks, few parameters, any patch size."""

from __future__ import annotations

from poplar_nn_plugin.nn.architectures.base import Network

__all__ = ["ARCHITECTURE", "Compact", "convolution"]


class Compact(Network):
    """A small residual network that averages over the patch before it decides.

    The blocks are those of He et al. (2016), "Deep residual learning for image recognition",
    CVPR. The average over the patch leaves few weights to learn by heart from few polygons.
    """

    name = "compact"
    title = "Compact residual network"
    description = (
        "The one to start with: tells textures apart with about 174,000 parameters and generalises "
        "from few polygons; about five times slower than Sigma."
    )
    smallest_patch = 3
    filters = (24, 48, 96)  # of each stage; the side is halved between two
    blocks = 1  # in each stage

    def build(self, size, bands, n_classes):
        """Return the network; see `Network.build`."""
        from keras import Input, Model, layers

        inputs = Input((size, size, bands))
        maps = layers.ReLU()(convolution(inputs, self.filters[0]))
        for position, filters in enumerate(self.filters):
            if position:
                # "same" rounds the side up: a patch of any size keeps at least one cell.
                maps = layers.MaxPooling2D(padding="same")(maps)
            for _ in range(self.blocks):
                maps = _residual_block(maps, filters)
        mean = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(maps))
        last = layers.Dense(n_classes, activation="softmax", dtype="float32")
        return Model(inputs, last(mean), name=self.name)


def convolution(maps, filters: int, side: int = 3):
    """Return `maps` convolved and normalised, of the same side."""
    from keras import layers

    maps = layers.Conv2D(filters, side, padding="same", use_bias=False)(maps)
    return layers.BatchNormalization(momentum=0.9)(maps)


def _residual_block(maps, filters: int):
    """Return two convolutions of `maps`, added to `maps` brought to as many filters."""
    from keras import layers

    change = layers.ReLU()(convolution(maps, filters))
    change = convolution(change, filters)
    shortcut = maps if maps.shape[-1] == filters else convolution(maps, filters, side=1)
    return layers.ReLU()(layers.Add()([change, shortcut]))


ARCHITECTURE = Compact
