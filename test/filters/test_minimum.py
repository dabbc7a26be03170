import numpy as np
import pytest
from scipy import ndimage

from poplar_nn_plugin.filters.minimum import Minimum

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("shape", ["square", "circle"])
@pytest.mark.parametrize("share", [1.0, 0.6], ids=["whole", "holes"])
@pytest.mark.parametrize("dtype", ["uint8", "int16", "float32"])
def test_it_is_the_least_valid_value(dtype, share, shape, as_block, brute_force, padded):
    array = RNG.integers(0, 127, (20, 23, 2)).astype(dtype)
    valid = RNG.random((20, 23)) < share

    result = Minimum(2, shape)(as_block(*padded(array, valid, 2)))[2:-2, 2:-2]

    assert result.dtype == dtype
    assert np.array_equal(brute_force(array, valid, 2, np.nanmin, shape)[valid], result[valid])


@pytest.mark.parametrize("radius", [1, 2, 3, 4, 5, 7, 8, 12, 50])
def test_every_radius_equals_scipy(radius, as_block, disc):
    array = RNG.integers(0, 255, (120, 110, 1), dtype="uint8")
    inner = slice(radius, -radius)

    for shape, footprint in (("square", np.ones((2 * radius + 1,) * 2)), ("circle", disc(radius))):
        expected = ndimage.minimum_filter(array[..., 0], footprint=footprint)
        result = Minimum(radius, shape)(as_block(array, halo=radius))[..., 0]
        assert np.array_equal(expected[inner, inner], result[inner, inner])
