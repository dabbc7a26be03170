import numpy as np
import pytest
from scipy import ndimage

from poplar_nn_plugin.filters.maximum import Maximum

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("shape", ["square", "circle"])
@pytest.mark.parametrize("share", [1.0, 0.6], ids=["whole", "holes"])
@pytest.mark.parametrize("dtype", ["uint8", "int16", "float32"])
def test_it_is_the_greatest_valid_value(dtype, share, shape, as_block, brute_force, padded):
    array = -RNG.integers(1, 127, (20, 23, 2)).astype(dtype)
    valid = RNG.random((20, 23)) < share

    result = Maximum(2, shape)(as_block(*padded(array, valid, 2)))[2:-2, 2:-2]

    assert result.dtype == dtype
    assert np.array_equal(brute_force(array, valid, 2, np.nanmax, shape)[valid], result[valid])


@pytest.mark.parametrize("radius", [1, 3, 6, 50])
def test_wide_windows_equal_scipy(radius, as_block, disc):
    array = RNG.normal(0, 9, (120, 110, 1))
    inner = slice(radius, -radius)

    for shape, footprint in (("square", np.ones((2 * radius + 1,) * 2)), ("circle", disc(radius))):
        expected = ndimage.maximum_filter(array[..., 0], footprint=footprint)
        result = Maximum(radius, shape)(as_block(array, halo=radius))[..., 0]
        assert np.array_equal(expected[inner, inner], result[inner, inner])
