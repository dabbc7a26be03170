import re

import numpy as np
import pytest
from osgeo import ogr, osr
from samples import spatial_reference, square, write_raster
from scanned import Declared

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import Cancelled, LabelError
from poplar_nn_plugin.labels.boxes import box_pairs
from poplar_nn_plugin.labels.checks import pixels
from poplar_nn_plugin.labels.checks.check import check_labels
from poplar_nn_plugin.labels.checks.check_report import write_report
from poplar_nn_plugin.labels.labels import Feature
from poplar_nn_plugin.labels.problem import KINDS

SIZE = 10


class Watch:
    """Keeps what is said; asks to stop from a fraction on."""

    def __init__(self, stop_at=2.0):
        self.lines, self.fractions, self._stop_at = [], [], stop_at

    def advance(self, fraction):
        self.fractions.append(fraction)

    def message(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")

    def cancelled(self):
        return bool(self.fractions) and self.fractions[-1] >= self._stop_at


@pytest.fixture
def image(tmp_path):
    return RasterSource(str(write_raster(tmp_path / "image.tif", np.ones((100, 120), "uint8"))))


def label(wkt, value="a", **more):
    wkb = bytes(ogr.CreateGeometryFromWkt(wkt).ExportToIsoWkb()) if wkt else None
    return Feature(wkb, value, **more)


SOUND = [
    label(square(20 * col, 20 * row, 15), "ab"[row % 2]) for col in range(4) for row in range(4)
]
"""Eight polygons of each of two classes, 5 pixels apart, with nothing wrong."""


def check(features, image, epsg=2154, **more):
    crs = spatial_reference(epsg).ExportToWkt() if epsg else ""
    ids = range(100, 100 + len(features))
    return check_labels(features, ids, crs, image, SIZE, **more)


def only(features, image, **more):
    """Return the one problem that there is."""
    (problem,) = check(features, image, **more).problems
    return problem


def shape(problem):
    return ogr.CreateGeometryFromWkb(problem.wkb)


@pytest.mark.parametrize("pixel", [1.0, 4.0])
def test_hectares_of_a_web_map_are_those_on_the_ground(tmp_path, pixel):
    x, y = 333958.0, 8399738.0  # 3 degrees east, 60 north: a metre of the map is half a metre
    transform = (x, pixel, 0.0, y, 0.0, -pixel)
    path = write_raster(
        tmp_path / "web.tif", np.ones((99, 99), "uint8"), epsg=3857, transform=transform
    )
    fields = [
        label(f"POLYGON(({w} {s},{w + 60} {s},{w + 60} {s + 60},{w} {s + 60},{w} {s}))", name)
        for name, w, s in (("a", x + 2, y - 70), ("b", x + 70, y - 70))
    ]

    found = check(fields, RasterSource(str(path)), epsg=3857)

    assert [row.hectares for row in found.classes] == pytest.approx([0.09, 0.09], rel=0.005)


def test_sound_labels_have_no_problem(image):
    found = check(SOUND, image)

    assert found.problems == ()
    assert [(row.label, row.polygons, row.groups) for row in found.classes] == [
        ("a", 8, 8),
        ("b", 8, 8),
    ]
    assert found.classes[0].hectares == pytest.approx(8 * 15 * 15 / 10_000, rel=0.003)


def test_a_crossed_polygon_is_invalid_with_reason_and_place(image):
    bow = "POLYGON((600085 6299990,600117 6299910,600117 6299990,600085 6299910,600085 6299990))"

    problem = only([*SOUND, label(bow)], image)

    assert (problem.kind, problem.severity, problem.feature) == ("invalid", "warning", 116)
    assert "Self-intersection at or near point 600101 6299950" in problem.advice


@pytest.mark.parametrize(
    ("wkt", "kind", "says"),
    [
        (None, "empty", "no geometry"),
        ("POLYGON EMPTY", "empty", "no geometry"),
        ("POLYGON((600085 6299990,600095 6299990,600085 6299990))", "invalid", "no area"),
        ("LINESTRING(600085 6299990, 600086 6299990)", "invalid", "is a LINESTRING"),
    ],
)
def test_what_is_no_polygon_is_an_error(image, wkt, kind, says):
    problem = only([*SOUND, label(wkt)], image)

    assert (problem.kind, problem.severity) == (kind, "error")
    assert says in problem.advice


def test_an_overlap_of_two_classes_is_shown_by_the_part_in_both(image):
    crossing = label(square(12, 0, 10, 15), "b")  # 3 columns of the first polygon, 2 of another

    problems = check([*SOUND, crossing], image).problems

    assert [p.kind for p in problems] == ["overlap", "overlap"]
    assert [shape(p).GetArea() for p in problems] == pytest.approx([45, 30])
    assert "20% of the smaller" in problems[1].advice
    assert "feature 100" in problems[0].advice
    assert "feature 116" in problems[0].advice


def test_polygons_of_one_class_may_overlap_and_those_of_two_may_touch(image):
    same, touching = label(square(12, 0, 8, 15)), label(square(35, 0, 5, 15), "b")

    assert not {"overlap"} & {p.kind for p in check([*SOUND, same, touching], image).problems}


def test_a_polygon_drawn_twice_is_told_once_however_its_ring_begins(image):
    ring = "600015 6300000,600015 6299985,600000 6299985,600000 6300000,600015 6300000"
    again = [label(f"POLYGON(({ring}))"), label(f"POLYGON(({ring}))", "b"), SOUND[0]]

    problems = check([*SOUND, *again], image).problems

    assert [(p.kind, p.severity, p.feature) for p in problems] == [
        ("duplicate", "error", 117),
        ("duplicate", "warning", 116),
        ("duplicate", "warning", 118),
    ]
    assert "as 'b' and, by feature 100, as 'a'" in problems[0].advice


def test_a_double_may_be_a_little_beside_the_first_and_no_more(image):
    beside, further = label(square(0.04, 0, 15), "b"), label(square(0.4, 20, 15), "a")

    problems = check([*SOUND, beside, further], image).problems

    assert [(p.kind, p.feature) for p in problems] == [("duplicate", 116), ("overlap", 101)]


def test_polygons_off_the_image_are_errors_and_at_its_edge_warnings(image):
    problems = check(
        [*SOUND, label(square(200, 0, 15)), label(square(110, 40, 20)), label(square(105, 85, 15))],
        image,
    ).problems

    assert [(p.kind, p.severity, p.feature) for p in problems] == [
        ("outside", "error", 116),
        ("outside", "warning", 117),
    ]
    assert "50.0% of the polygon" in problems[1].advice


def test_pixels_without_data_are_counted_in_each_polygon_by_itself(tmp_path):
    array = np.ones((100, 120), "int16")
    array[:, 100:] = -1
    image = RasterSource(str(write_raster(tmp_path / "gaps.tif", array, nodata=-1)))
    # The last lies wholly inside the second, which must not hide it.
    more = [square(102, 0, 15), square(90, 40, 20, 15), square(95, 42, 10, 10)]

    problems = check([*SOUND, *map(label, more)], image).problems

    assert [(p.kind, p.severity, p.feature) for p in problems] == [
        ("nodata", "error", 116),
        ("nodata", "warning", 117),
        ("nodata", "warning", 118),
    ]
    assert "in 50.0% of the polygon" in problems[1].advice
    assert "in 50.0% of the polygon" in problems[2].advice


def test_a_polygon_without_room_for_a_patch_says_what_fits(image):
    problems = check([*SOUND, label(square(90, 0, 9, 20)), label(square(90, 50, 4, 5))], image)

    assert [(p.kind, p.severity) for p in problems.problems] == [
        ("small", "error"),
        ("small", "warning"),
    ]
    assert "largest square inside is 4 x 4 pixels" in problems.problems[0].advice
    assert "largest square inside is 9 x 9 pixels" in problems.problems[1].advice


def test_a_class_without_patches_is_told_once_with_the_size_that_keeps_it(image):
    small = [label(square(90, 10 * n, 4, 4), "c") for n in range(3)]

    found = check([*SOUND, *small], image, largest={"a": 30, "b": 30, "c": 5})

    problem = only_of(found, "small")
    assert problem.severity == "error"
    assert problem.label == "c"
    assert problem.advice == (
        "None of the 3 polygons of 'c' holds a patch of 10 x 10 pixels, and the class would not "
        "be on the map: choose a smaller patch, PATCH_SIZE of 5 or less."
    )
    assert ogr.CreateGeometryFromWkb(problem.wkb).GetGeometryCount() == 3


def test_a_class_that_no_patch_fits_is_to_be_drawn_anew(image):
    found = check([*SOUND, label(square(90, 0, 4, 4), "c")], image, largest={"c": 0})

    problem = only_of(found, "small")
    assert problem.advice.startswith("The one polygon of 'c' does not hold a patch of 10 x 10")
    assert "draw larger ones" in problem.advice


def test_a_small_polygon_of_a_class_that_has_others_is_a_warning(image):
    found = check([*SOUND, label(square(90, 0, 4, 5))], image, largest={"a": 30, "b": 30})

    problem = only_of(found, "small")
    assert problem.severity == "warning"
    assert "its class has patches of other polygons" in problem.advice
    assert "a patch of 6 pixels or less" in problem.advice


def test_many_small_polygons_of_a_class_are_told_together(image):
    narrow = [label(square(90, 24 * n, 8, 20)) for n in range(4)]
    tiny = [label(square(100, 24 * n, 5, 6)) for n in range(4)]

    found = check([*SOUND, *narrow, *tiny], image, largest={"a": 30, "b": 30}, max_imbalance=99)

    none, edge = [p for p in found.problems if p.kind == "small"]
    assert none.advice.startswith("4 of 16 polygons of 'a' have less than half the pixels of a")
    assert "With a patch size of 7 or less half of them give some, too." in none.advice
    assert edge.advice.startswith("4 of 16 polygons of 'a' hold no whole patch of 10 x 10 pixels")
    assert "with a patch size of 8 or less half of them hold a whole one" in edge.advice
    assert (none.severity, edge.severity) == ("warning", "warning")
    assert none.feature is edge.feature is None


def only_of(found, kind):
    (problem,) = [p for p in found.problems if p.kind == kind]
    return problem


def test_the_largest_square_is_that_of_any_way_of_counting(tmp_path):
    from poplar_nn_plugin.labels.checks.pixels import _largest_square

    rng = np.random.default_rng(0)
    for _ in range(50):
        inside = rng.random((rng.integers(1, 30), rng.integers(1, 30))) < rng.choice([0.6, 0.95])
        side = np.zeros(inside.shape, int)  # the usual dynamic programme
        for row, col in np.argwhere(inside):
            before = side[max(row - 1, 0) : row + 1, max(col - 1, 0) : col + 1].ravel()[:-1]
            side[row, col] = 1 + (before.min() if row and col else 0)

        assert _largest_square(inside, 99) == side.max()
        assert _largest_square(inside, 3) == min(side.max(), 3)


def test_a_polygon_larger_than_the_pieces_is_looked_at_in_all_of_them(tmp_path):
    array = np.ones((40, 3000), "int16")
    array[:, 2500:] = -1
    image = RasterSource(str(write_raster(tmp_path / "long.tif", array, nodata=-1)))
    long = [label(square(0, 0, 3000, 12)), label(square(0, 20, 2000, 12), "b")]

    problems = check(long, image, min_groups=1).problems

    assert [p.kind for p in problems] == ["nodata"]
    assert f"in {500 / 3000:.1%} of" in problems[0].advice


@pytest.mark.parametrize("dtype", ["uint8", "float64"])
def test_pieces_take_the_memory_they_declare(tmp_path, monkeypatch, dtype):
    array = np.ones((1400, 1300, 3), dtype)
    array[::90] = 0
    image = RasterSource(write_raster(tmp_path / "i.tif", array, nodata=0))
    frame = ogr.CreateGeometryFromWkt(square(5, 5, 1200))
    frame = frame.Difference(ogr.CreateGeometryFromWkt(square(12, 12, 1180))).ExportToWkt()
    large = [label(frame), label(square(0, 0, 1299), "b")]
    slim = [label(square(20 * n, 3, 18), "ab"[n % 2]) for n in range(60)]
    declared = Declared(monkeypatch, pixels)

    for features in (large, slim, large + slim):
        check(features, image)

    declared.check()


def test_an_image_of_many_bands_is_read_in_strips(tmp_path, monkeypatch):
    array = np.ones((100, 120), "uint8")
    array[33:60, 20:90] = 0
    image = RasterSource(write_raster(tmp_path / "i.tif", array, nodata=0))
    whole = check(SOUND, image).problems
    strip = 10 * 75 * 5  # the polygons cover 75 columns
    monkeypatch.setattr("poplar_nn_plugin.labels.valid_pixels.STRIP", strip)
    read, real = [], RasterSource.read
    monkeypatch.setattr(RasterSource, "read", lambda s, w: read.append(w.height) or real(s, w))

    assert check(SOUND, image).problems == whole
    assert max(read) == 10
    assert any(problem.kind == "nodata" for problem in whole)


def test_codes_and_names_that_contradict_are_found_from_both_sides(image):
    pairs = [(4, "urban"), (4, "barren"), (4, "barren"), (5, "urban"), (1, "forest")]
    features = [
        label(square(20 * n, 0, 15), code, name=name) for n, (code, name) in enumerate(pairs)
    ]
    turned = [Feature(f.wkb, f.name, name=str(f.value)) for f in features]

    for given, fields in ((features, ("id", "class")), (turned, ("class", "id"))):
        problems = check(given, image, min_groups=1, fields=fields).problems

        assert [p.kind for p in problems] == ["name", "name"]
        advices = sorted(p.advice for p in problems)
        assert advices[0].startswith(
            "'4' in the field 'id' stands with different values of 'class'"
        )
        assert "'barren' in 2, 'urban' in 1" in advices[0]
        assert advices[1].startswith("'urban' in the field 'class'")


def test_names_that_differ_in_capitals_or_blanks_are_told(image):
    problem = only([*SOUND, *[label(square(85, 20 * n, 15), "A ") for n in range(3)]], image)

    assert (problem.kind, problem.severity) == ("name", "warning")
    assert "'A' and 'a'" in problem.advice


def test_a_missing_class_is_told_of_each_feature(image):
    lost = [label(square(85, 0, 15), None), label(square(85, 20, 15), " ")]

    problems = check([*SOUND, *lost], image).problems

    assert [(p.kind, p.feature) for p in problems] == [("class", 116), ("class", 117)]


@pytest.mark.parametrize("code", [-3, 0, 255, 300, 1.5])
def test_a_code_that_no_map_can_hold_is_an_error(image, code):
    numbers = [Feature(f.wkb, 1 + (f.value == "b")) for f in SOUND]
    wrong = [label(square(85, 20 * n, 15), code) for n in range(3)]

    problem = only([*numbers, *wrong], image)

    assert (problem.kind, problem.severity, problem.label) == ("code", "error", str(code))
    assert shape(problem).GetGeometryCount() == 3


def test_numbers_in_fields_of_any_type_are_one_class(image):
    features = [Feature(f.wkb, value) for f, value in zip(SOUND, [1, 1.0, "1", 2, 2.0, "2"] * 2)]

    assert [row.label for row in check(features, image).classes] == ["1", "2"]


def test_one_class_only_is_an_error(image):
    problem = only([label(square(20 * n, 0, 15)) for n in range(4)], image)

    assert (problem.kind, problem.severity) == ("code", "error")
    assert "only class" in problem.advice


def test_few_groups_are_counted_by_group_and_else_by_polygon(image):
    grouped = [label(square(85, 20 * n, 15), "c", group="stand") for n in range(4)]
    single = [label(square(105, 20 * n, 15), "d") for n in range(2)]

    problems = check([*SOUND, *grouped, *single], image).problems

    assert [(p.kind, p.label) for p in problems] == [("groups", "c"), ("groups", "d")]
    assert "1 group of" in problems[0].advice
    assert check([*SOUND, *grouped, *single], image, min_groups=1).problems == ()


def test_a_class_of_little_area_is_told(image):
    small = [label(square(85, 20 * n, 10), "c") for n in range(3)]

    problem = only([*SOUND, *small], image, max_imbalance=5)

    assert (problem.kind, problem.label) == ("balance", "c")
    assert "6 times" in problem.advice
    assert check([*SOUND, *small], image, max_imbalance=6.1).problems == ()


def test_training_nearer_to_its_judge_than_a_patch_is_told_once_with_the_nearest(image):
    rows = [("train", 0), ("valid", 20), ("test", 45), ("train", 72)]  # pixels between: 5, 10, 12
    features = [
        label(square(20 * col, row, 15), "ab"[col % 2], split=split)
        for split, row in rows
        for col in range(2)
    ]

    problems = check(features, image).problems

    assert {p.kind for p in problems} == {"near"}
    assert [p.feature for p in problems] == [100, 101, 106, 107, 102, 103]
    assert "'train' polygon lies 5 pixels from the 'valid' polygon" in problems[0].advice
    assert "12 pixels from the 'test'" in problems[2].advice
    assert "'valid' polygon lies 10 pixels from the 'test' polygon of feature 104" in (
        problems[4].advice
    )


def test_distances_count_pixels_also_where_they_are_not_square(tmp_path):
    transform = (600000.0, 1.0, 0.0, 6300000.0, 0.0, -2.0)
    image = RasterSource(
        str(write_raster(tmp_path / "i.tif", np.ones((50, 120), "uint8"), transform=transform))
    )
    # 20 m apart: 20 columns, but 10 rows.
    features = [
        label(square(0, 0, 15, 30), "a", split="train"),
        label(square(0, 50, 15, 30), "b", split="valid"),
        label(square(35, 0, 15, 30), "b", split="valid"),
    ]

    problem = only(features, image, min_groups=1)

    assert "10 pixels from the 'valid' polygon of feature 101" in problem.advice


def test_a_split_that_is_none_is_told(image):
    problem = only([*SOUND, label(square(85, 0, 15), split="training")], image)

    assert (problem.kind, problem.feature) == ("split", 116)
    assert "expected one of train, valid, test" in problem.advice


def test_labels_in_another_crs_are_placed_and_shown_in_their_own(image):
    change = osr.CoordinateTransformation(spatial_reference(2154), spatial_reference(4326))
    moved = []
    for feature in [*SOUND, label(square(12, 0, 10, 15), "b")]:
        geometry = ogr.CreateGeometryFromWkb(feature.wkb)
        geometry.Transform(change)
        moved.append(Feature(bytes(geometry.ExportToWkb()), feature.value))
    log = Watch()

    found = check(moved, image, epsg=4326, progress=log)

    assert [p.kind for p in found.problems] == ["overlap", "overlap"]
    assert shape(found.problems[0]).GetEnvelope()[0] < 180
    assert "are reprojected" in log.lines[0]


def test_heights_measures_and_parts_do_no_harm(image):
    odd = [
        label(
            "POLYGON ZM((600085 6299999 1 2,600115 6299999 1 2,600115 6299969 1 2,"
            "600085 6299999 1 2))"
        ),
        label(f"MULTIPOLYGON({square(85, 40, 15)[7:]},{square(85, 60, 15)[7:]})"),
        label("CURVEPOLYGON(CIRCULARSTRING(600085 6299910,600105 6299910,600085 6299910))", "b"),
    ]

    assert check([*SOUND, *odd], image).problems == ()


@pytest.mark.parametrize(
    ("features", "epsg", "says"),
    [
        ([], 2154, "label layer is empty"),
        ([label(square(0, 0, 15), None)], 2154, "'class' is empty in all 1 features"),
        ([label(square(5000, 0, 15))], 2154, "reach over 605000, .* the image over 600000, "),
        (SOUND, None, "reference system of the labels is not known"),
    ],
    ids=["empty", "no class", "elsewhere", "no CRS"],
)
def test_labels_of_which_nothing_can_be_said_are_refused(image, features, epsg, says):
    with pytest.raises(LabelError, match=says):
        check(features, image, epsg)


def test_progress_rises_to_the_end_and_cancel_stops_at_every_stage(image):
    log = Watch()
    check(SOUND, image, progress=log)

    assert log.fractions == sorted(log.fractions)
    assert log.fractions[-1] == 1.0
    for fraction in sorted(set(log.fractions))[:-1]:
        with pytest.raises(Cancelled):
            check(SOUND, image, progress=Watch(stop_at=fraction))


def test_pairs_of_boxes_are_those_that_meet(monkeypatch):
    from poplar_nn_plugin.labels import boxes as pairs

    rng = np.random.default_rng(1)
    corner = rng.random((300, 2)) * 100
    boxes = np.hstack([corner, corner + rng.random((300, 2)) * 12])
    boxes[::40] = np.nan
    expected = {
        (i, j)
        for i in range(300)
        for j in range(i + 1, 300)
        if (boxes[i, :2] <= boxes[j, 2:] + 3).all() and (boxes[j, :2] <= boxes[i, 2:] + 3).all()
    }

    for portion in (pairs._PAIRS, 50):
        monkeypatch.setattr(pairs, "_PAIRS", portion)
        parts = [np.stack(part, axis=1) for part in box_pairs(boxes, 3.0)]
        found = list(map(tuple, np.concatenate(parts).tolist()))

        assert set(found) == expected
        assert len(found) == len(expected)


def test_the_report_names_every_problem_and_is_safe(image, tmp_path):
    found = check([*SOUND, label(square(200, 0, 15), "<b>x</b>")], image)

    write_report(tmp_path / "report.html", found, "labels & co", {"Patch": "10 x 10"})

    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert KINDS["outside"].title in text
    assert "&lt;b&gt;x&lt;/b&gt;" in text
    assert "<b>x</b>" not in text
    assert "<h1>Checked labels: labels &amp; co</h1>" in text
    assert re.search(r"Check labels, \d{4}-\d\d-\d\d \d\d:\d\d</p>", text)
    assert "$" not in text


def test_a_layer_pasted_onto_itself_many_times_is_told_once_a_copy(image):
    found = check(SOUND * 20, image)

    assert found.count("duplicate") == 19 * len(SOUND)
    assert len(found.problems) == 19 * len(SOUND)


def test_bands_without_data_are_named_and_no_polygon_is_blamed(tmp_path):
    array = np.ones((100, 120, 4), "float32")
    array[..., 1:3] = np.nan
    image = RasterSource(str(write_raster(tmp_path / "image.tif", array)))

    found = check(SOUND, image)

    (problem,) = (p for p in found.problems if p.kind == "bands")
    assert problem.advice == "Bands 2, 3 hold no data: leave them out (BANDS 1;4)."
    assert not found.count("nodata")
