"""What networks learn on: one processor, several GPUs, or several machines; in which precision."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from poplar_nn_plugin.errors import MemoryBudgetError
from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.progress import Progress

if TYPE_CHECKING:
    import keras

__all__ = [
    "Devices",
    "device_name",
    "full_precision",
    "gpu_names",
    "halved",
    "join_machines",
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

        from poplar_nn_plugin.nn.network.warm_start import layers_of

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


def device_name(network: bool = True) -> str:
    """Return what a network is computed on, or if it is none a forest, for people."""
    if not network:
        return f"CPU ({os.cpu_count()} cores)"
    tensorflow = load_tensorflow()
    names = [
        tensorflow.config.experimental.get_device_details(device).get("device_name", device.name)
        for device in tensorflow.config.list_physical_devices("GPU")
    ]
    here = f"CPU ({os.cpu_count()} cores; no GPU found)"
    if names:
        here = f"GPU ({names[0]})" if len(names) == 1 else f"{len(names)} GPUs ({names[0]})"
    if _machines:
        return f"{_all_machines().num_replicas_in_sync} devices of several machines; here {here}"
    return here


def gpu_names() -> tuple[str, ...]:
    """Return the GPUs that TensorFlow finds, as ``CUDA_VISIBLE_DEVICES`` would name each alone."""
    count = len(load_tensorflow().config.list_physical_devices("GPU"))
    named = [name.strip() for name in os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",")]
    return tuple((named if any(named) else [str(number) for number in range(count)])[:count])


def halved(part: int, least: int, progress: Progress, error: Exception) -> int:
    """Return how many patches to try together where `part` were too many for the memory.

    Raises
    ------
    MemoryBudgetError
        If there is nothing to halve.
    """
    if part <= least:
        raise MemoryBudgetError(
            f"The memory of the device is too small for batches of {part}: take smaller patches "
            "or a lighter kind of model, or let other programs end that use the same GPU.",
            batch=part,
        ) from error
    half = max(least, part // 2)
    progress.message(
        f"Warning: {part} patches at once are too many for the memory of the device; from here on "
        f"{half} are computed together."
    )
    return half


def join_machines() -> None:
    """Learn together with the machines that ``TF_CONFIG`` names, from now on in this process.

    To be called before anything else is computed.
    """
    global _machines
    _machines = True
    _all_machines()


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
