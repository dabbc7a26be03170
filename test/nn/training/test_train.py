"""What a training gives, tells and keeps."""

import json

import numpy as np
import pytest
from network_samples import same_weights
from patch_samples import CLASSES, textured_dataset
from watch import Watch

from poplar_nn_plugin.nn.evaluate import evaluate_model
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.training.train import _warn_of_unvalidated
from poplar_nn_plugin.reports.map_report import report_map
from poplar_nn_plugin.reports.model_card import write_card


@pytest.fixture
def train(train_in, tmp_path):
    """Return a function that trains in a folder of the test."""
    return lambda name="model", **settings: train_in(tmp_path, name, **settings)


def weights_of(trained):
    return TrainedModel.load(trained.path).network.get_weights()


def test_the_network_learns_to_tell_textures_apart(first):
    assert first.result["macro_f1"] > 0.9
    assert first.result["epochs_run"] == 3


def test_the_same_seed_and_data_give_the_same_weights(first, train):
    again, other = train("again"), train("other", seed=2)

    assert same_weights(weights_of(first), weights_of(again))
    assert not same_weights(weights_of(first), weights_of(other))


@pytest.mark.parametrize("architecture", ["compact", "sigma"])
def test_balanced_and_varied_the_same_seed_gives_the_same_weights(train, architecture):
    one, two = (
        train(name, architecture=architecture, epochs=1, balance="weights", augment="flips")
        for name in ("one", "two")
    )

    assert same_weights(weights_of(one), weights_of(two))


def test_it_tells_the_device_the_counts_and_each_epoch(first):
    forest, begins, *epochs, verdict = first.watch.messages

    assert forest.startswith("A quick random forest reaches macro F1 1.00 on the validation")
    assert "a quick random forest" in verdict
    assert "TensorFlow 2." in begins
    assert "parameters; patches: 60 train, 18 valid, 0 test" in begins
    assert [line.split(":")[0] for line in epochs] == ["epoch 1/3", "epoch 2/3", "epoch 3/3"]
    assert all("loss" in line and "validation macro F1" in line for line in epochs)


def test_classes_that_nothing_judges_are_named():
    watch = Watch()

    _warn_of_unvalidated({"valid": {"poplar": 3, "vine": 0, "bog": 0}}, watch)

    assert [line.split(":")[1] for line in watch.messages] == [
        " class 'vine' has no validation patches",
        " class 'bog' has no validation patches",
    ]


def test_two_patches_of_a_class_are_enough(train, tmp_path):
    found = train(data=textured_dataset(tmp_path / "pairs", train=2, valid=0), epochs=1).result

    assert found["epochs_run"] == 1
    assert np.isfinite(found["history"]["loss"]).all()


def test_progress_goes_up_to_1_in_steps_of_a_batch(first):
    fractions = first.watch.fractions

    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert len(fractions) > 3 * 30


def test_nothing_is_printed(train, textures, tmp_path, capfd):
    path = str(train(epochs=1, report=True, baseline=True).path)
    report, watch = str(tmp_path / "page.html"), Watch()
    evaluate_model(model=path, dataset=str(textures.folder), report=report, progress=watch)
    write_card(model=path, report=report, progress=watch)
    report_map(
        confusion=np.eye(3, dtype=int),
        classes=CLASSES.to_json(),
        title="",
        measured_on="",
        report=report,
        progress=watch,
    )

    assert capfd.readouterr().out == ""


def test_without_patience_the_last_epoch_remains_and_its_score_is_not_chosen(first):
    history = first.result["history"]

    assert history["kept_epoch"] == 3
    assert first.result["macro_f1"] == history["validation_macro_f1"][-1]
    assert "chosen" not in first.result["scores"]["measured_on"]


@pytest.fixture(scope="module")
def patient(train_in, tmp_path_factory):
    """Return what a training gave that may end early."""
    folder = tmp_path_factory.mktemp("patient")
    return train_in(folder, epochs=30, patience=2).result


def test_with_patience_the_best_epoch_remains(patient):
    history = patient["history"]
    ranks = list(zip(history["validation_macro_f1"], [-v for v in history["validation_loss"]]))

    assert history["kept_epoch"] == 1 + ranks.index(max(ranks))
    assert patient["macro_f1"] == max(history["validation_macro_f1"])
    assert "best epoch was chosen on the same patches" in patient["scores"]["measured_on"]


def test_patience_ends_training_early(patient):
    assert patient["epochs_run"] == patient["history"]["kept_epoch"] + 2 < 30


def test_the_card_holds_all_that_the_map_needs(first, textures):
    card = first.card.to_json()

    assert card["architecture"] == "sigma"
    assert card["classes"]["codes"] == [3, 7, 9]
    assert card["spec"]["size"] == 8
    assert card["image"]["bands"] == ["band 1", "band 2"]
    assert card["training"]["settings"]["seed"] == 1
    assert card["training"]["patches"]["valid"] == {"flat": 6, "chess": 6, "stripes": 6}
    assert card["training"]["groups"]["train"] == 30
    assert card["versions"]["tensorflow"].startswith("2.")
    learned = textures.x[textures.select("train")].astype(float)
    assert np.allclose(card["scaling"]["offset"], learned.mean(axis=(0, 1, 2)))
    assert np.allclose(card["scaling"]["scale"], learned.std(axis=(0, 1, 2)))


def test_the_card_holds_a_temperature_and_what_it_was_fitted_on(first):
    card = first.card.to_json()
    calibration = card["calibration"]

    assert 0.2 <= calibration["temperature"] <= 10
    assert calibration["fitted_on"].startswith("18 patches of 9 polygons kept out")
    assert calibration["before"]["ece"] >= 0
    assert card["scores"]["calibration"]["ece"] >= 0


def test_the_card_tells_polygons_of_each_class(first):
    training = first.card.to_json()["training"]

    assert training["class_groups"]["valid"] == {"flat": 3, "chess": 3, "stripes": 3}
    assert training["class_groups"]["train"] == {"flat": 10, "chess": 10, "stripes": 10}
    assert training["patch_hectares"] == pytest.approx(0.0004)  # squares of 2 m


def test_scores_say_what_they_were_measured_on(first):
    said = first.result["scores"]["measured_on"]

    assert said.startswith("18 patches of 9 polygons kept out of training")


def test_without_validation_patches_nothing_is_claimed(unjudged):
    result = unjudged.result

    assert (result["accuracy"], result["macro_f1"]) == (None, None)
    assert result["scores"]["measured_on"] == "not measured (no validation patches)"
    assert result["history"]["kept_epoch"] == 3
    warned = "Warning: there are no valid"
    assert any(line.startswith(warned) for line in unjudged.watch.messages)
    assert "not measured (no validation patches)" in unjudged.page
    assert "overall accuracy" not in unjudged.page


def test_training_goes_on_from_the_weights_of_a_model(first, train):
    continued, fresh = train("continued", epochs=1, weights=str(first.path)), train(epochs=1)

    losses = [trained.result["history"]["loss"][0] for trained in (continued, fresh)]
    assert losses[0] < losses[1] / 2


def test_the_result_is_json(first):
    assert json.dumps(first.result, allow_nan=False)
