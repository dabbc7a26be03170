import numpy as np
import pytest

from poplar_nn_plugin.filters.range import Range

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("shape", ["square", "circle"])
@pytest.mark.parametrize(
    ("dtype", "expected_type"),
    [("uint8", "uint8"), ("int16", "uint16"), ("int32", "uint32"), ("float32", "float32")],
)
def test_it_is_the_greatest_less_the_least(
    dtype, expected_type, shape, as_block, brute_force, padded
):
    array = (RNG.integers(0, 250, (20, 23, 2)) - (125 if dtype != "uint8" else 0)).astype(dtype)
    valid = RNG.random((20, 23)) < 0.7

    result = Range(2, shape)(as_block(*padded(array, valid, 2)))[2:-2, 2:-2]

    assert expected_type == result.dtype == Range().result_type(dtype)
    least = brute_force(array, valid, 2, np.nanmin, shape)
    greatest = brute_force(array, valid, 2, np.nanmax, shape)
    assert np.array_equal((greatest - least)[valid], result[valid])


@pytest.mark.parametrize("dtype", ["int16", "int32"])
def test_the_widest_range_does_not_overflow(dtype, as_block):
    limits = np.iinfo(dtype)
    array = np.array([[limits.min, 0, limits.max]] * 3, dtype)[..., None]

    assert Range()(as_block(array, halo=1))[1, 1, 0] == int(limits.max) - int(limits.min)
