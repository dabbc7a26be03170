"""The weights that others have learned on ImageNet: ours, from a file, or fetched once by Keras."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.features.weights import WEIGHTS, read_weights
from poplar_nn_plugin.nn.architectures.application import Application
from poplar_nn_plugin.nn.architectures.pretrained import Pretrained
from poplar_nn_plugin.nn.network.layers import for_bands, layers_of

if TYPE_CHECKING:
    import keras

__all__ = ["take_imagenet"]

_PATIENCE = 20.0  # seconds without a byte, after which a download is given up


def take_imagenet(kind: Pretrained, network: keras.Model, path: str = "") -> None:
    """Give a network the weights learned on ImageNet.

    For other than three bands, each starts with the mean of the weights of the three colours.

    Parameters
    ----------
    kind : Pretrained
    network : keras.Model
        As of `build`.
    path : str
        The file of the weights; empty for those that come with the plugin, or to have Keras fetch
        it, once for all trainings.

    Raises
    ------
    ModelFileError
        If they cannot be had.
    """
    base = kind.base_of(network)
    side, bands = base.input_shape[1], base.input_shape[-1]
    if isinstance(kind, Application):
        colours = _from_file(kind, side, path) if path else _fetched(kind, side)
        kept = [layer.get_weights() for layer in layers_of(colours)]
    else:
        kept = _of_trunk(base, path)
    if bands != 3:
        kept[0][0] = for_bands(kept[0][0], [None] * bands)
    for layer, weights in zip(layers_of(base), kept):
        layer.set_weights(weights)


def _of_trunk(base: keras.Model, path: str) -> list[list[np.ndarray]]:
    """Return the weights of each layer of the trunk of EfficientNet-Lite0, for three bands."""
    arrays, kept = read_weights(path or WEIGHTS), []
    for layer in layers_of(base):
        name = layer.name.replace("_norm", "").replace("_", ".")
        if layer.name.endswith("_norm"):
            parts = ("gamma", "beta", "mean", "variance")
            kept.append([arrays[f"{name}.{part}"] for part in parts])
        else:
            kernel = arrays[f"{name}.kernel"]
            kept.append([kernel[..., None] if name.endswith(".depthwise") else kernel])
    return kept


def _from_file(kind: Application, side: int, path: str):
    try:
        return kind.base(side, 3, path)
    except (OSError, ValueError, KeyError) as error:
        raise ModelFileError(
            f"{path} does not hold the ImageNet weights of {kind.name} ({error}): give the "
            f"file {kind.weights_file}, or leave it empty to have it fetched.",
            path=path,
        ) from error


def _fetched(kind: Application, side: int):
    try:
        with _patience():
            return kind.base(side, 3, "imagenet")
    except Exception as error:
        # Keras turns a failed download into a bare Exception; anything else is a bug.
        causes = (error, error.__context__)
        if not ("corrupted file" in str(error) or any(isinstance(c, OSError) for c in causes)):
            raise
        raise ModelFileError(
            f"The ImageNet weights of {kind.name} cannot be fetched ({error}), and training "
            "from random weights would be of no use: connect to the internet, or bring the "
            f"file {kind.weights_file} from a computer that is, and give it as the model to "
            f"start from or put it into {_cache()}.",
            file=kind.weights_file,
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
