"""Bands without data, and those with gaps of their own."""

import numpy as np
import pytest
from samples import write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.gaps import BandGap, band_gaps, bands_value, describe_gaps
from poplar_nn_plugin.errors import Cancelled
from poplar_nn_plugin.progress import Silent


def image(path, array, nodata=-99):
    return RasterSource(str(write_raster(path, array, nodata=nodata)))


@pytest.fixture
def pixels():
    """Return five bands: all have data but in the first rows."""
    array = np.random.default_rng(1).normal(5, 1, (700, 600, 5)).astype("float32")
    array[:100] = -99
    return array


def test_where_all_bands_lack_data_together_none_has_a_gap(tmp_path, pixels):
    assert band_gaps(image(tmp_path / "a.tif", pixels), Silent()) == ()


@pytest.mark.parametrize("nothing", [-99, np.nan])
def test_shares_are_counted_in_the_whole_image(tmp_path, pixels, nothing):
    pixels[..., 1], pixels[..., 2] = nothing, nothing
    pixels[150:213, :, 4] = nothing  # 63 of 600 rows

    found = band_gaps(image(tmp_path / "a.tif", pixels), Silent())

    assert [(gap.band, gap.missing) for gap in found] == [
        (2, 1),
        (3, 1),
        (5, pytest.approx(63 / 600)),
    ]
    assert [gap.empty for gap in found] == [True, True, False]


def test_only_bands_that_are_read_are_compared_by_their_numbers_in_the_file(tmp_path, pixels):
    pixels[..., 3] = -99
    source = image(tmp_path / "a.tif", pixels)

    assert [gap.band for gap in band_gaps(source.but(bands=(2, 4)), Silent())] == [4]
    assert band_gaps(source.but(bands=(1, 3, 5)), Silent()) == ()
    assert band_gaps(source.but(bands=(4,)), Silent()) == ()


def test_in_unsigned_bands_only_one_without_any_data_is_named(tmp_path):
    array = np.random.default_rng(1).integers(1, 200, (300, 300, 4)).astype("uint8")
    array[:200, :, 0], array[..., 2] = 0, 0

    found = band_gaps(image(tmp_path / "a.tif", array, nodata=0), Silent())

    assert [(gap.band, gap.missing) for gap in found] == [(3, 1)]


def test_an_image_that_marks_nothing_is_not_read(tmp_path, monkeypatch):
    source = image(tmp_path / "a.tif", np.ones((30, 30, 3), "uint8"), nodata=None)
    monkeypatch.setattr(RasterSource, "read", None)

    assert band_gaps(source, Silent()) == ()


def test_an_image_without_any_data_blames_no_band(tmp_path):
    assert band_gaps(image(tmp_path / "a.tif", np.full((9, 9, 3), -99.0)), Silent()) == ()


def test_cancel_ends_it(tmp_path, pixels):
    class Stop(Silent):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        band_gaps(image(tmp_path / "a.tif", pixels), Stop())


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ([(3, 1)], "band 3 holds no data"),
        (
            [(3, 1), (5, 1), (6, 1), (130, 1), (131, 1), (132, 1)],
            "bands 3, 5, 6, 130 to 132 hold no data",
        ),
        (
            [(2, 1), (4, 0.0123)],
            "band 2 holds no data; band 4 lacks data in 1.2% of the pixels that other bands have",
        ),
    ],
)
def test_bands_are_named_in_words(gaps, said):
    assert describe_gaps([BandGap(*gap) for gap in gaps]) == said


def test_many_gaps_are_told_from_the_largest_on():
    said = describe_gaps([BandGap(band, band / 100) for band in range(1, 9)])

    assert said.startswith("band 8 lacks data in 8.0% of")
    assert said.endswith("; bands 1 to 3 lack less")


def test_what_is_left_is_told_as_the_parameter_takes_it():
    assert bands_value((1, 2, 3, 7), [BandGap(2, 1), BandGap(3, 0.5)]) == "1;7"
