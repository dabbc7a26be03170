import json
import math
import random

import numpy as np
import pytest
from osgeo import ogr, osr
from samples import LAMBERT, spatial_reference, square

from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.errors import LabelError, ParameterError
from poplar_nn_plugin.labels.division.divide import divide
from poplar_nn_plugin.labels.division.rule import DivisionRule
from poplar_nn_plugin.labels.labels import Feature
from poplar_nn_plugin.progress import Silent

CRS = spatial_reference(LAMBERT).ExportToWkt()


class Log(Silent):
    """Keeps what is said."""

    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")


def wkb(text):
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb())


def features(columns=8, rows=6, side=10):
    return [
        Feature(
            wkb(square(side * c, side * r, side)),
            "ab"[(c + r) % 2],
        )
        for c in range(columns)
        for r in range(rows)
    ]


def split(found, crs=CRS, grid=None, log=None, group_field="", **more):
    rule = {"validation_share": 0.25, "test_share": 0.1, "buffer": 0, "seed": 1, **more}
    return divide(
        found,
        crs,
        DivisionRule(**rule),
        class_field="class",
        group_field=group_field,
        grid=grid,
        progress=log or Silent(),
    )


def test_shares_are_met_by_area_in_each_class():
    labels = features(20, 20)

    found = split(labels)

    for name in "ab":
        sides = [s for f, s in zip(labels, found.split) if f.value == name]
        assert sides.count("valid") / len(sides) == pytest.approx(0.25, abs=0.01)
        assert sides.count("test") / len(sides) == pytest.approx(0.1, abs=0.01)


def test_nothing_that_trains_lies_within_the_buffer_of_what_judges():
    labels = features()

    found = split(labels, buffer=3.0)

    shapes = {side: [] for side in ("train", "valid", "test")}
    for side, wkb in zip(found.split, found.wkb):
        if side:
            shapes[side].append(ogr.CreateGeometryFromWkb(wkb))
    assert all(shapes.values())
    for judged, judge in (("train", "valid"), ("train", "test"), ("valid", "test")):
        nearest = min(a.Distance(b) for a in shapes[judged] for b in shapes[judge])
        assert nearest >= 3.0 - 1e-9
        assert nearest < 3.1


def test_without_a_buffer_no_geometry_changes():
    labels = features()

    assert list(split(labels).wkb) == [f.wkb for f in labels]


def test_a_polygon_within_the_buffer_whole_has_no_split():
    labels = features(8, 1)

    found = split(labels, buffer=500.0, test_share=0)

    assert "train" not in found.split
    assert "valid" in found.split
    assert None in found.split


def test_features_of_one_group_stay_together():
    labels = [Feature(f.wkb, f.value, group=i // 4) for i, f in enumerate(features(20, 20))]

    found = split(labels)

    for first in range(0, len(labels), 4):
        assert len(set(found.split[first : first + 4])) == 1


def test_features_without_class_have_no_split():
    labels = [*features(), Feature(features()[0].wkb, None), Feature(None, "a")]

    assert split(labels).split[-2:] == (None, None)


def test_shares_that_leave_nothing_and_one_class_are_refused():
    with pytest.raises(ParameterError, match="leave nothing to train on"):
        split(features(), validation_share=0.6, test_share=0.4)
    with pytest.raises(LabelError, match="one class only"):
        split([f for f in features() if f.value == "a"])


def nearest(found, change=lambda shape: shape):
    """Return the least distance between sides that must lie apart."""
    shapes = {side: [] for side in ("train", "valid", "test")}
    for side, geometry in zip(found.split, found.wkb):
        if side:
            shapes[side].append(change(ogr.CreateGeometryFromWkb(geometry)))
    return min(
        a.Distance(b)
        for judged, judge in (("train", "valid"), ("train", "test"), ("valid", "test"))
        for a in shapes[judged]
        for b in shapes[judge]
    )


def geographic(spacing=0.0012, side=0.001):
    """Return labels in degrees near Toulouse, in rows of alternating classes."""
    return [
        Feature(
            wkb(f"POLYGON(({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))"),
            "ab"[(c + r) % 2],
        )
        for c in range(8)
        for r in range(6)
        for x, y in [(1.4 + spacing * c, 43.6 + spacing * r)]
    ]


DEGREES = spatial_reference(4326).ExportToWkt()
OBLONG = Grid(1200, 600, (1.399, 0.00001, 0.0, 43.61, 0.0, -0.00002), DEGREES)
"""Pixels of 0.8 m by 2.2 m."""


def test_metres_are_metres_where_the_labels_are_in_degrees():
    found = split(geographic(), DEGREES, buffer=40.0)

    utm = osr.CoordinateTransformation(spatial_reference(4326), spatial_reference(32631))

    def change(shape):
        shape.Transform(utm)
        return shape

    assert 40.0 - 0.05 <= nearest(found, change) < 40.5


def test_with_an_image_the_buffer_is_the_diagonal_of_a_patch_in_its_pixels():
    log = Log()

    found = split(geographic(), DEGREES, OBLONG, log, buffer=None, patch_size=12)

    def change(shape):
        def moved(part):
            if isinstance(part[0], (int, float)):
                return OBLONG.to_pixel(*part[:2])
            return [moved(one) for one in part]

        geometry = json.loads(shape.ExportToJson())
        geometry["coordinates"] = moved(geometry["coordinates"])
        return ogr.CreateGeometryFromJson(json.dumps(geometry))

    diagonal = math.ceil(12 * math.sqrt(2))
    assert diagonal <= nearest(found, change) < diagonal + 0.5
    assert any(f"buffer of {diagonal} pixels (about" in line for line in log.lines)


def test_a_class_that_the_diagonal_would_leave_nothing_gets_a_smaller_buffer_and_it_is_said():
    log = Log()

    found = split(geographic(), DEGREES, OBLONG, log, buffer=None, patch_size=300)

    assert any("would leave a, b nothing to train on: trying 150." in line for line in log.lines)
    assert {"train", "valid", "test"} <= set(found.split)


def test_without_an_image_the_log_says_that_there_is_no_buffer():
    log, labels = Log(), features()

    found = split(labels, log=log, buffer=None)

    assert list(found.wkb) == [f.wkb for f in labels]
    assert "without the image (RASTER)" in log.lines[0]


def test_the_order_of_the_features_makes_no_difference():
    labels = [Feature(f.wkb, f.value, i // 3 if i % 2 else None) for i, f in enumerate(features())]
    order = random.Random(4).sample(range(len(labels)), len(labels))
    more = {"buffer": 4.0, "folds": 3, "method": "blocks", "block_size": 25.0}

    found, shuffled = split(labels, **more), split([labels[i] for i in order], **more)

    assert shuffled.split == tuple(found.split[i] for i in order)
    assert shuffled.fold == tuple(found.fold[i] for i in order)
    assert shuffled.wkb == tuple(found.wkb[i] for i in order)


def test_another_seed_gives_another_split():
    assert split(features(), seed=1).split != split(features(), seed=2).split


def test_a_polygon_drawn_twice_is_not_on_both_sides():
    labels = features(6, 2)

    for seed in range(10):
        found = split([*labels, *labels], seed=seed, test_share=0, validation_share=0.4)

        assert found.split[: len(labels)] == found.split[len(labels) :]


def test_all_polygons_of_a_block_are_on_one_side():
    labels = features(12, 12)

    found = split(labels, method="blocks", block_size=30.0)

    assert set(found.split) == {"train", "valid", "test"}
    blocks = {}
    for number, side in enumerate(found.split):
        col, row = divmod(number, 12)
        blocks.setdefault((col // 3, (11 - row) // 3), set()).add(side)  # counted from the south
    assert len(blocks) == 16
    assert all(len(sides) == 1 for sides in blocks.values())


def test_a_group_that_lies_in_two_blocks_joins_them():
    labels = features(12, 12)
    group = {0: "stand", 143: "stand"}
    labels = [Feature(f.wkb, f.value, group.get(i)) for i, f in enumerate(labels)]

    found = split(labels, method="blocks", block_size=30.0)

    corners = [col * 12 + row for col in range(3) for row in range(3)]
    together = {found.split[i] for i in corners} | {found.split[143 - i] for i in corners}
    assert len(together) == 1


def test_the_side_of_a_block_is_chosen_from_labels_and_buffer():
    log = Log()

    split(features(20, 10), log=log, method="blocks")
    split(features(20, 10), log=log, method="blocks", buffer=11.0, test_share=0)

    assert "Blocks of 20 m: 50 of them hold labels." in log.lines
    assert any(line.startswith("Blocks of 33 m: ") for line in log.lines)


def test_folds_are_of_whole_groups_and_only_for_training_and_validation():
    labels = [Feature(f.wkb, f.value, i // 2) for i, f in enumerate(features(10, 10))]

    found = split(labels, folds=4)

    for side, fold in zip(found.split, found.fold):
        assert (fold in (1, 2, 3, 4)) == (side != "test")
    assert all(found.fold[i] == found.fold[i + 1] for i in range(0, len(labels), 2))
    for name in "ab":
        held = [fold for f, fold in zip(labels, found.fold) if fold and f.value == name]
        counts = np.bincount(held)[1:]
        assert counts.max() - counts.min() <= 2


def test_without_folds_there_are_none_and_more_than_the_groups_are_refused():
    assert set(split(features()).fold) == {None}
    with pytest.raises(ParameterError, match=r"40 folds need .* groups outside test, .* have 36"):
        split(features(8, 5), folds=40)
    with pytest.raises(ParameterError, match="one fold is no cross-validation"):
        split(features(), folds=1)


def test_a_class_of_one_group_trains_and_the_log_says_what_to_do():
    labels, log = [*features(), Feature(wkb(square(500, 0, 10)), "rare")], Log()

    found = split(labels, log=log, folds=3)

    assert found.split[-1] == "train"
    said = [line for line in log.lines if "'rare'" in line]
    assert "is not in valid and test: it has 1 group only, which stays whole" in said[0]
    assert "Label it in more places" in said[0]
    assert "is in 1 of 3 folds" in said[1]
    assert "nothing trains it" in said[1]


def test_the_log_is_a_table_of_classes_and_sides_and_says_what_the_buffer_took():
    rows = [("a", 0), ("a", 12), ("a", 100), ("b", 200), ("b", 300), ("b", 400)]
    labels = [Feature(wkb(square(col, 0, 10)), name, f"{name}{col}") for name, col in rows]
    log = Log()

    found = split(labels, log=log, buffer=5.0, validation_share=0.34, test_share=0.0, seed=8)

    assert found.split[0] != found.split[1]
    train, valid = "train 2 polygons in 2 groups", "valid 1 polygon in 1 group"
    assert [line for line in log.lines if line[0] == " "] == [
        f"  a: {train}, 0.017 ha, 63%; {valid}, 0.01 ha, 37%",
        f"  b: {train}, 0.02 ha, 67%; {valid}, 0.01 ha, 33%",
    ]
    # The buffer is a thousandth wider than 5 m, beyond all rounding.
    assert log.lines[0].startswith("The buffer of 5 m took 0.0030")
    assert "ha (5.0% of the labelled area): a 0.0030" in log.lines[0]


def test_a_buffer_of_ones_own_that_leaves_a_class_nothing_is_warned_of():
    log = Log()

    split(features(8, 1), log=log, buffer=500.0, test_share=0)

    assert any("leaves nothing of class 'a' in train: lower BUFFER" in line for line in log.lines)


def test_labels_that_lie_close_together_are_advised_to_be_split_by_blocks():
    by_groups, by_blocks = Log(), Log()
    labels = features(16, 16)

    first = split(labels, log=by_groups, buffer=6.0)
    second = split(labels, log=by_blocks, buffer=6.0, method="blocks", block_size=40.0)

    advice = "split by blocks (METHOD)"
    assert any(advice in line for line in by_groups.lines)
    assert not any(advice in line for line in by_blocks.lines)

    def left(found):
        return sum(
            ogr.CreateGeometryFromWkb(w).GetArea() for w, s in zip(found.wkb, found.split) if s
        )

    assert left(second) > 1.2 * left(first)


KINDS = {
    "heights": "POLYGON Z((600300 6299990 5,600310 6299990 5,600310 6300000 5,600300 6299990 5))",
    "measures": "POLYGON ZM((600320 6299990 5 1,600330 6299990 5 1,600330 6300000 5 1,"
    "600320 6299990 5 1))",
    "parts": "MULTIPOLYGON(((600340 6299990,600345 6299990,600345 6300000,600340 6299990)),"
    "((600350 6299990,600355 6299990,600355 6300000,600350 6299990)))",
    "curved": "CURVEPOLYGON(CIRCULARSTRING(600360 6300000,600370 6300000,600360 6300000))",
    "mixed": "GEOMETRYCOLLECTION(POINT(600380 6300000),"
    "POLYGON((600380 6299990,600385 6299990,600385 6300000,600380 6299990)))",
    "invalid": "POLYGON((600400 6299990,600410 6300000,600410 6299990,600400 6300000,"
    "600400 6299990))",
}
AREAS = {"heights": 50, "measures": 50, "parts": 50, "curved": 25 * math.pi, "mixed": 25}


@pytest.mark.parametrize("kind", KINDS)
def test_any_polygon_comes_out_as_flat_and_valid_polygons_of_its_area(kind):
    found = split([*features(), Feature(wkb(KINDS[kind]), "a")])

    shape = ogr.CreateGeometryFromWkb(found.wkb[-1])
    assert found.split[-1] in ("train", "valid", "test")
    assert shape.GetGeometryType() in (ogr.wkbPolygon, ogr.wkbMultiPolygon)
    assert shape.IsValid()
    assert shape.GetArea() == pytest.approx(AREAS.get(kind, 50), rel=0.001)


def test_what_has_no_class_or_no_geometry_is_counted_in_the_log():
    labels, log = [*features(), Feature(features()[0].wkb, " "), Feature(None, "a")], Log()

    found = split(labels, log=log)

    assert found.split[-2:] == (None, None)
    assert found.dropped == 0
    assert "Warning: 1 of 50 label features have no geometry and are left out." in log.lines
    assert any("have no value in 'class' and get no split" in line for line in log.lines)


@pytest.mark.parametrize(
    ("labels", "more", "error", "says"),
    [
        ([Feature(wkb("POINT(600000 6300000)"), "a")], {}, LabelError, "give the image, too"),
        ([Feature(None, None)] * 3, {}, LabelError, "None of the 3 label features has both"),
        (features(), {"crs": ""}, LabelError, "reference system of the labels is not known"),
        (features(), {"grid": OBLONG}, LabelError, "do not overlap the image"),
        (
            [Feature(f.wkb, f.value, "x") for f in features()],
            {"group_field": "stand"},
            LabelError,
            r"All 48 labelled polygons have the same value in the group field 'stand'",
        ),
        (
            [Feature(features()[0].wkb, name) for name in "ab"],
            {},
            LabelError,
            "all lie on the same place",
        ),
        (
            features(),
            {"method": "blocks", "block_size": 1000.0},
            ParameterError,
            r"BLOCK_SIZE: with blocks of 1000 m all 48 polygons are together.* 80 x 60 m",
        ),
    ],
    ids=["points", "no class", "no CRS", "off the image", "one group", "one place", "one block"],
)
def test_labels_that_cannot_be_divided_are_refused_in_one_sentence(labels, more, error, says):
    with pytest.raises(error, match=says):
        split(labels, **more)


def test_where_neither_labels_nor_image_has_a_crs_units_are_metres():
    grid = Grid(300, 300, (600000.0, 1.0, 0.0, 6300000.0, 0.0, -1.0), "")

    found = split(features(), "", grid, buffer=None, patch_size=2)

    assert nearest(found) >= 3
