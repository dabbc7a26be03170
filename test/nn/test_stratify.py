import itertools

import numpy as np
import pytest

from poplar_nn_plugin.nn.split import fold_groups, split_groups
from poplar_nn_plugin.nn.stratify import class_weights, stratify


def test_weights_are_summed_by_class_and_group():
    codes, weights = class_weights(
        np.array([0, 1, 1, 2]), np.array([7, 3, 7, 3]), np.array([1.0, 2.0, 4.0, 8.0])
    )

    assert codes.tolist() == [3, 7]
    assert weights.tolist() == [[0, 2, 8], [1, 4, 0]]


@pytest.mark.parametrize("seed", range(5))
def test_few_groups_are_dealt_out_nearly_as_well_as_trying_all_ways(seed):
    rng = np.random.default_rng(seed)
    weights = rng.uniform(1, 5, (2, 8)) * (rng.random((2, 8)) < 0.8)
    parts = weights / weights.sum(axis=1, keepdims=True)

    def fault(side):
        held = np.stack([parts[:, side == s].sum(axis=1) for s in (0, 1)])
        absent = (held[0] == 0).sum() * 1000 + (held[1] == 0).sum() * 10
        return absent + ((held - [[0.7], [0.3]]) ** 2).sum()

    found = fault(stratify(weights, np.array([0.7, 0.3]), np.random.default_rng(0)))

    best = min(fault(np.array(side)) for side in itertools.product((0, 1), repeat=8))
    assert found <= best + 0.01


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


@pytest.mark.worker
def test_folds_are_as_even_as_those_of_scikit_learn(in_worker):
    found = in_worker("folds")

    for case in ("one class a group", "classes mixed"):
        assert found[case]["ours"] <= found[case]["theirs"] + 1e-9
