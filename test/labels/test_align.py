import numpy as np
import pytest
from osgeo import gdal
from samples import ORIGIN, write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import GridMismatchError, ParameterError
from poplar_nn_plugin.labels.align import on_grid, window_of


class Log:
    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")


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


SOUTH_UP = (ORIGIN[0], 1.0, 0.0, ORIGIN[1] - 40, 0.0, 1.0)
TURNED = (ORIGIN[0], 0.8, 0.6, ORIGIN[1], 0.6, -0.8)


@pytest.mark.parametrize("transform", [SOUTH_UP, TURNED], ids=["south-up", "turned"])
@pytest.mark.parametrize("nodata", [None, 9])
def test_a_mask_is_resampled_to_images_that_are_turned_or_go_up(tmp_path, transform, nodata):
    image = write_raster(tmp_path / "image.tif", np.zeros((40, 60), "uint8"), transform=transform)
    grid = RasterSource(str(image)).grid
    codes = np.random.default_rng(0).integers(1, 5, (50, 70)).astype("uint8")
    place = (ORIGIN[0] - 0.25, 1.0, 0.0, ORIGIN[1] + 10.25, 0.0, -1.0)
    path = write_raster(tmp_path / "mask.tif", codes, transform=place, nodata=nodata)

    mask = on_grid(path, grid, tmp_path, Log())

    data, valid = mask.read(grid.window)
    mask.grid.require_same(grid)
    for row, col in ((0, 0), (7, 31), (20, 5), (39, 59), (11, 44)):
        x, y = grid.to_map(col + 0.5, row + 0.5)
        across, down = int((x - place[0]) // 1), int((place[3] - y) // 1)
        if 0 <= across < 70 and 0 <= down < 50:
            assert (data[row, col, 0], valid[row, col]) == (codes[down, across], True)
        else:
            assert data[row, col, 0] == (nodata or 0)
            assert valid[row, col] == (nodata is None)


def test_a_mask_without_georeference_is_not_looked_for_on_the_earth(tmp_path):
    image = write_raster(tmp_path / "image.tif", np.zeros((9, 9), "uint8"))
    mask = bare(tmp_path / "mask.tif", np.ones((9, 9), "uint8"))

    with pytest.raises(GridMismatchError, match=r"mask.tif does not .*, 0 in no coord.*RGF93"):
        on_grid(mask, RasterSource(str(image)).grid, tmp_path, Log())


def test_a_mask_without_georeference_covers_the_corner_of_an_image_without(tmp_path):
    image = bare(tmp_path / "image.tif", np.zeros((9, 12), "uint8"))
    mask = bare(tmp_path / "mask.tif", np.full((4, 5), 7, "uint8"))
    grid = RasterSource(str(image)).grid

    found = on_grid(mask, grid, tmp_path, Log())

    expected = np.zeros((9, 12))
    expected[:4, :5] = 7
    assert (found.read(grid.window)[0][..., 0] == expected).all()


def bare(path, array):
    rows, cols = array.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, 1)
    dataset.GetRasterBand(1).WriteArray(array)
    dataset.FlushCache()
    return path


def test_a_mask_that_lies_elsewhere_is_refused_with_both_extents(tmp_path):
    image = write_raster(tmp_path / "image.tif", np.zeros((9, 9), "uint8"))
    far = (ORIGIN[0] + 9, 1.0, 0.0, ORIGIN[1], 0.0, -1.0)  # beside it, edge to edge
    degrees = (10.0, 0.1, 0.0, 50.0, 0.0, -0.1)
    masks = [
        write_raster(tmp_path / "far.tif", np.ones((9, 9), "uint8"), transform=far),
        write_raster(tmp_path / "deg.tif", np.ones((9, 9), "uint8"), epsg=4326, transform=degrees),
    ]
    grid = RasterSource(str(image)).grid

    with pytest.raises(GridMismatchError, match=r"far.tif .* over 600009, 6299991, 600018, 6300"):
        on_grid(masks[0], grid, tmp_path, Log())
    with pytest.raises(GridMismatchError, match=r"10, 49.1, 10.9, 50 in WGS 84, the image over 6"):
        on_grid(masks[1], grid, tmp_path, Log())


def test_a_mask_of_the_whole_earth_covers_an_image(tmp_path):
    image = write_raster(tmp_path / "image.tif", np.zeros((9, 9), "uint8"))
    earth = (-180.0, 1.0, 0.0, 90.0, 0.0, -1.0)
    mask = write_raster(
        tmp_path / "m.tif", np.ones((180, 360), "uint8"), epsg=4326, transform=earth
    )
    grid = RasterSource(str(image)).grid

    assert on_grid(mask, grid, tmp_path, Log()).read(grid.window)[0].all()


def test_an_extent_off_the_image_is_refused(tmp_path):
    grid = RasterSource(str(write_raster(tmp_path / "i.tif", np.zeros((9, 9), "uint8")))).grid

    with pytest.raises(ParameterError, match="does not overlap the image"):
        window_of(grid, (0, 0, 10, 10), 3)


def test_an_extent_equal_to_the_image_is_all_of_it(tmp_path):
    grid = RasterSource(str(write_raster(tmp_path / "i.tif", np.zeros((10, 11), "uint8")))).grid

    assert window_of(grid, grid.bounds, 4) == grid.window
