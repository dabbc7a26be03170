import math

import pytest
from osgeo import ogr, osr
from samples import LAMBERT, ORIGIN, spatial_reference

from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.labels.metric_crs import metric_projection, pixel_projection

TOULOUSE = (1.44, 43.6)


def box(x, y, width, height):
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for right, up in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)):
        ring.AddPoint_2D(x + right * width, y + up * height)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(ring)
    return polygon


def wkt(epsg):
    return spatial_reference(epsg).ExportToWkt()


def sides(shape):
    left, right, low, high = shape.GetEnvelope()
    return right - left, high - low


def test_degrees_become_metres_on_the_ground():
    lon, lat = TOULOUSE
    shape = box(lon, lat, 0.01, 0.01)

    width, height = sides(
        metric_projection(wkt(4326), (lon, lat, lon + 0.01, lat + 0.01)).project(shape)
    )

    utm = osr.CoordinateTransformation(spatial_reference(4326), spatial_reference(32631))
    west, east, north = (
        utm.TransformPoint(lon + dx, lat + dy)[:2] for dx, dy in ((0, 0), (0.01, 0), (0, 0.01))
    )
    assert width == pytest.approx(math.dist(west, east), rel=1e-3)
    assert height == pytest.approx(math.dist(west, north), rel=1e-3)


def test_the_stretched_metres_of_a_web_map_are_put_right():
    to_web = osr.CoordinateTransformation(spatial_reference(4326), spatial_reference(3857))
    x, y, _ = to_web.TransformPoint(*TOULOUSE)

    width, height = sides(
        metric_projection(wkt(3857), (x, y, x + 100, y + 100)).project(box(x, y, 100, 100))
    )

    expected = 100 * math.cos(math.radians(TOULOUSE[1]))
    assert (width, height) == pytest.approx((expected, expected), rel=0.005)


@pytest.mark.parametrize(
    ("epsg", "x", "y", "unit"), [(LAMBERT, *ORIGIN, 1.0), (2227, 6e6, 2.1e6, 12 / 39.37)]
)
def test_a_true_crs_keeps_its_own_metres_and_feet_are_counted(epsg, x, y, unit):
    placed = metric_projection(wkt(epsg), (x, y, x + 300, y + 300)).project(box(x, y, 300, 200))

    assert sides(placed) == pytest.approx((300 * unit, 200 * unit), rel=1e-9)
    if unit == 1:
        assert placed.Equals(box(x, y, 300, 200))


def test_without_a_crs_units_are_metres():
    assert sides(metric_projection("", (0, 0, 9, 9)).project(box(0, 0, 9, 4))) == (9, 4)


@pytest.mark.parametrize(
    "transform",
    [(1.0, 0.001, 0, 44.0, 0, -0.0004), (1.0, 0.001, 0.0002, 44.0, 0.0003, -0.0004)],
    ids=["not square", "turned"],
)
def test_the_pixels_of_an_image_are_reached_and_left_again(transform):
    grid = Grid(50, 40, transform, wkt(4326))
    projection = pixel_projection(wkt(4326), grid)
    corners = [grid.to_map(*place) for place in ((2, 3), (12, 3), (12, 9), (2, 9), (2, 3))]
    shape = ogr.CreateGeometryFromWkt(f"POLYGON(({','.join(f'{x} {y}' for x, y in corners)}))")

    placed = projection.project(shape)

    assert placed.GetEnvelope() == pytest.approx((2, 12, -9, -3))
    back = projection.unproject(placed)
    assert back.GetEnvelope() == pytest.approx(shape.GetEnvelope(), abs=1e-10)


def test_labels_in_another_crs_come_to_the_pixels_too():
    grid = Grid(50, 40, (600000.0, 2.0, 0.0, 6300000.0, 0.0, -2.0), wkt(LAMBERT))
    change = osr.CoordinateTransformation(spatial_reference(LAMBERT), spatial_reference(4326))
    shape = box(600010, 6299960, 20, 20)
    shape.Transform(change)

    projection = pixel_projection(wkt(4326), grid)

    assert projection.project(shape).GetEnvelope() == pytest.approx((5, 15, -20, -10), abs=1e-4)
    back = projection.unproject(projection.project(shape)).GetEnvelope()
    assert back == pytest.approx(shape.GetEnvelope(), abs=1e-9)


def test_one_crs_alone_is_refused():
    with pytest.raises(LabelError, match="of the image is not known"):
        pixel_projection(wkt(4326), Grid(5, 5, (0, 1, 0, 0, 0, -1), ""))


def on_the_ellipsoid(shape, epsg):
    """Return the area by an equal-area CRS of Europe."""
    shape = shape.Clone()
    shape.Segmentize((shape.GetEnvelope()[1] - shape.GetEnvelope()[0]) / 50)
    shape.Transform(osr.CoordinateTransformation(spatial_reference(epsg), spatial_reference(3035)))
    return shape.GetArea()


def test_the_middle_of_labels_in_grads_is_found():
    crs, x, y = 27572, 600000.0, 1_000_000.0  # far south, where its metres are stretched
    shape = box(x, y, 100, 100)

    placed = metric_projection(wkt(crs), (x, y, x + 100, y + 100)).project(shape)

    assert max(map(abs, placed.GetEnvelope())) < 200
    assert placed.GetArea() == pytest.approx(on_the_ellipsoid(shape, crs), rel=1e-4)


@pytest.mark.parametrize(("epsg", "side"), [(LAMBERT, 1000.0), (3857, 1000.0), (4326, 0.01)])
def test_areas_are_those_on_the_ellipsoid(epsg, side):
    change = osr.CoordinateTransformation(spatial_reference(4326), spatial_reference(epsg))
    x, y, _ = change.TransformPoint(*TOULOUSE)
    shape = box(x, y, side, side)
    projection = metric_projection(wkt(epsg), (x, y, x + side, y + side))

    area = projection.area(projection.project(shape))

    assert area == pytest.approx(on_the_ellipsoid(shape, epsg), rel=1e-5)
