import numpy as np
import pytest
from osgeo import ogr, osr
from samples import LAMBERT, spatial_reference

from poplar_nn_plugin.engine import Grid, Window
from poplar_nn_plugin.errors import GridMismatchError
from poplar_nn_plugin.labels.pixel_areas import PixelAreas


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


def test_without_a_crs_units_are_metres():
    assert (PixelAreas(grid((0, 20, 0, 0, 0, -10), None)).of(Window(0, 0, 2, 2)) == 0.02).all()


def test_classes_are_counted_and_weighed():
    one = grid((600_000, 10, 0, 6_300_000, 0, -10), LAMBERT)
    codes = np.zeros((40, 60), int)
    codes[:, 30:] = 1

    pixels, hectares = PixelAreas(one).by_class(one.window, codes.ravel(), codes >= 0, 3)

    assert pixels.tolist() == [1200, 1200, 0]
    assert hectares == pytest.approx([12, 12, 0], rel=3e-3)


def test_where_a_crs_has_no_place_is_said():
    with pytest.raises(GridMismatchError, match="no place on the earth"):
        PixelAreas(grid((1e12, 10, 0, 1e12, 0, -10), 32631))
