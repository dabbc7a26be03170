"""The network to start with: three residual blocks, few parameters, any patch size."""

from __future__ import annotations

from poplar_nn_plugin.nn.architectures.base import Network
from poplar_nn_plugin.nn.architectures.blocks import convolution, decision, residual_block

__all__ = ["ARCHITECTURE", "Compact"]

_FILTERS = (24, 48, 96)


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

    def build(self, size, bands, n_classes):
        """Return the network; see `Network.build`."""
        from keras import Input, Model, layers

        inputs = Input((size, size, bands))
        maps = layers.ReLU()(convolution(inputs, _FILTERS[0]))
        for position, filters in enumerate(_FILTERS):
            if position:
                # "same" rounds the side up: a patch of any size keeps at least one cell.
                maps = layers.MaxPooling2D(padding="same")(maps)
            maps = residual_block(maps, filters)
        return Model(inputs, decision(maps, n_classes), name=self.name)


ARCHITECTURE = Compact
