"""A deeper residual network, for many labelled polygons."""

from __future__ import annotations

from poplar_nn_plugin.nn.architectures.base import Network
from poplar_nn_plugin.nn.architectures.blocks import convolution, decision, residual_block

__all__ = ["ARCHITECTURE", "Residual"]

_FILTERS = (32, 64, 128)
_BLOCKS = 2


class Residual(Network):
    """Compact's plan with two blocks for one and more filters.

    The blocks are those of He et al. (2016), "Deep residual learning for image recognition",
    CVPR.
    """

    name = "residual"
    title = "Residual network"
    description = (
        "Compact's plan, twice as deep, with 700,000 parameters: for some thousand patches of many "
        "polygons; takes about three times as long as Compact, and learns few polygons by heart."
    )
    smallest_patch = 3

    def build(self, size, bands, n_classes):
        """Return the network; see `Network.build`."""
        from keras import Input, Model, layers

        inputs = Input((size, size, bands))
        maps = layers.ReLU()(convolution(inputs, _FILTERS[0]))
        for position, filters in enumerate(_FILTERS):
            if position:
                maps = layers.MaxPooling2D(padding="same")(maps)
            for _ in range(_BLOCKS):
                maps = residual_block(maps, filters)
        return Model(inputs, decision(maps, n_classes), name=self.name)


ARCHITECTURE = Residual
