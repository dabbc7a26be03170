"""The network of the study behind this plugin (its model 1): three plain convolutions."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.nn.architectures.base import Network

__all__ = ["ARCHITECTURE", "FILTERS", "Convolution", "Sigma"]

FILTERS = (32, 64, 128)
_DENSE = 64

# Three convolutions of 3 x 3 that each cut the border off, each followed by a pooling that
# halves the side, leave one cell of a patch of this size.
_SMALLEST_WITHOUT_PADDING = 22


@dataclass(frozen=True)
class Convolution:
    """A convolution with what follows it.

    Parameters
    ----------
    filters, side : int
        How many, and their side.
    padding : {"valid", "same"}
    pooled : bool
        Whether a pooling halves the side afterwards.
    """

    filters: int
    side: int
    padding: str
    pooled: bool

    def convolved(self, size: int) -> int:
        """Return the side of what it makes of a map of `size` pixels."""
        return size - self.side + 1 if self.padding == "valid" else size


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

        inputs = maps = Input((size, size, bands))
        for layer in self.plan(size):
            maps = layers.Conv2D(
                layer.filters, layer.side, padding=layer.padding, activation="relu"
            )(maps)
            if layer.pooled:
                maps = layers.MaxPooling2D()(maps)
        dense = layers.Dense(_DENSE, activation="relu")(layers.Flatten()(layers.Dropout(0.5)(maps)))
        return Model(inputs, self.decision(dense, n_classes), name=self.name)

    def plan(self, size: int) -> list[Convolution]:
        """Return the convolutions for patches of `size` pixels."""
        padding = "valid" if size >= _SMALLEST_WITHOUT_PADDING else "same"
        found = []
        for filters in FILTERS:
            size -= 2 if padding == "valid" else 0
            found.append(Convolution(filters, 3, padding, pooled=size > 1))
            size = size // 2 if size > 1 else size
        return found

    def multiplications(self, size: int, bands: int) -> int:
        """Return how many multiplications a patch takes, but for those of the decision.

        Parameters
        ----------
        size : int
            Side of a patch, in pixels.
        bands : int
        """
        total = 0
        for layer in self.plan(size):
            size = layer.convolved(size)
            total += size**2 * layer.side**2 * bands * layer.filters
            bands, size = layer.filters, size // 2 if layer.pooled else size
        return total + size**2 * bands * _DENSE

    def decision(self, dense, n_classes: int):
        """Return the probabilities of the classes, of the last dense layer."""
        from keras import layers

        return layers.Dense(n_classes, activation="softmax", dtype="float32")(dense)


ARCHITECTURE = Sigma
