"""The square of a patch on the map, and the largest square inside a polygon."""

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsPointXY,
    QgsRasterLayer,
)
from samples import ORIGIN, write_raster

LAMBERT = QgsCoordinateReferenceSystem("EPSG:2154")


@pytest.fixture
def make(qgis_app, tmp_path):
    """Return a way to the patch of an image with pixels of a given width and height."""
    from poplar_nn_plugin.gui.labelling.patch import Patch

    def patch(size, across=1.0, down=1.0, shape=(50, 50)):
        place = (ORIGIN[0], across, 0.0, ORIGIN[1], 0.0, -down)
        path = write_raster(tmp_path / "image.tif", np.ones(shape, "uint8"), transform=place)
        return Patch.of(QgsRasterLayer(str(path), "image"), size)

    return patch


def rectangle(x, y, width, height):
    return QgsGeometry.fromWkt(
        f"POLYGON(({ORIGIN[0] + x} {ORIGIN[1] - y},{ORIGIN[0] + x + width} {ORIGIN[1] - y},"
        f"{ORIGIN[0] + x + width} {ORIGIN[1] - y - height},{ORIGIN[0] + x} "
        f"{ORIGIN[1] - y - height},{ORIGIN[0] + x} {ORIGIN[1] - y}))"
    )


def test_there_is_no_patch_without_pixels(qgis_app):
    from poplar_nn_plugin.gui.labelling.patch import Patch

    assert Patch.of(None, 5) is None
    assert Patch.of(QgsRasterLayer("/nowhere.tif", "none"), 5) is None


@pytest.mark.parametrize(("size", "first", "last"), [(1, 10, 11), (5, 8, 13), (4, 9, 13)])
def test_the_square_lies_on_whole_pixels_around_the_point(make, size, first, last):
    square = make(size).square(QgsPointXY(ORIGIN[0] + 10.7, ORIGIN[1] - 10.2), LAMBERT)

    box = square.boundingBox()
    assert (box.xMinimum() - ORIGIN[0], box.xMaximum() - ORIGIN[0]) == (first, last)
    assert (ORIGIN[1] - box.yMaximum(), ORIGIN[1] - box.yMinimum()) == (first, last)


def test_pixels_that_are_no_squares_make_no_square_of_metres(make):
    square = make(6, across=2.0, down=0.5).square(
        QgsPointXY(ORIGIN[0] + 40, ORIGIN[1] - 10), LAMBERT
    )

    assert square.boundingBox().width() == pytest.approx(12)
    assert square.boundingBox().height() == pytest.approx(3)


def test_the_square_is_shown_on_a_map_in_degrees(make):
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    from poplar_nn_plugin.gui.labelling.geometry import to_crs

    point = to_crs(
        QgsGeometry.fromPointXY(QgsPointXY(ORIGIN[0] + 10.5, ORIGIN[1] - 10.5)), LAMBERT, degrees
    ).asPoint()
    square = to_crs(make(5).square(point, degrees), degrees, LAMBERT)

    assert square.area() == pytest.approx(25, rel=1e-4)


@pytest.mark.parametrize(
    ("polygon", "side"),
    [
        (rectangle(2, 2, 10, 10), 8),
        (rectangle(2, 2, 10, 5), 5),
        (rectangle(2, 2, 3, 30), 3),
        (rectangle(-5, -5, 9, 9), 4),
        (rectangle(80, 80, 20, 20), 0),
        (rectangle(2.6, 2.6, 0.3, 0.3), 0),
    ],
    ids=["roomy", "flat", "narrow", "half off", "off", "less than a pixel"],
)
def test_the_largest_square_is_that_of_the_pixels_inside(make, polygon, side):
    assert make(8).largest_square(polygon, LAMBERT) == side


def test_only_what_lies_wholly_off_the_image_misses_it(make):
    assert make(5).misses(rectangle(80, 80, 20, 20), LAMBERT)
    assert not make(5).misses(rectangle(-5, -5, 9, 9), LAMBERT)


def test_of_a_very_large_polygon_the_widest_place_is_looked_at(make):
    strip = rectangle(0, 10, 4000, 3).combine(rectangle(3000, 0, 20, 20))
    patch = make(15, shape=(50, 4000))

    assert patch.largest_square(strip, LAMBERT) == 15
    assert patch.largest_square(rectangle(0, 10, 4000, 3), LAMBERT) == 3
