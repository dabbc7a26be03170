"""Networks of others that would fill the memory, or compute what is no number."""

from types import SimpleNamespace

import numpy as np
import pytest

from poplar_nn_plugin.errors import ModelFileError, ParameterError
from poplar_nn_plugin.nn import architectures
from poplar_nn_plugin.nn.training.fit import _validated
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.registry import discover

pytestmark = pytest.mark.worker

NETWORKS = sorted(n for n, kind in discover(architectures, "ARCHITECTURE").items() if kind.networks)
SOUND = ["none", ""]


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("foreign")


@pytest.mark.parametrize(
    ("sentence", "cases"),
    [
        (
            "bytes of weights, and the file holds",
            "dense conv kernel depthwise separable embedding recurrent wrapped nested flat_input "
            "loose",
        ),
        ("bytes to compute one patch of", "large_input padded enlarged"),
        ("cannot", "negative_input absurd_input negative_units"),
        ("layers and parts of layers, more than the 20,000", "many"),
        ("'config.json' unpacks to", "very_many"),
    ],
    ids=["weights", "arrays", "nonsense", "layers", "text"],
)
def test_a_configuration_that_asks_for_too_much_is_refused_before_it_is_built(
    found, sentence, cases
):
    for case in cases.split():
        name, message = found["harm"][case]

        assert name == "ModelFileError", case
        assert sentence in message, case
        assert f"{case}.keras" in message
        assert len(message) < 2500


def test_refusing_them_takes_little_memory(found):
    assert found["megabytes"] < 500


@pytest.mark.parametrize("use", ["predict", "evaluate", "adopt", "start", "resume"])
def test_a_network_that_computes_no_numbers_is_refused_wherever_it_is_used(found, use):
    cases = {case: said for case, said in found["no_numbers"].items() if case.startswith(use)}
    for name, message in cases.values():
        assert name == "ModelFileError"
        assert "gives probabilities that are not finite numbers" in message
        assert ".keras gives" in message
        assert "Train the model again, or give another one." in message
    assert cases


def test_nothing_is_written_of_what_a_network_says_that_computes_no_numbers(found):
    assert found["written"] == []


def test_a_network_is_refused_only_where_it_computes_no_numbers(found):
    assert found["dark"]


def test_a_value_that_no_network_could_compute_is_not_the_fault_of_the_network(found):
    assert found["undeclared"] == SOUND


def test_networks_of_honest_size_open(found):
    assert {"compact", "mobilenet_v3_small", "residual", "sigma", "unet"} <= set(
        found["architectures"]
    )
    assert set(map(tuple, found["architectures"].values())) == {tuple(SOUND)}


@pytest.mark.parametrize("name", [*NETWORKS, "DenseNet121", "ConvNeXtTiny", "VGG16"])
def test_the_weights_that_a_configuration_asks_for_are_those_of_the_network(found, name):
    assert found["weights"][name] == pytest.approx(1, abs=1e-4)


def test_networks_of_16_bits_open(found):
    assert set(map(tuple, found["precisions"].values())) == {tuple(SOUND)}
    assert len(found["precisions"]) == 6


def test_a_training_whose_network_computes_no_numbers_went_astray():
    def forward(*_):
        raise ModelFileError("The network gives no numbers.")

    with pytest.raises(ParameterError, match=r"astray in epoch 2: .* no numbers\. Or lower the"):
        _validated(forward, SimpleNamespace(y=np.zeros(1, int)), 2, Silent())


def test_fewer_patches_are_computed_together_where_their_arrays_are_large(found):
    before, after, difference = found["batches"]

    assert before == 256
    assert 1 < after < 128
    assert difference < 1e-6
