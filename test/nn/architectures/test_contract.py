"""What every architecture must do, over everything registered."""

from dataclasses import dataclass, replace

import keras
import numpy as np
import pytest
from patch_samples import image_metadata, training

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.scores import NOT_MEASURED
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn import architectures
from poplar_nn_plugin.nn.architectures.application import Application
from poplar_nn_plugin.nn.architectures.base import Architecture, find
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.training import fit as fitting
from poplar_nn_plugin.nn.training.fit import fit
from poplar_nn_plugin.nn.training.samples import Samples
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.registry import discover

REGISTERED = discover(architectures, "ARCHITECTURE")
NETWORKS = sorted(
    name for name, kind in REGISTERED.items() if kind.networks and not issubclass(kind, Application)
)
"""What is no network, or comes with Keras, has tests of its own, with the same promises."""

CASES = [
    (name, size, bands)
    for name in NETWORKS
    for size, bands in ((REGISTERED[name].smallest_patch, 5), (10, 1), (23, 3))
]
CLASSES = ClassMap((1, 2, 3, 4), tuple("abcd"), ("#000000",) * 4)
TRUTH = np.array([0, 1, 2, 3, 0])


@pytest.fixture(params=sorted(REGISTERED))
def name(request):
    return request.param


@dataclass
class Case:
    """A network that has learned for two steps, and what it says of five patches."""

    architecture: Architecture
    model: TrainedModel
    x: np.ndarray
    before: list
    loss: float
    probabilities: np.ndarray


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "{} {}x{}".format(*case))
def case(request, eagerly):
    name, size, bands = request.param
    architecture = REGISTERED[name]()
    keras.utils.set_random_seed(1)
    network = architecture.build(size, bands, len(CLASSES.codes))
    scaling = Scaling((0.0,) * bands, (1.0,) * bands)
    spec = PatchSpec(size, size, tuple(range(1, bands + 1)))
    card = ModelCard(
        name, spec, CLASSES, scaling, image_metadata(bands), training("abcd"), NOT_MEASURED, {}
    )
    x = np.random.default_rng(0).normal(size=(5, size, size, bands)).astype(np.float32)
    before = [weight.copy() for weight in network.get_weights()]
    samples = Samples(x, np.arange(5), TRUTH, scaling)
    if architecture.dense:
        # Each patch has its class in its upper half; nobody knows the lower one.
        masks = np.repeat(TRUTH + 1, size**2).reshape(5, size, size).astype(np.uint8)
        masks[:, size // 2 :] = 0
        samples = replace(samples, masks=masks, codes=CLASSES.codes)
    nobody = Samples(x, np.arange(0), np.arange(0), scaling)
    settings, pixels = Settings(epochs=1, batch_size=4), architecture.pixels_of(network)
    with pytest.MonkeyPatch.context() as patch, eagerly():
        patch.setattr(fitting, "_FEWEST_STEPS", 2)
        history = fit(network, samples, nobody, settings, Silent(), pixels=pixels)
    model = TrainedModel(network, card)
    return Case(architecture, model, x, before, history.loss[0], model.probabilities(x))


@pytest.fixture(scope="module")
def saved(case, tmp_path_factory):
    path = tmp_path_factory.mktemp("contract") / "model.keras"
    case.model.save(path)
    return path


def test_it_says_what_it_is(name):
    architecture = find(name)

    assert architecture.name == name
    assert architecture.title
    assert architecture.description.endswith(".")
    assert architecture.smallest_patch >= 1


@pytest.mark.parametrize("network", NETWORKS)
def test_it_is_tried_with_1_3_and_5_bands_from_the_smallest_patch_on(network):
    tried = [(size, bands) for name, size, bands in CASES if name == network]

    assert {bands for _, bands in tried} == {1, 3, 5}
    assert min(size for size, _ in tried) == REGISTERED[network].smallest_patch


def test_rows_sum_to_1(case):
    assert case.probabilities.shape == (5, 4)
    assert np.abs(case.probabilities.sum(axis=1) - 1).max() < 1e-5


def test_a_dense_network_names_each_pixel_and_a_patch_by_the_mean_of_its_middle_third(case):
    pixels = case.architecture.pixels_of(case.model.network)

    assert (pixels is not None) == case.architecture.dense
    if pixels is not None:
        each, size = pixels(case.x, training=False).numpy(), case.x.shape[1]
        inner = max(1, size // 3)
        start = (size - inner) // 2
        middle = each[:, start : start + inner, start : start + inner]
        assert each.shape == (5, size, size, 4)
        assert np.abs(each.sum(axis=-1) - 1).max() < 1e-5
        assert np.abs(middle.mean(axis=(1, 2)) - case.probabilities).max() < 1e-5


def test_one_step_of_training_changes_the_weights_and_the_loss_is_a_number(case):
    after = case.model.network.get_weights()

    assert 0 < case.loss < 20
    assert any((one != other).any() for one, other in zip(case.before, after))


def test_saved_and_reloaded_it_gives_the_same(case, saved):
    assert np.array_equal(TrainedModel.load(saved).probabilities(case.x), case.probabilities)


def test_plain_keras_opens_the_file(case, saved):
    plain = keras.saving.load_model(saved)

    assert np.allclose(plain(case.x, training=False), case.probabilities, atol=1e-6)


def test_a_patch_gets_the_same_to_the_last_bit_whatever_comes_with_it(case):
    backwards = case.model.probabilities(case.x[::-1])

    assert np.array_equal(backwards[::-1], case.probabilities)
    assert np.array_equal(case.model.probabilities(case.x[3:4]), case.probabilities[3:4])


def test_sigmoids_are_divided_by_their_sum():
    network = REGISTERED["sigma_sigmoid"]().build(7, 2, 3)
    x = np.random.default_rng(1).normal(size=(4, 7, 7, 2)).astype(np.float32)

    # By hand, from the last dense layer's own numbers.
    last = network.layers[-2]
    before = keras.Model(network.input, last.input)(x, training=False).numpy()
    kernel, bias = last.get_weights()
    judged = 1 / (1 + np.exp(-(before @ kernel + bias)))
    by_hand = judged / judged.sum(axis=1, keepdims=True)

    assert np.abs(network(x, training=False).numpy() - by_hand).max() < 1e-6


def test_patches_below_the_smallest_are_refused(name):
    with pytest.raises(ParameterError, match="Extract larger patches"):
        find(name).require_patch(REGISTERED[name].smallest_patch - 1)


def test_an_unknown_architecture_is_refused_with_the_known_ones():
    with pytest.raises(ParameterError, match=r"compact, .*sigma"):
        find("perceptron")
