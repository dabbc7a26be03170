import itertools

import numpy as np
import pytest

from poplar_nn_plugin.dataset.split import fold_groups, split_groups
from poplar_nn_plugin.dataset.stratify import stratify, weights_by_class


def test_weights_are_summed_by_class_and_group():
    codes, weights = weights_by_class(
        np.array([0, 1, 1, 2]), np.array([7, 3, 7, 3]), np.array([1.0, 2.0, 4.0, 8.0])
    )

    assert codes.tolist() == [3, 7]
    assert weights.tolist() == [[0, 2, 8], [1, 4, 0]]


@pytest.mark.parametrize("shares", [(0.7, 0.3), (0.65, 0.2, 0.15)], ids=["2 sides", "3 sides"])
def test_few_groups_are_dealt_out_nearly_as_well_as_trying_all_ways(shares):
    ways = np.array(list(itertools.product(range(len(shares)), repeat=7)))
    on_side = [(ways == side).astype(float) for side in range(len(shares))]
    worse = []
    for seed in range(20):
        weights = np.random.default_rng(seed).lognormal(0, 0.8, (2, 7))
        weights *= np.arange(7) % 2 == np.arange(2)[:, None]  # each group of one class
        parts = weights / weights.sum(axis=1, keepdims=True)
        faults = 0
        for side, (share, members) in enumerate(zip(shares, on_side)):
            held = members @ parts.T
            absent = (held == 0).sum(axis=1) * (1000 if side == 0 else 10)
            faults = faults + ((held - share) ** 2).sum(axis=1) + absent

        found = stratify(weights, np.array(shares), np.random.default_rng(seed))

        worse.append(faults[(ways == found).all(axis=1)][0] - faults.min())
    assert max(worse) < 0.1
    assert np.mean(worse) < 0.02


def test_a_large_group_does_not_go_to_a_small_side():
    group, code = np.arange(6), np.array([1, 1, 1, 2, 2, 2])
    area = np.array([90.0, 5.0, 5.0, 10.0, 10.0, 10.0])

    for seed in range(20):
        found = split_groups(group, code, area, validation_share=0.2, seed=seed)

        assert found.of_group[0] == 0
        assert found.missing == ()


def test_thousands_of_groups_meet_their_shares_to_the_thousandth():
    rng = np.random.default_rng(2)
    code, area = rng.integers(1, 6, 3000), rng.lognormal(size=3000)

    found = split_groups(np.arange(3000), code, area, validation_share=0.2, test_share=0.1)

    for c in range(1, 6):
        side = [area[(code == c) & (found.of_group == s)].sum() for s in range(3)]
        assert np.array(side) / sum(side) == pytest.approx([0.7, 0.2, 0.1], abs=0.001)


def test_folds_hold_equal_parts_of_each_class_in_whole_groups():
    group = np.repeat(np.arange(24), 3)
    code = np.repeat([1, 1, 2], 24)

    folds = fold_groups(group, code, np.ones(72), folds=4)

    assert len(folds) == 24
    for c in (1, 2):
        assert np.bincount(folds[group[code == c]]).tolist() == [0] + 4 * [(code == c).sum() // 4]


def test_a_class_of_fewer_groups_than_folds_is_in_as_many_as_it_can_be():
    code = np.array([1, 1, 1, *[2] * 17])

    folds = fold_groups(np.arange(20), code, np.ones(20), folds=5)

    assert len(set(folds[:3])) == 3
    assert set(folds) == {1, 2, 3, 4, 5}


def test_there_may_be_more_folds_than_a_byte_counts():
    folds = fold_groups(np.arange(300), np.ones(300, int), np.ones(300), folds=300)

    assert set(folds) == set(range(1, 301))
