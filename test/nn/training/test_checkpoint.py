import pytest

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("resuming")


def test_a_cancelled_training_keeps_its_best_epoch_and_says_so(found):
    history = found["card"]["history"]
    ranks = list(zip(history["validation_macro_f1"], [-v for v in history["validation_loss"]]))
    best = 1 + ranks.index(max(ranks))

    assert found["parts_cancelled"][0] == "Cancelled"
    assert found["said"].startswith("Cancelled after epoch 3 of 4.")
    assert f"the best epoch so far ({best}, macro F1 " in found["said"]
    assert str(found["folder"] / "parts.unfinished.keras") in found["said"]
    assert history["kept_epoch"] == best


def test_what_is_left_is_a_model_that_nothing_has_measured(found):
    assert found["left"] == ["parts.unfinished.keras"]
    assert found["card"]["scores"]["measured_on"] == "not measured (the training was interrupted)"
    assert found["card"]["scores"]["macro_f1"] is None


def test_a_training_that_is_not_to_be_kept_leaves_nothing_and_says_so(found):
    assert found["forgotten_cancelled"][0] == "Cancelled"
    assert found["forgotten_said"] == "Cancelled: nothing of this training is kept."
    assert found["forgotten_left"] == []


def test_training_goes_on_and_ends_as_if_it_had_not_been_interrupted(found):
    assert found["goes_on"].endswith("left after epoch 3: training goes on from there.")
    assert found["epochs_told"] == ["epoch 4/4"]
    assert found["same_as_uninterrupted"]
    assert found["same_history"]
    assert found["left_in_the_end"] == ["parts.keras"]


def test_batches_made_ahead_change_nothing(found):
    assert found["same_when_no_batch_is_made_ahead"]


def test_patience_counts_across_the_interruption(found):
    assert found["patient"] == [True, True, True]


@pytest.mark.parametrize("epoch", [1, 2])
def test_a_training_in_phases_goes_on_in_the_right_one(found, epoch):
    said = "Now the layers trained on ImageNet are tuned, too."

    assert found["phases"][str(epoch)] == [epoch, True, [said]]


def test_another_training_begins_anew_and_says_what_differs(found):
    assert found["other_settings"].startswith("Warning: ")
    assert "another training (other learning_rate)" in found["other_settings"]


def test_nothing_is_resumed_where_that_is_not_wanted(found):
    assert found["not_resumed"] == ["epoch 1/4", "epoch 2/4", "epoch 3/4", "epoch 4/4"]


def test_a_damaged_state_is_refused(found):
    assert found["damaged"][0] == "ModelFileError"
    assert "remove it, or train without resuming" in found["damaged"][1]


def test_a_training_that_breaks_off_goes_on_too(found):
    assert found["left_by_crash"] == ["crashed.unfinished.keras"]
    assert found["same_after_crash"]


def test_before_the_first_epoch_nothing_is_left(found):
    assert found["early_cancelled"][0] == "Cancelled"
    assert found["left_early"] == []
