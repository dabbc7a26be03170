import re

import numpy as np
import pytest

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("crossvalidating")


def test_every_patch_is_judged_once(found):
    assert found["index"] == list(range(80))
    assert found["codes"] == [3, 7]
    assert found["sure"]


def test_scores_are_those_of_all_patches_together(found):
    assert found["whole"]["macro_f1"] == pytest.approx(found["macro_f1"])
    assert found["whole"]["scores"]["interest"]["name"] == "beech"
    assert found["whole"]["scores"]["macro_f1_interval"][0] < found["macro_f1"]
    assert found["whole"]["scores"]["measured_on"].startswith(
        "80 patches of 8 polygons, each by networks that learned nothing of its polygon"
    )


def test_the_mean_and_spread_are_those_of_the_folds(found):
    folds = [fold["macro_f1"] for fold in found["whole"]["folds"]]

    assert len(folds) == 2
    assert found["whole"]["macro_f1_mean"] == pytest.approx(np.mean(folds))
    assert found["whole"]["macro_f1_std"] == pytest.approx(np.std(folds, ddof=1))


def test_patches_drawn_at_random_promise_what_no_other_polygon_keeps(found):
    random, groups, apart = found["whole"]["optimism"]

    assert random["macro_f1"] > 0.9
    assert apart["macro_f1"] < 0.5
    assert random["too_much"] == pytest.approx(random["macro_f1"] - apart["macro_f1"])
    assert apart["too_much"] == 0
    assert [row["title"] for row in (random, groups, apart)] == [
        "by random patches",
        "by groups, however near",
        "by groups, 8 pixels apart",
    ]


def test_it_tells_each_fold_and_no_epoch(found):
    first, device, team, *rest = found["messages"]

    assert first.startswith("6 trainings: 2 by random patches")
    assert device.startswith("Computed on CPU (")
    assert team.startswith("2 trainings at a time, ")
    assert len(rest) == 6
    assert all("patches teach" in line and "macro F1" in line for line in rest)
    assert found["fractions"] == sorted(found["fractions"])
    assert found["fractions"][-1] == pytest.approx(1)


def test_folds_side_by_side_judge_as_those_one_by_one_and_the_same_each_time(found):
    assert found["whole"]["jobs"] == 2
    assert found["alone"]["jobs"] == 1
    assert found["alone"]["macro_f1"] == pytest.approx(found["macro_f1"], abs=0.1)
    assert found["repeated"]


def test_what_a_training_takes_is_measured_to_know_how_many_there_is_room_for(found):
    _, _, first, team, *folds = found["measured"]

    assert first == "The first training shows how many there is memory for."
    need, shared = re.fullmatch(r"A training takes ([\d,]+) MB of memory. (.+)", team).groups()
    assert 100 < int(need.replace(",", "")) < 2000
    assert shared == "2 trainings at a time, on one core each."  # there are no more
    assert len(folds) == 2


def test_with_patience_other_groups_choose_the_epoch_than_those_that_judge(found):
    for fold in found["patient"]["folds"]:
        assert fold["train_groups"] + fold["judge_groups"] < 8
    assert found["patient"]["optimism"] == []


def test_cancel_ends_it_and_leaves_nothing(found):
    assert found["cancelled"][0] == "Cancelled"
    assert found["left"] == []
    assert found["temporary"] == []


@pytest.mark.parametrize(
    ("case", "error", "said"),
    [
        ("unknown", "ParameterError", "oak, beech"),
        ("setting", "ParameterError", "epochs must be 1 or more"),
        ("dense", "DatasetError", ""),
    ],
)
def test_bad_settings_are_refused_before_any_training(found, case, error, said):
    assert found[case][0] == error
    assert said in found[case][1]


def test_what_goes_wrong_in_a_fold_is_told_with_its_name(found):
    name, message = found["astray"]

    assert name == "ParameterError"
    assert message.startswith("by random patches, fold 1 of 2: Training went astray in epoch")


def test_the_report_shows_folds_and_optimism(found):
    text = (found["folder"] / "cross.html").read_text(encoding="utf-8")

    assert "Fold by fold" in text
    assert "How much an easier test would promise" in text
    assert "by random patches" in text
    assert "<td>Trainings at a time</td><td>2</td>" in text
    assert "http" not in text
