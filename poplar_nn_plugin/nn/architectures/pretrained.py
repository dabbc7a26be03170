"""What networks that others have trained on ImageNet share: how they see patches."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from poplar_nn_plugin.nn.architectures.base import Network

if TYPE_CHECKING:
    import keras

__all__ = ["Pretrained"]


class Pretrained(Network):
    """A base that others have trained, with new last layers.

    Smaller patches are enlarged inside the network.

    Attributes
    ----------
    least_side : int
        Pixels that patches are enlarged to.
    contrast : float
        What the standard deviation of a band becomes, as the network was trained.
    weights_file : str
        Name of the file of its ImageNet weights, without the last layer.
    tunes : bool
        Whether the base learns, too, unless a training says otherwise.
    """

    least_side: ClassVar[int] = 96
    contrast: ClassVar[float] = 1.0
    weights_file: ClassVar[str]
    tunes: ClassVar[bool] = True
    smallest_patch = 8
    first_weights = "ImageNet"

    @abstractmethod
    def base(self, side: int, bands: int) -> keras.Model:
        """Return the part that others have trained, for patches of `side` pixels, at random yet."""

    def build(self, size, bands, n_classes):
        """Return the network, its weights at random yet; see `Network.build`."""
        from keras import Input, Model, layers

        side = max(size, self.least_side)
        inputs = maps = Input((size, size, bands))
        if side > size:
            maps = layers.Resizing(side, side)(maps)
        maps = layers.Rescaling(self.contrast)(maps)
        last = layers.Dense(n_classes, activation="softmax", dtype="float32")
        return Model(inputs, last(self.pooled(self.base(side, bands)(maps))), name=self.name)

    def pooled(self, maps):
        """Return the features of patches from what the base gives, on the way to the last layer."""
        from keras import layers

        return layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(maps))

    def base_of(self, network: keras.Model) -> keras.Model:
        """Return the part of a network that was trained by others."""
        return next(layer for layer in network.layers if hasattr(layer, "layers"))

    def keeps_base(self, fine_tune: str) -> bool:
        """Return whether the base stays as it is; see `Architecture.keeps_base`."""
        return fine_tune == "no" or (fine_tune == "auto" and not self.tunes)
