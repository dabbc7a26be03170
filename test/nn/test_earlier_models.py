"""A model of an earlier version is evaluated as it was."""

import json

import pytest
from earlier import FOREST, PATCHES, card_text
from watch import Watch

from poplar_nn_plugin.nn.evaluate import evaluate_model


def evaluate(**arguments):
    return evaluate_model(model=str(FOREST), dataset=str(PATCHES), progress=Watch(), **arguments)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return tmp_path_factory.mktemp("earlier") / "valid.html"


@pytest.fixture(scope="module")
def evaluated(report):
    return evaluate(report=str(report))


def twelve(number):
    return round(float(number), 12)


def test_an_earlier_model_is_evaluated_with_the_scores_of_its_card(evaluated):
    text = json.dumps(evaluated["scores"], allow_nan=False)

    # To twelve digits: quantiles of Student's distribution came from SciPy then.
    scores, card = (json.loads(each, parse_float=twelve) for each in (text, card_text("forest")))
    assert scores == card["scores"]
    assert evaluated["accuracy"] == 0.5


def test_an_earlier_model_is_known_to_have_learned_from_its_training_patches():
    found = evaluate(split="train", interest="poplar")

    assert found["scores"]["split"] == "train"
    assert found["scores"]["interest"]["name"] == "poplar"
    assert found["accuracy"] == 1.0


@pytest.mark.usefixtures("evaluated")
def test_the_report_of_an_earlier_model_is_written(report):
    text = report.read_text(encoding="utf-8")

    assert "26 patches of 6 polygons kept out of training" in text
