"""The network of the study behind this plugin (its model 1): three plain convolutions."""

from __future__ import annotations

from poplar_nn_plugin.nn.architectures.base import Network

__all__ = ["ARCHITECTURE", "Sigma"]

_FILTERS = (32, 64, 128)
_DENSE = 64

# Three convolutions of 3 x 3 that each cut the border off, each followed by a pooling that
# halves the side, leave one cell of a patch of this size.
_SMALLEST_WITHOUT_PADDING = 22


class Sigma(Network):
    """Three convolutions with poolings, then a dense layer.

    Patches below 22 pixels are too small for convolutions that cut their border off: there, the
    border is padded instead, and a pooling that would leave nothing of the patch is left out.
    """

    name = "sigma"
    title = "Sigma (three convolutions)"
    description = (
        "Fast and plain, the network of the original study; about five times faster than Compact, "
        "and in our measurements as good."
    )
    smallest_patch = 3

    def build(self, size, bands, n_classes):
        """Return the network; see `Network.build`."""
        from keras import Input, Model, layers

        padding = "valid" if size >= _SMALLEST_WITHOUT_PADDING else "same"
        inputs = maps = Input((size, size, bands))
        for filters in _FILTERS:
            maps = layers.Conv2D(filters, 3, padding=padding, activation="relu")(maps)
            if maps.shape[1] > 1:
                maps = layers.MaxPooling2D()(maps)
        dense = layers.Dense(_DENSE, activation="relu")(layers.Flatten()(layers.Dropout(0.5)(maps)))
        return Model(inputs, self.decision(dense, n_classes), name=self.name)

    def multiplications(self, size: int, bands: int) -> int:
        """Return how many multiplications a patch takes, but for those of the decision.

        Parameters
        ----------
        size : int
            Side of a patch, in pixels.
        bands : int
        """
        total, border = 0, 2 if size >= _SMALLEST_WITHOUT_PADDING else 0
        for filters in _FILTERS:
            size -= border
            total += size**2 * 9 * bands * filters
            bands, size = filters, max(1, size // 2)
        return total + size**2 * bands * _DENSE

    def decision(self, dense, n_classes: int):
        """Return the probabilities of the classes, of the last dense layer."""
        from keras import layers

        return layers.Dense(n_classes, activation="softmax", dtype="float32")(dense)


ARCHITECTURE = Sigma
