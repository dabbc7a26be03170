"""Outputs of all kinds become probabilities of the classes, in the order of their codes."""

import numpy as np
import pytest
from keras import Input, Model, layers
from patch_samples import write_dataset
from watch import refused

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.errors import ModelFileError, ModelMismatchError, ParameterError


def test_probabilities_stay_as_they_are(adopt, ending):
    assert adopt(ending("softmax")).result["changes"] == []


def test_probabilities_of_a_layer_of_their_own_stay_as_they_are(adopt, ending):
    bare = ending(None)
    layered = Model(bare.input, layers.Activation("softmax")(bare.output))

    assert adopt(layered).result["changes"] == []


def test_logits_become_the_same_probabilities_as_by_hand(adopt, ending, said):
    found = adopt(ending(None))

    assert np.abs(found.probabilities - said).max() < 1e-5
    (change,) = found.result["changes"]
    assert change.startswith("its outputs are logits: a softmax is added")


def test_sigmoids_become_the_same_probabilities_as_by_hand(adopt, ending, unit):
    network = ending("sigmoid")
    judged = network(unit, training=False).numpy()

    found = adopt(network)

    by_hand = judged / judged.sum(axis=1, keepdims=True)
    assert np.abs(found.probabilities - by_hand).max() < 1e-5
    (change,) = found.result["changes"]
    assert change.startswith(
        "its outputs judge each class alone: each is divided by the sum of all"
    )


@pytest.fixture(scope="module")
def turned(ending):
    """Return the network with its outputs in another order: stripes, flat, chess."""
    return ending("softmax", lambda weights: weights[..., [2, 0, 1]])


def test_outputs_are_put_in_the_order_that_is_told(adopt, turned, said):
    found = adopt(turned, classes="stripes, 3,chess")

    assert np.abs(found.probabilities - said).max() < 1e-5
    (change,) = found.result["changes"]
    assert change.startswith("its outputs (stripes, flat, chess) are put in the order of the codes")
    assert found.model.card.adopted.outputs == (9, 3, 7)


def test_outputs_in_another_order_are_wrong_unless_it_is_told(adopt, turned):
    assert adopt(turned).result["accuracy"] < 0.5


@pytest.fixture(scope="module")
def pair(patches, tmp_path_factory):
    """Return the patches of two classes."""
    two, known = ClassMap((1, 2), ("flat", "chess"), ("#000000", "#ffffff")), patches.y != 9
    labels = patches.labels[known].copy()
    labels["class"] = np.where(labels["class"] == 3, 1, 2)
    folder = tmp_path_factory.mktemp("outputs") / "pair"
    return write_dataset(folder, np.asarray(patches.x[known]), labels, two)


@pytest.fixture(scope="module")
def binary(pair, body, trained):
    """Return a network of one output: the probability of the second class."""
    inputs = Input((8, 8, 2), dtype="uint8")
    last = layers.Dense(1, activation="sigmoid")
    network = Model(inputs, last(body(layers.Rescaling(1 / 255)(inputs))))
    return trained(network, np.asarray(pair.x), pair.y == 2, "binary_crossentropy")


@pytest.fixture(scope="module")
def second(pair, binary):
    """Return the probabilities of the second class that the network gives."""
    return binary(np.asarray(pair.x), training=False).numpy()[:, 0]


def test_one_probability_is_joined_by_that_of_the_other_class(adopt, pair, binary, second):
    found = adopt(binary, data=pair, scaling="none")

    assert np.abs(found.probabilities[:, 1] - second).max() < 1e-5
    (change,) = found.result["changes"]
    assert change.startswith(
        "its one output, the probability of the second class, is joined by that of the"
    )
    right = ((second > 0.5) == (pair.y == 2))[pair.select("valid")].mean()
    assert found.result["accuracy"] == pytest.approx(right)


def test_one_logit_becomes_two_probabilities(adopt, pair, binary, second):
    features = Model(binary.input, binary.layers[-1].input)
    last = layers.Dense(1)
    network = Model(binary.input, last(features.output))
    last.set_weights(binary.layers[-1].get_weights())

    found = adopt(network, data=pair, scaling="none")

    assert np.abs(found.probabilities[:, 1] - second).max() < 1e-5
    (change,) = found.result["changes"]
    assert change.startswith("its one output is a logit: a sigmoid is added")


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ("flat,chess,bars", "must name each class of the patches once (3 'flat', 7 'chess', 9"),
        ("flat,flat,chess", "must name each class of the patches once"),
        ("flat", "must name each class of the patches once"),
    ],
    ids=["unknown", "twice", "few"],
)
def test_an_order_that_is_none_is_refused(adopt, turned, tmp_path, told, sentence):
    with refused(ParameterError, sentence):
        adopt(turned, classes=told)

    assert not (tmp_path / "adopted.keras").exists()


def test_outputs_that_are_neither_probabilities_nor_logits_are_refused(adopt, ending, tmp_path):
    sentence = "ends in 'tanh', whose values are neither probabilities nor logits"

    with refused(ModelMismatchError, sentence):
        adopt(ending("tanh"))

    assert not (tmp_path / "adopted.keras").exists()


def test_weights_that_are_no_numbers_are_refused(adopt, ending, tmp_path):
    with refused(ModelFileError, "not finite numbers"):
        adopt(ending("softmax", lambda weights: weights * np.nan))

    assert not (tmp_path / "adopted.keras").exists()
