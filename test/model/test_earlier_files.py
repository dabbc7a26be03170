"""Models, datasets and records of an earlier version open, are shown, and are written as then."""

import json

import numpy as np
import pytest
from earlier import CARDS, FOREST, PATCHES, card_text, model_with_card

from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.model.card import ModelCard, read_card
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.record import record_path, write_record
from poplar_nn_plugin.reports.card_rows import image_rows, training_rows
from poplar_nn_plugin.reports.caveats import caveats_of
from poplar_nn_plugin.reports.model_card import write_card
from poplar_nn_plugin.reports.report import write_model_report

CLASSES = ("broadleaf", "conifer", "crop", "meadow", "poplar", "water")


@pytest.mark.parametrize("name", ["forest", *CARDS])
def test_a_card_of_an_earlier_version_is_written_again_with_the_same_fields(tmp_path, name):
    written = json.loads(card_text(name))

    card = read_card(model_with_card(tmp_path, name))

    assert card.classes.names == CLASSES
    assert json.loads(json.dumps(card.to_json())) == written
    assert ModelCard.from_json(card.to_json()) == card


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("forest", {"Nodes of the trees": "3,272", "Learned once more": "from all 66 patches"}),
        ("network", {"Epochs": "1 of 1, weights of epoch 1", "Parameters": "101,894"}),
        ("chosen_epoch", {"Patience": "1 epochs", "Learning rate": "0.002, cosine"}),
        ("dense_unmeasured", {"Epochs": "1 of 1, weights of epoch 1", "First weights": "random"}),
        ("adopted", {"Scaling of pixels": "unit", "Outputs": "classes 1, 2, 3, 4, 5, 6"}),
    ],
)
def test_the_rows_of_an_earlier_card_are_as_they_were(tmp_path, name, rows):
    card = read_card(model_with_card(tmp_path, name))

    shown = dict(training_rows(card.training))

    assert {label: shown[label] for label in rows} == rows
    assert dict(image_rows(card))["Bands"] == "red, green, blue (uint8)"


@pytest.mark.parametrize(
    ("name", "caveat"),
    [
        ("forest", "Its commonest mistake: of 100 conifer patches it takes 75 for broadleaf."),
        ("network", "scores may be luck: broadleaf (1), conifer (1)"),
        ("chosen_epoch", "The epoch was chosen on the same patches that its scores were measured"),
        ("dense_unmeasured", "It was never measured"),
        ("adopted", "It was trained elsewhere, and what it learned from is not known"),
    ],
)
def test_the_caveats_of_an_earlier_card_are_told(tmp_path, name, caveat):
    cards = {each: read_card(model_with_card(tmp_path, each)) for each in ("forest", *CARDS)}

    text = {each: " ".join(caveats_of(card)) for each, card in cards.items()}

    assert caveat in text[name]
    assert [each for each in text if "The epoch was chosen" in text[each]] == ["chosen_epoch"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("forest", "Of 100 broadleaf patches it finds 25; of 100 that it calls broadleaf, 12 are."),
        ("network", "macro F1 of random_forest, trained and scored on the same patches"),
        ("chosen_epoch", "The map’s confidence is at temperature 5.74"),  # noqa: RUF001
        ("dense_unmeasured", "Nothing judged it, so nobody knows how good it is."),
        ("adopted", "whether the network had learned from them is not known"),
    ],
)
def test_the_pages_of_an_earlier_model_are_written(tmp_path, name, said):
    model = model_with_card(tmp_path, name)

    shown = write_card(model=str(model), report=str(tmp_path / "card.html"), progress=Silent())
    write_model_report(tmp_path / "report.html", read_card(model), PATCHES, model=model.name)

    assert said in (tmp_path / "card.html").read_text(encoding="utf-8")
    assert said in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert shown["scores"] == json.loads(card_text(name))["scores"]


def test_an_earlier_dataset_opens():
    patches = PatchDataset.open(PATCHES)

    assert patches.classes.names == CLASSES
    assert [len(patches.select(split)) for split in ("train", "valid", "test")] == [40, 26, 0]
    assert patches.x.shape == (66, 8, 8, 3)


def test_an_earlier_dataset_is_described_again_with_the_same_fields():
    written = json.loads((PATCHES / "dataset.json").read_text(encoding="utf-8"))

    described = {"format": 1, **write(PatchDataset.open(PATCHES).description)}

    assert list(described.items()) == list(written.items())


def test_an_earlier_forest_gives_the_same_probabilities():
    patches = PatchDataset.open(PATCHES)

    found = TrainedModel.load(FOREST).probabilities(patches.x)

    assert np.bincount(found.argmax(axis=1)).tolist() == [12, 10, 12, 12, 12, 8]
    np.testing.assert_allclose(found[0], [0.055, 0.85, 0, 0, 0.095, 0], atol=1e-6)
    np.testing.assert_allclose(found[1], [0.015, 0.945, 0, 0.005, 0.025, 0.01], atol=1e-6)


@pytest.mark.parametrize("output", [FOREST, PATCHES], ids=["beside a file", "in a folder"])
def test_an_earlier_record_lies_where_records_lie_and_has_their_fields(tmp_path, output):
    record = json.loads(record_path(output).read_text(encoding="utf-8"))
    (tmp_path / output.name).mkdir()

    new = write_record(
        tmp_path / output.name,
        **{key: record[key] for key in ("algorithm", "parameters", "results", "versions")},
        inputs=[],
    )

    assert list(json.loads(new.read_text(encoding="utf-8"))) == list(record)
    assert record["command"].startswith(f"qgis_process run {record['algorithm']} -- ")
