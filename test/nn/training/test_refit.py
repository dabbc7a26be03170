import pytest

pytestmark = pytest.mark.worker

SAID = "18 patches of 9 polygons kept out of training; the network that is kept then learned once "
SAID += "more, from these patches too"


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("refitting")


def test_the_scores_and_the_calibration_are_those_of_the_first(found):
    assert found["same_scores"]
    assert found["same_calibration"]
    assert found["measured_on"] == SAID


def test_the_model_kept_has_learned_from_all_patches(found):
    assert found["refit"] == {"patches": found["learned"], "epochs": 4}
    assert found["learns_from_all"]
    assert found["differs_from_the_first"]
    assert found["forest"] == found["learned"]


def test_it_is_said_in_log_report_and_card(found):
    assert any("once more, from all 78 patches" in line for line in found["messages"])
    assert found["report_says"]
    assert found["card_says"]
    assert found["fractions_rise"]


def test_the_same_seed_gives_the_same_model(found):
    assert found["same_seed_same_model"]


def test_validation_patches_are_answered_by_the_first_that_never_saw_them(found):
    assert all(found["evaluated_as_before"])
    assert (found["evaluated_on"], found["evaluated_split"]) == (SAID, "valid")


def test_other_patches_of_the_same_images_count_as_learned(found):
    assert found["other_patches"] is None
    assert found["same_images"] == "train"
    assert found["other_images"] == "valid"


def test_what_learned_once_keeps_no_answers(found):
    assert found["none_kept"] is None
    assert found["unjudged_learned_once"]


def test_with_patience_it_learns_as_long_as_the_best_epoch(found):
    again, kept = found["patient"]
    assert again == kept


def test_a_second_training_that_was_interrupted_goes_on(found):
    assert found["cancelled"][0] == "Cancelled"
    assert "epoch 2 of 4" in found["said"]
    assert "parts.all.unfinished.keras" in found["said"]
    assert found["left"] == ["parts.all.unfinished.keras", "parts.unfinished.keras"]
    assert len(found["goes_on"]) == 2
    assert found["epochs_again"] == ["epoch 3/4", "epoch 4/4"]
    assert found["same_after_interruption"]
    assert found["left_in_the_end"] == ["parts.keras"]
