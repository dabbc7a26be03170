import numpy as np
import pytest
from osgeo import ogr
from samples import ORIGIN, spatial_reference, square, write_raster

from poplar_nn_plugin.engine import Grid, RasterSource
from poplar_nn_plugin.errors import GridMismatchError, LabelError
from poplar_nn_plugin.labels.labels import Feature, prepare_labels


class Log:
    def __init__(self):
        self.lines = []

    def advance(self, fraction):
        pass

    def message(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")

    def cancelled(self):
        return False


@pytest.fixture
def grid(tmp_path):
    return RasterSource(
        str(write_raster(tmp_path / "image.tif", np.zeros((100, 80), "uint8")))
    ).grid


def wkb(wkt):
    return bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb())


def feature(wkt, value, **more):
    return Feature(wkb(wkt), value, **more)


def lambert():
    return spatial_reference(2154).ExportToWkt()


def prepare(features, grid, crs=None, log=None, **more):
    crs = lambert() if crs is None else crs
    return prepare_labels(features, crs, grid, class_field="class", progress=log or Log(), **more)


def test_text_classes_are_numbered_in_alphabetical_order(grid):
    labels = prepare(
        [feature(square(0, 0, 5), "water"), feature(square(9, 9, 5), " forest ")], grid
    )

    assert labels.classes.names == ("forest", "water")
    assert labels.classes.codes == (1, 2)
    assert [p.code for p in labels.polygons] == [2, 1]


@pytest.mark.parametrize("more", [{}, {"name": "pop\x0blar"}], ids=["value", "name"])
def test_a_class_name_with_a_control_character_is_refused(grid, more):
    """QGIS writes it into a style that it cannot read."""
    first = feature(square(0, 0, 5), "poplar" if more else "pop\x0blar", **more)

    with pytest.raises(LabelError, match=r"class name 'pop\\x0blar' holds a control character"):
        prepare([first, feature(square(9, 9, 5), "water")], grid)


def test_whole_numbers_are_codes_whatever_type_the_field_has(grid):
    for values in ((7, 3), (7.0, 3.0), ("7", "3")):
        labels = prepare([feature(square(0, 0, 5), v) for v in values], grid)

        assert labels.classes.codes == (3, 7)
        assert [p.code for p in labels.polygons] == [7, 3]


@pytest.mark.parametrize("key", [2, 2.0, "2"])
def test_names_and_colours_come_along(grid, key):
    """A style kept in a file gives the values of its categories as text."""
    features = [
        feature(square(0, 0, 5), 2, name="Pasture"),
        feature(square(9, 0, 5), 1, name="Arable"),
    ]

    labels = prepare(features, grid, colours={key: "#102030"})

    assert labels.classes.names == ("Arable", "Pasture")
    assert labels.classes.colours[1] == "#102030"


def test_each_part_is_a_polygon_of_the_same_group(grid):
    two = f"MULTIPOLYGON({square(0, 0, 5)[len('POLYGON') :]},{square(20, 0, 5)[len('POLYGON') :]})"

    labels = prepare([feature(two, 1), feature(square(40, 40, 5), 2)], grid)

    assert [p.group for p in labels.polygons] == [0, 0, 1]


def test_a_group_value_joins_features_and_an_empty_one_does_not(grid):
    features = [
        feature(square(10 * i, 0, 5), 1 + i % 2, group=g)
        for i, g in enumerate(["a", "a", "", None])
    ]

    assert [p.group for p in prepare(features, grid).polygons] == [0, 0, 1, 2]


def test_labels_in_another_crs_are_reprojected_and_that_is_said(grid):
    geometry = ogr.CreateGeometryFromWkt(square(10, 20, 30))
    geometry.AssignSpatialReference(spatial_reference(2154))
    geometry.TransformTo(spatial_reference(4326))
    log = Log()

    labels = prepare(
        [Feature(bytes(geometry.ExportToWkb()), 1), feature_in_degrees(50, 60)],
        grid,
        spatial_reference(4326).ExportToWkt(),
        log,
    )

    left, right, bottom, top = ogr.CreateGeometryFromWkb(labels.polygons[0].wkb).GetEnvelope()
    assert (left, top) == pytest.approx((ORIGIN[0] + 10, ORIGIN[1] - 20), abs=1e-3)
    assert (right, bottom) == pytest.approx((ORIGIN[0] + 40, ORIGIN[1] - 50), abs=1e-3)
    assert any("reprojected" in line for line in log.lines)


def feature_in_degrees(col, row):
    geometry = ogr.CreateGeometryFromWkt(square(col, row, 8))
    geometry.AssignSpatialReference(spatial_reference(2154))
    geometry.TransformTo(spatial_reference(4326))
    return Feature(bytes(geometry.ExportToWkb()), 2)


def test_features_without_class_or_geometry_are_left_out_and_counted(grid):
    log = Log()
    features = [
        feature(square(0, 0, 5), 1),
        feature(square(9, 0, 5), 2),
        feature(square(20, 0, 5), None),
        Feature(None, 1),
        Feature(wkb("POLYGON EMPTY"), 1),
    ]

    labels = prepare(features, grid, log=log)

    assert len(labels.polygons) == 2
    assert any("1 of 5 label features have no value" in line for line in log.lines)
    assert any("2 of 4 label features have no geometry" in line for line in log.lines)


def test_a_bow_tie_is_mended(grid):
    x, y = ORIGIN
    tie = f"POLYGON(({x} {y},{x + 10} {y - 10},{x + 10} {y},{x} {y - 10},{x} {y}))"
    log = Log()

    labels = prepare([feature(tie, 1), feature(square(40, 40, 5), 2)], grid, log=log)

    area = sum(ogr.CreateGeometryFromWkb(p.wkb).GetArea() for p in labels.polygons if p.code == 1)
    assert area == pytest.approx(50)
    assert any("repaired" in line for line in log.lines)


def test_z_values_are_forgotten(grid):
    x, y = ORIGIN
    solid = f"POLYGON Z (({x} {y} 1,{x + 9} {y} 2,{x + 9} {y - 9} 3,{x} {y} 1))"

    labels = prepare([feature(solid, 1), feature(square(40, 40, 5), 2)], grid)

    assert not ogr.GT_HasZ(ogr.CreateGeometryFromWkb(labels.polygons[0].wkb).GetGeometryType())


REFUSED = {
    "empty layer": ([], "empty"),
    "no class anywhere": ([(square(0, 0, 5), None)], "'class' is empty in all 1"),
    "one class": ([(square(0, 0, 5), "a"), (square(9, 0, 5), "a")], "one class only"),
    "fractions": ([(square(0, 0, 5), 1.5), (square(9, 0, 5), 2)], "1.5"),
    "code 0": ([(square(0, 0, 5), 0), (square(9, 0, 5), 2)], "1 to 254"),
    "code 255": ([(square(0, 0, 5), 1), (square(9, 0, 5), 255)], "1 to 254"),
    "lines": ([(f"LINESTRING({ORIGIN[0]} {ORIGIN[1]},0 0)", 1)], "must be polygons or points"),
}


@pytest.mark.parametrize(("features", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_learned_from_is_refused(grid, features, says):
    with pytest.raises(LabelError, match=says):
        prepare([feature(wkt, value) for wkt, value in features], grid)


def test_labels_elsewhere_are_refused_with_both_extents(grid):
    far = [feature(square(5000, 0, 5), 1), feature(square(6000, 0, 5), 2)]

    with pytest.raises(LabelError, match="do not overlap the image") as refused:
        prepare(far, grid)

    assert refused.value.fields["labels"] == (605000.0, 6299995.0, 606005.0, 6300000.0)
    assert refused.value.fields["image"] == grid.bounds
    assert "605000" in str(refused.value)
    assert "600080" in str(refused.value)


UNDEFINED = (
    'ENGCRS["Undefined Cartesian SRS with unknown unit",EDATUM["Unknown"],CS[Cartesian,2],'
    'AXIS["x",unspecified,LENGTHUNIT["unknown",1]],AXIS["y",unspecified,LENGTHUNIT["unknown",1]]]'
)
"""What a GeoPackage says of a layer without one."""


@pytest.mark.parametrize("crs", ["", UNDEFINED], ids=["empty", "undefined"])
def test_labels_without_crs_are_not_guessed(grid, crs):
    with pytest.raises(LabelError, match="of the labels is not known"):
        prepare([feature(square(0, 0, 5), 1), feature(square(9, 0, 5), 2)], grid, crs=crs)


def test_labels_that_no_way_brings_to_the_image_are_refused(grid):
    local = 'LOCAL_CS["site",UNIT["metre",1]]'
    drawn = [feature(square(0, 0, 5), "a"), feature(square(9, 9, 5), "b")]

    with pytest.raises(GridMismatchError, match=r"Nothing can be brought from RGF93 .* to site"):
        prepare(drawn, Grid(grid.width, grid.height, grid.transform, local))
    assert len(prepare(drawn, Grid(100, 100, grid.transform, local), crs=local).polygons) == 2


def test_figures_that_are_no_numbers_are_names(grid):
    drawn = [feature(square(0, 0, 5), "²"), feature(square(9, 9, 5), "1")]

    assert prepare(drawn, grid).classes.names == ("1", "²")


def test_a_strange_split_is_refused(grid):
    features = [feature(square(0, 0, 5), 1, split="validation"), feature(square(9, 0, 5), 2)]

    with pytest.raises(LabelError, match="'validation', expected one of train, valid, test"):
        prepare(features, grid)


def test_a_group_has_the_fold_that_its_polygons_say(grid):
    labels = prepare(
        [
            feature(square(0, 0, 5), "water", group="lake", fold=2),
            feature(square(9, 9, 5), "forest", group="wood", fold=1.0),
            feature(square(20, 9, 5), "water", group="lake"),
            feature(square(30, 9, 5), "water", group="pond"),
        ],
        grid,
    )

    assert labels.groups == ("lake", "wood", "pond")
    assert labels.folds == (2, 1, None)


def test_labels_without_a_fold_field_have_no_folds(grid):
    labels = prepare([feature(square(0, 0, 5), "a"), feature(square(9, 9, 5), "b")], grid)

    assert labels.folds == ()


@pytest.mark.parametrize(
    ("folds", "sentence"),
    [
        ((1, 2), "group 'stand' lies in the folds 1 and 2"),
        (("west", 1), "holds 'west', expected whole numbers from 1"),
        ((0, 1), "holds 0, expected whole numbers from 1"),
        ((1.5, 1), "holds 1.5, expected whole numbers from 1"),
        ((float("nan"), 1), "holds nan, expected whole numbers from 1"),
    ],
)
def test_folds_that_tear_a_group_or_are_no_numbers_are_refused(grid, folds, sentence):
    places = (square(0, 0, 5), "a"), (square(9, 9, 5), "b")
    features = [feature(*place, group="stand", fold=fold) for place, fold in zip(places, folds)]

    with pytest.raises(LabelError, match=sentence):
        prepare(features, grid)


def test_a_class_that_lies_wholly_off_the_image_is_named(grid):
    log = Log()
    features = [
        feature(square(0, 0, 5), "wood"),
        feature(square(900, 0, 5), "wood"),
        feature(square(9, 9, 5), "field"),
        feature(square(900, 9, 5), "water"),
        feature(square(900, 9, 5), "sand"),
    ]

    prepare(features, grid, log=log)

    assert log.lines == [
        "Warning: 3 of 5 label polygons lie off the image and are left out, among them all of: "
        "sand, water."
    ]
