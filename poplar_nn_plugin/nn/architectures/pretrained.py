"""What networks that others have trained on ImageNet share: how they see patches, and a start."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.nn.architectures.base import Network
from poplar_nn_plugin.nn.network.warm_start import for_bands, layers_of

if TYPE_CHECKING:
    import keras

__all__ = ["Pretrained"]

_LEAST_SIDE = 96
_PATIENCE = 20.0  # seconds without a byte, after which a download is given up


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
        maps = self._base(side, bands)(maps)
        mean = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(maps))
        last = layers.Dense(n_classes, activation="softmax", dtype="float32")
        return Model(inputs, last(mean), name=self.name)

    def base_of(self, network: keras.Model) -> keras.Model:
        """Return the part of a network that was trained by others."""
        return next(layer for layer in network.layers if hasattr(layer, "layers"))

    def take_imagenet(self, network: keras.Model, path: str = "") -> None:
        """Give a network the weights learned on ImageNet.

        For other than three bands, each starts with the mean of the weights of the three colours.

        Parameters
        ----------
        network : keras.Model
            As of `build`.
        path : str
            The file of the weights; empty to have Keras fetch it, once for all trainings.

        Raises
        ------
        ModelFileError
            If they cannot be had.
        """
        base = self.base_of(network)
        side, bands = base.input_shape[1], base.input_shape[-1]
        colours = self._from_file(side, path) if path else self._fetched(side)
        kept = [layer.get_weights() for layer in layers_of(colours)]
        if bands != 3:
            kept[0][0] = for_bands(kept[0][0], [None] * bands)
        for layer, weights in zip(layers_of(base), kept):
            layer.set_weights(weights)

    def _base(self, side: int, bands: int, weights: str | None = None):
        from keras import applications

        build = getattr(applications, self.application)
        shape = (side, side, bands)
        return build(include_top=False, weights=weights, input_shape=shape, **self.options)

    def _from_file(self, side: int, path: str):
        try:
            return self._base(side, 3, path)
        except (OSError, ValueError, KeyError) as error:
            raise ModelFileError(
                f"{path} does not hold the ImageNet weights of {self.name} ({error}): give the "
                f"file {self.weights_file}, or leave it empty to have it fetched.",
                path=path,
            ) from error

    def _fetched(self, side: int):
        try:
            with _patience():
                return self._base(side, 3, "imagenet")
        except Exception as error:
            # Keras turns a failed download into a bare Exception; anything else is a bug.
            causes = (error, error.__context__)
            if not ("corrupted file" in str(error) or any(isinstance(c, OSError) for c in causes)):
                raise
            raise ModelFileError(
                f"The ImageNet weights of {self.name} cannot be fetched ({error}), and training "
                "from random weights would be of no use: connect to the internet, or bring the "
                f"file {self.weights_file} from a computer that is, and give it as the model to "
                f"start from or put it into {_cache()}.",
                file=self.weights_file,
            ) from error


def _cache() -> Path:
    home = os.environ.get("KERAS_HOME")
    return (Path(home) if home else Path.home() / ".keras") / "models"


@contextmanager
def _patience() -> Iterator[None]:
    """Give up connections that stay silent, inside the block."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_PATIENCE)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)
