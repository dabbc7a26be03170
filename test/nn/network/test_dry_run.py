"""Networks of others that would fill the memory are refused, and those of honest size open."""

import json
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import chain
from multiprocessing import get_context

import keras
import pytest
from harmful_networks import open_all
from network_samples import model_card, network_of

from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.model.card import add_card
from poplar_nn_plugin.nn import architectures
from poplar_nn_plugin.nn.network.dry_run import weight_bytes
from poplar_nn_plugin.nn.network.loading import open_network
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.registry import discover

NETWORKS = sorted(n for n, kind in discover(architectures, "ARCHITECTURE").items() if kind.networks)
REASONS = {
    "bytes of weights, and the file holds": [
        *("dense", "conv", "kernel", "depthwise", "separable", "embedding", "recurrent"),
        *("wrapped", "nested", "flat_input", "loose"),
    ],
    "bytes to compute one patch of": ["large_input", "padded", "enlarged"],
    "cannot": ["negative_input", "absurd_input", "negative_units"],
    "layers and parts of layers, more than the 20,000": ["many"],
    "'config.json' unpacks to": ["very_many"],
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Return the errors of all that would do harm, and the megabytes that opening them took."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(open_all, tmp_path_factory.mktemp("harm")).result()


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        pytest.param(case, sentence, id=case)
        for sentence, cases in REASONS.items()
        for case in cases
    ],
)
def test_a_configuration_that_asks_for_too_much_is_refused_before_it_is_built(
    opened, case, sentence
):
    error, message = opened[0][case]

    assert error is ModelFileError
    assert sentence in message
    assert f"{case}.keras" in message
    assert len(message) < 2500


def test_every_harm_has_its_reason(opened):
    assert sorted(opened[0]) == sorted(chain.from_iterable(REASONS.values()))


def test_refusing_them_takes_little_memory(opened):
    assert opened[1] < 500


@cache
def built(name):
    """Return a network of ours or of Keras, which has learned nothing."""
    if name in NETWORKS:
        return network_of(name, 30, 3)
    return getattr(keras.applications, name)(weights=None)


@pytest.mark.parametrize("name", [*NETWORKS, "DenseNet121", "ConvNeXtTiny", "VGG16"])
def test_the_weights_that_a_configuration_asks_for_are_those_of_the_network(name):
    network = built(name)
    config = json.loads(json.dumps(keras.saving.serialize_keras_object(network)))

    assert weight_bytes(config) / 4 == pytest.approx(network.count_params(), rel=1e-4)


# Those of millions of weights take tens of seconds to open.
@pytest.mark.parametrize("name", sorted({*NETWORKS} - {"efficientnet_v2_b0", "inception_v3"}))
def test_networks_of_honest_size_open(name, tmp_path):
    TrainedModel(built(name), model_card(name, 30, 3)).save(tmp_path / "honest.keras")

    assert TrainedModel.load(tmp_path / "honest.keras").card.architecture == name


@pytest.mark.parametrize("policy", ["float16", "mixed_float16", "mixed_bfloat16"])
def test_networks_of_16_bits_open(policy, tmp_path):
    path = tmp_path / "network.keras"
    keras.mixed_precision.set_global_policy(policy)
    try:
        network = network_of("compact")
    finally:
        keras.mixed_precision.set_global_policy("float32")
    network.save(path)

    assert open_network(path).count_params() == network.count_params()
    add_card(path, model_card())
    assert TrainedModel.load(path).network.count_params() == network.count_params()
