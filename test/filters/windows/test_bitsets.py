import tracemalloc

import numpy as np
import pytest

from poplar_nn_plugin.engine.blocks.step import SLACK
from poplar_nn_plugin.filters.percentile import Percentile
from poplar_nn_plugin.filters.windows.bitsets import Ordered, by_halving
from poplar_nn_plugin.filters.windows.sliding import Footprint

RNG = np.random.default_rng(0)


def sorted_windows(tile, window):
    """Return the sorted pixels of every window, (rows, cols, count)."""
    views = np.lib.stride_tricks.sliding_window_view(tile, (window.side, window.side))
    return np.sort(views[:, :, window.mask], axis=-1)


@pytest.mark.parametrize("shape", ["square", "circle"])
@pytest.mark.parametrize("radius", [1, 4, 13])
@pytest.mark.parametrize(
    "tile",
    [
        RNG.normal(size=(60, 75)).astype("float32"),
        RNG.integers(0, 4000, (61, 44), dtype="uint16"),
        np.add.outer(np.arange(50) * 3, np.arange(90) * 5),
        np.full((30, 29), 7.5),
    ],
    ids=["noise", "integers", "slope", "one value"],
)
def test_each_rank_is_that_of_the_sorted_window(tile, radius, shape):
    window = Footprint(radius, shape)
    ordered, order = sorted_windows(tile, window), np.argsort(tile, axis=None, kind="stable")
    any_rank = RNG.integers(0, window.count, ordered.shape[:2])
    wanted = [np.full((1, 1), rank) for rank in (0, window.count // 3, window.count - 1)]

    found = Ordered(tile, order, window).ranked([*wanted, any_rank])

    for rank, result in zip(wanted, found):
        assert np.array_equal(ordered[..., rank[0, 0]], result)
    of_each = np.take_along_axis(ordered, any_rank[..., None], axis=-1)[..., 0]
    assert np.array_equal(of_each, found[-1])


def test_codes_are_found_with_the_number_of_pixels_below():
    window = Footprint(3)
    tile = RNG.integers(0, 90, (40, 41), dtype="uint8")
    ordered = sorted_windows(tile, window)

    ranks = [np.full((1, 1), rank) for rank in (0, 24)]
    for rank, (code, below) in zip(ranks, by_halving(tile, window, ranks)):
        assert np.array_equal(ordered[..., rank[0, 0]], code)
        assert np.array_equal((ordered < code[..., None]).sum(axis=-1), below)


@pytest.mark.parametrize("shape", ["square", "circle"])
@pytest.mark.parametrize(("dtype", "radius"), [("uint16", 9), ("uint16", 25), ("float64", 25)])
def test_wide_windows_with_holes_take_the_memory_that_is_declared(dtype, radius, shape, as_block):
    array = (RNG.random((200, 200, 1)) * 60000).astype(dtype)
    block = as_block(array, RNG.random((200, 200)) < 0.9, radius)
    one = Percentile(radius, shape, 30)
    output = block.valid.size * one.step(("a",), one.result_type(dtype), None).output.pixel_bytes

    tracemalloc.start()
    one(block)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak <= one.scratch * (block.data.nbytes + block.valid.nbytes + output) + SLACK
