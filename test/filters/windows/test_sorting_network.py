import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from poplar_nn_plugin.filters.windows import sorting_network as network
from poplar_nn_plugin.filters.windows.sliding import CIRCLE, SQUARE, Footprint


def in_order(tile, window):
    """Return every window's values, sorted."""
    windows = sliding_window_view(tile, (window.side, window.side))
    return np.sort(windows[..., window.mask], axis=-1)


def noise(window, more_rows, more_cols, levels=50):
    rows, cols = window.side + more_rows, window.side + more_cols
    return np.random.default_rng(window.radius).integers(0, levels, (rows, cols))


@pytest.mark.parametrize("shape", [SQUARE, CIRCLE])
@pytest.mark.parametrize("radius", [1, 2, 3, 4, 5])
def test_all_ranks_are_the_sorted_values(radius, shape):
    window = Footprint(radius, shape)
    tile = noise(window, 4, 6)

    found = network.ranks(tile, window, range(window.count))

    assert np.array_equal(in_order(tile, window), np.stack(list(found), axis=-1))


@pytest.mark.parametrize("shape", [SQUARE, CIRCLE])
@pytest.mark.parametrize("radius", [1, 2, 3, 6, 8])
def test_the_middle_of_every_window(radius, shape):
    window = Footprint(radius, shape)
    tile, middle = noise(window, 6, 9), window.count // 2

    (found,) = network.ranks(tile, window, range(middle, middle + 1))

    assert np.array_equal(in_order(tile, window)[..., middle], found)


@pytest.mark.parametrize("shape", [SQUARE, CIRCLE])
@pytest.mark.parametrize("place", [0, 1, 7, 11, 12])
def test_some_ranks_are_the_same_as_of_all(place, shape):
    window = Footprint(2, shape)
    tile = noise(window, 5, 5)

    for wanted in (range(place, place + 1), range(place, 13), range(place + 1)):
        found = network.ranks(tile, window, wanted)

        expected = in_order(tile, window)[..., wanted.start : wanted.stop]
        assert np.array_equal(expected, np.stack(list(found), axis=-1))


@pytest.mark.parametrize("more", [(0, 0), (1, 0), (0, 1), (2, 3), (3, 2)])
@pytest.mark.parametrize("shape", [SQUARE, CIRCLE])
def test_a_tile_may_hold_few_windows(shape, more):
    window = Footprint(3, shape)
    tile = noise(window, *more)

    (found,) = network.ranks(tile, window, range(5, 6))

    assert np.array_equal(in_order(tile, window)[..., 5], found)


@pytest.mark.parametrize("rank", range(9))
def test_each_rank_holds_for_zeros_and_ones(rank):
    """Every 3 x 3 window of bits, which proves it for every 3 x 3 window."""
    window = Footprint(1)
    bits = np.arange(2**9)[:, None] >> np.arange(9) & 1
    tile = np.concatenate(bits.reshape(-1, 3, 3), axis=1)

    (found,) = network.ranks(tile, window, range(rank, rank + 1))

    assert np.array_equal(np.sort(bits, axis=1)[:, rank], found[0, ::3])


def test_a_tile_that_was_given_is_not_changed():
    tile = noise(Footprint(2), 5, 5)
    before = tile.copy()

    list(network.ranks(tile, Footprint(2), range(12, 13)))

    assert np.array_equal(before, tile)


@pytest.mark.parametrize("dtype", ["uint8", "int16", "float32", "float64"])
def test_the_type_is_kept(dtype):
    tile = noise(Footprint(1), 2, 2).astype(dtype)

    (found,) = network.ranks(tile, Footprint(1), range(4, 5))

    assert found.dtype == dtype
