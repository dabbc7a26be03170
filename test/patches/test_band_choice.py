"""Bands without data are left out, or named and refused."""

import numpy as np
import pytest
from samples import write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.patches.band_choice import BandChoice, choose_bands


class Log:
    def __init__(self):
        self.lines = []

    def advance(self, fraction):
        pass

    def message(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.lines.append(f"Warning: {text}")

    def cancelled(self):
        return False


def image(path, missing):
    """Return an image of five bands, of 100 rows of which these bands lack so many."""
    array = np.ones((100, 20, 5), "float32")
    for band, rows in missing.items():
        array[:rows, :, band - 1] = np.nan
    return RasterSource(str(write_raster(path, array)))


def test_bands_without_data_are_left_out_of_all_images(tmp_path):
    images, log = [image(tmp_path / "a.tif", {2: 100}), image(tmp_path / "b.tif", {4: 30})], Log()

    found = choose_bands(images, BandChoice(), log)

    assert [one.bands for one in found] == [(1, 3, 5)] * 2
    assert log.lines == [
        "Warning: a.tif: band 2 holds no data: left out.",
        "Warning: b.tif: band 4 lacks data in 30.0% of the pixels that other bands have: left out.",
    ]


def test_small_gaps_are_told_and_their_bands_stay(tmp_path):
    images, log = [image(tmp_path / "a.tif", {2: 3})], Log()

    assert choose_bands(images, BandChoice(), log) == images
    assert log.lines == [
        "Warning: a.tif: band 2 lacks data in 3.0% of the pixels that other bands have: leave it "
        "out (BANDS 1;3;4;5), if that is too much to lose."
    ]


def test_what_is_to_be_refused_is_named_with_the_bands_to_take(tmp_path):
    with pytest.raises(
        ParameterError,
        match=r"a\.tif: bands 2, 3 hold no data: leave them out "
        r"\(BANDS 1;4;5\), or set EMPTY_BANDS to leave_out\.",
    ):
        choose_bands([image(tmp_path / "a.tif", {2: 100, 3: 100})], BandChoice("refuse"), Log())


def test_where_each_band_lacks_much_none_is_left_out(tmp_path):
    array = np.ones((100, 20, 2), "float32")
    array[:40, :, 0], array[60:, :, 1] = np.nan, np.nan
    images, log = [RasterSource(str(write_raster(tmp_path / "a.tif", array)))], Log()

    assert choose_bands(images, BandChoice(), log) == images
    assert "band 1 lacks data in 40.0%" in log.lines[0]


def test_sound_images_pass_without_a_word(tmp_path):
    images, log = [image(tmp_path / "a.tif", {})], Log()

    assert choose_bands(images, BandChoice("refuse"), log) == images
    assert log.lines == []
