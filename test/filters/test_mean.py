import numpy as np
import pytest
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import RasterSource, apply
from poplar_nn_plugin.filters.mean import Mean

RNG = np.random.default_rng(0)


def padded(array, radius):
    return np.pad(array, ((radius, radius), (radius, radius)) + ((0, 0),) * (array.ndim - 2))


@pytest.mark.parametrize("share", [1.0, 0.7, 0.05], ids=["whole", "holes", "nearly empty"])
@pytest.mark.parametrize("radius", [1, 2, 4, 7])
@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int32", "float32", "float64"])
def test_it_is_the_mean_of_the_valid_pixels(dtype, radius, share, as_block, brute_force):
    array = RNG.integers(0, 120, (20, 23, 2)).astype(dtype)
    valid = RNG.random((20, 23)) < share
    expected = brute_force(array, valid, radius, np.nanmean)

    block = as_block(padded(array, radius), padded(valid, radius), radius)
    result = Mean(radius)(block)[radius:-radius, radius:-radius]

    assert np.allclose(expected[valid], result[valid], rtol=2e-7)


@pytest.mark.parametrize(
    ("dtype", "value"),
    [("uint8", 255), ("uint16", 65535), ("int16", -32768), ("uint32", 2**32 - 1),
     ("int32", -(2**31)), ("float32", 0.1), ("float64", 0.1)],
)  # fmt: skip
@pytest.mark.parametrize("radius", [1, 50])
def test_extreme_values_do_not_overflow(dtype, value, radius, as_block):
    side = 2 * radius + 3
    array = np.full((side, side, 1), value, dtype)

    result = Mean(radius)(as_block(array, halo=radius))[radius:-radius, radius:-radius]

    assert np.allclose(result, array[0, 0, 0], rtol=1e-6 if dtype == "float32" else 1e-12)


def test_an_infinite_value_reaches_its_own_windows_only(as_block):
    array = np.ones((9, 9, 1), "float32")
    array[4, 4] = np.inf

    result = Mean(1)(as_block(array, halo=1))[1:-1, 1:-1, 0]

    expected = np.ones((7, 7))
    expected[2:5, 2:5] = np.inf
    assert np.array_equal(expected, result)


@pytest.mark.parametrize(
    ("dtype", "expected"),
    [("uint8", "float32"), ("uint16", "float32"), ("int16", "float32"), ("int32", "float64"),
     ("float32", "float32"), ("float64", "float64")],
)  # fmt: skip
def test_results_are_floats(dtype, expected, as_block):
    result = Mean()(as_block(np.ones((5, 5, 1), dtype), halo=1))

    assert expected == Mean().result_type(dtype) == result.dtype.name


def test_an_integer_output_rounds(tmp_path):
    source = RasterSource(write_raster(tmp_path / "in.tif", np.array([[1, 2, 2]], "uint8")))

    apply([source], {tmp_path / "out.tif": Mean().step(("a",), "uint8", None)})

    assert read_raster(tmp_path / "out.tif").ravel().tolist() == [2, 2, 2]  # 1.5, 1.67 and 2
