import pytest
from osgeo import ogr
from samples import square

from poplar_nn_plugin.chain.divide import divide
from poplar_nn_plugin.chain.labels import Feature
from poplar_nn_plugin.errors import LabelError, ParameterError
from poplar_nn_plugin.progress import Silent


def features(columns=8, rows=6, side=10):
    return [
        Feature(
            bytes(ogr.CreateGeometryFromWkt(square(side * c, side * r, side)).ExportToWkb()),
            "ab"[(c + r) % 2],
        )
        for c in range(columns)
        for r in range(rows)
    ]


def split(found, **more):
    rule = {"validation_share": 0.25, "test_share": 0.1, "buffer": 0, "seed": 1, **more}
    return divide(found, class_field="class", progress=Silent(), **rule)


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
