"""Areas of pixels on the ellipsoid, beside those of PROJ's geodesics."""

import math

import numpy as np
import pytest
from osgeo import ogr, osr
from samples import LAMBERT, spatial_reference, write_bent

from poplar_nn_plugin.engine import Grid, RasterSource, Window
from poplar_nn_plugin.errors import GridMismatchError
from poplar_nn_plugin.labels.pixel_areas import PixelAreas

WGS84 = spatial_reference(4326).ExportToWkt()


def band_of_sphere_like(south, north, degrees):
    """Return the exact area between two latitudes of the ellipsoid WGS 84, so many degrees wide."""
    a, e2 = 6378137.0, 0.00669437999014
    e = math.sqrt(e2)

    def q(latitude):
        s = math.sin(math.radians(latitude))
        return (1 - e2) * (s / (1 - e2 * s * s) + math.atanh(e * s) / e)

    return a * a / 2 * (q(north) - q(south)) * math.radians(degrees)


def test_pixels_of_degrees_shrink_towards_the_pole_as_the_ellipsoid_says():
    grid = Grid(40, 100, (5.0, 0.1, 0.0, 60.0, 0.0, -0.1), WGS84)
    areas = PixelAreas(grid)

    sums = areas.parts(np.arange(100), np.zeros(100, int), np.full(100, 40)) * areas.part

    for row in (0, 50, 99):
        north = 60 - 0.1 * row
        assert sums[row] == pytest.approx(band_of_sphere_like(north - 0.1, north, 4), rel=1e-5)
    assert sums.sum() == pytest.approx(band_of_sphere_like(50, 60, 4), rel=1e-6)


def test_an_outline_encloses_the_area_of_its_pixels_on_a_rotated_grid_too():
    utm = spatial_reference(32631).ExportToWkt()
    grid = Grid(3000, 2000, (300000.0, 8.0, 3.0, 5000000.0, 2.0, -9.0), utm)
    areas = PixelAreas(grid)
    cols, rows = np.array([10, 2010, 2010, 10, 10.0]), np.array([5, 5, 1505, 1505, 5.0])

    (outline,) = areas.of_outlines(cols, rows, np.array([0]))

    lines = np.arange(5, 1505)
    pixels = areas.parts(lines, np.full(1500, 10), np.full(1500, 2010)).sum() * areas.part
    assert outline == pytest.approx(pixels, rel=1e-6)
    assert outline == pytest.approx(3e6 * 78, rel=2e-3)  # of a map whose scale is not quite 1
    assert outline != pytest.approx(3e6 * 78, rel=1e-5)


def test_sums_do_not_depend_on_how_runs_are_cut():
    areas = PixelAreas(Grid(1000, 10, (5.0, 0.01, 0.0, 60.0, 0.0, -0.01), WGS84))
    cuts = np.array([0, 1, 17, 500, 1000])

    whole = areas.parts(np.array([3]), np.array([0]), np.array([1000]))
    parts = areas.parts(np.full(4, 3), cuts[:-1], cuts[1:])

    assert parts.sum() == whole.sum()


def test_without_a_crs_units_are_metres():
    areas = PixelAreas(Grid(10, 10, (0.0, 2.0, 0.0, 0.0, 0.0, -3.0), ""))

    assert areas.middle == 6
    assert areas.at(3, 4) == pytest.approx(6)


def grid(transform, epsg, width=60, height=40):
    crs = spatial_reference(epsg).ExportToWkt() if epsg else ""
    return Grid(width, height, transform, crs)


def equal_area(one):
    """Return the hectares of the whole grid in an equal-area projection, its edges made dense."""
    ring = ogr.Geometry(ogr.wkbLinearRing)
    width, height = one.width, one.height
    edges = [(col, 0) for col in range(width)] + [(width, row) for row in range(height)]
    edges += [(width - col, height - row) for col, row in edges]
    for col, row in (*edges, (0, 0)):
        ring.AddPoint_2D(*one.to_map(col, row))
    shape = ogr.Geometry(ogr.wkbPolygon)
    shape.AddGeometry(ring)
    source = osr.SpatialReference()
    source.ImportFromWkt(one.crs)
    source.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    target = osr.SpatialReference()
    target.ImportFromProj4("+proj=cea +ellps=WGS84 +datum=WGS84 +units=m")
    target.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    shape.Transform(osr.CoordinateTransformation(source, target))
    return shape.GetArea() / 10_000


@pytest.mark.parametrize(
    "one",
    [
        grid((2.0, 0.1, 0, 70.0, 0, -0.2), 4326),
        grid((200_000, 400, 0, 7_000_000, 0, -300), 3857),
        grid((500_000, 20, 9, 5_000_000, -7, -15), 32631),
    ],
    ids=["degrees", "web map", "turned UTM"],
)
def test_pixels_add_up_to_the_area_on_the_ellipsoid(one):
    areas = PixelAreas(one)

    assert areas.of(one.window).sum() == pytest.approx(equal_area(one), rel=2e-4)


def test_windows_give_what_the_whole_gives():
    one = grid((2.0, 0.1, 0, 70.0, 0, -0.2), 4326)
    areas, window = PixelAreas(one), Window(7, 11, 20, 13)

    assert np.allclose(areas.of(one.window)[11:24, 7:27], areas.of(window))


def test_without_a_crs_hectares_are_of_metres():
    areas = PixelAreas(grid((0, 20, 0, 0, 0, -10), None)).of(Window(0, 0, 2, 2))

    assert np.allclose(areas, 0.02, rtol=1e-12)


def test_classes_are_counted_and_weighed():
    one = grid((600_000, 10, 0, 6_300_000, 0, -10), LAMBERT)
    codes = np.zeros((40, 60), int)
    codes[:, 30:] = 1

    pixels, hectares = PixelAreas(one).by_class(one.window, codes.ravel(), codes >= 0, 3)

    assert pixels.tolist() == [1200, 1200, 0]
    assert hectares == pytest.approx([12, 12, 0], rel=3e-3)


def test_where_a_crs_has_no_place_is_said():
    with pytest.raises(GridMismatchError, match="does not reach"):
        PixelAreas(grid((1e12, 10, 0, 1e12, 0, -10), 32631))


@pytest.mark.parametrize("how", ["points", "rational"])
def test_bent_pixels_are_as_large_as_they_lie(tmp_path, how):
    bent = write_bent(tmp_path / "bent.tif", np.ones((30, 40), "uint8"), how)

    areas = PixelAreas(RasterSource(bent, own=True).grid)

    assert areas.middle == pytest.approx(1.0, rel=0.2)  # a metre, turned or bent a little
    moved = areas.at(np.array([1, 39]), np.array([1, 29]))
    assert moved.tolist() != pytest.approx([areas.middle] * 2, rel=1e-6)
