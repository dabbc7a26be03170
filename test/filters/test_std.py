import numpy as np
import pytest

from poplar_nn_plugin.filters.std import Std

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("shape", ["square", "circle"])
@pytest.mark.parametrize("share", [1.0, 0.7], ids=["whole", "holes"])
@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int32", "float32", "float64"])
def test_it_is_the_standard_deviation_of_the_valid_pixels(
    dtype, share, shape, as_block, brute_force, padded
):
    array = RNG.integers(0, 127, (20, 23, 2)).astype(dtype)
    valid = RNG.random((20, 23)) < share
    expected = brute_force(array, valid, 3, np.nanstd, shape)

    result = Std(3, shape)(as_block(*padded(array, valid, 3)))[3:-3, 3:-3]

    assert np.allclose(expected[valid], result[valid], rtol=1e-6)


@pytest.mark.parametrize(
    ("dtype", "low", "high"),
    [("uint8", 0, 255), ("int16", -32768, 32767), ("uint16", 0, 65535),
     ("int32", -(2**31), 2**31 - 1), ("float32", -1e15, 1e15)],
)  # fmt: skip
@pytest.mark.parametrize("radius", [1, 50])
def test_the_widest_spread_does_not_overflow(dtype, low, high, radius, as_block):
    side = 2 * radius + 1
    array = np.full((side, side, 1), low, dtype)
    array[radius:] = high

    result = Std(radius)(as_block(array, halo=radius))[radius, radius, 0]

    assert result == pytest.approx(np.std(array.astype("float64")), rel=1e-6)


@pytest.mark.parametrize(
    ("dtype", "value"),
    [("uint16", 65535), ("int32", 2**31 - 1), ("float32", 0.1), ("float64", 1e9 + 0.1)],
)
def test_a_flat_area_has_none(dtype, value, as_block):
    result = Std(7)(as_block(np.full((30, 30, 1), value, dtype), halo=7))

    assert not result.any()
