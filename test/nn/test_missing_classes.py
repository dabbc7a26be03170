"""A class of the labels of which no polygon held a patch, from training to the last page."""

import json
import shutil

import numpy as np
import pytest
from watch import Watch

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.nn.evaluate import evaluate_model
from poplar_nn_plugin.reports.model_card import write_card
from poplar_nn_plugin.scoring.crossvalidation import Fold, split_as


@pytest.fixture(scope="module")
def lacking(textures, tmp_path_factory):
    """Return patches whose labels had water, too."""
    folder = tmp_path_factory.mktemp("lacking") / "patches"
    shutil.copytree(textures.folder, folder)
    described = json.loads((folder / "dataset.json").read_text(encoding="utf-8"))
    described["missing_classes"] = ["water"]
    (folder / "dataset.json").write_text(json.dumps(described), encoding="utf-8")
    return PatchDataset.open(folder)


@pytest.fixture(scope="module")
def trained(train_in, lacking, tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    return train_in(folder, "lacking", lacking, report=True, baseline=True)


def test_training_counts_it_with_0_in_every_mean(trained, first):
    for one, other in (
        (trained.result["macro_f1"], first.result["macro_f1"]),
        (trained.result["baseline"]["macro_f1"], first.result["baseline"]["macro_f1"]),
        *zip(*(t.result["history"]["validation_macro_f1"] for t in (trained, first))),
    ):
        assert one == pytest.approx(other * 3 / 4)
    assert trained.result["accuracy"] == first.result["accuracy"]


def test_the_card_remembers_it(trained):
    assert trained.card.training.missing_classes == ("water",)
    assert trained.card.scores.missing == ("water",)


def test_report_and_card_name_it(trained, tmp_path):
    write_card(model=str(trained.path), report=str(tmp_path / "card.html"), progress=Watch())

    for page in (trained.page, (tmp_path / "card.html").read_text(encoding="utf-8")):
        assert "In your labels, not on this map: water." in page
        assert 'class="summary red"' in page


def test_evaluation_counts_it_whichever_labels_had_it(trained, first, lacking, textures):
    found = [
        evaluate_model(model=str(one.path), dataset=str(data.folder), progress=Watch())
        for one, data in ((trained, textures), (first, lacking), (trained, lacking))
    ]

    assert [each["scores"]["missing"] for each in found] == [["water"]] * 3
    assert found[0]["macro_f1"] == pytest.approx(trained.result["macro_f1"])


def test_a_fold_counts_it(lacking):
    part = split_as(lacking, np.where(lacking.split == Split.VALID, Split.TEST, lacking.split))
    held = part.select(Split.TEST)
    perfect = np.eye(3, dtype="float32")[np.searchsorted(part.classes.codes, part.y[held])]

    assert Fold.scored(part, perfect).scores.macro_f1 == pytest.approx(3 / 4)
