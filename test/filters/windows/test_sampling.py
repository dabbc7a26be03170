"""Between which values most of an image lies, from some of its pixels."""

import numpy as np
import pytest
from samples import write_raster
from scanned import Declared

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.filters.windows import sampling
from poplar_nn_plugin.filters.windows.sampling import sampled_range


@pytest.mark.parametrize("dtype", ["uint8", "float64"])
def test_a_share_of_the_values_lies_outside(tmp_path, monkeypatch, dtype):
    array = np.arange(1, 101, dtype=dtype).repeat(3000).reshape(500, 600)
    image = RasterSource(
        write_raster(tmp_path / "image.tif", np.where(array == 7, 0, array), nodata=0)
    )
    declared = Declared(monkeypatch, sampling)

    assert sampled_range(image, 0.05) == (5, 96)

    declared.check()


def test_where_nothing_is_known_it_is_0_to_1(tmp_path):
    image = RasterSource(write_raster(tmp_path / "i.tif", np.zeros((3, 3), "uint8"), nodata=0))

    assert sampled_range(image, 0.05) == (0, 1)
