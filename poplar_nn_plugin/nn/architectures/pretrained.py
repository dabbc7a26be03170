"""What networks that others have trained on ImageNet share: how they see patches."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from poplar_nn_plugin.nn.architectures.base import Network

if TYPE_CHECKING:
    import keras

__all__ = ["Pretrained"]

_LEAST_SIDE = 96


class Pretrained(Network):
    """A network of ``keras.applications`` with a new last layer.

    Smaller patches are enlarged inside the network.

    Attributes
    ----------
    application : str
        Name in ``keras.applications``.
    options : dict
        Told to it.
    contrast : float
        What the standard deviation of a band becomes, as the network was trained.
    weights_file : str
        Name of the file of its ImageNet weights, without the last layer.
    """

    application: ClassVar[str]
    options: ClassVar[dict] = {}
    contrast: ClassVar[float] = 1.0
    weights_file: ClassVar[str]
    smallest_patch = 8
    first_weights = "ImageNet"

    def build(self, size, bands, n_classes):
        """Return the network, its weights at random yet; see `Network.build`."""
        from keras import Input, Model, layers

        side = max(size, _LEAST_SIDE)
        inputs = maps = Input((size, size, bands))
        if side > size:
            maps = layers.Resizing(side, side)(maps)
        maps = layers.Rescaling(self.contrast)(maps)
        maps = self.base(side, bands)(maps)
        mean = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(maps))
        last = layers.Dense(n_classes, activation="softmax", dtype="float32")
        return Model(inputs, last(mean), name=self.name)

    def base_of(self, network: keras.Model) -> keras.Model:
        """Return the part of a network that was trained by others."""
        return next(layer for layer in network.layers if hasattr(layer, "layers"))

    def base(self, side: int, bands: int, weights: str | None = None):
        """Return the part that others have trained, for patches of `side` pixels.

        Parameters
        ----------
        side, bands : int
        weights : str, optional
            A file, or ``imagenet`` to have Keras fetch them; random without.
        """
        from keras import applications

        build = getattr(applications, self.application)
        shape = (side, side, bands)
        return build(include_top=False, weights=weights, input_shape=shape, **self.options)
