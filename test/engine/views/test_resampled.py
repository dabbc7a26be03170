"""An image read with pixels of another size."""

import pickle

import numpy as np
import pytest
from osgeo import gdal
from samples import LAMBERT, ORIGIN, spatial_reference, write_raster

from poplar_nn_plugin.cluster.portable import portable, restored
from poplar_nn_plugin.engine import Mosaic, OutputSpec, RasterSource, Step, Window, apply
from poplar_nn_plugin.engine.views.resampled import Resampled
from poplar_nn_plugin.errors import GridMismatchError, ParameterError


@pytest.fixture
def image(tmp_path):
    """Return a function that writes an image and opens it."""

    def write(array, name="image.tif", **more):
        return RasterSource(str(write_raster(tmp_path / name, array, **more)), scaled=False)

    return write


def random(rows, cols, dtype="uint8", bands=2):
    return np.random.default_rng(rows).integers(1, 200, (rows, cols, bands)).astype(dtype)


def covered(pixels, side, factor):
    """Return the part of each of the pixels along a side that each large one covers, by counting.

    Each pixel is cut into a thousand.
    """
    parts = np.zeros((pixels, side))
    for number in range(side * 1000):
        large = int((number + 0.5) / 1000 / factor)
        if large < pixels:
            parts[large, number // 1000] += 1 / 1000 / factor
    return parts


@pytest.mark.parametrize("factor", [2.0, 2.5, 1.2])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_a_large_pixel_is_the_mean_of_what_it_covers(image, factor, dtype):
    array = random(15, 20, dtype)
    seen = Resampled(image(array), factor)

    data, valid = seen.read(seen.grid.window)

    height, width = data.shape[:2]
    assert (width, height) == (round(20 / factor), round(15 / factor))
    rows, cols = covered(height, 15, factor), covered(width, 20, factor)
    mean = np.einsum("yr,xc,rcb->yxb", rows, cols, array.astype(float))
    mean /= (rows.sum(1)[:, None] * cols.sum(1))[..., None]
    assert valid.all()
    assert data.dtype == dtype
    assert abs(data - mean).max() <= (0.51 if dtype != "float32" else 1e-3 * 200)


def test_a_small_pixel_is_interpolated(image):
    seen = Resampled(image(np.array([[10, 20], [30, 60]], "float32")), 0.5)

    data, valid = seen.read(seen.grid.window)

    assert data[..., 0].tolist() == [
        [10.0, 12.5, 17.5, 20.0],
        [15.0, 18.75, 26.25, 30.0],
        [25.0, 31.25, 43.75, 50.0],
        [30.0, 37.5, 52.5, 60.0],
    ]
    assert valid.all()


@pytest.mark.parametrize("factor", [0.6, 1.7, 3.0])
def test_any_window_is_a_part_of_the_whole(image, factor):
    array = random(21, 24)
    array[5:12, 8:13] = 0
    seen = Resampled(image(array, nodata=0), factor)
    whole, known = seen.read(Window(-2, -2, 50, 45))

    for col, row in np.ndindex(12, 12):
        data, valid = seen.read(Window(col - 2, row - 2, 9, 7))
        assert (data == whole[row : row + 7, col : col + 9]).all()
        assert (valid == known[row : row + 7, col : col + 9]).all()
    assert not known.all()
    assert not whole[~known].any()


def test_pixels_without_data_take_no_part(image):
    array = np.array([[10, 0, 0, 0], [30, 20, 7, 0]], "uint8")

    data, valid = Resampled(image(array, nodata=0), 2).read(Window(0, 0, 2, 1))

    assert data[..., 0].tolist() == [[20, 0]]
    assert valid.tolist() == [[True, False]]


def test_it_lies_where_the_image_lies_also_where_that_is_rotated(image):
    turned = (ORIGIN[0], 0.3, 0.4, ORIGIN[1], 0.4, -0.3)
    one = image(random(10, 20), transform=turned)

    grid = Resampled(one, 2).grid

    assert np.allclose(grid.corners, one.grid.corners)
    assert grid.pixel_size == pytest.approx((1.0, 1.0))
    assert grid.crs == one.grid.crs


def test_steps_run_over_several_images_read_as_one(image, tmp_path):
    array = random(12, 20, bands=1)
    left, right = image(array[:, :9], "a.tif"), None
    moved = (ORIGIN[0] + 9, 1.0, 0.0, ORIGIN[1], 0.0, -1.0)
    right = image(array[:, 9:], "b.tif", transform=moved)
    both, whole = Resampled(Mosaic((left, right)), 2), Resampled(image(array), 2)

    step = Step("same", lambda block: block.data, OutputSpec(1, "uint8", nodata=0), halo=1)
    apply([both], {tmp_path / "same.tif": step}, block_size=4)

    expected = whole.read(whole.grid.window)[0]
    assert (RasterSource(str(tmp_path / "same.tif")).read(whole.grid.window)[0] == expected).all()
    assert both.paths == (left.path, right.path)
    assert both.images == (left, right)


def test_bands_are_chosen_and_it_crosses_to_processes_and_clusters(image):
    seen = Resampled(image(random(8, 8)), 2).but(bands=(2,))
    expected = seen.read(seen.grid.window)[0]

    for there in (pickle.loads(pickle.dumps(seen)), restored(portable(seen))):
        assert there.bands == (2,)
        assert (there.read(there.grid.window)[0] == expected).all()


@pytest.mark.parametrize(("factor", "said"), [(0, "positive factor, got 0"), (9.0, "holds none")])
def test_a_factor_that_makes_no_sense_is_refused(image, factor, said):
    with pytest.raises(ParameterError, match=said):
        Resampled(image(random(4, 4)), factor)


def test_a_bent_image_is_refused_where_its_own_pixels_are_read(tmp_path):
    places = [(0, 0), (40, 0), (40, 30), (0, 30), (10, 5), (20, 15)]
    off = [0, 0, 0, 0, 0, 3]
    points = [
        gdal.GCP(ORIGIN[0] + col + by, ORIGIN[1] - row + by, 0, col, row)
        for (col, row), by in zip(places, off)
    ]
    picture = gdal.GetDriverByName("GTiff").Create(str(tmp_path / "bent.tif"), 40, 30)
    picture.SetGCPs(points, spatial_reference(LAMBERT).ExportToWkt())
    picture = None

    with pytest.raises(GridMismatchError, match=r"'Warp \(reproject\)'"):
        Resampled(RasterSource(str(tmp_path / "bent.tif"), own=True), 2)
