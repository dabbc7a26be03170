"""The trunk in Keras: with the weights of the plugin it is that in NumPy, and nothing is fetched.

With POPLARNN_WRITE_FEATURES=1 it writes the features that the trunk in NumPy is compared with.
"""

import os
from functools import cache

import keras
import numpy as np
import pytest
from patch_samples import textured_dataset
from trunk_samples import FEATURES, photograph
from watch import Watch, refused

from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.features.stages import BLOCKS, CHANNELS
from poplar_nn_plugin.features.trunk import Trunk
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.network.imagenet import take_imagenet
from poplar_nn_plugin.nn.network.layers import layers_of
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.training import fit as fitting
from poplar_nn_plugin.nn.training.train import train_model

LITE = find("efficientnet_lite0")


def taught(bands=3, size=64, path=""):
    keras.utils.set_random_seed(3)
    network = LITE.build(size, bands, 4)
    take_imagenet(LITE, network, path)
    return network


def stages_of(network, image):
    """Return what the trunk in a network gives of an image, stage by stage."""
    base = LITE.base_of(network)
    ends = {
        block.stage: f"{block.name}_sum" if block.residual else f"{block.name}_project_norm"
        for block in BLOCKS
    }
    whole = keras.Model(base.input, [base.get_layer(name).output for name in ends.values()])
    return dict(zip(CHANNELS, [np.asarray(each)[0] for each in whole(image[None])]))


@pytest.fixture(scope="module")
def keras_features():
    image = photograph(64, 64)
    found = stages_of(taught(), image)
    if os.environ.get("POPLARNN_WRITE_FEATURES"):
        arrays = {f"stage{stage}": each.astype(np.float16) for stage, each in found.items()}
        np.savez_compressed(FEATURES, **arrays)
    return image, found


def test_its_features_are_those_of_the_trunk_in_numpy(keras_features):
    image, expected = keras_features

    found = Trunk.load(tuple(CHANNELS))(image)

    for stage, features in expected.items():
        assert np.abs(found[stage] - features).max() < 1e-4 * features.std()


def test_the_features_kept_for_others_to_compare_with_are_its_own(keras_features):
    with np.load(FEATURES) as kept:
        for stage, features in keras_features[1].items():
            assert np.abs(kept[f"stage{stage}"] - features).max() < 5e-3 * features.std()


def test_other_bands_start_with_the_mean_of_the_colours():
    colours = next(layers_of(LITE.base_of(taught(3)))).get_weights()[0]

    found = next(layers_of(LITE.base_of(taught(5)))).get_weights()[0]

    mean = colours.mean(axis=2, keepdims=True) * 3 / 5
    assert np.allclose(found, np.repeat(mean, 5, axis=2))


def test_a_file_of_other_weights_is_refused(tmp_path):
    np.savez(tmp_path / "other.npz", kernel=np.zeros(3, np.float32))

    with refused(ModelFileError, "does not hold the weights of EfficientNet-Lite0", "other.npz"):
        taught(path=str(tmp_path / "other.npz"))


@pytest.fixture(scope="module")
def trained(tmp_path_factory, eagerly):
    """Return a function that trains for a few steps: the model, what was said, and the file."""
    folder = tmp_path_factory.mktemp("lite")
    textured_dataset(folder / "textures", train=4, valid=0)

    @cache
    def train(**settings):
        watch, path = Watch(), folder / f"{len(list(folder.iterdir()))}.keras"
        with pytest.MonkeyPatch.context() as patch, eagerly():
            patch.setattr(fitting, "_FEWEST_STEPS", 2)
            train_model(
                dataset=str(folder / "textures"),
                output=str(path),
                architecture=LITE.name,
                epochs=2,
                batch_size=12,
                baseline=False,
                progress=watch,
                **settings,
            )
        return TrainedModel.load(path), watch, path

    return train


@cache
def imagenet(size, bands):
    """Return the weights of each layer of the trunk as they come with the plugin."""
    start = LITE.build(size, bands, 3)
    take_imagenet(LITE, start)
    return [layer.get_weights() for layer in layers_of(LITE.base_of(start))]


def moved(model):
    """Return the names of the layers of the trunk that are no longer those of ImageNet."""
    return [
        layer.name
        for layer, before in zip(
            layers_of(LITE.base_of(model.network)), imagenet(*model.network.input_shape[2:])
        )
        if not all(map(np.array_equal, layer.get_weights(), before))
    ]


def test_its_trunk_stays_as_it_is_and_the_card_says_what_it_started_from(trained):
    model, watch, _ = trained()

    assert moved(model) == []
    assert watch.messages.count("The new last layer learns alone.") == 1
    assert not any("tuned" in line for line in watch.messages)
    assert model.card.training.settings.weights == "ImageNet"
    assert model.card.training.settings.fine_tune == "auto"


def test_on_request_its_kernels_are_tuned(trained):
    model, watch, _ = trained(fine_tune="yes")

    changed = moved(model)

    assert "stem" in changed
    assert not any(name.endswith("_norm") for name in changed)
    assert "Now the layers trained on ImageNet are tuned, too." in watch.messages


def test_a_model_of_it_is_a_start(trained):
    tuned, _, path = trained(fine_tune="yes")

    model, _, _ = trained(weights=str(path), fine_tune="no")

    assert moved(model) == moved(tuned)
