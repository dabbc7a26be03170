"""Connect a network of others to patches and classes: one input size, probabilities, our order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from poplar_nn_plugin.errors import ModelMismatchError

if TYPE_CHECKING:
    import keras

__all__ = ["Connected", "connect"]

_SUM = 1e-3  # from 1, that float16 leaves to rows of probabilities
_TINY = 1e-7


@dataclass(frozen=True)
class Connected:
    """A network that takes our patches and gives probabilities of our classes.

    Parameters
    ----------
    network : keras.Model
    changes : tuple of str
        What was added to it, a sentence part each.
    """

    network: keras.Model
    changes: tuple[str, ...]


def connect(
    network: keras.Model, sample: np.ndarray, names: Sequence[str], order: Sequence[int]
) -> Connected:
    """Return a network with what is missing around it; what it computes stays the same.

    Parameters
    ----------
    network : keras.Model
        As its maker saved it.
    sample : ndarray of float32, shape (n, size, size, bands)
        Scaled patches, which show what kind of numbers it gives.
    names : sequence of str
        Of our classes, in our order.
    order : sequence of int
        For each output of the network the position of its class in `names`.

    Raises
    ------
    ModelMismatchError
        If it does not take such patches, or does not give a number for each class.
    """
    from keras import Input, Model, ops

    shape = sample.shape[1:]
    _require_input(network, shape)
    inputs = Input(shape)
    try:
        outputs = network(inputs)
        found = np.asarray(network(sample, training=False), np.float32)
    except (ValueError, _of_tensorflow()) as error:
        raise ModelMismatchError(
            f"The network cannot compute patches of {_times(shape)}: {_first_line(error)}. Extract "
            "patches of the size that it was made for.",
            expected=shape,
        ) from error
    changes = []
    if tuple(network.input_shape) != (None, *shape):
        changes.append(
            f"its input of {_times(network.input_shape[1:])} is fixed to {_times(shape)}"
        )
    _require_outputs(outputs, found, names)
    outputs, said = _as_probabilities(network, outputs, found)
    if said:
        changes.append(said)
    if list(order) != sorted(order):
        outputs = ops.take(outputs, np.argsort(order).tolist(), axis=-1)
        told = ", ".join(names[place] for place in order)
        changes.append(f"its outputs ({told}) are put in the order of the codes")
    if not changes and tuple(network.output_shape) == (None, len(names)):
        return Connected(network, ())
    return Connected(Model(inputs, outputs, name=network.name), tuple(changes))


def _require_input(network: keras.Model, shape: tuple[int, ...]) -> None:
    """Raise unless the network takes one input of that shape, or of any size."""
    try:
        inputs, count = network.input_shape, len(network.inputs)
    except (AttributeError, ValueError) as error:
        raise ModelMismatchError(
            "The network was saved before it knew what its input is: call it on some patches, or "
            "begin it with keras.Input, and save it again."
        ) from error
    if count != 1 or len(network.outputs) != 1:
        raise ModelMismatchError(
            f"The network must have one input and one output, got {count} and "
            f"{len(network.outputs)}: save the part that goes from a patch to its classes."
        )
    inputs = tuple(inputs)[1:]
    if len(inputs) != 3:
        raise ModelMismatchError(
            f"The network must take patches, {_times(shape)} (rows, columns, bands), got "
            f"{_times(inputs)}."
        )
    if inputs[2] not in (None, shape[2]):
        first = " It seems to have its bands first; they must come last." * (inputs[0] == shape[2])
        raise ModelMismatchError(
            f"The network was made for {inputs[2]} bands, the patches have {shape[2]}: extract "
            f"patches with the bands it learned from.{first}",
            expected=inputs[2],
            got=shape[2],
        )
    if any(side not in (None, ours) for side, ours in zip(inputs, shape)):
        raise ModelMismatchError(
            f"The network was made for patches of {inputs[0]} x {inputs[1]} pixels, these have "
            f"{shape[0]} x {shape[1]}: extract patches of its size.",
            expected=inputs[:2],
            got=shape[:2],
        )


def _require_outputs(outputs, found: np.ndarray, names: Sequence[str]) -> None:
    """Raise unless there is a finite number for each class; one may stand for two."""
    if len(outputs.shape) != 2:
        raise ModelMismatchError(
            f"The network must give a number for each class of a patch, got {_times(outputs.shape)}"
            " numbers a patch (one that names the class of each pixel is not taken)."
        )
    count = outputs.shape[-1]
    if count != len(names) and (count, len(names)) != (1, 2):
        raise ModelMismatchError(
            f"The network has {count} outputs, and the patches have {len(names)} classes "
            f"({', '.join(names)}): give patches labelled with exactly its classes.",
            expected=count,
            got=len(names),
        )
    if not np.isfinite(found).all():
        raise ModelMismatchError(
            "The network gives values that are not finite numbers (NaN or infinite) for these "
            "patches: choose the scaling that it was trained with."
        )


def _as_probabilities(network: keras.Model, outputs, found: np.ndarray):
    """Return the outputs as probabilities whose rows sum to 1, and what was added for that."""
    from keras import layers, ops

    ending = _activation(network)
    within = bool(found.min() >= -_TINY and found.max() <= 1 + _SUM)
    if found.shape[1] == 1:
        said = "its one output, the probability of the second class, is joined by that of the first"
        if ending == "linear" or not within:
            _require_logits(ending)
            outputs = ops.sigmoid(outputs)
            said = "its one output is a logit: a sigmoid is added, and " + said
        return ops.concatenate([1 - outputs, outputs], axis=-1), said
    if ending == "softmax" or (within and np.abs(found.sum(axis=1) - 1).max() < _SUM):
        return outputs, ""
    if within and ending != "linear":
        # The softmax of logarithms: each divided by the sum of all, as 'sigma_sigmoid' does.
        shares = layers.Softmax()(ops.log(ops.maximum(outputs, _TINY)))
        return shares, "its outputs judge each class alone: each is divided by the sum of all"
    _require_logits(ending)
    return layers.Softmax()(outputs), "its outputs are logits: a softmax is added"


def _require_logits(ending: str) -> None:
    if ending not in ("", "linear"):
        raise ModelMismatchError(
            f"The network ends in '{ending}', whose values are neither probabilities nor logits: "
            "end it in a softmax, a sigmoid, or no activation at all.",
            found=ending,
        )


def _activation(network: keras.Model) -> str:
    """Return the name of the activation that a network ends in, empty where it has none."""
    from keras import layers

    last = network.outputs[0]._keras_history.operation
    while hasattr(last, "outputs") and hasattr(last, "layers"):
        last = last.outputs[0]._keras_history.operation
    if isinstance(last, (layers.Softmax, layers.ReLU, layers.LeakyReLU)):
        return last.__class__.__name__.lower()
    return getattr(getattr(last, "activation", None), "__name__", "")


def _of_tensorflow() -> type[Exception]:
    from tensorflow import errors

    return errors.OpError


def _times(shape) -> str:
    return " x ".join("any" if side is None else str(side) for side in shape)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
