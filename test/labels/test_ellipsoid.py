"""Metres and hectares are those on the ground, whatever the metres of a CRS are."""

import math

import numpy as np
import pytest
from osgeo import osr
from samples import LAMBERT, ORIGIN, spatial_reference

from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.errors import GridMismatchError
from poplar_nn_plugin.labels.ellipsoid import (
    metres_per_unit,
    pixel_sides_metres,
    pixel_size_metres,
)

UTM_31, ZONE = 32631, 3.0  # the middle of the zone, where UTM's scale is 0.9996


def wkt(epsg):
    return spatial_reference(epsg).ExportToWkt()


def way(source, target):
    return osr.CoordinateTransformation(spatial_reference(source), spatial_reference(target))


def grid(epsg, latitude, pixel):
    """Return a grid of few pixels of which one corner lies in the middle of the UTM zone."""
    x, y, _ = way(4326, epsg).TransformPoint(ZONE, latitude)
    return Grid(2, 2, (x, pixel, 0.0, y, 0.0, -pixel), wkt(epsg))


def by_utm(one):
    """Return the side of a grid's pixels as UTM has it."""
    change = osr.CoordinateTransformation(crs_of(one), spatial_reference(UTM_31))
    corners = [change.TransformPoint(*one.to_map(*c))[:2] for c in ((0, 0), (2, 0), (0, 2))]
    start, across, down = (np.array(corner) for corner in corners)
    return math.sqrt(abs(np.linalg.det([across - start, down - start]))) / 2 / 0.9996


def crs_of(one):
    crs = osr.SpatialReference()
    crs.ImportFromWkt(one.crs)
    crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return crs


PLACES = [(3857, latitude, 50.0) for latitude in (0.0, 30.0, 60.0, -45.0)]
PLACES += [(4326, latitude, 1e-3) for latitude in (0.0, 30.0, 60.0, -45.0)]
PLACES += [(UTM_31, 30.0, 50.0), (3035, 40.0, 50.0), (3035, 65.0, 50.0)]


@pytest.mark.parametrize(("epsg", "latitude", "pixel"), PLACES)
def test_a_pixel_is_as_large_as_it_is_on_the_ground(epsg, latitude, pixel):
    one = grid(epsg, latitude, pixel)

    assert pixel_size_metres(one) == pytest.approx(by_utm(one), rel=1e-4)


def test_a_pixel_of_a_web_map_at_60_degrees_is_half_as_wide():
    assert pixel_size_metres(grid(3857, 60.0, 1.0)) == pytest.approx(0.5, rel=0.003)


def test_angles_that_are_no_degrees_count_too():
    paris = Grid(2, 2, (0.0, 1e-5, 0.0, 50.0, 0.0, -1e-5), wkt(4807))  # in grads

    side = 1e-5 * math.radians(0.9) * 6.37e6
    assert pixel_size_metres(paris) == pytest.approx(
        side * math.cos(math.radians(45)) ** 0.5, rel=2e-3
    )


def test_turned_and_mirrored_pixels_have_their_size():
    x, y = ORIGIN
    turned = Grid(4, 4, (x, 0.8, 0.6, y, 0.6, -0.8), wkt(LAMBERT))
    south_up = Grid(4, 4, (x, 1.0, 0.0, y, 0.0, 1.0), wkt(LAMBERT))

    assert pixel_size_metres(turned) == pytest.approx(1.0, rel=1e-3)
    assert pixel_size_metres(south_up) == pytest.approx(1.0, rel=1e-3)


def test_the_sides_of_a_pixel_are_those_on_the_ground():
    x, y, _ = way(4326, 3857).TransformPoint(ZONE, 60.0)
    oblong = Grid(2, 2, (x, 3.0, 0.0, y, 0.0, -5.0), wkt(3857))
    turned = Grid(2, 2, (ORIGIN[0], 3 * 0.8, 5 * 0.6, ORIGIN[1], 3 * 0.6, -5 * 0.8), wkt(LAMBERT))

    assert pixel_sides_metres(oblong) == pytest.approx((1.5, 2.5), rel=0.005)
    assert pixel_sides_metres(turned) == pytest.approx((3.0, 5.0), rel=1e-3)


def test_feet_are_counted_and_heights_are_not():
    feet = osr.SpatialReference()
    feet.SetFromUserInput("EPSG:2227+6360")  # with heights in feet
    one = Grid(2, 2, (6e6, 1.0, 0.0, 2.1e6, 0.0, -1.0), feet.ExportToWkt())

    assert pixel_size_metres(one) == pytest.approx(12 / 39.37, rel=1e-3)


def test_without_a_place_on_the_earth_units_are_what_they_say():
    local = 'LOCAL_CS["site",UNIT["foot",0.3048]]'

    assert pixel_size_metres(Grid(2, 2, (0, 0.5, 0, 0, 0, -0.5), "")) == 0.5
    assert pixel_size_metres(Grid(2, 2, (0, 0.5, 0, 0, 0, -0.5), local)) == 0.5 * 0.3048


def test_a_place_beyond_a_crs_is_named():
    with pytest.raises(GridMismatchError, match="Mercator does not reach"):
        metres_per_unit(wkt(3857), (math.inf, 0.0))
