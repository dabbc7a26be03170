import numpy as np
import pytest
from samples import read_raster, write_raster
from scipy import ndimage

from poplar_nn_plugin.engine import RasterSource, apply
from poplar_nn_plugin.filters.unsharp import Unsharp

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("dtype", ["uint8", "int16", "float32"])
def test_it_adds_what_smoothing_takes_away(dtype, as_block):
    chosen = Unsharp(1.5, 0.7)
    array = RNG.integers(0, 127, (50, 55, 1)).astype(dtype)

    result = chosen(as_block(array, halo=chosen.halo))[6:-6, 6:-6, 0]

    plain = array[..., 0].astype("float64")
    expected = plain + 0.7 * (plain - ndimage.gaussian_filter(plain, 1.5))
    assert np.allclose(expected[6:-6, 6:-6], result, rtol=1e-4, atol=1e-3)


def test_the_type_is_kept_and_its_range_not_left(tmp_path):
    array = np.zeros((20, 20, 1), "uint8")
    array[:, 10:] = 255
    source = RasterSource(write_raster(tmp_path / "in.tif", array))

    apply([source], {tmp_path / "out.tif": Unsharp().step(("a",), "uint8", None)})

    assert np.array_equal(array, read_raster(tmp_path / "out.tif"))
