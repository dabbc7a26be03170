"""Pixels without a value stay apart from every value: by nodata, by a wider type, by a mask."""

import numpy as np
import pytest
from osgeo import gdal
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import OutputSpec, RasterSource, Step, apply
from poplar_nn_plugin.engine.blocks.settle import settle


def copy(block):
    return block.data


def holed(tmp_path):
    """Return an image of all values of a byte and a mask that hides its last row."""
    image = write_raster(tmp_path / "in.tif", np.arange(256, dtype="uint8").reshape(16, 16))
    shown = np.ones((16, 16), "uint8")
    shown[-1] = 0
    return RasterSource(image), RasterSource(write_raster(tmp_path / "mask.tif", shown))


@pytest.mark.parametrize("layout", ["tiled", "overviews", "cog"])
def test_a_mask_of_the_file_keeps_every_value_of_a_full_type(tmp_path, layout):
    image, mask = holed(tmp_path)
    step = Step("copy", copy, OutputSpec(1, "uint8", None, mask=True))

    apply([image], {tmp_path / "out.tif": step}, mask=mask, block_size=5, layout=layout)

    found = RasterSource(tmp_path / "out.tif")
    data, valid = found.read(found.grid.window)
    assert not list(tmp_path.glob("*.msk"))
    assert np.array_equal(valid, np.arange(16)[:, None].repeat(16, 1) < 15)
    assert np.array_equal(data[:-1, :, 0].ravel(), np.arange(240))


def test_a_window_that_is_wholly_masked_is_marked(tmp_path):
    image = RasterSource(write_raster(tmp_path / "in.tif", np.full((8, 8), 7, "uint8")))
    shown = np.zeros((8, 8), "uint8")
    shown[:4, :4] = 1
    mask = RasterSource(write_raster(tmp_path / "mask.tif", shown))
    step = Step("copy", copy, OutputSpec(1, "uint8", None, mask=True))

    apply([image], {tmp_path / "out.tif": step}, mask=mask, block_size=4)

    _, valid = RasterSource(tmp_path / "out.tif").read(image.grid.window)
    assert np.array_equal(valid, shown == 1)


def test_nan_is_marked_by_the_mask_of_the_file():
    values = np.array([[[1.0, np.nan], [0.0, 255.0]]])

    found = settle(values, OutputSpec(2, "uint8", None, mask=True), np.ones((1, 2), bool))

    assert found[..., -1].tolist() == [[0, 1]]
    assert found[0, 1].tolist() == [0, 255, 1]


@pytest.mark.parametrize("dtype", ["uint16", "int32", "float64"])
def test_results_are_held_in_the_range_of_their_own_type(dtype):
    values = np.array([[[-7.0], [2.5], [300.0], [np.nan]]])
    output = OutputSpec(1, dtype, 999, values="uint8")

    assert settle(values, output, np.ones((1, 4), bool)).ravel().tolist() == [0, 2, 255, 999]


def test_scale_and_offset_are_written(tmp_path):
    image, _ = holed(tmp_path)
    step = Step("copy", copy, OutputSpec(1, "uint8", None, scale=((0.5, -1.0),)))

    apply([image], {tmp_path / "out.tif": step})

    dataset = gdal.Open(str(tmp_path / "out.tif"))
    band = dataset.GetRasterBand(1)
    assert (band.GetScale(), band.GetOffset()) == (0.5, -1.0)
    assert np.array_equal(read_raster(tmp_path / "out.tif"), read_raster(tmp_path / "in.tif"))
