import numpy as np
import pytest
from scipy import ndimage

from poplar_nn_plugin.filters.opening import Opening

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("radius", [1, 3, 9])
@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_whole_windows_equal_scipy(dtype, radius, as_block, disc):
    array = RNG.integers(0, 255, (70, 75, 1)).astype(dtype)
    inner = slice(2 * radius, -2 * radius)

    for shape, footprint in (("square", np.ones((2 * radius + 1,) * 2)), ("circle", disc(radius))):
        expected = ndimage.grey_opening(array[..., 0], footprint=footprint)
        result = Opening(radius, shape)(as_block(array, halo=2 * radius))[..., 0]
        assert np.array_equal(expected[inner, inner], result[inner, inner])


def test_pixels_without_data_take_no_part_in_either_half(as_block, brute_force, padded):
    array, valid = RNG.integers(0, 255, (20, 23, 1)), RNG.random((20, 23)) < 0.7
    least = np.nan_to_num(brute_force(array, valid, 1, np.nanmin))
    expected = brute_force(least, valid, 1, np.nanmax)

    result = Opening(1)(as_block(*padded(array.astype("uint8"), valid, 2)))[2:-2, 2:-2]

    assert np.array_equal(expected[valid], result[valid])


def test_a_narrow_bright_line_goes_and_a_wide_one_stays(as_block):
    array = np.zeros((21, 21, 1), "uint8")
    array[:, 5] = array[:, 12:17] = 9

    result = Opening(2)(as_block(array, halo=4))[10, 4:-4, 0]

    assert result.tolist() == [0] * 8 + [9] * 5
