import numpy as np
import pytest

from poplar_nn_plugin.scoring.confusion import class_scores, overall_scores
from poplar_nn_plugin.scoring.intervals import confusion_by_group, intervals

# Class 0: five groups of four patches, 4, 3, 2, 1 and 4 of them right. Class 1: two, all right.
GROUPS = np.repeat(np.arange(7), 4)
REFERENCE = np.repeat([0, 0, 0, 0, 0, 1, 1], 4)
PREDICTED = np.array([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 1, 1, 0, 0, 0, 0] + [1] * 8)


@pytest.fixture(scope="module")
def found():
    return intervals(confusion_by_group(REFERENCE, PREDICTED, GROUPS, 2))


def by_hand(score, draws=4000):
    """Draw polygons within their class, take all their patches, and score those."""
    rng = np.random.default_rng(99)
    values = []
    for _ in range(draws):
        drawn = [*rng.choice(5, 5), *(5 + rng.choice(2, 2))]
        rows = np.concatenate([np.flatnonzero(group == GROUPS) for group in drawn])
        values.append(score(REFERENCE[rows], PREDICTED[rows]))
    return np.quantile(values, [0, 0.025, 0.975, 1])


def test_each_group_has_its_own_confusion_matrix():
    each = confusion_by_group(REFERENCE, PREDICTED, GROUPS, 2)

    assert each.shape == (7, 2, 2)
    assert each[1].tolist() == [[3, 1], [0, 0]]
    assert each.sum(axis=0).tolist() == [[14, 6], [0, 8]]


def test_numbers_of_groups_need_not_begin_at_0():
    shifted = confusion_by_group(REFERENCE, PREDICTED, GROUPS * 1000 + 7, 2)

    assert (shifted == confusion_by_group(REFERENCE, PREDICTED, GROUPS, 2)).all()


@pytest.mark.parametrize(
    ("kind", "score"),
    [
        ("recall", lambda truth, said: (said[truth == 0] == 0).mean()),
        ("accuracy", lambda truth, said: (truth == said).mean()),
    ],
    ids=["recall", "accuracy"],
)
def test_intervals_are_those_of_polygons_drawn_again_and_again(found, kind, score):
    low, high = found.totals[kind] if kind == "accuracy" else found.classes[kind][0]
    ends = by_hand(score)

    # Five and seven polygons are few: the ends lie a little farther out than those of 95 in 100.
    assert ends[0] <= low < ends[1]
    assert ends[2] <= high <= ends[3]


def test_a_range_holds_the_truth_about_as_often_as_it_says():
    rng, right = np.random.default_rng(0), 0
    for _ in range(100):
        hits = rng.binomial(20, rng.beta(2.8, 1.2, 10))  # ten polygons; of all there are, 0.7
        each = np.zeros((20, 2, 2), int)
        each[:10, 0, 0], each[:10, 0, 1], each[10:, 1, 1] = hits, 20 - hits, 20
        low, high = intervals(each).classes["recall"][0]
        right += low <= 0.7 <= high

    assert 87 <= right <= 99


def test_an_interval_is_wider_than_if_patches_were_independent(found):
    alone = intervals(confusion_by_group(REFERENCE, PREDICTED, np.arange(28), 2))

    one, other = found.classes["recall"][0], alone.classes["recall"][0]
    assert one[1] - one[0] > other[1] - other[0]


def test_scores_lie_in_their_intervals(found):
    whole = confusion_by_group(REFERENCE, PREDICTED, GROUPS, 2).sum(axis=0)

    for key, value in overall_scores(whole).items():
        assert found.totals[key][0] <= value <= found.totals[key][1]
    for key, values in class_scores(whole).items():
        for value, interval in zip(values, found.classes[key]):
            assert interval[0] <= value <= interval[1]


def test_groups_that_are_all_right_prove_no_perfection(found):
    # Two polygons, both right: with a true share below 0.158 that happens in 1 of 40 cases.
    assert found.classes["recall"][1] == (pytest.approx(np.sqrt(0.025)), 1.0)
    assert found.groups == (5, 2)


def test_groups_that_are_all_wrong_prove_no_hopelessness():
    wrong = intervals(np.array([[[0, 3], [0, 0]], [[0, 5], [0, 0]], [[0, 0], [0, 4]]]))

    assert wrong.classes["recall"][0] == (0.0, pytest.approx(1 - np.sqrt(0.025)))


def test_a_single_group_has_no_interval():
    found = intervals(np.array([[[3, 1], [0, 0]], [[0, 0], [2, 2]], [[0, 0], [0, 4]]]))

    assert found.classes["recall"][0] is None
    assert found.classes["f1"][0] is found.classes["precision"][0] is None
    assert found.classes["recall"][1] is not None


def test_a_class_without_reference_has_no_interval():
    found = intervals(np.array([[[3, 1, 0], [0, 0, 0], [0, 0, 0]]] * 3))

    assert found.classes["recall"][2] is found.classes["precision"][2] is None


def test_the_same_measurement_has_the_same_intervals(found):
    assert intervals(confusion_by_group(REFERENCE, PREDICTED, GROUPS, 2)) == found


def test_a_class_of_one_group_does_not_seem_to_be_sure():
    # Classes 1 and 2 were judged by a polygon each; all of 1 is taken for 0, which is else perfect.
    alone = [[[0, 0, 0], [4, 0, 0], [0, 0, 0]], [[0, 0, 0], [0, 0, 0], [0, 0, 4]]]
    found = intervals(np.array([[[4, 0, 0], [0, 0, 0], [0, 0, 0]]] * 4 + alone))

    assert found.totals["accuracy"] == (pytest.approx(16 / 24), 1.0)
    assert found.classes["f1"][0][1] == 1.0
    assert found.classes["recall"][1] is None


def test_the_only_class_of_one_group_is_drawn_with_the_smallest_other():
    alone = [[[0, 0], [4, 0]]]
    found = intervals(np.array([[[4, 0], [0, 0]]] * 4 + alone))

    low, high = found.totals["accuracy"]
    assert low < 0.8 < high


def test_missing_classes_lower_the_means_and_their_ranges():
    rng = np.random.default_rng(1)
    confusions = rng.integers(0, 5, (12, 3, 3)) + 4 * np.eye(3, dtype=int)

    every, some = intervals(confusions), intervals(confusions, missing=3)

    low, high = every.totals["macro_f1"]
    assert some.totals["macro_f1"] == pytest.approx((low / 2, high / 2))
    assert some.totals["accuracy"] == every.totals["accuracy"]
