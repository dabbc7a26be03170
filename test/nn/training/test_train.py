import base64
import json
import re

import numpy as np
import pytest

from poplar_nn_plugin.nn.training.train import _warn_of_unjudged
from poplar_nn_plugin.progress import Silent

pytestmark = pytest.mark.worker


class Told(Silent):
    """Keeps the messages."""

    def __init__(self):
        self.messages = []

    def message(self, text):
        self.messages.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("training")


def test_the_network_learns_to_tell_textures_apart(found):
    assert found["first"]["macro_f1"] > 0.9
    assert found["first"]["epochs_run"] == 3


def test_the_same_seed_and_data_give_the_same_weights(found):
    assert found["same_seed_same_weights"]
    assert found["compact_repeats"]
    assert found["sigma_repeats"]
    assert found["other_seed_other_weights"]


def test_scoring_tells_the_device_once(found):
    (said,) = found["evaluated_on"]

    assert said.startswith("Computed on CPU (")
    assert "no GPU found" in said


def test_it_tells_the_device_the_counts_and_each_epoch(found):
    first, *epochs, verdict = found["messages"]

    assert "a quick random forest" in verdict
    assert "TensorFlow 2." in first
    assert "parameters; patches: 60 train, 18 valid, 0 test" in first
    assert [line.split(":")[0] for line in epochs] == ["epoch 1/3", "epoch 2/3", "epoch 3/3"]
    assert all("loss" in line and "validation macro F1" in line for line in epochs)


def test_a_random_forest_is_scored_beside_the_network(found):
    beside, card = found["first"]["baseline"], found["card"]["training"]["baseline"]
    text = (found["folder"] / "first.html").read_text(encoding="utf-8")

    assert card == beside
    assert beside["name"] == "random_forest"
    assert beside["macro_f1"] == pytest.approx(np.mean(list(beside["f1"].values())))
    assert beside["macro_f1"] > 0.9
    assert list(beside["f1"]) == ["flat", "chess", "stripes"]
    assert beside["trained_on"] == 60
    assert f"<b>{beside['macro_f1']:.2f}</b><span>macro F1 of random_forest" in text


def test_no_forest_is_grown_where_nothing_judges_or_none_is_wanted(found):
    assert found["unjudged"]["baseline"] is None
    assert found["without_yardstick"] is None


def test_of_many_patches_the_forest_takes_a_share_of_each_class(found):
    assert found["few_of_many"] == [4, 4, 2]
    assert found["the_same_few"]


def test_a_network_no_better_than_the_forest_is_warned_of(found):
    assert found["compared"]["better"].startswith("The network has macro F1 0.80, a quick random")
    assert found["compared"]["worse"].startswith("Warning: the network has macro F1 0.70")
    assert found["compared"]["worse"].endswith("random_forest, which needs seconds.")


def test_classes_that_nothing_judges_are_named():
    told = Told()
    _warn_of_unjudged({"valid": {"poplar": 3, "vine": 0, "bog": 0}}, told)

    assert [line.split(":")[1] for line in told.messages] == [
        " class 'vine' has no validation patches",
        " class 'bog' has no validation patches",
    ]


def test_two_patches_of_a_class_are_enough(found):
    assert found["two_of_each"]["epochs_run"] == 1
    assert np.isfinite(found["two_of_each"]["history"]["loss"]).all()


def test_the_loss_is_the_cross_entropy_smoothed_or_focal_by_hand(found):
    for name, (got, expected) in found["losses"].items():
        assert got == pytest.approx(expected, rel=1e-4), name


def test_pixels_of_no_known_class_do_not_count_in_the_loss(found):
    got, expected = found["masked_loss"]

    assert got == pytest.approx(expected, rel=1e-4)


def test_a_dense_network_wants_the_classes_of_pixels_and_says_how_to_get_them(found):
    assert found["without_masks"]["error"][0] == "DatasetError"
    assert "PIXEL_LABELS" in found["without_masks"]["error"][1]
    assert found["without_masks"]["left"] == []


def test_the_learning_rate_follows_its_schedule(found):
    rates = found["rates"]

    assert rates["constant"] == pytest.approx([0.01] * 5)
    assert rates["cosine"] == pytest.approx(
        [0.005 * (1 + np.cos(np.pi * step / 100)) for step in (0, 2, 5, 50, 100)]
    )
    assert rates["warmup"][0] == pytest.approx(0.0004)
    assert rates["warmup"][2] == pytest.approx(0.01)
    assert rates["warmup"][4] == pytest.approx(0, abs=1e-9)


def test_progress_goes_up_to_1_in_steps_of_a_batch(found):
    fractions = found["fractions"]

    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert len(fractions) > 3 * 30


def test_nothing_is_printed(found):
    assert found["stdout"] == ""


def test_without_patience_the_last_epoch_remains_and_its_score_is_not_chosen(found):
    history = found["first"]["history"]

    assert history["kept_epoch"] == 3
    assert found["first"]["macro_f1"] == history["validation_macro_f1"][-1]
    assert "chosen" not in found["first"]["scores"]["measured_on"]


def test_with_patience_the_best_epoch_remains(found):
    history = found["patient"]["history"]
    ranks = list(zip(history["validation_macro_f1"], [-v for v in history["validation_loss"]]))

    assert history["kept_epoch"] == 1 + ranks.index(max(ranks))
    assert found["patient"]["macro_f1"] == max(history["validation_macro_f1"])
    assert "best epoch was chosen on the same patches" in found["patient"]["scores"]["measured_on"]


def test_patience_ends_training_early(found):
    history = found["patient"]["history"]

    assert found["patient"]["epochs_run"] == history["kept_epoch"] + 2 < 30


def test_the_card_holds_all_that_the_map_needs(found):
    card = found["card"]

    assert card["architecture"] == "sigma"
    assert card["classes"]["codes"] == [3, 7, 9]
    assert card["spec"]["size"] == 8
    assert card["image"]["bands"] == ["band 1", "band 2"]
    assert card["training"]["settings"]["seed"] == 1
    assert card["training"]["patches"]["valid"] == {"flat": 6, "chess": 6, "stripes": 6}
    assert card["training"]["groups"]["train"] == 30
    assert card["versions"]["tensorflow"].startswith("2.")
    assert found["scaling_is_that_of_training_patches"]


def test_the_card_holds_a_temperature_and_what_it_was_fitted_on(found):
    calibration = found["card"]["calibration"]

    assert 0.2 <= calibration["temperature"] <= 10
    assert calibration["fitted_on"].startswith("18 patches of 9 polygons kept out")
    assert calibration["before"]["ece"] >= 0
    assert found["card"]["scores"]["calibration"]["ece"] >= 0


def test_an_unknown_class_of_interest_is_refused_before_training(found):
    assert found["interest"]["error"][0] == "ParameterError"
    assert "flat, chess, stripes" in found["interest"]["error"][1]
    assert found["interest"]["left"] == []


def test_scores_say_what_they_were_measured_on(found):
    said = found["first"]["scores"]["measured_on"]

    assert said.startswith("18 patches of 9 polygons kept out of training")
    assert "flattered" in found["on_train"]


def test_without_validation_patches_nothing_is_claimed(found):
    result = found["unjudged"]

    assert (result["accuracy"], result["macro_f1"]) == (None, None)
    assert result["scores"]["measured_on"] == "not measured (no validation patches)"
    assert result["history"]["kept_epoch"] == 3
    assert any(
        line.startswith("Warning: there are no valid") for line in found["unjudged_messages"]
    )
    text = (found["folder"] / "unj.html").read_text(encoding="utf-8")
    assert "not measured (no validation patches)" in text
    assert "overall accuracy" not in text


def test_evaluation_gives_every_patch_its_class_and_probability(found):
    assert found["evaluated_rightly"]
    assert found["evaluated"]["macro_f1"] == found["first"]["macro_f1"]
    # Of the class that the training took, and that nobody has chosen there either.
    assert found["evaluated"]["scores"]["interest"]["chosen"] is False
    assert "best epoch" not in found["evaluated"]["scores"]["measured_on"]


def test_scores_are_those_of_scikit_learn(found):
    ours, theirs = found["shuffled"]["scores"], found["shuffled"]

    assert ours["confusion"] == theirs["confusion"]
    for key in ("precision", "recall", "f1", "support"):
        got = [row[key] or 0 for row in ours["classes"]]
        np.testing.assert_allclose(got, theirs[key])
    assert ours["macro_f1"] == pytest.approx(np.mean(theirs["f1"]))
    assert ours["macro_f1"] < 0.9


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("bands", "bands 2 expected, got 1"),
        ("size", "8 expected, got 6"),
        ("type", "uint8 expected, got uint16"),
        ("pixels", "resample the image"),
        ("classes", "class 9 'dots'"),
    ],
)
def test_a_model_refuses_patches_it_was_not_made_for(found, what, sentence):
    name, message = found["mismatches"][what]

    assert name == "ModelMismatchError"
    assert sentence in message


@pytest.mark.parametrize(
    ("case", "name", "sentence"),
    [
        ("untaught", "DatasetError", "no training patches of 'stripes'"),
        ("alone", "DatasetError", "one class only"),
        ("astray", "ParameterError", "Lower the learning rate"),
        ("patience", "ParameterError", "lower it below the epochs"),
        ("nan_in_train", "DatasetError", "Band 2 of the patches"),
        ("nan_in_valid", "DatasetError", "Band 1 of the patches"),
        ("setting", "ParameterError", "balance must be one of"),
        ("architecture", "ParameterError", "choose one of"),
        ("cancelled", "Cancelled", ""),
        ("other_weights", "ModelFileError", "its architecture is sigma"),
        ("weights_of_no_model", "ModelFileError", "There is no model file"),
    ],
)
def test_what_fails_says_why_and_leaves_nothing(found, case, name, sentence):
    assert found[case]["error"][0] == name
    assert sentence in found[case]["error"][1]
    assert found[case]["left"] == []


def test_cancel_is_heard_at_the_next_batch(found):
    assert found["cancelled_after"] <= 22
    assert found["threads_left"] == []


def test_training_goes_on_from_the_weights_of_a_model(found):
    assert found["continued"]["history"]["loss"][0] < found["fresh"]["history"]["loss"][0] / 2


def test_an_empty_split_or_comparison_is_refused(found):
    assert found["empty_split"][0] == found["nothing_compared"][0] == "DatasetError"
    assert "no patches for 'test'" in found["empty_split"][1]


def test_a_map_is_scored_by_its_confusion_matrix(found):
    assert found["map"]["accuracy"] == pytest.approx(90_070 / 91_274)
    assert [row["support"] for row in found["map"]["scores"]["classes"]] == [91_200, 74, 0]


@pytest.mark.parametrize("name", ["first", "evaluated", "map", "card", "unj"])
def test_a_report_is_one_file_that_needs_no_other(found, name):
    text = (found["folder"] / f"{name}.html").read_text(encoding="utf-8")

    assert text.rstrip().endswith("</html>")
    assert "http" not in text
    assert "<script" not in text
    assert "data:image/svg+xml;base64," in text


def test_a_report_shows_names_as_they_are_and_never_as_markup(found):
    text = (found["folder"] / "map.html").read_text(encoding="utf-8")

    assert "Map of &lt;the&gt; valley" in text
    assert "91,274 pixels &amp; 12 polygons" in text
    assert "91,200" in text
    assert "left out of macro F1: stripes" in text


def test_the_page_of_a_card_says_what_the_model_is_and_how_to_make_it_again(found):
    text = (found["folder"] / "card.html").read_text(encoding="utf-8")

    assert "squares of 8 x 8 pixels" in text
    assert "flat, chess, stripes" in text
    assert "&#39;PATCHES=a &amp; b&#39;" in text
    assert "patches of 9 polygons kept out of training" in text
    assert "What it does not know" in text
    assert found["of_card"]["macro_f1"] == found["first"]["macro_f1"]


def test_the_page_of_a_model_that_nothing_judged_claims_nothing(found):
    text = (found["folder"] / "unjudged_card.html").read_text(encoding="utf-8")

    assert "Nothing judged it" in text
    assert "It was never measured" in text
    assert "overall accuracy" not in text


def test_the_card_tells_polygons_of_each_class(found):
    training = found["card"]["training"]

    assert training["class_groups"]["valid"] == {"flat": 3, "chess": 3, "stripes": 3}
    assert training["class_groups"]["train"] == {"flat": 10, "chess": 10, "stripes": 10}
    assert training["patch_hectares"] == pytest.approx(0.0004)  # squares of 2 m


def test_a_report_shows_the_contact_sheet_of_its_dataset(found):
    sheet = base64.b64encode(b"\x89PNG a contact sheet").decode()

    for name, shown in (("evaluated", True), ("baseline", True), ("first", False)):
        text = (found["folder"] / f"{name}.html").read_text(encoding="utf-8")
        assert (f"data:image/png;base64,{sheet}" in text) == shown


def test_a_report_sets_the_score_of_a_simpler_model_beside_that_of_the_network(found):
    text = (found["folder"] / "baseline.html").read_text(encoding="utf-8")

    assert "macro F1 of random_forest" in text
    assert "<b>0.62</b>" in text
    assert "A diamond is random_forest" in text


def test_a_report_begins_with_its_verdict(found):
    text = (found["folder"] / "first.html").read_text(encoding="utf-8")

    assert text.index("Of 100 flat patches it finds") < text.index("Measured on:")


def test_a_report_carries_what_made_it_of_what_and_when(found):
    text = (found["folder"] / "first.html").read_text(encoding="utf-8")
    (title,) = re.findall("<title>(.*)</title>", text)

    assert re.fullmatch(
        r"Trained model: first\.keras . Train model, \d{4}-\d\d-\d\d \d\d:\d\d", title
    )
    assert "<h1>Trained model: first.keras</h1>" in text
    assert re.search(r"Train model, \d{4}-\d\d-\d\d \d\d:\d\d</p>", text)


def test_the_result_is_json(found):
    assert json.dumps(found["first"], allow_nan=False)
