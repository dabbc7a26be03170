import numpy as np
import pytest
from samples import ORIGIN, write_raster

from poplar_nn_plugin.chain.align import on_grid, window_of
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import GridMismatchError, ParameterError


class Log:
    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)


def test_a_mask_of_another_grid_is_resampled_and_that_is_said(tmp_path):
    image = RasterSource(str(write_raster(tmp_path / "image.tif", np.zeros((40, 60), "uint8"))))
    coarse = np.zeros((6, 8), "uint8")
    coarse[1, 2] = 1
    transform = (ORIGIN[0] - 10, 10.0, 0.0, ORIGIN[1] + 10, 0.0, -10.0)
    path = write_raster(tmp_path / "mask.tif", coarse, transform=transform)
    log = Log()

    mask = on_grid(path, image.grid, tmp_path, log)

    data, _ = mask.read(image.grid.window)
    expected = np.zeros((40, 60), "uint8")
    expected[0:10, 10:20] = 1
    assert (data[..., 0] == expected).all()
    assert "resampled to the image by nearest neighbour" in log.lines[0]


def test_a_mask_on_the_same_grid_is_taken_as_it_is(tmp_path):
    path = write_raster(tmp_path / "mask.tif", np.ones((4, 6), "uint8"))
    log = Log()

    assert on_grid(path, RasterSource(str(path)).grid, tmp_path, log).path == str(path)
    assert not log.lines


def test_a_mask_of_another_grid_under_a_rotated_image_is_refused(tmp_path):
    turned = (ORIGIN[0], 0.8, 0.6, ORIGIN[1], 0.6, -0.8)
    image = write_raster(tmp_path / "image.tif", np.zeros((9, 9), "uint8"), transform=turned)
    mask = write_raster(tmp_path / "mask.tif", np.zeros((9, 9), "uint8"))

    with pytest.raises(GridMismatchError, match="rotated"):
        on_grid(mask, RasterSource(str(image)).grid, tmp_path, Log())


def test_an_extent_off_the_image_is_refused(tmp_path):
    grid = RasterSource(str(write_raster(tmp_path / "i.tif", np.zeros((9, 9), "uint8")))).grid

    with pytest.raises(ParameterError, match="does not overlap the image"):
        window_of(grid, (0, 0, 10, 10), 3)


def test_an_extent_equal_to_the_image_is_all_of_it(tmp_path):
    grid = RasterSource(str(write_raster(tmp_path / "i.tif", np.zeros((10, 11), "uint8")))).grid

    assert window_of(grid, grid.bounds, 4) == grid.window
