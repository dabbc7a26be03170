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
    first, device, *rest = found["messages"]

    assert first.startswith("6 trainings: 2 by random patches")
    assert device.startswith("Computed on CPU (")
    assert len(rest) == 6
    assert all("patches teach" in line and "macro F1" in line for line in rest)
    assert found["fractions"] == sorted(found["fractions"])
    assert found["fractions"][-1] == pytest.approx(1)


def test_with_patience_other_groups_choose_the_epoch_than_those_that_judge(found):
    for fold in found["patient"]["folds"]:
        assert fold["train_groups"] + fold["judge_groups"] < 8
    assert found["patient"]["optimism"] == []


def test_cancel_ends_it_and_leaves_nothing(found):
    assert found["cancelled"][0] == "Cancelled"
    assert found["left"] == []


def test_bad_settings_are_refused_before_any_training(found):
    assert found["unknown"][0] == found["setting"][0] == "ParameterError"
    assert "oak, beech" in found["unknown"][1]


def test_the_report_shows_folds_and_optimism(found):
    text = (found["folder"] / "cross.html").read_text(encoding="utf-8")

    assert "Fold by fold" in text
    assert "How much an easier test would promise" in text
    assert "by random patches" in text
    assert "http" not in text
