"""What a process with two devices is asked to learn; TensorFlow is told of them as it starts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.nn.network.devices import Devices
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.training import fit
from poplar_nn_plugin.nn.training.train import train_model
from poplar_nn_plugin.nn.training.train_step import TrainStep
from poplar_nn_plugin.progress import Silent


def start() -> None:
    """Make two devices of the processor, and few steps of an epoch."""
    tensorflow = load_tensorflow()
    (processor,) = tensorflow.config.list_physical_devices("CPU")
    half = tensorflow.config.LogicalDeviceConfiguration()
    tensorflow.config.set_logical_device_configuration(processor, [half, half])
    fit._FEWEST_STEPS = 4


@cache
def devices(count: int) -> Devices:
    """Return one device or both."""
    tensorflow = load_tensorflow()
    assert len(tensorflow.config.list_logical_devices("CPU")) == 2
    if count == 1:
        return Devices()
    return Devices(tensorflow.distribute.MirroredStrategy(["CPU:0", "CPU:1"]))


def learn(count: int, part: int = 23, patches: int = 23) -> tuple[list, list]:
    """Learn four times from one batch, on `count` devices; return the losses and the weights."""
    import keras

    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(23, 8, 8, 2)).astype(np.float32), rng.integers(3, size=23)
    keras.utils.set_random_seed(1)
    with devices(count).scope():
        network = find("compact").build(8, 2, 3)
    network.layers[-2].rate = 0.0  # what dropout leaves out is another on each device
    devices(count).prepare(network)
    settings = Settings(batch_size=23, balance="weights")
    train_step = TrainStep(network, settings, np.bincount(y), 0.01, 4, devices(count))
    train_step.part = part
    losses = [train_step(x[:patches], y[:patches], Silent()) for _ in range(4)]
    return losses, [np.array(weight) for weight in network.get_weights()]


def train(folder: Path, name: str) -> tuple[dict, list, list[bool]]:
    """Train as where two GPUs are found.

    Return what came of it, the weights in the file, and whether its normalisations are
    synchronized.
    """
    import keras

    Devices.found = classmethod(lambda cls: devices(2))
    result = train_model(
        dataset=str(folder / "textures"),
        output=str(folder / f"{name}.keras"),
        architecture="compact",
        progress=Silent(),
        **{"epochs": 3, "batch_size": 16, "seed": 1, "baseline": False, "refit": True},
    )
    network = TrainedModel.load(folder / f"{name}.keras").network
    synchronized = [
        layer.synchronized
        for layer in network.layers
        if isinstance(layer, keras.layers.BatchNormalization)
    ]
    return result, network.get_weights(), synchronized
