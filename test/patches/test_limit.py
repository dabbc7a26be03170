import numpy as np
import pytest

from poplar_nn_plugin.patches.limit import _shares, even_sample


def test_groups_give_alike_until_the_small_ones_have_no_more():
    group = np.repeat([5, 7, 9], [2, 10, 30])

    taken = even_sample(group, 12, np.random.default_rng(0))

    assert np.bincount(group[taken])[[5, 7, 9]].tolist() == [2, 5, 5]
    assert (np.diff(taken) > 0).all()


def test_more_than_there_are_takes_all():
    assert even_sample(np.array([1, 1, 2]), 99, np.random.default_rng(0)).tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("counts", "most", "taken"),
    [
        ([80, 20, 0], 10, [8, 2, 0]),
        ([99, 1, 0], 10, [9, 1, 0]),
        ([70, 20, 10], 2, [1, 1, 0]),
        ([5, 5, 5], 7, [3, 2, 2]),
        ([9, 9, 0], 0, [0, 0, 0]),
    ],
)
def test_sides_give_in_proportion_and_at_least_one(counts, most, taken):
    assert _shares(counts, most) == taken
