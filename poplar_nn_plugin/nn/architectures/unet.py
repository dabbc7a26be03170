"""U-Net: learns the class of every labelled pixel, not of patches only."""

from __future__ import annotations

import math

from poplar_nn_plugin.nn.architectures.base import Network
from poplar_nn_plugin.nn.architectures.compact import convolution

__all__ = ["ARCHITECTURE", "UNet"]

_DEEPEST = 4
_LEAST_SIDE = 4  # of the maps at the bottom, so that these still have an inside
_PIXELS = "pixels"


class UNet(Network):
    """Ronneberger et al. (2015), "U-Net: convolutional networks for biomedical images", MICCAI.

    It learns from the pixels that a polygon labels; the others do not count, and the map it draws
    has a class for each. What it says of a patch is the mean of what it says of the pixels in the
    middle third of it. That is what scores are measured on, and what is calibrated.
    """

    name = "unet"
    title = "U-Net (dense)"
    description = (
        "Learns the class of every labelled pixel, so patches may be large and hold several "
        "classes: extract them with the class of each pixel (PIXEL_LABELS), of 64 pixels or more; "
        "two to three times slower than Compact."
    )
    smallest_patch = 8
    dense = True
    filters = 16  # of the first stage; twice as many in each stage below

    def build(self, size, bands, n_classes):
        """Return the network; see `Network.build`."""
        from keras import Input, Model, layers

        depth = _depth(size)
        added = -size % 2**depth
        edges = ((added // 2, added - added // 2),) * 2
        inputs = Input((size, size, bands))
        maps, skipped = layers.ZeroPadding2D(edges)(inputs), []
        for stage in range(depth):
            maps = _twice(maps, self.filters * 2**stage)
            skipped.append(maps)
            maps = layers.MaxPooling2D()(maps)
        maps = layers.Dropout(0.2)(_twice(maps, self.filters * 2**depth))
        for stage in reversed(range(depth)):
            larger = layers.UpSampling2D()(maps)
            maps = layers.Concatenate()([skipped[stage], larger])
            maps = _twice(maps, self.filters * 2**stage)
        maps = layers.Cropping2D(edges)(maps)
        last = layers.Conv2D(n_classes, 1, activation="softmax", dtype="float32", name=_PIXELS)
        maps = last(maps)
        inner = max(1, size // 3)
        before = (size - inner) // 2
        maps = layers.Cropping2D(((before, size - inner - before),) * 2)(maps)
        return Model(inputs, layers.GlobalAveragePooling2D()(maps), name=self.name)

    def pixels_of(self, network):
        """Return the part from patches to (n, size, size, n_classes); see `Network.pixels_of`."""
        from keras import Model

        return Model(network.input, network.get_layer(_PIXELS).output)


def _depth(size: int) -> int:
    """Return how often the side of a patch is halved."""
    return min(_DEEPEST, max(1, round(math.log2(size / _LEAST_SIDE))))


def _twice(maps, filters: int):
    """Return `maps` convolved twice."""
    from keras import layers

    for _ in range(2):
        maps = layers.ReLU()(convolution(maps, filters))
    return maps


ARCHITECTURE = UNet
