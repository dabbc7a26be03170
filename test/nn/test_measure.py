import pytest
from patch_samples import CLASSES

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.nn.measure import find_interest, patch_hectares


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("measuring")


@pytest.mark.worker
@pytest.mark.parametrize("key", ["kappa", "balanced_accuracy", "macro_f1"])
def test_scores_over_all_classes_are_those_of_scikit_learn(found, key):
    assert found["scores"][key] == pytest.approx(found[key])


@pytest.mark.worker
def test_every_score_has_an_interval_around_it(found):
    scores = found["scores"]

    keys = [key for key in scores if key.endswith("_interval")]
    assert len(keys) == 4
    for key in keys:
        low, high = scores[key]
        assert low < scores[key[: -len("_interval")]] < high
    for row in scores["classes"]:
        for key in ("precision", "recall", "f1"):
            assert row[f"{key}_interval"][0] < row[key] < row[f"{key}_interval"][1]


@pytest.mark.worker
def test_the_class_of_interest_is_the_rarest_unless_one_is_asked_for(found):
    assert found["scores"]["interest"]["name"] == "stripes"
    assert found["asked"] == "flat"


@pytest.mark.worker
def test_the_curve_goes_from_all_to_nothing_and_has_its_area(found):
    curve = found["scores"]["interest"]["curve"]

    assert curve["average_precision"] == pytest.approx(found["average_precision"])
    assert curve["recall"][0] == 1
    assert curve["recall"] == sorted(curve["recall"], reverse=True)
    assert curve["threshold"] == sorted(curve["threshold"])
    assert len(curve["precision"]) == len(curve["recall"]) == len(curve["threshold"]) == 100


@pytest.mark.worker
def test_a_class_of_interest_without_reference_has_no_curve(found):
    assert found["absent"]["interest"]["curve"] is None
    assert found["absent"]["classes"][2]["recall_interval"] is None


@pytest.mark.worker
def test_area_follows_from_patches(found):
    rows = found["scores"]["classes"]

    assert [row["hectares"] for row in rows] == [
        pytest.approx(row["support"] * 0.01) for row in rows
    ]
    assert found["absent"]["classes"][0]["hectares"] is None


@pytest.mark.worker
def test_a_temperature_is_judged_by_groups_it_was_not_fitted_on(found):
    assert found["same_class_in_all_folds"]
    assert found["first_group_had_no_say"]
    assert 0 < found["close_to_the_fit_on_all"] < 0.1


def test_the_class_of_interest_is_found_by_name_or_code():
    assert find_interest(CLASSES, " chess ") == find_interest(CLASSES, "7") == 7
    assert find_interest(CLASSES, "") is None
    with pytest.raises(ParameterError, match=r"'oak'.*flat, chess, stripes"):
        find_interest(CLASSES, "oak")


def test_a_patch_stands_for_the_square_of_its_stride():
    image = {"pixel_metres": 0.5}

    assert patch_hectares(PatchSpec(30, 10, (1,)), image) == pytest.approx(0.0025)
    assert patch_hectares(PatchSpec(30, 90, (1,)), image) == pytest.approx(0.0225)
    assert patch_hectares(PatchSpec(30, 10, (1,)), {}) is None
