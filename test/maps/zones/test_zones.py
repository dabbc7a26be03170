"""Zones hold what lies in them, each by itself."""

import numpy as np
import pytest
from osgeo import ogr
from samples import LAMBERT, ORIGIN, spatial_reference, square, write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import LabelError, MemoryBudgetError
from poplar_nn_plugin.maps.regions.coded import CodedMap
from poplar_nn_plugin.maps.zones import zones as module
from poplar_nn_plugin.maps.zones.zones import tally_zones, zones_on
from poplar_nn_plugin.progress import Silent

CRS = spatial_reference(LAMBERT).ExportToWkt()


def wkb(*shapes):
    return [bytes(ogr.CreateGeometryFromWkt(shape).ExportToWkb()) for shape in shapes]


@pytest.fixture
def mapped(tmp_path):
    """Return a map of 30 x 20 pixels of 10 m: class 1 on the left, 4 on the right, some of none."""
    codes = np.where(np.arange(30) < 15, 1, 4) * np.ones((20, 1), int)
    codes[:, 0], codes[0], codes[5, 5] = 0, 255, 9
    transform = (ORIGIN[0], 10.0, 0.0, ORIGIN[1], 0.0, -10.0)
    path = write_raster(tmp_path / "map.tif", codes.astype("uint8"), transform=transform)
    return CodedMap(RasterSource(path, nodata=0), (254, 255))


def tens(col, row, width, height):
    """Return a rectangle in pixels of that map."""
    return square(10 * col, 10 * row, 10 * width, 10 * height)


def shares(mapped, *shapes, crs=CRS, all_touched=False, **options):
    zones = zones_on(mapped.grid, wkb(*shapes), crs, Silent(), all_touched=all_touched)
    found = tally_zones(mapped, zones, (1, 4), **options)
    return [(one.pixels, np.round(one.area / 100, 1).tolist()) for one in found]


@pytest.mark.parametrize("side", [4, 1024])
def test_each_zone_counts_whole_also_where_zones_overlap(mapped, monkeypatch, side):
    monkeypatch.setattr(module, "_SIDE", side)

    found = shares(mapped, tens(10, 2, 10, 5), tens(10, 2, 10, 5), tens(0, 0, 7, 7))

    assert found[0] == found[1] == (50, [25, 25, 0, 0])
    assert found[2] == (49, [35, 0, 1, 13])


def test_a_pixel_counts_by_its_centre_or_by_a_touch(mapped):
    narrow = tens(5.6, 3.1, 0.3, 4)

    assert shares(mapped, narrow) == [(0, [0, 0, 0, 0])]
    assert shares(mapped, narrow, all_touched=True) == [(5, [4, 0, 1, 0])]


def test_zones_off_the_map_hold_nothing_and_those_beyond_it_are_told(mapped):
    shapes = wkb(tens(100, 0, 5, 5), tens(28, 10, 10, 2), tens(0, 0, 30, 20))

    zones = zones_on(mapped.grid, shapes, CRS, Silent())

    assert [(zone.off, zone.beyond) for zone in zones] == [
        (True, True),
        (False, True),
        (False, False),
    ]
    assert [one.pixels for one in tally_zones(mapped, zones, (1, 4))] == [0, 4, 600]


def test_zones_of_another_crs_lie_where_they_lie(mapped):
    shape = ogr.CreateGeometryFromWkt(tens(10, 2, 10, 5))
    shape.AssignSpatialReference(spatial_reference(LAMBERT))
    shape.TransformTo(spatial_reference(4326))

    found = shares(mapped, shape.ExportToWkt(), crs=spatial_reference(4326).ExportToWkt())

    assert found == [(50, [25, 25, 0, 0])]


def test_holes_and_parts_are_followed(mapped):
    parts = (
        ogr.CreateGeometryFromWkt(tens(3, 3, 6, 6))
        .Difference(ogr.CreateGeometryFromWkt(tens(4, 4, 4, 4)))
        .Union(ogr.CreateGeometryFromWkt(tens(20, 10, 2, 2)))
    )

    assert shares(mapped, parts.ExportToWkt()) == [(24, [20, 4, 0, 0])]


def test_confidence_is_that_of_pixels_with_a_class(mapped, tmp_path):
    sure = np.full((20, 30), 0.5, "float32")
    sure[:, 15:], sure[3], sure[:, 0] = 1.0, -1, 0.1
    transform = (ORIGIN[0], 10.0, 0.0, ORIGIN[1], 0.0, -10.0)
    path = write_raster(tmp_path / "sure.tif", sure, nodata=-1, transform=transform)
    zones = zones_on(mapped.grid, wkb(tens(0, 2, 20, 2), tens(0, 0, 1, 9)), CRS, Silent())

    found = tally_zones(mapped, zones, (1, 4), confidence=RasterSource(path))

    assert found[0].confidence == pytest.approx((14 * 0.5 + 5) / 19)
    assert found[1].confidence is None


def test_what_cannot_be_is_refused(mapped):
    with pytest.raises(LabelError, match="Zones must be polygons"):
        zones_on(mapped.grid, wkb("POINT(600000 6300000)"), CRS, Silent())
    with pytest.raises(MemoryBudgetError, match="set it to"):
        shares(mapped, tens(0, 0, 30, 20), memory="5K")
