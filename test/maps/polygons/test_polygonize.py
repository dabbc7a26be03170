"""Polygons fit together: their areas are those of their union, and of the pixels if not moved."""

import tracemalloc
from itertools import combinations

import numpy as np
import pytest
from osgeo import ogr
from samples import write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.blocks.step import SLACK
from poplar_nn_plugin.errors import Cancelled, MemoryBudgetError
from poplar_nn_plugin.labels.pixel_areas import PixelAreas
from poplar_nn_plugin.maps.polygons import polygonize as module
from poplar_nn_plugin.maps.polygons import strip
from poplar_nn_plugin.maps.polygons.corners import count_corners
from poplar_nn_plugin.maps.polygons.polygonize import polygonize
from poplar_nn_plugin.maps.regions.coded import CodedMap
from poplar_nn_plugin.maps.regions.label import label_regions
from poplar_nn_plugin.progress import Silent

EVERY = (1, 2, 3, 4, 5)
TURNED = (600000.0, 1.5, 0.4, 6300000.0, 0.3, -2.0)


def clumps(seed, smooth, rows=40, cols=33):
    """Return a map of clumps with holes of nodata; without smoothing every pixel is for itself."""
    random = np.random.default_rng(seed)
    field = random.random((5, rows, cols))
    for _ in range(smooth):
        for axis in (1, 2):
            field = sum(np.roll(field, shift, axis) for shift in (-1, 0, 1))
    codes = field.argmax(0).astype("uint8") + 1
    codes[10:14, 5:9], codes[-3:, -8:] = 0, 0
    return codes


def drawn(tmp_path, codes, wanted=EVERY, *, transform=None, **options):
    """Return polygons, and the same as geometries."""
    path = write_raster(tmp_path / "map.tif", np.array(codes, "uint8"), transform=transform)
    found = list(polygonize(CodedMap(RasterSource(path), ()), wanted, **options))
    return found, [ogr.CreateGeometryFromWkb(one.wkb) for one in found]


def overlaps(shapes):
    """Return how many pairs share an area."""
    boxes = [shape.GetEnvelope() for shape in shapes]
    found = 0
    for (a, one), (b, other) in combinations(zip(boxes, shapes), 2):
        if a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]:
            found += one.Intersection(other).Area() > 0
    return found


def union(shapes):
    together = ogr.Geometry(ogr.wkbMultiPolygon)
    for shape in shapes:
        together.AddGeometry(shape)
    return together.UnionCascaded().Area()


@pytest.mark.parametrize("rows", [7, 256], ids=["strips", "whole"])
@pytest.mark.parametrize("smooth", [0, 1, 3])
@pytest.mark.parametrize("tolerance", [0, 1, 3, 12])
def test_there_are_no_gaps_and_no_overlaps(tmp_path, monkeypatch, rows, smooth, tolerance):
    monkeypatch.setattr(strip, "ROWS", rows)
    codes = clumps(smooth, smooth)

    found, shapes = drawn(tmp_path, codes, tolerance=tolerance)

    assert len(found) == len(label_regions(codes).code)
    assert all(shape.IsValid() for shape in shapes)
    assert min(shape.Area() for shape in shapes) > 0
    assert overlaps(shapes) == 0
    assert sum(shape.Area() for shape in shapes) == pytest.approx(union(shapes), abs=1e-6)


@pytest.mark.parametrize("rows", [5, 256])
def test_unsimplified_each_polygon_covers_its_pixels(tmp_path, monkeypatch, rows):
    monkeypatch.setattr(strip, "ROWS", rows)
    codes = clumps(4, 1)
    regions = label_regions(codes)
    sizes = np.bincount(regions.label[regions.label >= 0])

    found, shapes = drawn(tmp_path, codes)

    pixels = sorted(zip(regions.code.tolist(), sizes.tolist()))
    assert sorted((one.code, round(shape.Area())) for one, shape in zip(found, shapes)) == pixels
    assert union(shapes) == pytest.approx((codes > 0).sum())


def test_a_turned_map_of_pixels_that_are_not_square_too(tmp_path):
    codes = clumps(2, 2)
    pixel = 1.5 * 2.0 + 0.4 * 0.3

    _, exact = drawn(tmp_path, codes, transform=TURNED)
    found, shapes = drawn(tmp_path, codes, transform=TURNED, tolerance=3)

    assert union(exact) == pytest.approx((codes > 0).sum() * pixel)
    assert all(shape.IsValid() for shape in shapes)
    assert sum(shape.Area() for shape in shapes) == pytest.approx(union(shapes), rel=1e-9)
    assert sum(one.area for one in found) == pytest.approx(union(shapes), rel=1e-3)


def test_simplified_borders_stay_within_the_tolerance_and_have_fewer_corners(tmp_path):
    codes = np.ones((60, 60), "uint8")
    rows, cols = np.indices(codes.shape)
    codes[rows > 0.6 * cols + 8] = 2

    _, exact = drawn(tmp_path, codes)
    _, shapes = drawn(tmp_path, codes, tolerance=1.5)

    line, before = (one[0].Intersection(one[1]) for one in (shapes, exact))
    assert line.Distance(before) == 0
    assert before.Buffer(1.5001).Contains(line)
    assert shapes[0].GetGeometryRef(0).GetPointCount() < 10
    assert exact[0].GetGeometryRef(0).GetPointCount() > 60


def test_a_region_that_touches_itself_by_a_corner_has_a_hole_there(tmp_path):
    codes = np.ones((4, 4), "uint8")
    codes[1, 1] = codes[2, 2] = 2
    codes[0, 0] = 2

    _, shapes = drawn(tmp_path, codes, (1,))

    assert [shape.IsValid() for shape in shapes] == [True]
    assert shapes[0].Area() == 13
    assert shapes[0].GetGeometryCount() == 3


def test_chosen_classes_alone_have_the_borders_that_they_have_with_all(tmp_path):
    codes = clumps(9, 2)

    every, _ = drawn(tmp_path, codes, tolerance=2)
    some, _ = drawn(tmp_path, codes, (3,), tolerance=2)

    area = {code: sum(p.area for p in every if p.code == code) for code in EVERY}
    assert {p.code for p in some} == {3}
    assert sum(p.area for p in some) == pytest.approx(area[3], rel=0.1)


def test_codes_beyond_those_chosen_are_other_classes(tmp_path):
    codes = np.array([[3, 3, 70000], [-4, 3, 400]], "int32")
    path = write_raster(tmp_path / "map.tif", codes)

    (found,) = polygonize(CodedMap(RasterSource(path), ()), (3,))

    assert (found.code, ogr.CreateGeometryFromWkb(found.wkb).Area()) == (3, 3)


def test_confidence_is_the_mean_of_pixels_that_have_one(tmp_path, monkeypatch):
    monkeypatch.setattr(strip, "ROWS", 2)
    sure = np.array([[0.5, 1, 0.2], [-1, 1, 0.4], [0.9, -1, -1]], "float32")
    path = write_raster(tmp_path / "sure.tif", sure, nodata=-1)
    codes = [[1, 2, 2], [1, 2, 2], [1, 3, 3]]

    found, _ = drawn(tmp_path, codes, confidence=RasterSource(path))

    means = {one.code: one.confidence for one in found}
    assert means == {1: pytest.approx(0.7), 2: pytest.approx(0.65), 3: None}


@pytest.mark.parametrize("rows", [2, 256])
def test_what_covers_too_little_is_left_out(tmp_path, monkeypatch, rows):
    monkeypatch.setattr(strip, "ROWS", rows)
    codes = [[1, 0, 2], [1, 0, 0], [1, 0, 3], [1, 0, 3]]

    found, _ = drawn(tmp_path, codes, least=2 * 4096 - 50)

    assert sorted((one.code, round(one.parts / 4096)) for one in found) == [(1, 4), (3, 2)]


def test_areas_are_those_of_the_ellipsoid(tmp_path):
    path = tmp_path / "map.tif"
    codes = np.ones((30, 20), "uint8")
    codes[:, 10:] = 2
    write_raster(path, codes, epsg=4326, transform=(5.0, 0.1, 0.0, 60.0, 0.0, -0.1))
    source = RasterSource(path)

    found = list(polygonize(CodedMap(source, ()), (1, 2), tolerance=5000))

    areas = PixelAreas(source.grid)
    rows = np.arange(30)
    half = areas.parts(rows, rows * 0, rows * 0 + 10).sum() * areas.part
    assert [one.area for one in found] == [pytest.approx(half, rel=1e-5)] * 2


def test_threads_and_memory_change_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(strip, "ROWS", 8)
    codes = clumps(3, 1)

    one, _ = drawn(tmp_path, codes, tolerance=1.5, n_jobs=1)
    many, _ = drawn(tmp_path, codes, tolerance=1.5, n_jobs=4, memory="64M")

    assert one == many


def test_a_cap_too_small_is_refused_and_cancel_ends(tmp_path):
    class Cancelling(Silent):
        def cancelled(self):
            return True

    with pytest.raises(MemoryBudgetError, match="set it to"):
        drawn(tmp_path, clumps(1, 1), memory="50K")
    with pytest.raises(Cancelled):
        drawn(tmp_path, clumps(1, 1), progress=Cancelling())


def test_an_empty_map_has_no_polygons(tmp_path):
    assert drawn(tmp_path, np.zeros((5, 5)))[0] == []


@pytest.mark.parametrize("smooth", [0, 1, 3])
def test_a_strip_takes_no_more_memory_than_is_reckoned(tmp_path, smooth):
    codes = clumps(5, smooth, rows=200, cols=300)
    source = CodedMap(RasterSource(write_raster(tmp_path / "map.tif", codes)), ())
    wanted = np.ones(256, bool)
    (window,) = strip.rows_of(source.grid)
    for tolerance in (0, 6):
        work = strip.StripWork(source, wanted, tolerance, np.eye(2), PixelAreas(source.grid))
        task = module._Task(window, count_corners(source.codes(window.expand(1))))

        tracemalloc.start()
        work(window)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert peak < module._need(task) + SLACK
