"""What networks learn on: one processor, several GPUs, or several machines; in which precision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.nn.network.layers import layers_of

if TYPE_CHECKING:
    import keras

__all__ = [
    "Devices",
    "full_precision",
    "join_machines",
    "joined",
    "precision",
]

_TENSOR_CORES = (7, 0)  # compute capability from which 16 bits are quicker than 32
_machines = False


class Devices:
    """The devices that learn together, each from its share of every batch.

    All have the same weights: after each batch their gradients are added up. Normalisations take
    the mean of the whole batch, so a network becomes what it would on one device, up to rounding
    and to what its dropout leaves out.

    Parameters
    ----------
    strategy : tf.distribute.Strategy, optional
        None for one device.
    """

    def __init__(self, strategy=None):
        self.strategy = strategy
        self.count = strategy.num_replicas_in_sync if strategy else 1

    @classmethod
    def found(cls) -> Devices:
        """Return those that there are: all machines that were joined, else all GPUs, else one."""
        tensorflow = load_tensorflow()
        if _machines:
            return cls(_all_machines())
        if len(tensorflow.config.list_logical_devices("GPU")) > 1:
            return cls(tensorflow.distribute.MirroredStrategy())
        return cls()

    def scope(self):
        """Return the context in which the network and the optimizer are made."""
        return self.strategy.scope() if self.strategy else nullcontext()

    def prepare(self, network: keras.Model) -> None:
        """Have the normalisations of a network take the mean over all devices, or no longer."""
        from keras.layers import BatchNormalization

        for layer in layers_of(network):
            if isinstance(layer, BatchNormalization):
                layer.synchronized = self.count > 1

    def run(self, function, *arguments):
        """Return the sum over the devices of what a function gives on each; of tensors only."""
        if self.strategy is None:
            return function(*arguments)
        return self.strategy.reduce("SUM", self.strategy.run(function, args=arguments), axis=None)

    def spread(self, array: np.ndarray):
        """Return an array as tensors, of several devices to each its share of the rows."""
        tensorflow = load_tensorflow()
        if self.strategy is None:
            return tensorflow.constant(array)
        shares = np.array_split(array, self.count)
        return self.strategy.experimental_distribute_values_from_function(
            lambda place: tensorflow.constant(shares[place.replica_id_in_sync_group])
        )


def join_machines() -> None:
    """Learn together with the machines that ``TF_CONFIG`` names, from now on in this process.

    To be called before anything else is computed.
    """
    global _machines
    _machines = True
    _all_machines()


def joined() -> int:
    """Return how many devices of several machines learn together, 0 if no machines were joined."""
    return _all_machines().num_replicas_in_sync if _machines else 0


@lru_cache(maxsize=1)
def _all_machines():
    return load_tensorflow().distribute.MultiWorkerMirroredStrategy()


@contextmanager
def precision(asked: str) -> Iterator[str]:
    """Make networks in a precision, one of `settings.PRECISIONS`, and give its name in Keras."""
    load_tensorflow()
    import keras

    mixed = asked == "mixed" or (asked == "auto" and _gain())
    policy = "mixed_float16" if mixed else "float32"
    before = keras.mixed_precision.global_policy()
    keras.mixed_precision.set_global_policy(policy)
    try:
        yield policy
    finally:
        keras.mixed_precision.set_global_policy(before)


def full_precision(network: keras.Model, build) -> keras.Model:
    """Return a network that computes with 32 bits, as ``build()`` makes it, with the same weights.

    A model file is for any machine, and 16 bits are slow where there is no GPU.
    """
    with precision("float32"):
        whole = build()
    whole.set_weights(network.get_weights())
    return whole


def _gain() -> bool:
    tensorflow = load_tensorflow()
    details = [
        tensorflow.config.experimental.get_device_details(device)
        for device in tensorflow.config.list_physical_devices("GPU")
    ]
    return bool(details) and all(
        one.get("compute_capability", (0, 0)) >= _TENSOR_CORES for one in details
    )
