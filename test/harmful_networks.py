"""Networks whose configuration asks for too much, opened in a process that has little memory."""

from __future__ import annotations

import json
import re
import resource
import zipfile
from pathlib import Path

import numpy as np

from poplar_nn_plugin.errors import PoplarError
from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.nn.network.loading import open_network

ROOM = 3 * 2**30  # bytes of addresses; TensorFlow's threads take one of them
FAR = 77  # what is replaced in a configuration


def chain(shape: tuple, *parts):
    """Return a network of one layer after the other."""
    from keras import Input, Model

    inputs = maps = Input(shape)
    for part in parts:
        maps = part(maps)
    return Model(inputs, maps)


def bare(part):
    """Return a configuration without what layers were built with, which must not differ."""
    if isinstance(part, dict):
        return {key: bare(value) for key, value in part.items() if key != "build_config"}
    return [bare(value) for value in part] if isinstance(part, list) else part


def other(number: int):
    """Return a change of one number of a configuration to another."""
    return lambda config: json.loads(re.sub(rf"\b{FAR}\b", str(number), json.dumps(bare(config))))


def with_loose_layer(config: dict) -> dict:
    """Add a layer that leads nowhere, but was built for very many values."""
    loose = json.loads(json.dumps(config["config"]["layers"][-1]))
    loose["config"]["name"] = loose["name"] = "loose"
    loose["build_config"] = {"input_shape": [None, 10**9]}
    loose["inbound_nodes"] = []
    config["config"]["layers"].append(loose)
    return config


def with_layers(count: int):
    """Return a change that repeats the last layer of a Sequential network."""

    def change(config):
        *first, last = bare(config)["config"]["layers"]
        text = json.dumps(last)
        more = [json.loads(text.replace("again", f"again{n}")) for n in range(count)]
        config["config"]["layers"] = first + more
        return config

    return change


def harm() -> dict:
    """Return networks by their names, each with the change of its configuration that does harm."""
    from keras import Input, Sequential, layers

    patch, mean = (8, 8, 2), layers.GlobalAveragePooling2D
    spreading = Sequential([Input((None, None, 2)), layers.UpSampling2D(FAR)])
    inner = Sequential([Input(patch), layers.Flatten(), layers.Dense(FAR)])
    wide = chain((FAR, FAR, 2), layers.Flatten(), layers.Dense(3))
    averaged = chain((FAR, FAR, 2), mean(), layers.Dense(3))
    one = Sequential([Input(patch), layers.ReLU(name="again")])
    deep = layers.DepthwiseConv2D(3, depth_multiplier=FAR)
    return {
        "dense": (chain(patch, layers.Flatten(), layers.Dense(FAR)), other(10**9)),
        "conv": (chain(patch, layers.Conv2D(FAR, 3)), other(10**9)),
        "kernel": (chain(patch, layers.Conv2D(3, (FAR, FAR), padding="same")), other(10**5)),
        "depthwise": (chain(patch, deep), other(10**9)),
        "separable": (chain(patch, layers.SeparableConv2D(FAR, 3)), other(10**9)),
        "embedding": (chain((8,), layers.Embedding(FAR, 4)), other(10**9)),
        "recurrent": (chain((8, 2), layers.LSTM(FAR)), other(10**5)),
        "wrapped": (chain((8, 2), layers.TimeDistributed(layers.Dense(FAR))), other(10**9)),
        "nested": (Sequential([Input(patch), inner]), other(10**9)),
        "flat_input": (wide, other(10**5)),
        "loose": (chain(patch, mean(), layers.Dense(3)), with_loose_layer),
        "large_input": (averaged, other(10**5)),
        "padded": (chain(patch, layers.ZeroPadding2D(FAR), mean(), layers.Dense(3)), other(10**5)),
        "enlarged": (chain((None, None, 2), spreading, mean(), layers.Dense(3)), other(50_000)),
        "negative_input": (wide, other(-5)),
        "absurd_input": (averaged, other(10**30)),
        "negative_units": (chain(patch, mean(), layers.Dense(FAR)), other(-5)),
        "many": (one, with_layers(20_000)),
        "very_many": (one, with_layers(100_000)),
    }


def rewritten(path: Path, change) -> Path:
    """Change the configuration in a model file."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    config = json.loads(members["config.json"])
    members["config.json"] = json.dumps(change(config))
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def open_all(folder: Path) -> tuple[dict[str, tuple], float]:
    """Make and open all that would do harm.

    Return the class and the message of the error in which each ends, by its name, and the
    megabytes that this took at most.
    """
    load_tensorflow()
    from keras import layers

    found = {}
    last = layers.Dense(3, activation="softmax")
    small = chain((8, 8, 2), layers.GlobalAveragePooling2D(), last)
    small(np.zeros((1, 8, 8, 2)))  # what TensorFlow takes once
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (taken + ROOM, hard))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, (network, change) in harm().items():
        path = folder / f"{name}.keras"
        network.save(path)
        try:
            open_network(rewritten(path, change))
        except PoplarError as error:
            found[name] = type(error), str(error)
    return found, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
