import numpy as np
import pytest
from scipy import ndimage

from poplar_nn_plugin.filters.gaussian import Gaussian

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("sigma", [0.3, 1.0, 2.7, 25])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32", "float64"])
def test_whole_windows_equal_scipy(dtype, sigma, as_block):
    chosen = Gaussian(sigma)
    array = RNG.integers(0, 255, (210, 220, 1)).astype(dtype)
    inner = slice(chosen.halo, -chosen.halo)

    result = chosen(as_block(array, halo=chosen.halo))[inner, inner, 0]

    expected = ndimage.gaussian_filter(array[..., 0].astype("float64"), sigma)
    assert result.dtype == chosen.result_type(dtype)
    assert np.allclose(expected[inner, inner], result, rtol=1e-5)


def test_pixels_without_data_have_no_weight(as_block, padded):
    array, valid = RNG.normal(50, 9, (40, 45, 1)), RNG.random((40, 45)) < 0.7
    sums, weights = (
        ndimage.gaussian_filter(part.astype("float64"), 1.5, mode="constant")
        for part in (np.where(valid, array[..., 0], 0), valid)
    )

    halo = Gaussian(1.5).halo
    result = Gaussian(1.5)(as_block(*padded(array, valid, halo)))[halo:-halo, halo:-halo, 0]

    assert np.allclose((sums / weights)[valid], result[valid], rtol=1e-9)


def test_a_lonely_pixel_keeps_its_value(as_block):
    valid = np.zeros((9, 9), bool)
    valid[4, 4] = True

    result = Gaussian(1.0)(as_block(np.full((9, 9, 1), 7, "uint8"), valid, 4))

    assert result[4, 4, 0] == pytest.approx(7)
