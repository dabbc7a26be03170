"""Dense features as an image: on the grid of the given one, the same from any blocks."""

import tracemalloc

import numpy as np
import pytest
from feature_samples import fields_of
from osgeo import gdal
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import Block, RasterSource, Window
from poplar_nn_plugin.engine.blocks.step import SLACK
from poplar_nn_plugin.engine.cost import pixel_bytes
from poplar_nn_plugin.errors import Cancelled, ParameterError
from poplar_nn_plugin.maps.feature_image import FeatureImage, write_feature_image
from poplar_nn_plugin.progress import Silent

FINE = (6e5, 0.5, 0, 6.3e6, 0, -0.5)
COARSE = (6e5, 10.0, 0, 6.3e6, 0, -10.0)
GRIDS = pytest.mark.parametrize("transform", [FINE, COARSE], ids=["fine", "coarse"])


@pytest.fixture
def image(tmp_path):
    """Return a function that writes an image with a hole in it."""

    def written(transform, bands=3, dtype="uint8"):
        array = fields_of(90, 111, bands, dtype)
        array[40:60, 30:70] = 0
        path = write_raster(tmp_path / "image.tif", array, nodata=0, transform=transform)
        return RasterSource(path, scaled=False)

    return written


@GRIDS
def test_it_has_the_grid_of_the_image_and_data_where_that_has(image, tmp_path, transform):
    source = image(transform)

    write_feature_image(source, str(tmp_path / "out.tif"), components=5)

    found = RasterSource(tmp_path / "out.tif")
    found.grid.require_same(source.grid)
    values, known = found.read(found.grid.window)
    assert (values.dtype, values.shape[-1]) == (np.float32, 5)
    assert np.array_equal(known, source.read(source.grid.window)[1])
    assert found.band_names == tuple(f"component {n}" for n in range(1, 6))
    spread = values[known].std(axis=0)
    assert (np.diff(spread) < 0.1 * spread[:-1]).all()  # the first tells most


@GRIDS
def test_memory_and_jobs_change_no_value(image, tmp_path, transform):
    source, drawn = image(transform), []
    for number, (memory, jobs) in enumerate((("1G", 1), ("150M", 2))):
        path = tmp_path / f"{number}.tif"
        write_feature_image(source, str(path), components=4, memory=memory, n_jobs=jobs)
        drawn.append(read_raster(path))

    assert np.allclose(*drawn, atol=1e-3, equal_nan=True)


def test_all_features_are_named(image, tmp_path):
    source = image(FINE, bands=5, dtype="uint16")

    made = write_feature_image(source, str(tmp_path / "out.tif"), components=0)

    found = gdal.Open(str(tmp_path / "out.tif"))
    names = [found.GetRasterBand(n).GetDescription() for n in range(1, found.RasterCount + 1)]
    assert len(names) == len(set(names)) == made.dense.recipe.count
    assert names[0] == "Band 1"
    assert "Band 5, deviation in 7 x 7" in names
    assert names[-1] == "stage 5, 112, deviation"
    assert np.isfinite(read_raster(tmp_path / "out.tif")[:40]).all()


def test_cells_share_their_values(image, tmp_path):
    write_feature_image(image(FINE), str(tmp_path / "out.tif"), components=2)

    cells = read_raster(tmp_path / "out.tif")[:32, :108].reshape(8, 4, 27, 4, 2)
    assert (cells == cells[:, :1, :, :1]).all()


def test_a_block_takes_no_more_memory_than_it_declares(image, tmp_path):
    source = image(FINE)
    output = str(tmp_path / "out.tif")
    made = FeatureImage(write_feature_image(source, output, components=1).dense)
    step = made.step(source)
    side = 128 + 2 * step.halo
    array, valid = fields_of(side, side), np.ones((side, side), bool)
    block = Block((array,), valid, Window(0, 0, 128, 128), step.halo)

    tracemalloc.start()
    try:
        step.func(block)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    read = pixel_bytes(source) + 1 + step.pixel_bytes
    assert peak <= step.scratch * read * side**2 + SLACK


def test_an_image_without_data_is_refused(tmp_path):
    path = write_raster(tmp_path / "empty.tif", np.zeros((50, 50, 2), "uint8"), nodata=0)

    with pytest.raises(ParameterError, match="holds data"):
        write_feature_image(RasterSource(path, scaled=False), str(tmp_path / "out.tif"))

    assert not (tmp_path / "out.tif").exists()


def test_a_cancelled_run_leaves_no_file(image, tmp_path):
    class Impatient(Silent):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        write_feature_image(image(FINE), str(tmp_path / "out.tif"), progress=Impatient())

    assert not (tmp_path / "out.tif").exists()
