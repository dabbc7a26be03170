import tracemalloc

import numpy as np
import pytest
from osgeo import gdal
from samples import write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import ParameterError, RasterOpenError
from poplar_nn_plugin.maps.classes import ClassTable
from poplar_nn_plugin.maps.sampling import draw
from poplar_nn_plugin.maps.sampling.draw import draw_points
from poplar_nn_plugin.maps.sampling.settings import SampleSettings
from poplar_nn_plugin.progress import Silent

CODES = np.random.default_rng(3).choice([0, 2, 5, 7], (90, 70), p=[0.2, 0.5, 0.28, 0.02])
TABLE = ClassTable.of_values([2, 5, 7, 9])


def drawn(path, table=TABLE, count=120, seed=1, **more):
    source = RasterSource(str(path))
    settings = SampleSettings(count=count, seed=seed, minimum=30)
    return draw_points(source, table, settings, Silent(), **more)


@pytest.fixture
def path(tmp_path):
    return write_raster(tmp_path / "map.tif", CODES.astype("uint8"), nodata=0)


def test_points_lie_in_their_class_and_none_is_drawn_twice(path):
    found = drawn(path)

    assert found.table.values == (2, 5, 7)  # the map holds no 9
    assert (CODES[found.row, found.col] == np.array([2, 5, 7])[found.place]).all()
    assert len(set(zip(found.row.tolist(), found.col.tolist()))) == len(found.row) == 120
    assert found.counts.tolist() == [57, 33, 30]
    assert found.pixels.tolist() == [(code == CODES).sum() for code in (2, 5, 7)]


def test_weights_are_the_hectares_that_points_stand_for(path):
    found = drawn(path)

    assert found.weight.sum() == pytest.approx((CODES > 0).sum() / 10_000, rel=3e-3)
    assert found.weight[found.place == 2] == pytest.approx(found.hectares[2] / 30)


def test_the_seed_and_nothing_else_decides(path, tmp_path):
    tiled = tmp_path / "tiled.tif"
    options = ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=32"]
    gdal.Translate(str(tiled), str(path), creationOptions=options)
    first, again, other = drawn(path), drawn(tiled, n_jobs=1), drawn(path, seed=2)

    assert (first.col == again.col).all()
    assert (first.row == again.row).all()
    assert (first.col != other.col).any()


def test_every_pixel_of_a_class_is_as_likely(path):
    hits = np.zeros(CODES.shape, int)
    for seed in range(60):
        found = drawn(path, count=300, seed=seed)
        np.add.at(hits, (found.row, found.col), 1)

    halves = hits[:45][CODES[:45] == 2].mean(), hits[45:][CODES[45:] == 2].mean()
    left = hits[:, :35][CODES[:, :35] == 2].mean(), hits[:, 35:][CODES[:, 35:] == 2].mean()
    assert halves[0] == pytest.approx(halves[1], rel=0.06)
    assert left[0] == pytest.approx(left[1], rel=0.06)


def test_the_order_tells_nothing_of_the_class(path):
    place = drawn(path, count=150).place

    assert len(set(place[:30].tolist())) == 3


def test_a_map_without_a_class_is_refused(tmp_path):
    empty = write_raster(tmp_path / "empty.tif", np.zeros((4, 4), "uint8"), nodata=0)

    with pytest.raises(ParameterError, match="holds no pixel of a class"):
        drawn(empty)


def test_a_large_map_stays_under_the_cap(tmp_path):
    large = tmp_path / "large.tif"
    options = ["TILED=YES", "COMPRESS=DEFLATE", "SPARSE_OK=TRUE"]
    made = gdal.GetDriverByName("GTiff").Create(
        str(large), 20_000, 4_000, 1, gdal.GDT_Byte, options
    )
    made.GetRasterBand(1).Fill(2)
    made = None
    tracemalloc.start()
    try:
        found = drawn(large, memory="120M")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(found.row) == 120
    assert peak < 120 * 2**20


def test_a_map_that_changes_while_it_is_read_is_refused(path, monkeypatch):
    counted = draw._counted

    def and_emptied(*arguments):
        found = counted(*arguments)
        write_raster(path, np.zeros_like(CODES, "uint8"), nodata=0)
        return found

    monkeypatch.setattr(draw, "_counted", and_emptied)

    with pytest.raises(RasterOpenError, match="held other values when it was read again"):
        drawn(path)
