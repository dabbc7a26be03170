"""Open networks made to do harm, and sound ones; what was found goes to found.json."""

import json
import resource
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from patch_samples import CLASSES, image_metadata, textured_dataset, training
from watch import Watch, error_of

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.model.card import ModelCard, add_card
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.scores import NOT_MEASURED
from poplar_nn_plugin.nn import architectures
from poplar_nn_plugin.nn.adopt import adopt_model
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.evaluate import evaluate_model
from poplar_nn_plugin.nn.network import forward
from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.nn.network.dry_run import weight_bytes
from poplar_nn_plugin.nn.network.forward import Forward
from poplar_nn_plugin.nn.network.loading import open_network
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.warm_start import open_start
from poplar_nn_plugin.nn.predict import predict_block
from poplar_nn_plugin.nn.training.checkpoint import Keeper
from poplar_nn_plugin.nn.training.train import train_model
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.registry import discover

FOLDER = Path(sys.argv[1])
ROOM = 3 * 2**30  # bytes of addresses; TensorFlow's threads take one of them
FAR = 77  # what is replaced in a configuration
found = {}
load_tensorflow()
import keras  # noqa: E402 (TensorFlow must be its backend)
from keras import Input, Model, Sequential, layers  # noqa: E402

patches = textured_dataset(FOLDER / "textures")


def card(architecture="compact", size=8, bands=2, **change) -> ModelCard:
    told = ModelCard(
        architecture,
        PatchSpec(size, 4, tuple(range(1, bands + 1))),
        CLASSES,
        Scaling((0.0,) * bands, (1.0,) * bands),
        image_metadata(bands),
        training(**{"labelled_pixels": {}} if architecture == "unet" else {}),
        NOT_MEASURED,
        {},
    )
    return replace(told, **change)


def chain(shape, *parts) -> Model:
    """Return a network of one layer after the other."""
    inputs = maps = Input(shape)
    for part in parts:
        maps = part(maps)
    return Model(inputs, maps)


def bare(part):
    """Return a configuration without what layers were built with, which must not differ."""
    if isinstance(part, dict):
        return {key: bare(value) for key, value in part.items() if key != "build_config"}
    return [bare(value) for value in part] if isinstance(part, list) else part


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


def opened(name: str, network: Model, change) -> list:
    """Return the error that a network ends in whose configuration was changed."""
    path = FOLDER / f"{name}.keras"
    network.save(path)
    return error_of(open_network, path=rewritten(path, change))


def other(number):
    """Return a change of one number of a configuration to another."""
    return lambda config: json.loads(
        json.dumps(bare(config)).replace(f'"{FAR}"', f'"{number}"').replace(str(FAR), str(number))
    )


def with_loose_layer(config):
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


spreading = Sequential([Input((None, None, 2)), layers.UpSampling2D(FAR)])
patch, mean = (8, 8, 2), layers.GlobalAveragePooling2D
last = layers.Dense(3, activation="softmax")
harm = {
    "dense": (chain(patch, layers.Flatten(), layers.Dense(FAR)), other(10**9)),
    "conv": (chain(patch, layers.Conv2D(FAR, 3)), other(10**9)),
    "kernel": (chain(patch, layers.Conv2D(3, (FAR, FAR), padding="same")), other(10**5)),
    "depthwise": (chain(patch, layers.DepthwiseConv2D(3, depth_multiplier=FAR)), other(10**9)),
    "separable": (chain(patch, layers.SeparableConv2D(FAR, 3)), other(10**9)),
    "embedding": (chain((8,), layers.Embedding(FAR, 4)), other(10**9)),
    "recurrent": (chain((8, 2), layers.LSTM(FAR)), other(10**5)),
    "wrapped": (chain((8, 2), layers.TimeDistributed(layers.Dense(FAR))), other(10**9)),
    "nested": (
        Sequential([Input(patch), Sequential([Input(patch), layers.Flatten(), layers.Dense(FAR)])]),
        other(10**9),
    ),
    "flat_input": (chain((FAR, FAR, 2), layers.Flatten(), layers.Dense(3)), other(10**5)),
    "loose": (chain(patch, mean(), layers.Dense(3)), with_loose_layer),
    "large_input": (chain((FAR, FAR, 2), mean(), layers.Dense(3)), other(10**5)),
    "padded": (chain(patch, layers.ZeroPadding2D(FAR), mean(), layers.Dense(3)), other(10**5)),
    "enlarged": (chain((None, None, 2), spreading, mean(), layers.Dense(3)), other(50_000)),
    "negative_input": (chain((FAR, FAR, 2), layers.Flatten(), layers.Dense(3)), other(-5)),
    "absurd_input": (chain((FAR, FAR, 2), mean(), layers.Dense(3)), other(10**30)),
    "negative_units": (chain(patch, mean(), layers.Dense(FAR)), other(-5)),
    "many": (Sequential([Input(patch), layers.ReLU(name="again")]), with_layers(20_000)),
    "very_many": (Sequential([Input(patch), layers.ReLU(name="again")]), with_layers(100_000)),
}
chain(patch, mean(), last)(np.zeros((1, *patch)))  # what TensorFlow takes once
taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
limit = resource.getrlimit(resource.RLIMIT_AS)
resource.setrlimit(resource.RLIMIT_AS, (taken + ROOM, limit[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found["harm"] = {name: opened(name, *what) for name, what in harm.items()}
found["megabytes"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
resource.setrlimit(resource.RLIMIT_AS, limit)

# Weights that are finite, and answers that are not.
keras.utils.set_random_seed(1)
negative = chain(patch, layers.BatchNormalization(), mean(), layers.Dense(3, activation="softmax"))
weights = negative.get_weights()
negative.set_weights([weights[0], weights[1], weights[2], weights[3] - 2, *weights[4:]])
huge = chain(patch, layers.Conv2D(9, 3), mean(), layers.Dense(3, activation="softmax"))
huge.set_weights([np.full_like(one, 1e38) for one in huge.get_weights()])
# Sound until a pixel is bright.
bright = chain(patch, layers.Conv2D(2, 1), mean(), layers.Dense(3, activation="softmax"))
kernel = np.array([[1e35, -1e35], [1e35, -1e35]], np.float32)[None, None]
bright.set_weights([kernel, np.zeros(2), np.ones((2, 3)), np.zeros(3)])
bad = {"negative": negative, "huge": huge, "bright": bright}
for name, network in bad.items():
    network.save(FOLDER / f"plain_{name}.keras")
    TrainedModel(network, card()).save(FOLDER / f"{name}.keras")


def predicted(name: str, data: np.ndarray) -> np.ndarray:
    everywhere = np.ones(data.shape[:2], bool)
    return predict_block(
        model=str(FOLDER / f"{name}.keras"),
        data=data,
        valid=everywhere,
        stride=4,
        progress=Watch(),
    )["probabilities"]


def evaluated(name: str) -> dict:
    return evaluate_model(
        model=str(FOLDER / f"{name}.keras"),
        dataset=str(patches.folder),
        split="valid",
        report=str(FOLDER / "out.html"),
        progress=Watch(),
    )


def adopted(name: str) -> dict:
    return adopt_model(
        model=str(FOLDER / f"plain_{name}.keras"),
        dataset=str(patches.folder),
        output=str(FOLDER / "out.keras"),
        scaling="unit",
        progress=Watch(),
    )


def started(name: str) -> dict:
    return train_model(
        dataset=str(patches.folder),
        output=str(FOLDER / "out.keras"),
        weights=str(FOLDER / f"{name}.keras"),
        architecture="compact",
        epochs=1,
        progress=Watch(),
    )


def resumed(name: str) -> str:
    path = FOLDER / f"{name}.unfinished.keras"
    path.write_bytes((FOLDER / f"{name}.keras").read_bytes())
    told = {"identity": {}, "epoch": 1, "best": [0.5, -1.0], "best_epoch": 1, "history": {}}
    with zipfile.ZipFile(path, "a") as archive:
        state = json.dumps({**told, "variables": 0, "optimizer": 0})
        archive.writestr("poplar_nn/training/state.json", state)
    return Keeper(path, {}).look(Silent())


gray, white = (np.full((12, 12, 2), value, np.uint8) for value in (1, 255))
found["no_numbers"] = {
    "predict, negative": error_of(predicted, name="negative", data=gray),
    "predict, huge": error_of(predicted, name="huge", data=gray),
    "predict, bright": error_of(predicted, name="bright", data=white),
    "evaluate, negative": error_of(evaluated, name="negative"),
    "evaluate, bright": error_of(evaluated, name="bright"),
    "adopt, negative": error_of(adopted, name="negative"),
    "adopt, huge": error_of(adopted, name="huge"),
    "start, with card": error_of(started, name="negative"),
    "start, without card": error_of(started, name="plain_huge"),
    "start, alone": error_of(open_start, path=str(FOLDER / "huge.keras"), architecture="compact"),
    "resume, negative": error_of(resumed, name="negative"),
}
found["written"] = [path.name for path in FOLDER.glob("out*")]
found["dark"] = bool(np.isfinite(predicted("bright", gray)).all())

# What is no fault of the network.
sound = find("compact").build(8, 2, 3)
TrainedModel(sound, card()).save(FOLDER / "sound.keras")
undeclared = np.ones((12, 12, 2), np.float32)
undeclared[:4] = -3.4e38
found["undeclared"] = error_of(predicted, name="sound", data=undeclared)

# Networks of honest size.
found["architectures"], found["weights"], path = {}, {}, FOLDER / "honest.keras"


def share_of_weights(network: Model) -> float:
    """Return the bytes that a configuration asks for as a share of those that there are."""
    config = json.loads(json.dumps(keras.saving.serialize_keras_object(network)))
    return weight_bytes(config) / 4 / network.count_params()


for name, kind in discover(architectures, "ARCHITECTURE").items():
    if kind.networks:
        network = kind().build(30, 3, 3)
        found["weights"][name] = share_of_weights(network)
        if network.count_params() < 2_000_000:  # those of millions open in their own test
            TrainedModel(network, card(name, 30, 3)).save(path)
            found["architectures"][name] = error_of(TrainedModel.load, path=path)
for name in ("DenseNet121", "ConvNeXtTiny", "VGG16"):
    found["weights"][name] = share_of_weights(getattr(keras.applications, name)(weights=None))
found["precisions"] = {}
for policy in ("float16", "mixed_float16", "mixed_bfloat16"):
    keras.mixed_precision.set_global_policy(policy)
    network = find("compact").build(8, 2, 3)
    keras.mixed_precision.set_global_policy("float32")
    network.save(path)
    found["precisions"][policy] = error_of(open_network, path=path)
    add_card(path, card())
    found["precisions"][f"{policy}, ours"] = error_of(TrainedModel.load, path=path)

# Fewer patches at once where their arrays are large; none where one is too large.
x = np.random.default_rng(0).normal(size=(40, 8, 8, 2)).astype(np.float32)
whole = Forward(sound, 256)
expected = whole(40, lambda start, stop: x[start:stop])
forward._LARGEST_ARRAY = 2**19
less = Forward(sound, 256)
again = less(40, lambda start, stop: x[start:stop])
found["batches"] = [whole.batch_size, less.batch_size, float(np.abs(again - expected).max())]
(FOLDER / "found.json").write_text(json.dumps(found), encoding="utf-8")
