import numpy as np
import pytest

from poplar_nn_plugin.filters import network


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8, 9, 13, 16, 25, 31, 49])
def test_all_ranks_are_the_sorted_values(count):
    columns = np.random.default_rng(count).integers(0, count, (count, 300))

    assert np.array_equal(np.sort(columns, axis=0), network.ranks(list(columns), range(count)))


@pytest.mark.parametrize("count", [1, 2, 3, 6, 9, 12, 13])
def test_every_sequence_of_zeros_and_ones_is_sorted(count):
    """By the 0-1 principle a network that sorts these sorts everything."""
    bits = (np.arange(2**count)[None, :] >> np.arange(count)[:, None]) & 1

    assert np.array_equal(np.sort(bits, axis=0), network.ranks(list(bits), range(count)))


@pytest.mark.parametrize("wanted", [range(1), range(4, 5), range(2, 6), range(8, 9)])
def test_some_ranks_are_the_same_as_of_all(wanted):
    columns = np.random.default_rng(0).random((9, 100))

    assert np.array_equal(np.sort(columns, axis=0)[wanted.start : wanted.stop],
                          network.ranks(list(columns), wanted))  # fmt: skip


def test_no_array_that_was_given_is_changed():
    columns = np.random.default_rng(0).random((9, 100))
    before = columns.copy()

    network.ranks(list(columns), range(4, 5))

    assert np.array_equal(before, columns)


@pytest.mark.parametrize("side", [3, 5, 7, 9, 11])
def test_the_middle_of_every_window(side):
    tile = np.random.default_rng(side).integers(0, 50, (side + 6, side + 9))
    views = np.lib.stride_tricks.sliding_window_view(tile, (side, side))

    assert np.array_equal(np.median(views, axis=(-2, -1)), network.middle(tile, side))


def test_the_middle_holds_for_zeros_and_ones():
    """Every 3 x 3 window of bits, which proves it for every 3 x 3 window."""
    for number in range(2**9):
        window = np.array([number >> bit & 1 for bit in range(9)]).reshape(3, 3)
        assert np.median(window) == network.middle(window, 3)[0, 0]
