import json
import math
import zipfile
from dataclasses import replace

import pytest
from patch_samples import CLASSES, image_metadata, training, training_values

from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.model.card import CARD_MEMBER, ModelCard, add_card, read_card
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.scores import NOT_MEASURED, Calibration

CARD = ModelCard(
    architecture="compact",
    spec=PatchSpec(8, 4, (1, 3), 0.9),
    classes=CLASSES,
    scaling=Scaling((1.5, 2.0), (3.0, 4.0)),
    image=image_metadata(2),
    training=training(),
    scores=NOT_MEASURED,
    versions={"keras": "3"},
)


def archive(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(f"{name}.json", text)
    return path


def test_the_card_comes_back_as_it_was(tmp_path):
    path = archive(tmp_path / "m.keras", config="{}")

    add_card(path, CARD)

    assert read_card(path) == CARD
    assert ModelCard.from_json(json.loads(json.dumps(CARD.to_json()))) == CARD


def test_the_rest_of_the_archive_stays_as_it_was(tmp_path):
    path = archive(tmp_path / "m.keras", config="one", metadata="two")

    add_card(path, CARD)

    with zipfile.ZipFile(path) as packed:
        assert packed.namelist() == ["config.json", "metadata.json", CARD_MEMBER]
        assert packed.read("config.json") == b"one"
    assert [p.name for p in tmp_path.iterdir()] == ["m.keras"]


def test_a_card_takes_the_place_of_the_one_before(tmp_path):
    path = archive(tmp_path / "m.keras", config="one")
    add_card(path, CARD)

    add_card(path, replace(CARD, architecture="sigma"))

    assert read_card(path).architecture == "sigma"
    with zipfile.ZipFile(path) as packed:
        assert packed.namelist() == ["config.json", CARD_MEMBER]


def test_a_card_of_before_calibration_is_read(tmp_path):
    older = CARD.to_json()
    del older["calibration"]

    assert ModelCard.from_json(older).temperature == 1.0
    assert replace(CARD, calibration=Calibration(2.5)).temperature == 2.5


def missing(path):
    return path


def no_archive(path):
    path.write_text("no zip")
    return path


def no_card(path):
    return archive(path, config="{}")


def card_with(**change):
    def write(path):
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr(CARD_MEMBER, json.dumps({**CARD.to_json(), **change}))
        return path

    return write


def no_json(path):
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(CARD_MEMBER, "{")
    return path


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (missing, "There is no model file"),
        (no_archive, r"is not a \.keras model file"),
        (no_card, "'Train model' has written"),
        (no_json, "cannot be read"),
        (card_with(format=2), "newer Poplar NN"),
        (card_with(format=2, spec="another form"), "newer Poplar NN"),
        (card_with(spec={"size": 0}), "card is damaged"),
        (card_with(surprise=1), "card is damaged"),
        (card_with(scaling={"offset": [1], "scale": [2]}), "scaling must hold 2 bands, .* got 1"),
        (card_with(scaling={"offset": [1, 2], "scale": [3]}), "a scale for each band, got 2 and 1"),
        (card_with(scaling={"offset": [1, 2], "scale": [3, 0]}), "band 2 must be .* above 0"),
        (
            card_with(scaling={"offset": [math.nan, 2], "scale": [3, 4]}),
            r"scaling.offset\[0\] must",
        ),
        (card_with(calibration={"temperature": -1}), r"calibration.temperature must .* got -1"),
        (card_with(calibration={"temperature": math.nan}), "calibration.temperature must"),
        (card_with(architecture="abacus"), "architecture of the model, 'abacus', is not known"),
        (card_with(architecture="base"), "architecture of the model, 'base', is not known"),
        (
            card_with(image={**write(CARD.image), "dtype": "complex64"}),
            "image.dtype must .* 'complex64'",
        ),
        (
            card_with(scores={**write(NOT_MEASURED), "macro_f1": "0.9"}),
            "scores.macro_f1 must be a finite",
        ),
        (
            card_with(scores={**write(NOT_MEASURED), "macro_f1": -0.9}),
            "scores.macro_f1 must .* 0 to 1",
        ),
        (
            card_with(training=training_values(seconds=True)),
            "training.seconds must be a finite number",
        ),
    ],
)
def test_what_is_no_model_is_told_in_a_sentence(tmp_path, make, sentence):
    path = make(tmp_path / "m.keras")

    with pytest.raises(ModelFileError, match=sentence) as caught:
        read_card(path)

    assert str(path) in str(caught.value)


def test_no_card_is_added_to_what_is_no_archive(tmp_path):
    with pytest.raises(ModelFileError, match=r"not a \.keras model file"):
        add_card(no_archive(tmp_path / "m.keras"), CARD)

    assert (tmp_path / "m.keras").read_text() == "no zip"
