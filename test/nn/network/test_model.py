"""Model files: written whole, and opened only where they bring no code and no damage."""

import json
import zipfile

import keras
import numpy as np
import pytest
from network_samples import model_card, network_of
from watch import refused

from poplar_nn_plugin.errors import ModelFileError, OutputError
from poplar_nn_plugin.model.card import CARD_MEMBER, add_card
from poplar_nn_plugin.nn.network.model import TrainedModel


@pytest.fixture(scope="module")
def model():
    return TrainedModel(network_of("compact"), model_card())


@pytest.fixture(scope="module")
def sound(model, tmp_path_factory):
    """Return the file of a model that opens."""
    path = tmp_path_factory.mktemp("model") / "sound.keras"
    model.save(path)
    return path


def test_the_card_is_a_member_of_a_normal_keras_archive(sound):
    with zipfile.ZipFile(sound) as archive:
        members = set(archive.namelist())

    assert {"config.json", "model.weights.h5", "poplar_nn/card.json"} <= members


def of_fewer_classes(text):
    card = json.loads(text)
    for key in card["classes"]:
        card["classes"][key] = card["classes"][key][:2]
    return json.dumps(card).encode()


@pytest.mark.parametrize(
    ("member", "change", "sentence"),
    [
        pytest.param(
            "config.json",
            lambda text: text.replace(b"keras.layers", b"os.path"),
            "brings code of its own",
            id="foreign",
        ),
        pytest.param("config.json", lambda _: b"{", "holds no network", id="empty"),
        pytest.param("model.weights.h5", lambda data: data[:200], "cannot be read", id="cut"),
        pytest.param(
            "model.weights.h5",
            lambda data: data + bytes(200 * 2**20),
            "'model.weights.h5' unpacks to 2",
            id="bomb",
        ),
        pytest.param(CARD_MEMBER, of_fewer_classes, "does not match its card", id="classes"),
    ],
)
def test_a_model_file_with_code_or_damage_is_refused(sound, tmp_path, member, change, sentence):
    path = tmp_path / "changed.keras"
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == member:
                data, info.compress_type = change(data), zipfile.ZIP_DEFLATED
            new.writestr(info, data)

    with refused(ModelFileError, sentence):
        TrainedModel.load(path)


def test_a_model_file_with_a_function_of_its_own_is_refused(model, tmp_path):
    inputs = keras.Input((8, 8, 2))
    flat = keras.layers.Flatten()(keras.layers.Lambda(lambda x: x * 2)(inputs))
    evil = keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(flat))
    evil.save(tmp_path / "lambda.keras")
    add_card(tmp_path / "lambda.keras", model.card)

    with refused(ModelFileError, "brings code of its own (Lambda), which is never run"):
        TrainedModel.load(tmp_path / "lambda.keras")


def test_weights_that_are_no_numbers_are_refused(tmp_path):
    network = network_of("compact")
    weights = network.get_weights()
    weights[-1][0] = np.nan
    network.set_weights(weights)
    TrainedModel(network, model_card()).save(tmp_path / "nan.keras")

    with refused(
        ModelFileError,
        "1 of 3 weights in ",
        "are not finite numbers (NaN or infinite), so the network says nothing of any image",
    ):
        TrainedModel.load(tmp_path / "nan.keras")


@pytest.mark.parametrize(
    ("place", "error"),
    [("model.h5", ModelFileError), ("none/model.keras", OutputError)],
    ids=["suffix", "no folder"],
)
def test_a_model_that_cannot_be_written_leaves_nothing(model, tmp_path, place, error):
    with refused(error):
        model.save(tmp_path / place)

    assert list(tmp_path.iterdir()) == []
