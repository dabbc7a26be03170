"""An image of other pixels than a model learned from is read as one of the same."""

import numpy as np
import pytest
from brightness import BrightnessWorker, draw, write_model
from samples import ORIGIN, read_raster, write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import ModelMismatchError
from poplar_nn_plugin.maps.fitting import at_trained_size, image_for
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.maps.same_run import facts_of
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.progress import Silent


class Log(Silent):
    def __init__(self):
        self.said = []

    def message(self, text):
        self.said.append(text)


def picture(path, array, pixel):
    transform = (ORIGIN[0], pixel, 0.0, ORIGIN[1], 0.0, -pixel)
    return write_raster(path, array, transform=transform, nodata=0)


@pytest.fixture
def array():
    found = np.random.default_rng(3).integers(1, 200, (40, 50)).astype("uint8")
    found[:9, 30:] = 0
    return found


def seen(path, model, log=None):
    """Return an image as the model of 1 m sees it."""
    image = image_for(path, model, any_size=True)
    return at_trained_size(image, read_card(model), log or Log())


def test_smaller_pixels_give_the_map_of_larger_ones(tmp_path, array):
    coarse = picture(tmp_path / "image.tif", array, 1.0)
    fine = picture(tmp_path / "fine.tif", np.kron(array, np.ones((4, 4), "uint8")), 0.25)
    home = draw(tmp_path, coarse, 9, 3)
    model, log = tmp_path / "model.keras", Log()
    paths = MapPaths(*(str(tmp_path / f"{part}.tif") for part in ("classes", "confidence", "each")))

    predict_map(seen(fine, model, log), model, paths, BrightnessWorker(9), stride=3)

    for one, other in zip(home, (paths.classes, paths.confidence, paths.probabilities)):
        assert np.array_equal(one, read_raster(other))
    grid = RasterSource(paths.classes).grid
    assert grid == RasterSource(str(coarse)).grid
    assert log.said == [
        "Pixels of 0.25 m are read as pixels of 1 m (each the mean of those that it covers), as "
        "those of training: the map has 50 x 40 pixels of that size."
    ]


def test_pixels_of_that_size_are_left_alone(tmp_path, array):
    model, log = write_model(tmp_path / "model.keras", 9), Log()

    found = seen(picture(tmp_path / "image.tif", array, 1.005), model, log)

    assert isinstance(found, RasterSource)
    assert not log.said


def test_somewhat_larger_pixels_are_interpolated(tmp_path, array):
    model, log = write_model(tmp_path / "model.keras", 9), Log()

    found = seen(picture(tmp_path / "image.tif", array, 1.6), model, log)

    assert (found.grid.width, found.grid.height) == (80, 64)
    assert "Pixels of 1.6 m are read as pixels of 1 m (interpolated)" in log.said[0]


def test_pixels_twice_as_large_show_too_little(tmp_path, array):
    model = write_model(tmp_path / "model.keras", 9)

    with pytest.raises(ModelMismatchError, match="1 m, those of the image measure 2 m: what the"):
        seen(picture(tmp_path / "image.tif", array, 2.0), model)


def test_without_it_the_message_names_it(tmp_path, array):
    model = write_model(tmp_path / "model.keras", 9)

    with pytest.raises(ModelMismatchError, match="with RESAMPLE of 'Predict map'"):
        image_for(picture(tmp_path / "image.tif", array, 0.5), model)


def test_a_run_that_is_gone_on_with_resamples_alike(tmp_path, array):
    path = picture(tmp_path / "image.tif", array, 0.5)
    fine, coarse = (write_model(tmp_path / f"{p}.keras", 9, pixel=p) for p in (1.0, 1.5))

    told = [
        facts_of(image, fine, None, Silent())["image"]
        for image in (seen(path, fine), seen(path, fine), seen(path, coarse))
    ]

    assert told[0] == told[1] != told[2]
