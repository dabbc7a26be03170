import tracemalloc
from collections import Counter

import numpy as np
import pytest

from poplar_nn_plugin.engine.blocks.step import SLACK
from poplar_nn_plugin.filters.majority import Majority
from poplar_nn_plugin.filters.windows.frequent import by_comparing, by_counting, by_narrowing
from poplar_nn_plugin.filters.windows.sliding import Footprint, Known

RNG = np.random.default_rng(0)


def most_frequent(array, valid, inside):
    """Return the majority of every window: the pixel's own value, else the least, in a draw."""
    radius = len(inside) // 2
    result = np.zeros(array.shape, array.dtype)
    for row, col in np.argwhere(valid):
        counts = Counter()
        for down, right in np.argwhere(inside) - radius:
            place = row + down, col + right
            within = all(0 <= p < size for p, size in zip(place, array.shape))
            if within and valid[place]:
                counts[array[place]] += 1
        most = max(counts.values())
        winners = [value for value, count in counts.items() if count == most]
        own = array[row, col]
        result[row, col] = own if own in winners else min(winners)
    return result


@pytest.mark.parametrize("shape", ["square", "circle"])
@pytest.mark.parametrize("share", [1.0, 0.6, 0.05], ids=["whole", "holes", "nearly empty"])
@pytest.mark.parametrize(
    ("dtype", "values"), [("uint8", 5), ("int16", 3), ("float32", 4), ("uint16", 60000)]
)
def test_it_is_the_most_frequent_valid_value(dtype, values, share, shape, as_block, padded, disc):
    array = RNG.integers(0, values, (18, 17)).astype(dtype)
    valid = RNG.random(array.shape) < share
    inside = disc(2) if shape == "circle" else np.ones((5, 5), bool)

    block = as_block(*padded(array[..., None], valid, 2))
    result = Majority(2, shape)(block)[2:-2, 2:-2, 0]

    assert result.dtype == dtype
    assert np.array_equal(most_frequent(array, valid, inside)[valid], result[valid])


@pytest.mark.parametrize("shape", ["square", "circle"])
@pytest.mark.parametrize("share", [1.0, 0.8, 0.02], ids=["whole", "holes", "nearly empty"])
@pytest.mark.parametrize("radius", [1, 2, 4, 9])
@pytest.mark.parametrize("values", [3, 40, 3000])
def test_all_ways_agree(values, radius, share, shape):
    array = RNG.integers(0, values, (47, 60)).astype("uint16")
    array[10:30, 20:40] //= 4
    window = Footprint(radius, shape)
    known = Known(RNG.random(array.shape) < share, window)
    levels = np.unique(array)
    codes = np.searchsorted(levels, array).astype("uint16")

    counted = by_counting(known.filled(array, 0), known, levels, window)
    narrowed = by_narrowing(codes, known, levels.size, window)

    kept = known.inner(radius).valid
    assert np.array_equal(counted[kept], narrowed[kept])
    if window.count < 256:
        compared = by_comparing(codes, known, levels.size, window)
        assert np.array_equal(counted[kept], compared[kept])


@pytest.mark.parametrize("shape", ["square", "circle"])
def test_of_many_values_wide_windows_take_the_most_frequent(shape, as_block, padded, disc):
    array = RNG.normal(0, 40, (20, 21)).round().astype("float32") * 10
    valid = RNG.random(array.shape) < 0.9
    inside = disc(9) if shape == "circle" else np.ones((19, 19), bool)

    block = as_block(*padded(array[..., None], valid, 9))
    result = Majority(9, shape)(block)[9:-9, 9:-9, 0]

    assert np.array_equal(most_frequent(array, valid, inside)[valid], result[valid])


@pytest.mark.parametrize("shape", ["square", "circle"])
@pytest.mark.parametrize("radius", [3, 25, 50])
def test_many_values_take_the_memory_that_is_declared(radius, shape, as_block):
    array = RNG.integers(0, 60000, (200, 200, 1)).astype("uint16")
    block = as_block(array, RNG.random((200, 200)) < 0.9, radius)
    one = Majority(radius, shape)

    tracemalloc.start()
    one(block)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak <= one.scratch * (2 * block.data.nbytes + block.valid.nbytes) + SLACK


def test_the_widest_window_counts_all_its_pixels(as_block):
    array = np.ones((101, 101, 1), "uint8")
    array[:, :50] = 7

    assert Majority(50)(as_block(array, halo=50))[50, 50, 0] == 1
