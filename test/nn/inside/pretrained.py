"""Networks trained by others, without the internet; what was found goes to found.json."""

import json
import os
import sys
from pathlib import Path

FOLDER = Path(sys.argv[1])
# Nothing is fetched, wherever the tests run: an address at which nobody answers.
os.environ.update(KERAS_HOME=str(FOLDER / "keras"), https_proxy="http://127.0.0.1:9", no_proxy="")

import numpy as np  # noqa: E402 (the environment comes first)
from patch_samples import textured_dataset  # noqa: E402
from watch import Watch, error_of  # noqa: E402

from poplar_nn_plugin.nn import architectures  # noqa: E402
from poplar_nn_plugin.nn.architectures.base import find  # noqa: E402
from poplar_nn_plugin.nn.architectures.pretrained import Pretrained  # noqa: E402
from poplar_nn_plugin.nn.network.backend import load_tensorflow  # noqa: E402
from poplar_nn_plugin.nn.network.imagenet import take_imagenet  # noqa: E402
from poplar_nn_plugin.nn.network.layers import layers_of  # noqa: E402
from poplar_nn_plugin.nn.network.model import TrainedModel  # noqa: E402
from poplar_nn_plugin.nn.training import fit as fitting  # noqa: E402
from poplar_nn_plugin.nn.training.train import train_model  # noqa: E402
from poplar_nn_plugin.registry import discover  # noqa: E402

# To compile such a network takes longer than the few steps that it is given here.
load_tensorflow().config.run_functions_eagerly(True)
fitting._FEWEST_STEPS = 2
import keras  # noqa: E402

LIGHTEST = find("mobilenet_v3_small")
found = {}

found["built"] = {}
for name, kind in discover(architectures, "ARCHITECTURE").items():
    if issubclass(kind, Pretrained):
        network = kind().build(kind.smallest_patch, 1, 4)
        last = network.layers[-1].activation.__name__
        found["built"][name] = [network.input_shape, network.output_shape, last]


def weights_of(network) -> list:
    return [layer.get_weights() for layer in layers_of(LIGHTEST.base_of(network))]


def same(one: list, other: list) -> bool:
    return len(one) == len(other) and all(
        np.array_equal(a, b) for x, y in zip(one, other) for a, b in zip(x, y)
    )


# Weights "of ImageNet": of a base in three colours, with numbers of our own.
keras.utils.set_random_seed(5)
three, two = (LIGHTEST.build(8, bands, 3) for bands in (3, 2))
theirs = weights_of(three)
LIGHTEST.base_of(three).save_weights(FOLDER / "colours.weights.h5")
three.set_weights([weight * 0 for weight in three.get_weights()])
for network in (three, two):
    take_imagenet(LIGHTEST, network, str(FOLDER / "colours.weights.h5"))
found["three_bands_whole"] = same(weights_of(three), theirs)
of_two = weights_of(two)
found["two_bands_rest"] = same(of_two[1:], theirs[1:])
mean = theirs[0][0].mean(axis=2, keepdims=True) * 3 / 2
found["two_bands_mean"] = bool(np.allclose(of_two[0][0], np.repeat(mean, 2, axis=2)))
(FOLDER / "text.h5").write_text("no weights")
found["refused"] = {
    "offline": error_of(take_imagenet, kind=LIGHTEST, network=two),
    "text": error_of(take_imagenet, kind=LIGHTEST, network=two, path=str(FOLDER / "text.h5")),
    "small": error_of(LIGHTEST.require_patch, size=7),
}


class Snapshots(Watch):
    """Keeps the weights of the base when the second phase begins."""

    base = None

    def message(self, text: str) -> None:
        super().message(text)
        if text.startswith("Now the layers"):
            self.base = weights_of(trained[0])


trained = []
build = type(LIGHTEST).build


def remembered(self, *sizes):
    trained.append(build(self, *sizes))
    return trained[-1]


type(LIGHTEST).build = remembered
textured_dataset(FOLDER / "textures", train=4, valid=2)


def train(name: str, weights: str, watch=None) -> dict:
    return train_model(
        dataset=str(FOLDER / "textures"),
        output=str(FOLDER / f"{name}.keras"),
        architecture=LIGHTEST.name,
        epochs=2,
        batch_size=12,
        weights=str(FOLDER / weights),
        yardstick=False,
        progress=watch or Watch(),
    )


watch = Snapshots()
train("tuned", "colours.weights.h5", watch)
found["messages"] = watch.messages
found["first_only_the_new_layer_learns"] = same(watch.base, of_two)
pairs = list(zip(layers_of(LIGHTEST.base_of(trained[0])), of_two))
statistics = [
    np.array_equal(a, b)
    for layer, old in pairs
    if isinstance(layer, keras.layers.BatchNormalization)
    for a, b in zip(layer.get_weights(), old)
]
found["statistics_stay"] = len(statistics) > 100 and all(statistics)
found["then_the_rest"] = sum(
    not np.array_equal(layer.get_weights()[0], old[0]) for layer, old in pairs
)
model = TrainedModel.load(FOLDER / "tuned.keras")
found["same_after_reload"] = all(
    np.array_equal(one, other)
    for one, other in zip(model.network.get_weights(), trained[0].get_weights())
)
x = np.random.default_rng(1).integers(0, 255, (5, 8, 8, 2)).astype(np.uint8)
whole = model.probabilities(x, 8)
found["farthest_sum_from_1"] = float(np.abs(whole.sum(axis=1) - 1).max())
found["same_in_any_order"] = bool(np.array_equal(model.probabilities(x[::-1], 8)[::-1], whole))

found["refused"]["missing"] = error_of(train, name="missing", weights="none.h5")
found["left"] = sorted(p.name for p in FOLDER.glob("*.keras"))
(FOLDER / "found.json").write_text(json.dumps(found), encoding="utf-8")
