"""Networks that start from older models."""

import numpy as np
import pytest
from network_samples import model_card, network_of, same_weights
from patch_samples import CLASSES
from watch import Watch, refused

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.warm_start import Start, layers_of, take_over

BANDS = ("band 1", "band 2")
OTHERS = ClassMap((1, 2, 3, 4), ("stripes", "vine", "flat", "dots"), ("#000000",) * 4)
X = np.random.default_rng(0).normal(size=(5, 8, 8, 2)).astype(np.float32)


@pytest.fixture(scope="module")
def models():
    """Return a model of each architecture, not trained."""
    return {name: TrainedModel(network_of(name), model_card(name)) for name in ("sigma", "compact")}


@pytest.fixture
def started(models):
    """Return a function that makes a network of other weights, and starts it from a model."""

    def started(architecture, size=8, bands=BANDS, classes=CLASSES, watch=None):
        network = network_of(architecture, size, len(bands), len(classes.codes), seed=2)
        start = Start.of(models[architecture], "m.keras")
        take_over(network, start, bands, classes, watch or Watch())
        return network

    return started


@pytest.fixture
def watch():
    return Watch()


def first_kernel(network):
    return next(layers_of(network)).get_weights()[0]


def last_weights(network):
    return list(layers_of(network))[-1].get_weights()


def test_a_model_for_the_same_patches_is_taken_over_whole(models, started, watch):
    found = started("sigma", watch=watch)(X, training=False).numpy()

    assert np.array_equal(found, models["sigma"].network(X, training=False).numpy())
    assert watch.messages == []


def test_a_network_that_averages_is_taken_over_for_patches_of_any_size(models, started):
    larger = started("compact", size=12)

    assert same_weights(larger.get_weights(), models["compact"].network.get_weights())


def test_a_network_with_layers_for_each_size_is_refused_for_another(started):
    with refused(ModelFileError, "made for patches of 8 pixels, these have 16"):
        started("sigma", size=16)


def test_known_classes_are_kept_and_new_ones_start_at_random(models, started, watch):
    older = models["sigma"].network

    found = started("sigma", classes=OTHERS, watch=watch)

    new, old = last_weights(found), last_weights(older)
    untouched = last_weights(network_of("sigma", classes=4, seed=2))
    assert all(np.array_equal(a[..., [0, 2]], b[..., [2, 0]]) for a, b in zip(new, old))
    assert np.array_equal(new[0][:, [1, 3]], untouched[0][:, [1, 3]])
    assert same_weights(found.get_weights()[:-2], older.get_weights()[:-2])
    (said,) = watch.messages
    assert said.endswith(
        "so the last layer is replaced; kept: stripes, flat; at random: vine, dots."
    )


def test_bands_start_with_the_weights_of_their_namesakes_or_their_mean(models, started, watch):
    wider = started("sigma", bands=("band 2", "height", "band 1"), watch=watch)

    new, old = first_kernel(wider), first_kernel(models["sigma"].network)
    assert np.allclose(new[:, :, [0, 2]], old[:, :, [1, 0]] * 2 / 3)
    assert np.allclose(new[:, :, 1], old.mean(axis=2) * 2 / 3)
    (said,) = watch.messages
    assert said.endswith(
        "the patches band 2, height, band 1; kept: band 2, band 1; mean of all: height."
    )


def test_bands_that_are_all_alike_give_what_they_gave(models, started):
    grey = np.repeat(X[..., :1], 5, axis=-1)

    found = started("sigma", bands=tuple("abcde"))(grey, training=False)

    expected = models["sigma"].network(grey[..., :2], training=False)
    assert np.allclose(found, expected, atol=1e-5)


def test_as_many_bands_of_other_names_are_taken_in_order_with_a_warning(started, watch):
    started("sigma", bands=("red", "green"), watch=watch)

    (said,) = watch.messages
    assert said.startswith("Warning: m.keras has bands band 1, band 2, the patches red, green")
