from collections import Counter

import numpy as np
import pytest

from poplar_nn_plugin.filters import majority
from poplar_nn_plugin.filters.majority import Majority

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


@pytest.mark.parametrize("radius", [1, 8])
def test_counting_and_sorting_agree(radius, as_block, monkeypatch):
    valid = RNG.random((60, 60)) < 0.9
    block = as_block(RNG.integers(0, 12, (60, 60, 1), dtype="uint8"), valid, radius)

    counted = Majority(radius)(block)
    monkeypatch.setattr(majority, "_LEVELS_PER_PIXEL", 0)
    by_sorting = Majority(radius)(block)

    assert np.array_equal(counted, by_sorting)


def test_the_widest_window_counts_all_its_pixels(as_block):
    array = np.ones((101, 101, 1), "uint8")
    array[:, :50] = 7

    assert Majority(50)(as_block(array, halo=50))[50, 50, 0] == 1
