"""Networks that start from what Keras alone has written, or from an adopted model."""

from dataclasses import dataclass

import keras
import numpy as np
import pytest
from network_samples import model_card, network_of, same_weights
from patch_samples import CLASSES, textured_dataset
from watch import Watch, refused

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.model.card import add_card
from poplar_nn_plugin.nn.adopt import adopt_model
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.warm_start import open_start, take_over
from poplar_nn_plugin.nn.training.train import train_model

BANDS = ("band 1", "band 2")
OTHERS = ClassMap((1, 2, 3, 4), ("stripes", "vine", "flat", "dots"), ("#000000",) * 4)
X = np.random.default_rng(0).normal(size=(5, 8, 8, 2)).astype(np.float32)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("warm_start")


@pytest.fixture(scope="module")
def patches(folder):
    return textured_dataset(folder / "textures")


@pytest.fixture(scope="module")
def theirs(folder):
    """Return a network that Keras alone has written, as theirs.keras."""
    network = network_of("sigma")
    network.save(folder / "theirs.keras")
    return network


@pytest.fixture
def unnamed(theirs, folder):
    """Return a function that starts a network from theirs, and what was said."""

    def unnamed(bands=BANDS, classes=CLASSES):
        watch, start = Watch(), open_start(str(folder / "theirs.keras"), "sigma")
        network = network_of("sigma", 8, len(bands), len(classes.codes), seed=2)
        take_over(network, start, bands, classes, watch)
        return network.get_weights(), watch.messages

    return unnamed


def test_a_network_of_keras_alone_is_taken_over_where_its_layers_fit(theirs, unnamed):
    weights, (bands, classes) = unnamed()

    assert same_weights(weights, theirs.get_weights())
    assert bands.endswith(
        "does not tell its bands and how it wants their pixels: its weights are taken for band 1, "
        "band 2 in this order, and each band is brought to mean 0 and spread 1."
    )
    assert classes.endswith("taken for flat, chess, stripes in this order.")


def test_another_number_of_unnamed_classes_starts_the_last_layer_at_random(theirs, unnamed):
    weights, messages = unnamed(classes=OTHERS)

    untouched = network_of("sigma", classes=4, seed=2).get_weights()[-2]
    assert same_weights(weights[:-2], theirs.get_weights()[:-2])
    assert np.array_equal(weights[-2], untouched)
    assert messages[1].endswith("so the last layer starts at random.")


def test_another_number_of_unnamed_bands_starts_with_their_mean(theirs, unnamed):
    weights, messages = unnamed(bands=tuple("abc"))

    mean = theirs.get_weights()[0].mean(axis=2, keepdims=True) * 2 / 3
    assert np.allclose(weights[0], np.repeat(mean, 3, axis=2))
    assert "has 2 bands without names, the patches a, b, c" in messages[0]


@dataclass
class Adopted:
    """A network that has started from an adopted one, and what was said."""

    network: keras.Model
    messages: list


@pytest.fixture(scope="module")
def adopted(theirs, folder, patches):
    """Return starts from their network adopted with each scaling, its outputs in another order."""
    found = {}
    for scaling in ("bands", "unit"):
        path, watch = str(folder / f"adopted_{scaling}.keras"), Watch()
        adopt_model(
            model=str(folder / "theirs.keras"),
            dataset=str(patches.folder),
            output=path,
            scaling=scaling,
            classes="stripes,flat,chess",
            progress=Watch(),
        )
        network = network_of("sigma", seed=2)
        take_over(network, open_start(path, "sigma"), BANDS, CLASSES, watch)
        found[scaling] = Adopted(network, watch.messages)
    return found


def test_an_adopted_network_is_a_start_whose_classes_are_known(adopted, theirs):
    found = adopted["bands"].network(X, training=False).numpy()

    assert np.allclose(found, theirs(X, training=False).numpy()[:, [1, 2, 0]], atol=1e-6)
    (said,) = adopted["bands"].messages
    assert "has classes stripes, flat, chess, the patches flat, chess, stripes" in said


def test_an_adopted_start_that_wants_its_pixels_in_another_way_is_told(adopted):
    scaling, classes = adopted["unit"].messages
    (of_bands,) = adopted["bands"].messages

    assert scaling.endswith(
        "wants its pixels scaled by 'unit', here each band is brought to mean 0 and spread 1."
    )
    assert classes.split("has")[1] == of_bands.split("has")[1]


@pytest.fixture
def train(folder, patches):
    def train(name, weights, architecture="sigma", watch=None):
        return train_model(
            dataset=str(patches.folder),
            output=str(folder / f"{name}.keras"),
            architecture=architecture,
            weights=str(folder / weights),
            epochs=1,
            baseline=False,
            refit=False,
            progress=watch or Watch(),
        )

    return train


@pytest.mark.usefixtures("theirs")
def test_a_training_starts_from_a_network_of_keras_alone_and_says_so(train):
    watch = Watch()

    result = train("trained", "theirs.keras", watch=watch)

    assert 0 <= result["accuracy"] <= 1
    assert any("does not tell its bands" in line for line in watch.messages)


def of_fewer_layers(path, theirs):
    flat, last = keras.layers.Flatten(), keras.layers.Dense(3)
    keras.Sequential([keras.Input((8, 8, 2)), flat, last]).save(path)


def of_other_layers(path, theirs):
    def wider(layer):
        told = {"filters": 7} if isinstance(layer, keras.layers.Conv2D) else {}
        return layer.__class__.from_config({**layer.get_config(), **told})

    keras.models.clone_model(theirs, clone_function=wider).save(path)


def with_code(path, theirs):
    inputs = keras.Input((8, 8, 2))
    flat = keras.layers.Flatten()(keras.layers.Lambda(lambda x: x * 2)(inputs))
    keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(flat)).save(path)
    add_card(path, model_card("sigma"))


@pytest.mark.parametrize(
    ("name", "make", "architecture", "sentence"),
    [
        pytest.param(
            "sigma.keras",
            lambda path, _: TrainedModel(network_of("sigma"), model_card("sigma")).save(path),
            *("compact", "its architecture is sigma"),
            id="architecture",
        ),
        pytest.param(
            "old.h5",
            lambda path, _: path.write_bytes(b"\x89HDF\r\n"),
            *("sigma", "old format of Keras (HDF5)"),
            id="h5",
        ),
        pytest.param(
            "fewer.keras",
            of_fewer_layers,
            *("sigma", "of its layers 1 have weights, of those of 'sigma' "),
            id="fewer layers",
        ),
        pytest.param("other.keras", of_other_layers, "sigma", "its layer 1 of", id="other layers"),
        pytest.param("code.keras", with_code, "sigma", "brings code of its own", id="code"),
        pytest.param(
            "none.keras", lambda *_: None, "sigma", "There is no model file", id="missing"
        ),
    ],
)
def test_what_cannot_be_a_start_is_refused_with_the_reason(
    train, theirs, folder, name, make, architecture, sentence
):
    make(folder / name, theirs)

    with refused(ModelFileError, sentence):
        train("out", name, architecture)

    assert not (folder / "out.keras").exists()
