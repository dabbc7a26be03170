"""What a process with two devices is asked to learn; TensorFlow is told of them as it starts."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from unittest.mock import patch

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


def compact(size: int, bands: int, n_classes: int):
    """Return the network that users get."""
    return find("compact").build(size, bands, n_classes)


def tiny(size: int, bands: int, n_classes: int):
    """Return a network with one layer of each kind that devices must agree on."""
    from keras import Input, Model, layers

    inputs = Input((size, size, bands))
    maps = layers.Conv2D(8, 3, use_bias=False)(inputs)
    maps = layers.ReLU()(layers.BatchNormalization()(maps))
    mean = layers.Dropout(0.2)(layers.GlobalAveragePooling2D()(layers.MaxPooling2D()(maps)))
    return Model(inputs, layers.Dense(n_classes, activation="softmax")(mean))


def learn(
    count: int, part: int = 23, patches: int = 23, build: Callable = tiny
) -> tuple[list, list]:
    """Learn four times from one batch, on `count` devices; return the losses and the weights."""
    import keras

    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(23, 8, 8, 2)).astype(np.float32), rng.integers(3, size=23)
    keras.utils.set_random_seed(1)
    with devices(count).scope():
        network = build(8, 2, 3)
    network.layers[-2].rate = 0.0  # what dropout leaves out is another on each device
    devices(count).prepare(network)
    settings = Settings(batch_size=23, balance="weights")
    train_step = TrainStep(network, settings, np.bincount(y), 0.01, 4, devices(count))
    train_step.part = part
    losses = [train_step(x[:patches], y[:patches], Silent()) for _ in range(4)]
    return losses, [np.array(weight) for weight in network.get_weights()]


def train(folder: Path, name: str) -> tuple[dict, list, list[bool]]:
    """Train a tiny network as where two GPUs are found.

    Return what came of it, the weights in the file, and whether its normalisations are
    synchronized.
    """
    import keras

    Devices.found = classmethod(lambda cls: devices(2))
    settings = {"epochs": 3, "batch_size": 16, "seed": 1, "learning_rate": 0.05, "refit": True}
    with patch.object(type(find("compact")), "build", lambda self, *sizes: tiny(*sizes)):
        result = train_model(
            dataset=str(folder / "textures"),
            output=str(folder / f"{name}.keras"),
            architecture="compact",
            baseline=False,
            progress=Silent(),
            **settings,
        )
    network = TrainedModel.load(folder / f"{name}.keras").network
    synchronized = [
        layer.synchronized
        for layer in network.layers
        if isinstance(layer, keras.layers.BatchNormalization)
    ]
    return result, network.get_weights(), synchronized
