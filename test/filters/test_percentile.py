import numpy as np
import pytest

from poplar_nn_plugin.filters.median import Median
from poplar_nn_plugin.filters.percentile import Percentile

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("percent", [0, 10, 50, 87.5, 100])
@pytest.mark.parametrize("share", [1.0, 0.7, 0.05], ids=["whole", "holes", "nearly empty"])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
@pytest.mark.parametrize(("radius", "shape"), [(1, "square"), (3, "circle"), (7, "circle")])
def test_it_is_the_percentile_of_the_valid_pixels(
    radius, shape, dtype, share, percent, as_block, brute_force, padded
):
    array = RNG.integers(0, 255, (20, 23, 1)).astype(dtype)
    valid = RNG.random((20, 23)) < share
    expected = brute_force(
        array, valid, radius, lambda window, axis: np.nanpercentile(window, percent, axis), shape
    )

    block = as_block(*padded(array, valid, radius))
    result = Percentile(radius, shape, percent)(block)[radius:-radius, radius:-radius]

    assert np.allclose(expected[valid], result[valid], rtol=1e-6)


@pytest.mark.parametrize("valid", [None, RNG.random((30, 30)) < 0.8], ids=["whole", "holes"])
def test_the_fiftieth_is_the_median(valid, as_block):
    block = as_block(RNG.integers(0, 255, (30, 30, 2)).astype("uint16"), valid, 2)

    assert np.array_equal(Median(2)(block), Percentile(2, percent=50)(block))


def test_an_infinite_value_takes_its_rank(as_block):
    array = np.arange(9.0).reshape(3, 3, 1)
    array[0, 0] = np.inf

    assert Percentile(1, percent=50)(as_block(array, halo=1))[1, 1, 0] == 5
    assert Percentile(1, percent=100)(as_block(array, halo=1))[1, 1, 0] == np.inf
