"""Labelled points: each stands for the pixel that it lies in."""

import numpy as np
import pytest
from osgeo import ogr, osr
from samples import ORIGIN, spatial_reference, square, write_raster

from poplar_nn_plugin.engine import RasterSource, Window, burn
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.labels.checks.check import check_labels
from poplar_nn_plugin.labels.division.divide import divide
from poplar_nn_plugin.labels.division.rule import DivisionRule
from poplar_nn_plugin.labels.labels import Feature, prepare_labels
from poplar_nn_plugin.labels.points import holds_points, with_squares
from poplar_nn_plugin.progress import Silent

LAMBERT = spatial_reference(2154).ExportToWkt()


class Log(Silent):
    """Keeps what it is told."""

    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)

    warn = message


def wkb(wkt):
    return bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb())


def at(col, row):
    """Return coordinates of a place on the image, in pixels."""
    return f"{ORIGIN[0] + col} {ORIGIN[1] - row}"


@pytest.fixture
def image(tmp_path):
    path = write_raster(tmp_path / "image.tif", np.ones((30, 40), "uint8"))
    return RasterSource(str(path))


def pixels(polygon, grid):
    """Return the (row, col) whose centres a polygon holds."""
    found = burn(grid, Window(0, 0, grid.width, grid.height), [(polygon.wkb, 1)], "uint8")
    return np.argwhere(found).tolist()


def test_a_point_is_the_pixel_that_it_lies_in_and_the_log_says_so(image):
    log = Log()
    features = [
        Feature(wkb(f"POINT({at(10.2, 20.9)})"), "a"),
        Feature(wkb(f"POINT Z({at(11, 20)} 7)"), "b"),
        Feature(wkb(square(30, 5, 2)), "b"),
    ]

    labels = prepare_labels(features, LAMBERT, image.grid, class_field="class", progress=log)

    assert [polygon.point for polygon in labels.polygons] == [True, True, False]
    assert [pixels(polygon, image.grid) for polygon in labels.polygons[:2]] == [
        [[20, 10]],
        [[20, 11]],
    ]
    assert any("2 of 3 labels are points" in line for line in log.lines)


def test_several_points_in_one_feature_are_of_one_group(image):
    features = [
        Feature(wkb(f"MULTIPOINT(({at(1.5, 1.5)}),({at(20.5, 9.5)}))"), "a"),
        Feature(wkb(f"POINT({at(5.5, 5.5)})"), "b"),
    ]

    labels = prepare_labels(features, LAMBERT, image.grid, class_field="class")

    assert [polygon.group for polygon in labels.polygons] == [0, 0, 1]
    assert [pixels(polygon, image.grid) for polygon in labels.polygons] == [
        [[1, 1]],
        [[9, 20]],
        [[5, 5]],
    ]


def test_points_in_another_system_lie_in_the_same_pixels(image):
    degrees = spatial_reference(4326)
    to_degrees = osr.CoordinateTransformation(spatial_reference(2154), degrees)
    features = []
    for col, row, value in ((3.5, 4.5, "a"), (39.9, 29.9, "b")):
        point = ogr.CreateGeometryFromWkt(f"POINT({at(col, row)})")
        point.Transform(to_degrees)
        features.append(Feature(bytes(point.ExportToWkb()), value))

    labels = prepare_labels(features, degrees.ExportToWkt(), image.grid, class_field="class")

    assert [pixels(polygon, image.grid) for polygon in labels.polygons] == [[[4, 3]], [[29, 39]]]


def test_points_off_the_image_are_left_out_and_counted(image):
    log = Log()
    places = ((-0.1, 5, "a"), (5, 5, "a"), (8, 5, "b"))
    features = [Feature(wkb(f"POINT({at(col, row)})"), value) for col, row, value in places]

    labels = prepare_labels(features, LAMBERT, image.grid, class_field="class", progress=log)

    assert len(labels.polygons) == 2
    assert any("1 of 3 label polygons lie off the image" in line for line in log.lines)


def test_polygons_are_left_as_they_are(image):
    features = [Feature(wkb(square(0, 0, 2)), "a"), Feature(None, "b")]

    assert with_squares(features, LAMBERT, None, Silent()) == features
    assert not holds_points(features[0].wkb)
    assert not holds_points(None)


def test_points_without_an_image_have_no_pixels():
    features = [Feature(wkb("POINT(1 2)"), "a")]

    with pytest.raises(LabelError, match=r"1 of 1 labels are points.*give the image, too"):
        with_squares(features, LAMBERT, None, Silent())


def test_split_points_stay_points(image):
    places = [(col + 0.5, row + 0.5) for row in (2, 12, 22) for col in range(2, 40, 6)]
    features = [
        Feature(wkb(f"POINT({at(*place)})"), "ab"[number % 2])
        for number, place in enumerate(places)
    ]
    rule = DivisionRule(validation_share=0.3, buffer=1)

    found = divide(features, LAMBERT, rule, class_field="class", grid=image.grid, progress=Silent())

    assert {"train", "valid"} <= set(found.split)
    assert list(found.wkb) == [feature.wkb for feature in features]


def test_a_point_is_not_too_small_to_be_learned_from(image):
    places = [(col + 0.5, row + 0.5) for row in (2, 12, 22) for col in range(2, 40, 6)]
    features = [
        Feature(wkb(f"POINT({at(*place)})"), "ab"[number % 2])
        for number, place in enumerate(places)
    ]

    found = check_labels(
        features,
        range(len(features)),
        LAMBERT,
        image,
        9,
        fields=("class", ""),
        min_groups=3,
        max_imbalance=20,
    )

    assert not found.problems
