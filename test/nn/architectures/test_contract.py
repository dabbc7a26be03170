"""What every architecture must do, over everything registered."""

import pytest

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.nn import architectures
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.architectures.pretrained import Pretrained
from poplar_nn_plugin.registry import discover

REGISTERED = discover(architectures, "ARCHITECTURE")
NETWORKS = sorted(
    name for name, kind in REGISTERED.items() if kind.networks and not issubclass(kind, Pretrained)
)
"""What is no network, or trained by others, has tests of its own, with the same promises."""

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def contract(in_worker):
    return in_worker("contract")


@pytest.fixture(params=sorted(REGISTERED))
def name(request):
    return request.param


@pytest.fixture(params=NETWORKS)
def network(request):
    return request.param


@pytest.fixture
def cases(contract, network):
    """Return what was found for 1, 3 and 5 bands and for several sizes of patch."""
    return [case for case in contract["cases"] if case["architecture"] == network]


def test_it_says_what_it_is(name):
    architecture = find(name)

    assert architecture.name == name
    assert architecture.title
    assert architecture.description.endswith(".")
    assert architecture.smallest_patch >= 1


def test_it_was_tried_with_1_3_and_5_bands_from_the_smallest_patch_on(cases, network):
    assert {case["bands"] for case in cases} == {1, 3, 5}
    assert min(case["size"] for case in cases) == REGISTERED[network].smallest_patch


def test_rows_sum_to_1(cases):
    for case in cases:
        assert case["shape"] == [5, 4]
        assert case["farthest_sum_from_1"] < 1e-5


def test_a_dense_network_names_each_pixel_and_a_patch_by_the_mean_of_its_middle_third(
    cases, network
):
    for case in cases:
        named = case["pixels"]
        assert (named is not None) == REGISTERED[network].dense
        if named:
            assert named["shape"] == [5, case["size"], case["size"], 4]
            assert named["farthest_sum_from_1"] < 1e-5
            assert named["patch_from_its_middle"] < 1e-5


def test_one_step_of_training_changes_the_weights_and_the_loss_is_a_number(cases):
    for case in cases:
        assert 0 < case["loss"] < 20
        assert case["weights_changed"]


def test_saved_and_reloaded_it_gives_the_same(cases):
    for case in cases:
        assert case["same_after_reload"]


def test_plain_keras_opens_the_file(cases):
    for case in cases:
        assert case["same_in_plain_keras"]


def test_a_patch_gets_the_same_to_the_last_bit_whatever_comes_with_it(cases):
    for case in cases:
        assert case["same_in_any_order"]


def test_sigmoids_are_divided_by_their_sum(contract):
    assert contract["sigmoids"] < 1e-6


def test_patches_below_the_smallest_are_refused(name):
    with pytest.raises(ParameterError, match="Extract larger patches"):
        find(name).require_patch(REGISTERED[name].smallest_patch - 1)


def test_an_unknown_architecture_is_refused_with_the_known_ones():
    with pytest.raises(ParameterError, match=r"compact, .*sigma"):
        find("perceptron")
