"""The file of a model of dense features: the same again, or one sentence of what is wrong."""

import io
import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from feature_samples import FINE, QUICK, feature_model

from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.model.card import CARD_MEMBER, read_card
from poplar_nn_plugin.model.scores import Calibration

HEAD = "poplar_nn/head/"


@pytest.fixture
def saved(tmp_path):
    feature_model(QUICK).save(tmp_path / "model.keras")
    return tmp_path / "model.keras"


def rewritten(path, **members):
    """Write a model anew with other members, None to leave one out."""
    with zipfile.ZipFile(path) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, packed in {**kept, **members}.items():
            if packed is not None:
                archive.writestr(name, packed)
    return path


def packed(array, **how):
    stream = io.BytesIO()
    np.save(stream, array, **how)
    return stream.getvalue()


@pytest.mark.parametrize("how", [FINE, QUICK])
def test_saved_and_reloaded_it_gives_the_same(tmp_path, how):
    model = feature_model(how)
    x = np.random.default_rng(0).normal(size=(5, 6, model.card.recipe.count)).astype(np.float32)

    model.save(tmp_path / "model.keras")
    again = FeatureModel.load(tmp_path / "model.keras")

    assert again.card == model.card
    assert np.array_equal(again.probabilities(x), model.probabilities(x))


def test_the_temperature_of_the_card_counts():
    model = feature_model(QUICK)
    x = np.random.default_rng(0).normal(size=(9, model.card.recipe.count)).astype(np.float32)
    cold = Calibration(3.0, "", None)

    milder = FeatureModel(replace(model.card, calibration=cold), model.head).probabilities(x)

    sure = model.probabilities(x)
    assert np.allclose(milder.sum(axis=1), 1, atol=1e-5)
    assert (milder.argmax(axis=1) == sure.argmax(axis=1)).all()
    assert (milder.max(axis=1) <= sure.max(axis=1) + 1e-6).all()


@pytest.mark.parametrize(
    ("member", "told"),
    [
        (lambda count: {f"{HEAD}slopes.npy": None}, "slopes"),
        (lambda count: {f"{HEAD}slopes.npy": b"nonsense"}, "damaged"),
        (lambda count: {f"{HEAD}mean.npy": packed(np.zeros(count + 1, "f4"))}, "damaged"),
        (lambda count: {f"{HEAD}mean.npy": packed(np.zeros(count))}, "damaged"),
        (lambda count: {f"{HEAD}mean.npy": packed(np.full(count, np.nan, "f4"))}, "no number"),
        (lambda count: {f"{HEAD}spread.npy": packed(np.zeros(count, "f4"))}, "too small"),
        (
            lambda count: {f"{HEAD}mean.npy": packed(np.array([{}] * count), allow_pickle=True)},
            "damaged",
        ),
    ],
    ids=["missing", "nonsense", "shape", "type", "NaN", "no spread", "pickled"],
)
def test_a_damaged_classifier_is_refused(saved, member, told):
    count = read_card(saved).recipe.count

    with pytest.raises(ModelFileError, match=told):
        FeatureModel.load(rewritten(saved, **member(count)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("zoom", 3),
        ("zoom", "2"),
        ("stages", []),
        ("stages", [2, 1]),
        ("stages", [2, 6]),
        ("cell", 0),
        ("cell", 1e9),
        ("width", -1),
        ("texture", "yes"),
        ("mixing", [[1, 0, 0]]),
        ("mixing", [[1, 0], [0, 1], [0, 0]]),
        ("mixing", [[1, 0, None]] * 3),
    ],
)
def test_a_wrong_recipe_is_refused(saved, field, value):
    with zipfile.ZipFile(saved) as archive:
        card = json.loads(archive.read(CARD_MEMBER))
    card["recipe"][field] = value
    rewritten(saved, **{CARD_MEMBER: json.dumps(card)})

    with pytest.raises(ModelFileError):
        FeatureModel.load(saved)


def test_a_model_without_its_recipe_is_refused(saved):
    with zipfile.ZipFile(saved) as archive:
        card = json.loads(archive.read(CARD_MEMBER))
    del card["recipe"]
    rewritten(saved, **{CARD_MEMBER: json.dumps(card)})

    with pytest.raises(ModelFileError, match="recipe"):
        read_card(saved)


def test_a_model_of_another_kind_has_no_recipe(saved):
    with zipfile.ZipFile(saved) as archive:
        card = json.loads(archive.read(CARD_MEMBER))
    card["architecture"] = "sigma"
    rewritten(saved, **{CARD_MEMBER: json.dumps(card)})

    with pytest.raises(ModelFileError, match="recipe"):
        read_card(saved)


def test_a_file_that_is_cut_off_is_refused(saved):
    saved.write_bytes(saved.read_bytes()[:-200])

    with pytest.raises(ModelFileError):
        FeatureModel.load(saved)


def test_a_name_that_is_no_models_is_refused(tmp_path):
    with pytest.raises(ModelFileError, match=r"\.keras"):
        feature_model(QUICK).save(tmp_path / "model.zip")
