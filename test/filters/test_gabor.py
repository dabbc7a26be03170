import numpy as np
import pytest
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import RasterSource, apply
from poplar_nn_plugin.filters.gabor import Gabor

RNG = np.random.default_rng(0)


def rows_of_trees(degrees, wavelength=8.0, size=80, height=10.0, base=100.0):
    """Return waves whose crests run along a direction, clockwise from the top: (size, size, 1)."""
    down, right = np.mgrid[:size, :size]
    angle = np.radians(degrees)
    along = -np.cos(angle), np.sin(angle)  # down and right, one step along a row
    across = right * along[0] * -1 + down * along[1]
    return (base + height * np.cos(2 * np.pi * across / wavelength))[..., None].astype("float32")


@pytest.mark.parametrize("degrees", [0, 30, 45, 90, 112.5, 170])
def test_rows_answer_with_their_height_where_they_are_looked_for(degrees, as_block):
    chosen = Gabor(8.0, degrees, 1)
    inner = slice(chosen.halo, -chosen.halo)

    along = chosen(as_block(rows_of_trees(degrees), halo=chosen.halo))[inner, inner, 0]
    athwart = chosen(as_block(rows_of_trees(degrees + 90), halo=chosen.halo))[inner, inner, 0]

    assert np.allclose(along, 10, rtol=0.03)
    assert athwart.max() < 0.5


@pytest.mark.parametrize("degrees", [0, 45, 67.5, 135])
def test_the_direction_of_the_rows_is_found(degrees, as_block):
    chosen = Gabor(8.0, directions=8)
    inner = slice(chosen.halo, -chosen.halo)

    result = chosen(as_block(rows_of_trees(degrees), halo=chosen.halo))[inner, inner]

    assert chosen.results == ("strength", "direction")
    assert np.allclose(result[..., 0], 10, rtol=0.03)
    assert (result[..., 1] == degrees).all()


def test_another_wavelength_hardly_answers(as_block):
    chosen = Gabor(4.0, 0, 1)
    inner = slice(chosen.halo, -chosen.halo)

    result = chosen(as_block(rows_of_trees(0, wavelength=12), halo=chosen.halo))[inner, inner]

    assert result.max() < 1


@pytest.mark.parametrize("share", [1.0, 0.5], ids=["whole", "holes"])
@pytest.mark.parametrize(("dtype", "value"), [("uint8", 255), ("float64", 1e6)])
def test_a_uniform_area_does_not_answer(dtype, value, share, as_block):
    valid = RNG.random((60, 60)) < share

    result = Gabor(6.0)(as_block(np.full((60, 60, 1), value, dtype), valid, Gabor(6.0).halo))

    assert result[..., 0].max() <= value * 1e-5


@pytest.mark.parametrize("share", [1.0, 0.7], ids=["whole", "holes"])
def test_it_is_the_sum_under_a_bell_curve_and_a_wave(share, as_block):
    chosen = Gabor(5.0, 20, 1)
    halo, side = chosen.halo, 2 * chosen.halo + 1
    array, valid = RNG.normal(50, 9, (side, side)), RNG.random((side, side)) < share
    down, right = np.mgrid[-halo : halo + 1, -halo : halo + 1]
    bell = valid * np.exp(-0.5 * (down**2 + right**2) / (0.56 * 5) ** 2)
    angle = np.radians(20)
    wave = np.exp(2j * np.pi / 5 * (right * np.cos(angle) + down * np.sin(angle)))
    deviation = array - (bell * array).sum() / bell.sum()
    expected = 2 * abs((bell * wave * deviation).sum()) / bell.sum()

    result = chosen(as_block(array[..., None], valid, halo))[halo, halo, 0]

    assert result == pytest.approx(expected, rel=1e-9)


def test_a_hole_far_away_changes_nothing(tmp_path):
    array = np.round(rows_of_trees(30, size=300)).astype("uint8")
    whole = RasterSource(write_raster(tmp_path / "whole.tif", array))
    array[280:, 280:] = 0
    holed = RasterSource(write_raster(tmp_path / "holed.tif", array, nodata=0))

    results = []
    for source in (whole, holed):
        apply([source], {tmp_path / "out.tif": Gabor(8.0).step(("a",), "float32", -1)})
        results.append(read_raster(tmp_path / "out.tif")[:250, :250])

    assert np.array_equal(*results)
