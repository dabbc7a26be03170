"""Large polygons of a class that has few of them are cut before they are split."""

import pytest
from osgeo import ogr, osr
from samples import LAMBERT, ORIGIN, spatial_reference, square

from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.labels.division.divide import divide
from poplar_nn_plugin.labels.division.rule import DivisionRule
from poplar_nn_plugin.labels.labels import Feature
from poplar_nn_plugin.progress import Silent

CRS = spatial_reference(LAMBERT).ExportToWkt()
GRID = Grid(400, 400, (ORIGIN[0], 1.0, 0.0, ORIGIN[1], 0.0, -1.0), CRS)


class Log(Silent):
    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")


def label(wkt, value, **more):
    return Feature(bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb()), value, **more)


WIDE = [
    label(square(0, 0, 380, 150), "a"),
    label(square(390, 0, 6), "a"),
    label(square(0, 200, 380, 150), "b"),
    label(square(390, 200, 6), "b"),
]


def split(features, log=None, crs=CRS, **rule):
    return divide(
        features,
        crs,
        DivisionRule(**{"patch_size": 10, "validation_share": 0.2, "seed": 1, **rule}),
        class_field="class",
        grid=GRID,
        progress=log or Silent(),
    )


def shapes(found):
    return [ogr.CreateGeometryFromWkb(wkb) for wkb in found.wkb]


def areas(features, found, value):
    """Return the area of a class in training and validation."""
    return [
        sum(
            shape.GetArea()
            for shape, own, side in zip(shapes(found), found.source, found.split)
            if side == wanted and features[own].value == value
        )
        for wanted in ("train", "valid")
    ]


def test_a_wide_polygon_and_a_speck_are_split_by_area():
    log = Log()
    found = split(WIDE, log)

    assert sorted(set(found.source)) == [0, 1, 2, 3]
    assert len(found.source) > 4
    for value in "ab":
        train, valid = areas(WIDE, found, value)
        assert 0.1 < valid / (train + valid) < 0.4
        assert train > 380 * 150 / 2
    assert any("Class 'a' has few polygons, or unequal ones: 1 is cut" in x for x in log.lines)
    sides = [[s for s, v in zip(shapes(found), found.split) if v == w] for w in ("train", "valid")]
    assert min(one.Distance(other) for one in sides[0] for other in sides[1]) >= 14.9


def test_what_is_cut_loses_nothing_but_the_buffer():
    found = split(WIDE, validation_share=0.3)
    together = [ogr.Geometry(ogr.wkbMultiPolygon) for _ in WIDE]
    for own, shape in zip(found.source, shapes(found)):
        together[own] = together[own].Union(shape)

    for feature, shape in zip(WIDE, together):
        whole = ogr.CreateGeometryFromWkb(feature.wkb)
        assert shape.Difference(whole).GetArea() == pytest.approx(0, abs=1e-6)
        assert shape.GetArea() > 0.7 * whole.GetArea()


def test_the_order_of_the_features_changes_nothing():
    forth, back = split(WIDE), split(WIDE[::-1])

    def rows(found, numbers):
        return sorted((numbers[n], s, w) for n, s, w in zip(found.source, found.split, found.wkb))

    assert rows(forth, [0, 1, 2, 3]) == rows(back, [3, 2, 1, 0])


def test_a_class_of_one_long_polygon_is_in_both_splits():
    features = [label(square(0, 0, 200, 40), "a")]
    features += [label(square(60 * n, 100, 40), "b") for n in range(6)]

    found = split(features)

    assert min(areas(features, found, "a")) > 0
    assert sum(own > 0 for own in found.source) == 6


@pytest.mark.parametrize(
    "rule",
    [{"method": "blocks"}, {"buffer": 0.0}, {"validation_share": 0.0, "folds": 2}],
    ids=["blocks", "no buffer", "no validation"],
)
def test_nothing_is_cut_where_it_was_not_asked_for(rule):
    assert len(split(WIDE, **rule).source) == 4


def test_what_a_group_field_holds_together_is_not_cut():
    features = [label(square(0, 200 * n, 380, 150), "ab"[n], group=f"g{n}") for n in range(2)]

    assert split(features).source == (0, 1)


def test_degrees_are_cut_as_metres_are():
    degrees = spatial_reference(4326)
    change = osr.CoordinateTransformation(spatial_reference(LAMBERT), degrees)
    features = []
    for feature in WIDE:
        shape = ogr.CreateGeometryFromWkb(feature.wkb)
        shape.Transform(change)
        features.append(Feature(bytes(shape.ExportToWkb()), feature.value))

    found = split(features, crs=degrees.ExportToWkt())

    assert sorted(found.source) == sorted(split(WIDE).source)
    whole = sum(ogr.CreateGeometryFromWkb(feature.wkb).GetArea() for feature in features)
    assert sum(shape.GetArea() for shape in shapes(found)) > 0.7 * whole
    for value in "ab":
        train, valid = areas(features, found, value)
        assert 0.1 < valid / (train + valid) < 0.4
