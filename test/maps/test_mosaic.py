"""A map of several images is the map of the one that they were cut from."""

import os

import numpy as np
import pytest
from brightness import BrightnessWorker, draw, write_model
from samples import ORIGIN, read_raster, write_raster

from poplar_nn_plugin.engine import Mosaic, RasterSource, Window
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.maps.same_run import facts_of
from poplar_nn_plugin.progress import Silent


@pytest.fixture
def scene(tmp_path):
    """Return an image, and tiles of it; one part of it lies in none of them."""
    array = np.random.default_rng(1).integers(1, 200, (50, 64)).astype("uint8")
    array[30:, 40:] = 0
    tiles = []
    for rows, cols in (((0, 30), (0, 33)), ((0, 30), (30, 64)), ((28, 50), (0, 40))):
        part = array[slice(*rows), slice(*cols)]
        transform = (ORIGIN[0] + cols[0], 1.0, 0.0, ORIGIN[1] - rows[0], 0.0, -1.0)
        path = tmp_path / f"tile{len(tiles)}.tif"
        tiles.append(RasterSource(str(write_raster(path, part, transform=transform)), scaled=False))
    return write_raster(tmp_path / "image.tif", array, nodata=0), Mosaic(tuple(tiles))


def test_patches_at_an_inner_border_see_the_neighbour_and_gaps_stay_empty(tmp_path, scene):
    path, mosaic = scene
    home = draw(tmp_path, path, 9, 3)
    paths = MapPaths(*(str(tmp_path / f"{part}.tif") for part in ("classes", "confidence", "each")))
    model = tmp_path / "model.keras"

    predict_map(mosaic, model, paths, BrightnessWorker(9), stride=3)

    for one, other in zip(home, (paths.classes, paths.confidence, paths.probabilities)):
        assert np.array_equal(one, read_raster(other))
    assert (home[0][30:, 40:] == 0).all()


def test_a_part_of_it_is_drawn_as_in_the_whole(tmp_path, scene):
    path, mosaic = scene
    home, _, _ = draw(tmp_path, path, 9, 3)
    model, out = tmp_path / "model.keras", tmp_path / "part.tif"

    how = {"stride": 3, "window": Window(24, 18, 30, 24)}
    predict_map(mosaic, model, MapPaths(str(out)), BrightnessWorker(9), **how)

    assert (read_raster(out) == home[18:42, 24:54]).all()


def test_a_run_that_is_gone_on_with_is_one_of_the_same_images(tmp_path, scene):
    _, mosaic = scene
    model = write_model(tmp_path / "model.keras", 9)

    def told(images):
        return facts_of(images, model, None, Silent())["image"]

    before = told(mosaic)
    fewer, turned = Mosaic(mosaic.images[:2]), Mosaic(mosaic.images[::-1])

    assert told(Mosaic(mosaic.images)) == before
    assert len({before, told(fewer), told(turned)}) == 3
    os.utime(mosaic.images[2].path, ns=(1, 1))
    assert told(mosaic) != before
