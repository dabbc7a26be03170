"""What a look at all pixels tells."""

import numpy as np
import pytest
from osgeo import gdal
from samples import write_raster
from scanned import Declared

from poplar_nn_plugin.engine import RasterSource, survey
from poplar_nn_plugin.engine.survey import alpha_is_mask, extremes
from poplar_nn_plugin.errors import Cancelled
from poplar_nn_plugin.progress import Silent

RNG = np.random.default_rng(2)
SIDE = 100


class Cancelling(Silent):
    def cancelled(self):
        return True


def with_alpha(path, alpha):
    """Write one band beside another that is called alpha."""
    write_raster(path, np.dstack([np.ones_like(alpha), alpha]))
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(2).SetColorInterpretation(gdal.GCI_AlphaBand)
    dataset.FlushCache()
    return RasterSource(path)


def feathered(width, opaque=30):
    """Return a round mask from 0 to 255 with an edge so many pixels wide."""
    rows, cols = np.mgrid[:SIDE, :SIDE]
    return np.clip((opaque + width - np.hypot(rows - 50, cols - 50)) / width, 0, 1) * 255


def infrared(dark=0, bright=0, collar=0):
    """Return near infrared with shares of water, of saturation and of a collar without data."""
    band = RNG.normal(120, 40, (SIDE, SIDE)).clip(1, 254)
    band[RNG.random(band.shape) < dark] = RNG.integers(0, 6)
    band[RNG.random(band.shape) < bright] = 255
    band[:, : int(collar * SIDE)] = 0
    return band


MASKS = {
    "all": np.full((SIDE, SIDE), 255),
    "nothing": np.zeros((SIDE, SIDE)),
    "sharp": np.where(np.arange(SIDE) < 30, 0, 255) * np.ones((SIDE, 1)),
    "half transparent": np.full((SIDE, SIDE), 128),
    "feathered": feathered(8),
    "widely feathered": feathered(20),
    "mostly nothing": feathered(8, opaque=12),
    "lossy": np.where(np.arange(SIDE) < 60, 2, 252) + RNG.integers(-2, 3, (SIDE, SIDE)),
}
BANDS = {
    "plain": infrared(),
    "water": infrared(dark=0.5),
    "bright": infrared(bright=0.2),
    "collar": infrared(bright=0.02, collar=0.7),
    "ramp": np.arange(SIDE) * 2.5 * np.ones((SIDE, 1)),
}


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
@pytest.mark.parametrize(
    ("values", "mask"),
    [*((values, True) for values in MASKS.values()), *((v, False) for v in BANDS.values())],
    ids=[*MASKS, *BANDS],
)
def test_a_mask_is_told_from_a_band(tmp_path, values, mask, dtype):
    whole = {"uint8": 1, "uint16": 257, "float32": 1 / 255}[dtype]
    stored = (np.rint(values) * whole).astype(dtype)

    assert alpha_is_mask(with_alpha(tmp_path / "a.tif", stored), Silent()) is mask


def test_extremes_are_of_valid_pixels_in_any_window(tmp_path):
    array = RNG.integers(5, 900, (1500, 700, 2), dtype="int16")
    array[3, 4], array[1400, 600, 1] = -9, 1000
    source = RasterSource(write_raster(tmp_path / "a.tif", array, nodata=-9))

    assert extremes(source, Silent()) == (5, 1000)
    empty = np.zeros((3, 3), "uint8")
    assert (
        extremes(RasterSource(write_raster(tmp_path / "e.tif", empty, nodata=0)), Silent()) is None
    )


def test_a_look_ends_when_enough_is_known_or_it_is_cancelled(tmp_path):
    source = RasterSource(write_raster(tmp_path / "a.tif", np.ones((3000, 900), "uint8")))
    asked = []

    extremes(source, Silent(), n_jobs=1, enough=lambda *ends: asked.append(ends) or True)

    assert asked == [(1, 1)]
    with pytest.raises(Cancelled):
        extremes(source, Cancelling())
    with pytest.raises(Cancelled):
        alpha_is_mask(with_alpha(tmp_path / "b.tif", np.ones((9, 9), "uint8")), Cancelling())


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "float32", "float64"])
@pytest.mark.parametrize("bands", [1, 3])
def test_a_look_takes_the_memory_it_declares(tmp_path, monkeypatch, dtype, bands):
    array = RNG.integers(0, 255, (1200, 1200, bands)).astype(dtype)
    if dtype[0] == "f":
        array += RNG.random(array.shape, dtype)
    source = RasterSource(write_raster(tmp_path / "a.tif", array, nodata=7))
    alpha = with_alpha(tmp_path / "b.tif", array[..., 0])
    declared = Declared(monkeypatch, survey)

    extremes(source, Silent())
    alpha_is_mask(alpha, Silent())

    declared.check()
