"""Scores of made-up predictions, and what scikit-learn makes of the same; no TensorFlow."""

import json

import numpy as np
import pytest
from patch_samples import CLASSES, image_metadata
from sklearn import metrics

from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.scoring.calibration import calibrated, cross_calibrated, fit_temperature
from poplar_nn_plugin.scoring.measure import find_interest, measure, patch_hectares


def predictions():
    """Return the true class of 300 patches, six a group, and probabilities mostly right."""
    rng = np.random.default_rng(3)
    truth = rng.choice(3, 300, p=[0.6, 0.3, 0.1])
    said = rng.dirichlet([0.4] * 3, 300)
    said[np.arange(300), truth] += 0.4
    return truth, (said / said.sum(axis=1, keepdims=True)).astype(np.float32)


TRUTH, PROBABILITIES = predictions()
GROUP = np.arange(300) // 6
PREDICTED = PROBABILITIES.argmax(axis=1)


@pytest.fixture(scope="module")
def scores():
    return write(measure(TRUTH, PROBABILITIES, GROUP, CLASSES, "all", hectares=0.01))


@pytest.fixture(scope="module")
def absent():
    """Return scores where the class of interest has no patch."""
    some = TRUTH < 2
    return write(measure(TRUTH[some], PROBABILITIES[some], GROUP[some], CLASSES, "", interest=9))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("kappa", metrics.cohen_kappa_score(TRUTH, PREDICTED)),
        ("balanced_accuracy", metrics.balanced_accuracy_score(TRUTH, PREDICTED)),
        ("macro_f1", metrics.f1_score(TRUTH, PREDICTED, average="macro")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_scores_over_all_classes_are_those_of_scikit_learn(scores, key, expected):
    assert scores[key] == pytest.approx(expected)


def test_every_score_has_an_interval_around_it(scores):
    keys = [key for key in scores if key.endswith("_interval")]

    assert len(keys) == 4
    for key in keys:
        low, high = scores[key]
        assert low < scores[key[: -len("_interval")]] < high
    for row in scores["classes"]:
        for key in ("precision", "recall", "f1"):
            assert row[f"{key}_interval"][0] < row[key] < row[f"{key}_interval"][1]


def test_the_class_of_interest_is_the_rarest_unless_one_is_asked_for(scores):
    asked = measure(TRUTH, PROBABILITIES, GROUP, CLASSES, "", interest=3)

    assert scores["interest"]["name"] == "stripes"
    assert asked.interest.name == "flat"


def test_the_curve_goes_from_all_to_nothing_and_has_its_area(scores):
    curve = scores["interest"]["curve"]

    area = metrics.average_precision_score(TRUTH == 2, PROBABILITIES[:, 2])
    assert curve["average_precision"] == pytest.approx(area)
    assert curve["recall"][0] == 1
    assert curve["recall"] == sorted(curve["recall"], reverse=True)
    assert curve["threshold"] == sorted(curve["threshold"])
    assert len(curve["precision"]) == len(curve["recall"]) == len(curve["threshold"]) == 100


def test_a_class_of_interest_without_reference_has_no_curve(absent):
    assert absent["interest"]["curve"] is None
    assert absent["classes"][2]["recall_interval"] is None


def test_area_follows_from_patches(scores, absent):
    for row in scores["classes"]:
        assert row["hectares"] == pytest.approx(row["support"] * 0.01)
    assert absent["classes"][0]["hectares"] is None


def test_scores_can_be_written_as_json(scores, absent):
    assert json.dumps([scores, absent], allow_nan=False)


def test_a_temperature_is_judged_by_groups_it_was_not_fitted_on():
    found = cross_calibrated(PROBABILITIES, TRUTH, GROUP)

    of_all = calibrated(PROBABILITIES, fit_temperature(PROBABILITIES, TRUTH))
    assert (found.argmax(axis=1) == PREDICTED).all()
    assert np.abs(found[0] - of_all[0]).max() > 1e-6  # its group had no say
    assert 0 < np.abs(found - of_all).max() < 0.1


def test_the_class_of_interest_is_found_by_name_or_code():
    assert find_interest(CLASSES, " chess ") == find_interest(CLASSES, "7") == 7
    assert find_interest(CLASSES, "") is None
    with pytest.raises(ParameterError, match=r"'oak'.*flat, chess, stripes"):
        find_interest(CLASSES, "oak")
    with pytest.raises(ParameterError, match="'water', is in your labels and no polygon of it"):
        find_interest(CLASSES, "water", ("water",))


def test_a_patch_stands_for_the_square_of_its_stride():
    image = image_metadata()

    assert patch_hectares(PatchSpec(30, 10, (1,)), image) == pytest.approx(0.0025)
    assert patch_hectares(PatchSpec(30, 90, (1,)), image) == pytest.approx(0.0225)
    stretched = image_metadata(crs='PROJCS["web",PROJECTION["Mercator_1SP"]]')
    assert patch_hectares(PatchSpec(30, 10, (1,)), stretched) is None


def test_classes_that_are_missing_count_0_in_every_mean(scores):
    found = measure(TRUTH, PROBABILITIES, GROUP, CLASSES, "all", missing=("water",))

    assert found.macro_f1 == pytest.approx(scores["macro_f1"] * 3 / 4)
    assert found.macro_f1_interval == pytest.approx(
        [end * 3 / 4 for end in scores["macro_f1_interval"]]
    )
    assert found.missing == ("water",)


def test_a_patch_that_stands_for_three_counts_as_three():
    weight = np.random.default_rng(1).integers(1, 6, 300)
    repeated = (np.repeat(each, weight, axis=0) for each in (TRUTH, PROBABILITIES, GROUP))

    weighed = write(measure(TRUTH, PROBABILITIES, GROUP, CLASSES, "", weight=weight * 1.0))

    expected = write(measure(*repeated, CLASSES, ""))
    assert _rounded(weighed) == _rounded(expected)


def test_weights_make_no_score_surer():
    many = measure(TRUTH, PROBABILITIES, GROUP, CLASSES, "", weight=np.full(300, 1000.0))
    plain = measure(TRUTH, PROBABILITIES, GROUP, CLASSES, "")

    assert many.macro_f1 == pytest.approx(plain.macro_f1)
    assert many.macro_f1_interval == pytest.approx(plain.macro_f1_interval)
    assert many.groups == plain.groups == 50


def _rounded(value):
    """Return JSON values with six digits."""
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(one) for one in value]
    return round(value, 6) if isinstance(value, float) else value
