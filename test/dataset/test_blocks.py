import numpy as np
import pytest

from poplar_nn_plugin.dataset.blocks import Blocks, block_of, cuts_of, large_groups


def places(height, width):
    """Return the places of a rectangle, 1 apart."""
    return np.argwhere(np.ones((height, width))).astype(float)


def cut(place, reach, share=0.2, of_class=None, seed=0):
    """Return the blocks of places."""
    blocks = Blocks(reach, share)
    of_class = len(place) if of_class is None else of_class
    return block_of(place, cuts_of(place, of_class, blocks, np.random.default_rng(seed)))


@pytest.mark.parametrize(
    ("sizes", "large"),
    [
        ([100], [True]),
        ([1000, 1], [True, False]),
        ([50, 50], [True, True]),
        ([40, 40, 40], [False] * 3),
        ([90, 40, 5, 5], [True, True, False, False]),
        ([10] * 9, [False] * 9),
    ],
    ids=["one", "and a speck", "two", "three", "two and specks", "many"],
)
def test_large_groups_of_few_or_unequal_ones_are_cut(sizes, large):
    assert large_groups(np.array(sizes)).tolist() == large


def test_long_polygons_are_halved_until_a_block_is_a_quarter():
    block = cut(places(4, 160), reach=10)

    assert np.bincount(block).tolist() == [160] * 4
    assert all(np.ptp(places(4, 160)[block == one][:, 1]) == 39 for one in range(4))


def test_of_a_short_polygon_an_end_is_cut_off():
    ends = set()
    for seed in range(8):
        block = cut(places(30, 10), reach=15, seed=seed)
        counts = np.bincount(block)
        assert sorted(counts / 300) == pytest.approx([0.2, 0.8], abs=0.04)
        ends.add(int(counts.argmin()))

    assert ends == {0, 1}


def test_what_is_too_short_for_a_buffer_stays_whole():
    assert not cut(places(26, 20), reach=15).any()
    assert not cut(np.zeros((5, 2)), reach=0.5).any()


def test_a_polygon_that_is_no_quarter_of_its_class_is_not_halved():
    assert not cut(places(4, 160), reach=10, of_class=10_000).any()


def test_wide_polygons_are_cut_both_ways():
    block = cut(places(100, 100), reach=12)

    middles = {tuple(places(100, 100)[block == one].mean(axis=0)) for one in range(4)}
    assert len(middles) == 4
    assert np.bincount(block).tolist() == [2500] * 4
