"""Networks trained by others, without the internet."""

import os
from pathlib import Path

import keras
import numpy as np
import pytest
from patch_samples import textured_dataset
from watch import Watch, refused

from poplar_nn_plugin.errors import ModelFileError, ParameterError
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.network.imagenet import take_imagenet
from poplar_nn_plugin.nn.network.layers import layers_of
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.training import fit as fitting
from poplar_nn_plugin.nn.training.train import train_model

LIGHTEST = find("mobilenet_v3_small")


@pytest.fixture(scope="module", autouse=True)
def without_internet(eagerly):
    """Nothing is fetched, wherever the tests run: an address at which nobody answers."""
    # To compile such a network takes longer than the few steps that it is given here.
    with pytest.MonkeyPatch.context() as patch, eagerly():
        patch.setenv("https_proxy", "http://127.0.0.1:9")
        patch.setenv("no_proxy", "")
        patch.setattr(fitting, "_FEWEST_STEPS", 2)
        yield


def weights_of(network):
    """Return the weights of each layer of the base."""
    return [layer.get_weights() for layer in layers_of(LIGHTEST.base_of(network))]


def same(one, other):
    return len(one) == len(other) and all(
        np.array_equal(a, b) for x, y in zip(one, other) for a, b in zip(x, y)
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pretrained")
    textured_dataset(folder / "textures", train=4, valid=2)
    return folder


@pytest.fixture(scope="module")
def colours(folder):
    """Return weights "of ImageNet", of a base in three colours with numbers of our own."""
    keras.utils.set_random_seed(5)
    network = LIGHTEST.build(8, 3, 3)
    LIGHTEST.base_of(network).save_weights(folder / "colours.weights.h5")
    return weights_of(network)


def started(folder, bands):
    keras.utils.set_random_seed(6)
    network = LIGHTEST.build(8, bands, 3)
    take_imagenet(LIGHTEST, network, str(folder / "colours.weights.h5"))
    return weights_of(network)


@pytest.fixture(scope="module")
def start(colours, folder):
    """Return the weights of a base for two bands that has started with those of ImageNet."""
    return started(folder, 2)


@pytest.mark.parametrize("name", ["efficientnet_v2_b0", "inception_v3", "mobilenet_v3_small"])
def test_each_takes_small_patches_of_one_band_and_ends_in_probabilities(name):
    architecture = find(name)

    network = architecture.build(architecture.smallest_patch, 1, 4)

    assert network.input_shape == (None, 8, 8, 1)
    assert network.output_shape == (None, 4)
    assert network.layers[-1].activation.__name__ == "softmax"


def test_three_bands_start_with_the_weights_as_they_are(colours, folder):
    assert same(started(folder, 3), colours)


def test_other_bands_start_with_the_mean_of_the_colours(start, colours):
    mean = colours[0][0].mean(axis=2, keepdims=True) * 3 / 2

    assert np.allclose(start[0][0], np.repeat(mean, 2, axis=2))
    assert same(start[1:], colours[1:])


@pytest.fixture(scope="module")
def train(folder):
    def train(name, weights, watch=None):
        return train_model(
            dataset=str(folder / "textures"),
            output=str(folder / f"{name}.keras"),
            architecture=LIGHTEST.name,
            epochs=2,
            batch_size=12,
            weights=str(folder / weights),
            baseline=False,
            progress=watch or Watch(),
        )

    return train


class Tuned(Watch):
    """A training, its network, and the weights of the base when the second phase began."""

    network = base = None

    def message(self, text):
        super().message(text)
        if text.startswith("Now the layers"):
            self.base = weights_of(self.network)


@pytest.fixture(scope="module")
def tuned(train, colours):
    found, build = Tuned(), type(LIGHTEST).build

    def remembered(self, *sizes):
        found.network = build(self, *sizes)
        return found.network

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(LIGHTEST), "build", remembered)
        train("tuned", "colours.weights.h5", found)
    return found


def test_first_the_new_layer_learns_then_the_rest_and_it_is_said(tuned, start):
    changed = [
        not np.array_equal(now[0], old[0]) for now, old in zip(weights_of(tuned.network), start)
    ]

    assert same(tuned.base, start)
    assert sum(changed) > 20
    assert [line for line in tuned.messages if "layer" in line] == [
        "The new last layer learns alone.",
        "Now the layers trained on ImageNet are tuned, too.",
    ]


def test_the_statistics_of_normalisations_stay_those_of_imagenet(tuned, start):
    statistics = [
        np.array_equal(now, before)
        for layer, old in zip(layers_of(LIGHTEST.base_of(tuned.network)), start)
        if isinstance(layer, keras.layers.BatchNormalization)
        for now, before in zip(layer.get_weights(), old)
    ]

    assert len(statistics) > 100
    assert all(statistics)


def test_saved_and_reloaded_it_gives_the_same_in_any_order(tuned, folder):
    model = TrainedModel.load(folder / "tuned.keras")
    x = np.random.default_rng(1).integers(0, 255, (5, 8, 8, 2)).astype(np.uint8)

    whole = model.probabilities(x, 8)

    assert np.abs(whole.sum(axis=1) - 1).max() < 1e-5
    assert all(map(np.array_equal, model.network.get_weights(), tuned.network.get_weights()))
    assert np.array_equal(model.probabilities(x[::-1], 8)[::-1], whole)


# Keras says that it takes weights made for 224 pixels, as it should.
@pytest.mark.filterwarnings("ignore:`input_shape` is undefined or non-square")
def test_where_the_weights_cannot_be_fetched_it_says_which_file_to_bring_and_where_to():
    with refused(
        ModelFileError,
        "cannot be fetched",
        "weights_mobilenet_v3_small_224_1.0_float_no_top_v2.h5",
        str(Path(os.environ["KERAS_HOME"]) / "models"),
    ):
        take_imagenet(LIGHTEST, LIGHTEST.build(8, 2, 3))


def test_a_file_of_no_weights_is_refused(tmp_path):
    (tmp_path / "text.h5").write_text("no weights")

    with refused(ModelFileError, "does not hold the ImageNet weights"):
        take_imagenet(LIGHTEST, LIGHTEST.build(8, 2, 3), str(tmp_path / "text.h5"))


def test_patches_below_the_smallest_are_refused():
    with refused(ParameterError, "at least 8 pixels"):
        LIGHTEST.require_patch(7)


def test_without_weights_nothing_is_trained(train, folder):
    with refused(ModelFileError, "There is no file"):
        train("missing", "none.h5")

    assert not list(folder.glob("missing*"))
