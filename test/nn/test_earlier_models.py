import json

import pytest
from earlier import card_text

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("earlier_models")


def test_an_earlier_model_is_evaluated_with_the_scores_of_its_card(found):
    assert found["valid"]["scores"] == json.loads(card_text("forest"))["scores"]
    assert found["valid"]["accuracy"] == 0.5


def test_an_earlier_model_is_known_to_have_learned_from_its_training_patches(found):
    assert found["train"]["scores"]["split"] == "train"
    assert found["train"]["scores"]["interest"]["name"] == "poplar"
    assert found["train"]["accuracy"] == 1.0


def test_the_report_of_an_earlier_model_is_written(found):
    text = (found["folder"] / "valid.html").read_text(encoding="utf-8")

    assert "26 patches of 6 polygons kept out of training" in text
