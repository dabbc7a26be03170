"""Too little memory for a batch, and networks of 16 bits, which need less."""

from dataclasses import dataclass
from functools import cache

import keras
import numpy as np
import pytest
import tensorflow
from patch_samples import textured_dataset
from watch import Watch, refused

from poplar_nn_plugin.errors import Cancelled, MemoryBudgetError
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.network.devices import precision
from poplar_nn_plugin.nn.network.forward import Forward
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.training import fit as fitting
from poplar_nn_plugin.nn.training.checkpoint import unfinished
from poplar_nn_plugin.nn.training.train import train_model
from poplar_nn_plugin.nn.training.train_step import TrainStep

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(22, 6, 6, 2)).astype(np.float32), RNG.integers(3, size=22)
SETTINGS = Settings(batch_size=22, balance="weights")


class Narrow(keras.layers.Layer):
    """Runs out of memory as a GPU does, where more than `room` patches come at once."""

    room = 10**9

    def call(self, x):
        if x.shape[0] is not None and x.shape[0] > Narrow.room:
            raise tensorflow.errors.ResourceExhaustedError(None, None, "OOM when allocating")
        return x


def network():
    keras.utils.set_random_seed(3)
    inputs = keras.Input((6, 6, 2))
    maps = Narrow()(keras.layers.Conv2D(4, 3, activation="relu")(inputs))
    mean = keras.layers.GlobalAveragePooling2D()(maps)
    return keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(mean))


@pytest.fixture
def room(monkeypatch, eagerly):
    """Return a function that says how many patches there is room for at once."""
    with eagerly():  # or the layer is asked once, when compiled
        yield lambda patches: monkeypatch.setattr(Narrow, "room", patches)


@dataclass
class Learned:
    """Losses and weights after three batches, and how many patches were computed together."""

    losses: list
    weights: list
    part: int


def learn(watch=None):
    learner = network()
    train_step = TrainStep(learner, SETTINGS, np.bincount(Y), 0.01, 3)
    losses = [train_step(X, Y, watch or Watch()) for _ in range(3)]
    return Learned(losses, learner.get_weights(), train_step.part)


def test_a_batch_too_large_for_the_memory_is_computed_in_parts_and_said(room):
    watch = Watch()
    room(8)

    found = learn(watch)

    assert found.part == 5
    assert [line.split(":")[0] for line in watch.messages] == ["Warning", "Warning"]
    assert "22 patches at once are too many" in watch.messages[0]
    assert "from here on 5 are computed together" in watch.messages[1]


def test_parts_correct_the_weights_as_the_whole_batch_does(room):
    whole = learn()
    room(8)
    halves = learn()

    assert whole.part == 22
    assert np.allclose(whole.losses, halves.losses, rtol=1e-5)
    assert all(np.allclose(a, b, atol=1e-5) for a, b in zip(whole.weights, halves.weights))
    assert not all(np.allclose(a, b) for a, b in zip(network().get_weights(), halves.weights))


def test_compiled_parts_correct_the_weights_as_the_whole_batch_does(eagerly):
    with eagerly():
        whole = learn()
    train_step = TrainStep(network(), SETTINGS, np.bincount(Y), 0.01, 3)
    train_step.part = 5

    losses = [train_step(X, Y, Watch()) for _ in range(3)]

    assert np.abs(np.subtract(losses, whole.losses)).max() < 1e-5


def test_scoring_and_mapping_go_on_with_smaller_batches_too(room):
    watch, model = Watch(), network()
    forward = Forward(model, 32)
    expected = np.asarray(model(X))
    room(9)

    found = forward(22, lambda start, stop: X[start:stop], watch)

    assert forward.batch_size == 8
    assert len(watch.messages) == 2
    assert np.allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize(
    "compute",
    [
        pytest.param(learn, id="training"),
        pytest.param(
            lambda: Forward(network(), 4)(2, lambda *ends: X[slice(*ends)], Watch()), id="mapping"
        ),
    ],
)
def test_memory_too_small_for_one_patch_is_an_error_that_says_what_to_do(room, compute):
    room(0)

    with refused(MemoryBudgetError, "take smaller patches"):
        compute()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("memory")
    textured_dataset(folder / "textures")
    return folder


@pytest.fixture(scope="module")
def train(folder):
    def train(name, watch=None, **settings):
        settings = {"epochs": 3, "batch_size": 16, "seed": 1, "baseline": False, **settings}
        return train_model(
            dataset=str(folder / "textures"),
            output=str(folder / f"{name}.keras"),
            progress=watch or Watch(),
            **settings,
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fitting, "_FEWEST_STEPS", 4)
        yield train


@dataclass
class Trained:
    """What a training told and gave."""

    messages: list
    loss: list
    model: TrainedModel

    @property
    def card(self) -> ModelCard:
        return self.model.card


@pytest.fixture(scope="module")
def trained(train, folder):
    """Return a function that trains an architecture with a precision, each once."""

    @cache
    def trained(architecture, precision):
        watch, name = Watch(), f"{architecture} {precision}"
        result = train(name, watch, architecture=architecture, precision=precision)
        model = TrainedModel.load(folder / f"{name}.keras")
        return Trained(watch.messages, result["history"]["loss"], model)

    return trained


@pytest.mark.parametrize("architecture", ["sigma", "compact"])
def test_what_learned_with_16_bits_is_kept_with_32(trained, architecture):
    mixed, full = trained(architecture, "mixed"), trained(architecture, Settings().precision)

    assert "16 and 32 bits" in mixed.messages[0]
    assert mixed.card.training.device.endswith(", 16 and 32 bits")
    assert {layer.compute_dtype for layer in mixed.model.network.layers} == {"float32"}
    assert mixed.card.training.settings.precision == "mixed"
    one, other = (found.model.network.get_weights()[0] for found in (mixed, full))
    assert not np.array_equal(one, other)
    assert np.abs(np.subtract(mixed.loss, full.loss)).max() < 0.15


def test_only_networks_made_for_it_compute_with_16_bits_and_all_answer_with_32():
    with precision("mixed"):
        built = find("compact").build(8, 2, 3)
    with precision("auto") as automatic:
        pass

    assert {layer.compute_dtype for layer in built.layers} == {"float16", "float32"}
    assert built.output.dtype == "float32"
    assert keras.mixed_precision.global_policy().name == "float32"
    assert automatic == "float32"  # there is no GPU that would gain


def test_with_16_bits_an_interrupted_training_goes_on_bit_for_bit(train, trained, folder):
    settings = {"architecture": "sigma", "precision": "mixed"}

    with refused(Cancelled):
        train("parts", Watch(stop_after=9), **settings)
    assert unfinished(folder / "parts.keras").is_file()
    train("parts", **settings)

    parts = TrainedModel.load(folder / "parts.keras").network.get_weights()
    whole = trained("sigma", "mixed").model.network.get_weights()
    assert all(map(np.array_equal, parts, whole))
