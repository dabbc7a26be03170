import numpy as np
import pytest
from samples import read_raster, write_raster
from scipy import ndimage

from poplar_nn_plugin.engine import RasterSource, apply
from poplar_nn_plugin.filters.median import Median

RNG = np.random.default_rng(0)


def values(dtype, rows, cols, bands=2):
    if np.dtype(dtype).kind == "f":
        return RNG.normal(0, 10, (rows, cols, bands)).astype(dtype)
    limits = np.iinfo(dtype)
    return RNG.integers(limits.min, limits.max, (rows, cols, bands), dtype=dtype, endpoint=True)


def padded(array, radius):
    return np.pad(array, ((radius, radius), (radius, radius)) + ((0, 0),) * (array.ndim - 2))


@pytest.mark.parametrize("share", [1.0, 0.7, 0.05], ids=["whole", "holes", "nearly empty"])
@pytest.mark.parametrize("radius", [1, 2, 5, 6, 9])
@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int32", "float32", "float64"])
def test_it_is_the_median_of_the_valid_pixels(dtype, radius, share, as_block, brute_force):
    array, valid = values(dtype, 20, 23), RNG.random((20, 23)) < share
    expected = brute_force(array, valid, radius, np.nanmedian)

    block = as_block(padded(array, radius), padded(valid, radius), radius)
    result = Median(radius)(block)[radius:-radius, radius:-radius]

    assert np.allclose(expected[valid], result[valid], rtol=1e-6, atol=0)


@pytest.mark.parametrize("radius", [1, 2, 3, 4, 5, 6, 8])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_whole_windows_equal_scipy(dtype, radius, as_block):
    array = values(dtype, 60, 70, 1)

    result = Median(radius)(as_block(array, halo=radius))

    inner = slice(radius, -radius)
    expected = ndimage.median_filter(array[..., 0], 2 * radius + 1)
    assert result.dtype == dtype
    assert np.array_equal(expected[inner, inner], result[inner, inner, 0])


def test_the_widest_window_equals_scipy(as_block):
    array = values("uint8", 60, 56, 1)

    result = Median(25)(as_block(array, halo=25))

    expected = ndimage.median_filter(array[..., 0], 51)
    assert np.array_equal(expected[25:-25, 25:-25], result[25:-25, 25:-25, 0])


@pytest.mark.parametrize("share", [1.0, 0.6], ids=["whole", "holes"])
@pytest.mark.parametrize("shape", ["square", "circle"])
@pytest.mark.parametrize("dtype", ["uint16", "float32", "int64"])
def test_wide_windows_of_many_values_have_their_median(dtype, shape, share, as_block, brute_force):
    radius = 12
    array, valid = values(dtype, 12, 50, 1), RNG.random((12, 50)) < share
    array = array // 2**12 if dtype == "int64" else array  # what float64 holds
    expected = brute_force(array, valid, radius, np.nanmedian, shape)

    block = as_block(padded(array, radius), padded(valid, radius), radius)
    result = Median(radius, shape)(block)[radius:-radius, radius:-radius]

    assert np.allclose(expected[valid], result[valid], rtol=1e-6, atol=0)


def test_of_64_bits_none_is_lost(as_block):
    array = RNG.integers(-(2**63), 2**63 - 1, (40, 50, 1))

    result = Median(15)(as_block(array, halo=15))[15:-15, 15:-15, 0]

    views = np.lib.stride_tricks.sliding_window_view(array[..., 0], (31, 31))
    assert np.array_equal(np.sort(views.reshape(10, 20, -1), axis=-1)[..., 480], result)


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "float32", "float64"])
def test_the_type_of_the_image_is_kept(tmp_path, dtype):
    array = values(dtype, 12, 13)
    source = RasterSource(write_raster(tmp_path / "in.tif", array))

    apply(
        [source],
        {tmp_path / "out.tif": Median().step(("a", "b"), Median().result_type(dtype), None)},
    )

    result = read_raster(tmp_path / "out.tif")
    assert result.dtype == dtype
    assert set(result[1:-1, 1:-1].ravel().tolist()) <= set(array.ravel().tolist())


def test_two_in_the_middle_give_their_mean(tmp_path):
    source = RasterSource(write_raster(tmp_path / "in.tif", np.array([[1, 2, 5, 9]], "uint8")))

    apply(
        [source],
        {
            tmp_path / "whole.tif": Median().step(("a",), "uint8", None),
            tmp_path / "float.tif": Median().step(("a",), "float32", None),
        },
    )

    assert read_raster(tmp_path / "float.tif").ravel().tolist() == [1.5, 2, 5, 7]
    assert read_raster(tmp_path / "whole.tif").ravel().tolist() == [2, 2, 5, 7]


def test_the_greatest_value_of_the_type_counts_beside_holes(as_block):
    array = np.full((3, 3, 1), 255, "uint8")
    valid = np.ones((3, 3), bool)
    valid[0, 0] = False

    assert Median()(as_block(array, valid, 1))[1, 1, 0] == 255
