"""What each layer of a network of patches becomes where it looks at a whole block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from poplar_nn_plugin.nn.dense.place import Place
from poplar_nn_plugin.nn.dense.windows import convolved, flattened, pooled, vectors

if TYPE_CHECKING:
    import keras

__all__ = ["Laid", "UnsuitedError", "laid"]


class UnsuitedError(Exception):
    """A layer that cannot look at a whole block and give each patch what it gives it alone."""


@dataclass(frozen=True)
class Laid:
    """A layer that looks at a whole block.

    Parameters
    ----------
    place : Place
        Of what it gives.
    call : callable
        Takes its inputs, (n, rows, cols, channels), and returns such an array.
    of_cell, of_patch : float
        Multiplications that it takes for a patch, as one of a large block, and alone.
    """

    place: Place
    call: Callable[..., Any]
    of_cell: float = 0.0
    of_patch: float = 0.0


def laid(layer: keras.Layer, places: Sequence[Place]) -> Laid:
    """Return a layer as it looks at a whole block.

    Parameters
    ----------
    layer : keras.Layer
    places : sequence of Place
        Of its inputs.

    Raises
    ------
    UnsuitedError
        If it is not one of those that can, or pads what it sees.
    """
    make = _KINDS.get(type(layer).__name__)
    if make is None or layer.compute_dtype != "float32" or not _of_keras(layer):
        raise UnsuitedError(layer.name)
    if len(places) > 1 and make is not _merged:
        raise UnsuitedError(layer.name)
    return make(layer, *places)


def _of_keras(layer: keras.Layer) -> bool:
    return type(layer).__module__.partition(".")[0] == "keras"


def _same(layer, place: Place) -> Laid:
    """Return what does nothing once a network has learned."""
    return Laid(place, lambda maps: maps)


def _each(layer, place: Place) -> Laid:
    """Return what looks at each number alone."""
    return Laid(place, partial(layer, training=False))


def _activation(layer, place: Place) -> Laid:
    if layer.activation.__name__ == "softmax":
        return _softmax(layer, place)
    return Laid(place, layer.activation)


def _softmax(layer, place: Place) -> Laid:
    """Return what looks at the channels of each cell, or at a vector of each patch."""
    axis = getattr(layer, "axis", -1)
    if place.flat or axis not in (-1, 1 if place.side == 0 else 3):
        raise UnsuitedError(layer.name)
    import tensorflow

    return Laid(place, tensorflow.nn.softmax)


def _normalised(layer, place: Place) -> Laid:
    """Return a normalisation by what training has seen: a factor and a summand a channel."""
    import tensorflow

    axis = layer.axis[0] if isinstance(layer.axis, (list, tuple)) else layer.axis
    if place.flat or axis not in (-1, 1 if place.side == 0 else 3):
        raise UnsuitedError(layer.name)
    factor = 1 / np.sqrt(np.asarray(layer.moving_variance, np.float64) + layer.epsilon)
    if layer.scale:
        factor *= np.asarray(layer.gamma, np.float64)
    summand = -np.asarray(layer.moving_mean, np.float64) * factor
    if layer.center:
        summand += np.asarray(layer.beta, np.float64)
    factor, summand = (each.astype(np.float32) for each in (factor, summand))
    return Laid(place, lambda maps: tensorflow.nn.bias_add(maps * factor, summand))


def _convolution(layer, place: Place) -> Laid:
    import tensorflow

    kernel, strides, dilation = layer.kernel_size[0], layer.strides[0], layer.dilation_rate[0]
    _require_maps(layer, place, kernel * dilation)
    _require_square(layer, layer.kernel_size, layer.strides, layer.dilation_rate)
    reach = (kernel - 1) * dilation + 1
    if layer.groups != 1 or (reach > 1 and layer.padding != "valid"):
        raise UnsuitedError(layer.name)
    after = place.after(reach, strides, layer.filters)
    weights = np.asarray(layer.kernel)
    summand = np.asarray(layer.bias) if layer.use_bias else None

    def call(maps):
        found = convolved(maps, weights, place, after, dilation)
        found = found if summand is None else tensorflow.nn.bias_add(found, summand)
        return layer.activation(found)

    at = after.spacing if place.dilation * dilation == 1 or reach == 1 else place.spacing
    return Laid(
        after,
        call,
        (place.stride / at) ** 2 * weights.size,
        after.side**2 * weights.size,
    )


def _pooling(layer, place: Place) -> Laid:
    import tensorflow

    side, strides = layer.pool_size[0], layer.strides[0]
    _require_maps(layer, place, side)
    _require_square(layer, layer.pool_size, layer.strides)
    # Padding "same" pads nothing where windows fill the map.
    if layer.padding != "valid" and (side != strides or place.side % side):
        raise UnsuitedError(layer.name)
    after = place.after(side, strides, place.channels)
    if type(layer).__name__ == "MaxPooling2D":
        if place.dilation == 1:
            every = after.spacing // place.spacing
            return Laid(after, lambda maps: tensorflow.nn.max_pool2d(maps, side, every, "VALID"))
        return Laid(after, lambda maps: pooled(maps, side, tensorflow.maximum, place, after))
    share = np.float32(1 / side**2)
    return Laid(after, lambda maps: share * pooled(maps, side, tensorflow.add, place, after))


def _of_whole_patch(layer, place: Place) -> Laid:
    """Return the mean, or the maximum, of all cells of a patch."""
    import tensorflow

    if layer.keepdims or place.flat or not place.side:
        raise UnsuitedError(layer.name)
    after = place.vector(place.channels)
    if type(layer).__name__ == "GlobalMaxPooling2D":
        return Laid(after, lambda maps: vectors(maps, place, tensorflow.maximum))
    share = np.float32(1 / place.side**2)
    return Laid(after, lambda maps: share * vectors(maps, place, tensorflow.add))


def _flattening(layer, place: Place) -> Laid:
    if not place.side:
        raise UnsuitedError(layer.name)
    return Laid(replace(place, flat=True), lambda maps: maps)


def _dense(layer, place: Place) -> Laid:
    import tensorflow

    weights = np.asarray(layer.kernel)
    summand = np.asarray(layer.bias) if layer.use_bias else None
    if place.flat:
        after = place.vector(layer.units)
        cells = 1 if place.dilation == 1 or place.side == 1 or place.kept > 1 else place.kept**2
    elif not place.side:
        after, cells = replace(place, channels=layer.units), 1
    else:
        raise UnsuitedError(layer.name)

    def call(maps):
        if place.flat:
            found = flattened(maps, weights, place)
        else:
            found = tensorflow.linalg.matmul(maps, weights)
        found = found if summand is None else tensorflow.nn.bias_add(found, summand)
        return layer.activation(found)

    return Laid(after, call, cells * weights.size, weights.size)


def _cropping(layer, place: Place) -> Laid:
    (top, bottom), (left, right) = layer.cropping
    if place.flat or top + bottom != left + right or place.side <= top + bottom:
        raise UnsuitedError(layer.name)
    cells = [
        slice(first * place.dilation, -last * place.dilation or None)
        for first, last in layer.cropping
    ]
    return Laid(place.cropped(top, bottom), lambda maps: maps[:, cells[0], cells[1]])


def _merged(layer, *places: Place) -> Laid:
    """Return what puts maps together that lie in the same places."""
    first = places[0]
    alike = {replace(place, channels=0) for place in places}
    if len(alike) > 1:
        raise UnsuitedError(layer.name)
    channels = first.channels
    if type(layer).__name__ == "Concatenate":
        if first.flat or layer.axis not in (-1, 1 if first.side == 0 else 3):
            raise UnsuitedError(layer.name)
        channels = sum(place.channels for place in places)
    elif len({place.channels for place in places}) > 1:
        raise UnsuitedError(layer.name)
    return Laid(replace(first, channels=channels), lambda *maps: _joined(layer, maps))


def _joined(layer, maps):
    import tensorflow

    if type(layer).__name__ == "Concatenate":
        return tensorflow.concat(maps, -1)
    combine = tensorflow.add if type(layer).__name__ == "Add" else tensorflow.multiply
    total = maps[0]
    for other in maps[1:]:
        total = combine(total, other)
    return total


def _require_maps(layer, place: Place, reach: int) -> None:
    if place.flat or not place.side or place.side < reach:
        raise UnsuitedError(layer.name)


def _require_square(layer, *pairs: Sequence[int]) -> None:
    if any(len(set(pair)) > 1 for pair in pairs):
        raise UnsuitedError(layer.name)


_KINDS = {
    "Dropout": _same,
    "SpatialDropout2D": _same,
    "GaussianNoise": _same,
    "ReLU": _each,
    "LeakyReLU": _each,
    "ELU": _each,
    "Rescaling": _each,
    "Activation": _activation,
    "Softmax": _softmax,
    "BatchNormalization": _normalised,
    "Conv2D": _convolution,
    "MaxPooling2D": _pooling,
    "AveragePooling2D": _pooling,
    "GlobalAveragePooling2D": _of_whole_patch,
    "GlobalMaxPooling2D": _of_whole_patch,
    "Flatten": _flattening,
    "Dense": _dense,
    "Cropping2D": _cropping,
    "Add": _merged,
    "Multiply": _merged,
    "Concatenate": _merged,
}
