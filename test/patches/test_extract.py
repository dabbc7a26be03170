import json

import numpy as np
import pytest
from cut_samples import Setting, wkb
from osgeo import ogr
from samples import ORIGIN, square, write_raster
from watch import Watch

from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.resources import Resources
from poplar_nn_plugin.errors import Cancelled, DatasetError, MemoryBudgetError, ParameterError
from poplar_nn_plugin.labels.labels import Feature, prepare_labels
from poplar_nn_plugin.labels.vector import read_polygons
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.patches.extract import FOOTPRINTS, extract
from poplar_nn_plugin.patches.selection import Background, Selection
from poplar_nn_plugin.patches.sources import Scene
from poplar_nn_plugin.patches.splitting.splits import SplitRule
from poplar_nn_plugin.progress import Silent


def two_squares(side=20, **first):
    return [(square(0, 0, side), "a", first), (square(60, 60, side), "b", {})]


def test_patches_are_the_raw_pixels_of_windows_inside_one_polygon(tmp_path):
    setting = Setting(tmp_path, two_squares())

    dataset = setting.cut(10, 5)

    assert dataset.x.dtype == np.uint16
    assert len(dataset.x) == 2 * 3 * 3
    for patch, (row, col) in zip(dataset.x, dataset.position):
        assert (patch == setting.array[row : row + 10, col : col + 10]).all()
    first = dataset.position[dataset.y == 1]
    assert first.min() == 0
    assert first.max() == 10
    assert setting.found.table == {
        "a": {"train": 9, "valid": 0, "test": 0},
        "b": {"train": 9, "valid": 0, "test": 0},
    }


def test_the_dataset_says_what_the_image_is(tmp_path):
    setting = Setting(tmp_path, two_squares(), nodata=0)

    told = setting.cut(10, 5).description

    assert told.image.dtype == "uint16"
    assert told.image.band_count == 2
    assert told.image.pixel_size == (1.0, 1.0)
    assert told.image.pixel_metres == pytest.approx(1.0, rel=1e-3)
    assert told.groups == ("polygon 1", "polygon 2")
    assert told.sources[0].path.endswith("image.tif")
    assert json.dumps(write(told))


def test_a_polygon_that_just_holds_a_patch_gives_it_wherever_it_lies(tmp_path):
    # A slanted outline: no place on the stride fits, one off it does.
    lozenge = (
        "POLYGON((600010 6299980,600025 6299965,600040 6299980,600025 6299995,600010 6299980))"
    )
    setting = Setting(tmp_path, [(lozenge, "a", {}), (square(60, 60, 30), "b", {})])

    dataset = setting.cut(14, 13)

    position = dataset.position[dataset.y == 1]
    assert len(position) == 1
    assert position[0].tolist() == [13, 18]


def test_nodata_in_a_window_strikes_it_out_and_is_said(tmp_path):
    setting = Setting(tmp_path, two_squares(), nodata=0)
    setting.array[12, 12] = 0

    dataset = setting.cut(10, 10)

    assert dataset.position[dataset.y == 1].tolist() == [[0, 0], [0, 10], [10, 0]]
    assert setting.found.dropped == {"nodata": 1}
    assert sorted(setting.statuses()) == ["kept"] * 7 + ["nodata"]


def test_the_mask_keeps_patches_whose_centre_it_covers(tmp_path):
    setting = Setting(tmp_path, [(square(0, 0, 20), "a", {}), (square(60, 0, 10), "b", {})])

    dataset = setting.cut(10, 10, mask=square(0, 0, 100, 12))

    assert dataset.position.tolist() == [[0, 0], [0, 10], [0, 60]]
    assert setting.found.dropped == {"mask": 2}


def test_overlapping_polygons_of_two_classes_give_no_patch_where_they_overlap(tmp_path):
    polygons = [(square(0, 0, 30, 10), "a", {}), (square(20, 0, 30, 10), "b", {})]
    setting = Setting(tmp_path, polygons)

    dataset = setting.cut(10, 10)

    assert dataset.position.tolist() == [[0, 0], [0, 10], [0, 30], [0, 40]]
    assert setting.found.dropped == {"mixed": 2}


def test_with_less_cover_a_patch_may_reach_over_the_outline(tmp_path):
    setting = Setting(tmp_path, [(square(30, 30, 8), "a", {}), (square(60, 60, 30), "b", {})])

    dataset = setting.cut(10, 1, cover=0.6)

    own = np.zeros((120, 120), bool)
    own[30:38, 30:38] = True
    shares = [own[r : r + 10, c : c + 10].mean() for r, c in dataset.position[dataset.y == 1]]
    assert len(shares) > 1
    assert min(shares) >= 0.6


def bars(*shares):
    """Return upright bars of ten rows side by side, (width, class) each, and two far away."""
    found, col = [], 0
    for width, name in shares:
        found.append((square(col, 0, width, 10), name, {}))
        col += width
    return [*found, (square(60, 60, 20), "y", {}), (square(100, 60, 20), "z", {})]


@pytest.mark.parametrize(
    ("shares", "cover", "owner"),
    [
        ([(6, "a"), (4, "b")], 0.5, "a"),
        ([(4, "a"), (6, "b")], 0.5, "b"),
        ([(6, "a"), (4, "b")], 0.3, "a"),
        ([(5, "a"), (5, "b")], 0.3, None),
        ([(6, "a"), (4, "b")], 0.7, None),
        ([(4, "a"), (3, "b"), (3, "c")], 0.3, "a"),
        ([(3, "a"), (4, "b"), (3, "a")], 0.3, "a"),
    ],
    ids=["most", "second", "low cover", "as much", "too little", "of three", "in two polygons"],
)
def test_two_polygons_that_share_a_patch_give_it_the_class_that_covers_most(
    tmp_path, shares, cover, owner
):
    setting = Setting(tmp_path, bars(*shares), shape=(120, 120, 1))

    dataset = setting.cut(10, 10, cover=cover)

    names = dict(zip(dataset.classes.codes, dataset.classes.names))
    there = (dataset.position == [0, 0]).all(axis=1)
    assert {names[code] for code in dataset.y[there]} == ({owner} if owner else set())


def test_no_training_patch_lies_within_the_buffer_of_a_validation_patch(tmp_path):
    polygons = [(square(12 * i, 24 * k, 12), "ab"[k % 2], {}) for i in range(10) for k in range(4)]
    setting = Setting(tmp_path, polygons)

    dataset = setting.cut(6, 3, validation_share=0.3, buffer=8, seed=5)

    train, valid = (dataset.position[dataset.select(s)] for s in ("train", "valid"))
    gap = np.abs(train[:, None] - valid[None]).max(axis=-1) - 6
    assert len(train)
    assert len(valid)
    assert gap.min() >= 8
    assert setting.found.dropped["buffer"] > 0
    groups = [set(dataset.group[dataset.select(s)]) for s in ("train", "valid")]
    assert not groups[0] & groups[1]


def test_the_diagonal_is_the_buffer_unless_a_class_would_have_nothing_to_learn_from(tmp_path):
    polygons = [(square(10 * i, 0, 10), "a", {}) for i in range(2)]
    polygons += [(square(30 * i, 60, 20), "b", {}) for i in range(4)]
    setting = Setting(tmp_path, polygons)

    dataset = setting.cut(8, 2, validation_share=0.3, buffer=None)

    assert dataset.description.split_recipe["buffer"] == 0
    assert setting.found.table["a"]["train"] > 0


def test_the_split_of_the_labels_is_obeyed(tmp_path):
    polygons = [
        (square(30 * i, 60 * k, 20), "ab"[k], {"split": side})
        for i, side in enumerate(["train", "valid", "test"])
        for k in range(2)
    ]

    dataset = Setting(tmp_path, polygons).cut(10, 10, validation_share=0.9)

    for number, side in enumerate(("train", "valid", "test")):
        columns = dataset.position[dataset.select(side)][:, 1]
        assert (columns // 30 == number).all()
        assert len(columns) == 8


def test_a_class_without_patches_is_named_with_what_would_fit(tmp_path):
    lines = []

    class Log(Silent):
        def message(self, text):
            lines.append(text)

        def warn(self, text):
            self.message(f"Warning: {text}")

    polygons = [*two_squares(), (square(100, 100, 7), "tiny", {})]

    dataset = Setting(tmp_path, polygons).cut(10, 5, progress=Log())

    assert dataset.classes.names == ("a", "b")
    assert dataset.description.missing_classes == ("tiny",)
    assert any("'tiny' has no patch" in line and "inside one has 7" in line for line in lines)


def test_a_polygon_too_small_for_any_patch_is_shown_with_the_reason(tmp_path):
    corner, small = square(117, 117, 3), square(100, 50, 4)
    setting = Setting(tmp_path, [*two_squares(), (small, "a", {}), (corner, "b", {})])

    setting.cut(10, 10)

    rows = read_polygons(tmp_path / "patches" / FOOTPRINTS)
    left_out = [(wkb, values) for wkb, values in rows if values["status"] == "cover"]
    assert [values["group"] for _, values in left_out] == ["polygon 3", "polygon 4"]
    for (outline, _), polygon in zip(left_out, (small, corner)):
        assert ogr.CreateGeometryFromWkb(outline).Contains(ogr.CreateGeometryFromWkt(polygon))


def test_when_nothing_fits_the_largest_patch_that_would_is_named(tmp_path):
    with pytest.raises(DatasetError, match="wholly inside a polygon has 20 pixels"):
        Setting(tmp_path, two_squares()).cut(21, 7)

    assert not (tmp_path / "patches").exists()


def test_one_class_with_patches_is_not_enough(tmp_path):
    polygons = [(square(0, 0, 20), "a", {}), (square(60, 60, 7), "b", {})]

    with pytest.raises(DatasetError, match=r"one class only \(a\)"):
        Setting(tmp_path, polygons).cut(10, 5)


def test_a_patch_larger_than_the_image_is_refused(tmp_path):
    with pytest.raises(ParameterError, match=r"121 x 121 .* larger than the image \(120 x 120\)"):
        Setting(tmp_path, two_squares()).cut(121, 7)


def test_only_nodata_under_the_polygons_is_told_from_too_small_polygons(tmp_path):
    setting = Setting(tmp_path, two_squares(), nodata=0)
    setting.array[:] = 0

    with pytest.raises(DatasetError, match="no data or the mask"):
        setting.cut(10, 5)


@pytest.mark.parametrize("late", [0.0, 0.3, 0.6, 0.8])
def test_cancel_at_any_stage_leaves_no_dataset(tmp_path, monkeypatch, late):
    monkeypatch.setattr("poplar_nn_plugin.patches.extract._ROWS_BETWEEN_LOOKS", 1)
    monkeypatch.setattr("poplar_nn_plugin.patches.search._POLYGONS_AT_ONCE", 1)
    monkeypatch.setattr("poplar_nn_plugin.patches.reader._BLOCK", 16)
    reached = []

    class Impatient(Silent):
        def advance(self, fraction):
            reached.append(fraction)

        def cancelled(self):
            return reached[-1] >= late

    setting = Setting(tmp_path, two_squares(), nodata=0)
    with pytest.raises(Cancelled):
        setting.cut(10, 5, progress=Impatient())

    assert late <= reached[-1] < late + 0.2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["image.tif"]


def test_the_same_seed_gives_the_same_patches(tmp_path):
    polygons = [(square(12 * i, 24 * k, 12), "ab"[k % 2], {}) for i in range(10) for k in range(4)]
    setting = Setting(tmp_path, polygons)

    first = setting.cut(6, 3, validation_share=0.3, seed=4).labels.copy()
    again = setting.cut(6, 3, validation_share=0.3, seed=4).labels.copy()
    other = setting.cut(6, 3, validation_share=0.3, seed=5).labels.copy()

    assert (first == again).all()
    assert len(first) != len(other) or (first != other).any()


def test_a_polygon_larger_than_a_piece_loses_no_place(tmp_path, monkeypatch):
    monkeypatch.setattr("poplar_nn_plugin.patches.windows._TILE", 25)
    polygons = [(square(0, 0, 100), "a", {}), (square(105, 105, 12), "b", {})]

    dataset = Setting(tmp_path, polygons).cut(10, 5)

    places = {tuple(p) for p in dataset.position[dataset.y == 1].tolist()}
    assert places == {(r, c) for r in range(0, 91, 5) for c in range(0, 91, 5)}
    assert len(places) == (dataset.y == 1).sum()


def test_a_rotated_grid_cuts_where_the_polygons_lie(tmp_path):
    turned = (600000.0, 0.8, 0.6, 6300000.0, 0.6, -0.8)
    array = np.zeros((80, 80), "uint8")
    array[20:40, 20:40], array[50:70, 50:70] = 1, 2
    path = write_raster(tmp_path / "image.tif", array, transform=turned)
    image = RasterSource(str(path))

    def outline(first, last):
        ring = [(first, first), (last, first), (last, last), (first, last), (first, first)]
        return "POLYGON((" + ",".join("{} {}".format(*image.grid.to_map(*p)) for p in ring) + "))"

    features = [Feature(wkb(outline(20, 40)), 1), Feature(wkb(outline(50, 70)), 2)]
    labels = prepare_labels(features, image.grid.crs, image.grid, class_field="c")
    extract(
        image,
        labels,
        PatchSpec(10, 5, (1,), 1.0),
        tmp_path / "patches",
        rule=SplitRule(0.0, buffer=0),
    )

    dataset = PatchDataset.open(tmp_path / "patches")
    assert len(dataset.x)
    assert (dataset.x == dataset.y[:, None, None, None]).all()


@pytest.mark.parametrize("nodata", [None, 7], ids=["whole", "with nodata"])
def test_memory_and_threads_change_nothing_in_the_dataset(tmp_path, monkeypatch, nodata):
    monkeypatch.setattr("poplar_nn_plugin.patches.reader._BLOCK", 32)
    polygons = [(square(25 * i, 40 * k, 24, 38), "ab"[k % 2], {}) for i in range(5) for k in (0, 1)]
    setting = Setting(tmp_path, polygons, nodata=nodata)
    setting.array[::13, ::17] = 7
    found = []
    for resources in (Resources("1G", 1), Resources("1M", 4), Resources("100K", 1)):
        dataset = setting.cut(6, 2, validation_share=0.3, resources=resources)
        found.append((np.array(dataset.x), np.array(dataset.labels), setting.statuses()))

    assert len(found[0][0]) > 200
    for x, labels, statuses in found[1:]:
        assert (x == found[0][0]).all()
        assert (labels == found[0][1]).all()
        assert statuses == found[0][2]
    for patch, (row, col) in zip(*(found[0][0], dataset.position)):
        assert (patch == setting.array[row : row + 6, col : col + 6]).all()


def test_where_memory_is_short_fewer_jobs_run(tmp_path):
    setting = Setting(tmp_path, two_squares())
    few, many = (setting.cut(10, 5, resources=Resources("4K", jobs)) for jobs in (1, 48))

    assert np.array_equal(few.x, many.x)
    with pytest.raises(MemoryBudgetError, match="one at a time: set it to 1M or more"):
        setting.cut(10, 5, resources=Resources("1K", 48))


def test_too_little_memory_is_refused_with_what_would_do(tmp_path):
    with pytest.raises(MemoryBudgetError, match="set it to 1M or more"):
        Setting(tmp_path, two_squares()).cut(10, 5, resources=Resources("1K", 2))

    Setting(tmp_path, two_squares()).cut(10, 5, resources=Resources("1M", 2))


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "float32", "int32", "float64"])
def test_every_type_of_pixels_is_kept(tmp_path, dtype):
    setting = Setting(tmp_path, two_squares(), dtype=dtype)
    setting.array[3, 3] = np.iinfo(dtype).min if dtype[0] in "ui" else -0.123456789

    dataset = setting.cut(10, 10)

    assert dataset.x.dtype == dtype
    for patch, (row, col) in zip(dataset.x, dataset.position):
        assert (patch == setting.array[row : row + 10, col : col + 10]).all()


def test_with_a_share_of_nodata_missing_pixels_get_the_mean_of_the_patch(tmp_path):
    setting = Setting(tmp_path, two_squares(), shape=(120, 120, 2), dtype="int16", nodata=-999)
    setting.array[12:14, 12:17] = -999  # a tenth of the patch at 10, 10
    setting.array[0:3, 10:18] = -999  # more of the one at 0, 10

    dataset = setting.cut(10, 10, selection=Selection(nodata_share=0.1))

    positions = dataset.position[dataset.y == 1].tolist()
    assert positions == [[0, 0], [10, 0], [10, 10]]
    torn, raw = dataset.x[positions.index([10, 10])], setting.array[10:20, 10:20]
    known = (raw != -999).all(axis=-1)
    assert (torn[known] == raw[known]).all()
    assert (torn[~known] == np.rint(raw[known].astype(float).mean(axis=0))).all()
    scaling = Scaling.fit(dataset.x[positions.index([10, 10])][None])
    assert scaling.offset == pytest.approx(raw[known].mean(axis=0), abs=0.1)
    assert setting.found.dropped == {"nodata": 1}


def test_a_share_of_nan_leaves_no_nan_in_the_dataset(tmp_path):
    setting = Setting(tmp_path, two_squares(), dtype="float32")
    setting.array[5, 5] = np.nan

    dataset = setting.cut(10, 10, selection=Selection(nodata_share=0.5))

    assert np.isfinite(dataset.x).all()
    assert len(dataset.x) == 8
    assert Scaling.fit(dataset.x).scale[0] > 0


def test_a_class_with_more_patches_than_the_cap_gives_some_of_each_polygon(tmp_path):
    polygons = [(square(30 * i, 0, 25), "a", {}) for i in range(3)]
    polygons += [(square(0, 60, 12), "b", {}), (square(60, 60, 12), "b", {})]
    setting = Setting(tmp_path, polygons)

    first, again, other = (
        setting.cut(10, 3, selection=Selection(max_per_class=10), seed=seed).labels.copy()
        for seed in (1, 1, 2)
    )

    assert np.bincount(first["class"]).tolist() == [0, 10, 2]
    counts = np.bincount(first["group"][first["class"] == 1])
    assert sorted(counts.tolist()) == [3, 3, 4]
    assert (first == again).all()
    assert (first != other).any()
    assert setting.found.dropped == {"cap": 3 * 36 - 10}
    assert setting.statuses().count("cap") == 3 * 36 - 10


def test_a_cap_leaves_every_side_its_share(tmp_path):
    polygons = [(square(13 * i, 40 * k, 12, 36), "ab"[k], {}) for i in range(9) for k in range(2)]
    setting = Setting(tmp_path, polygons)
    share = {"validation_share": 0.3, "seed": 1}

    before = setting.cut(10, 2, **share) and setting.found.table
    setting.cut(10, 2, selection=Selection(max_per_class=20), **share)

    for name, counts in setting.found.table.items():
        expected = 20 * before[name]["valid"] / sum(before[name].values())
        assert sum(counts.values()) == 20
        assert abs(counts["valid"] - expected) < 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"nodata_share": 1.0}, "below 1, got 1.0"), ({"max_per_class": 0}, "at least 1 patch")],
)
def test_a_selection_of_nothing_is_refused(wrong, says):
    with pytest.raises(ParameterError, match=says):
        Selection(**wrong)


def test_a_dataset_keeps_the_folds_of_its_labels(tmp_path):
    polygons = [
        (square(0, 0, 20), "a", {"fold": 2}),
        (square(60, 60, 20), "b", {"fold": 1}),
        (square(60, 0, 20), "b", {}),
    ]

    dataset = Setting(tmp_path, polygons).cut(10, 10)

    assert dataset.description.folds == (2, 1, None)
    assert dataset.fold.tolist() == [[2, 1, 0][group] for group in dataset.group]


def test_a_dataset_of_labels_without_folds_says_nothing_of_them(tmp_path):
    dataset = Setting(tmp_path, two_squares()).cut(10, 10)

    assert "folds" not in json.loads((dataset.folder / "dataset.json").read_text())
    assert dataset.fold is None


def test_background_is_dealt_out_to_the_folds_of_the_labels(tmp_path):
    polygons = [
        (square(40 * (n % 3), 40 * (n // 3), 14), "ab"[n % 2], {"fold": (3, 7)[n % 2]})
        for n in range(4)
    ]
    splits = ["train", "train", "valid", "test"]
    polygons = [(*p[:2], {**p[2], "split": s}) for p, s in zip(polygons, splits)]
    polygons[3][2].pop("fold")

    dataset = Setting(tmp_path, polygons).cut(
        7, 7, selection=Selection(background=Background("rest", 40))
    )

    rest = dataset.y == dataset.classes.codes[dataset.classes.names.index("rest")]
    test = dataset.split == Split.TEST
    assert (rest & test).any()
    assert ((dataset.fold == 0) == test).all()
    assert set(dataset.fold[rest & ~test]) == {3, 7}
    assert 10 < (dataset.fold[rest] == 3).sum() < 30


def test_a_class_of_which_nothing_lies_on_the_image_is_missing(tmp_path):
    off_the_image = (square(500, 500, 20), "far", {})
    watch = Watch()

    found = Setting(tmp_path, [*two_squares(), off_the_image]).cut(10, 5, progress=watch)

    assert found.classes.names == ("a", "b")
    assert found.description.missing_classes == ("far",)
    assert any("'far' has no polygon on the image" in line for line in watch.messages)


def test_a_class_that_another_image_shows_is_not_missing(tmp_path):
    polygons = [*two_squares(), (square(500, 500, 20), "far", {})]
    setting = Setting(tmp_path, polygons)
    x, y = ORIGIN
    path = write_raster(
        tmp_path / "beside.tif", setting.array, transform=(x + 450, 1.0, 0.0, y - 450, 0.0, -1.0)
    )
    beside = RasterSource(str(path))

    found = setting.cut(10, 5, more=[Scene(beside, setting.labels_on(beside))])

    assert found.classes.names == ("a", "b", "far")
    assert found.description.missing_classes == ()


def test_a_class_with_patches_for_every_polygon_misses_nothing(tmp_path):
    setting = Setting(tmp_path, two_squares())

    assert setting.cut(10, 5).description.missing_classes == ()
    assert "missing_classes" not in (tmp_path / "patches/dataset.json").read_text()


def test_a_point_gives_the_patch_around_it_as_far_as_no_other_class_is_there(tmp_path):
    def point(col, row):
        return f"POINT({600000 + col + 0.3} {6300000 - row - 0.6})"

    points = [(point(20, 30), "a", {}), (point(60, 70), "b", {}), (point(3, 70), "b", {})]
    points += [(point(100, 100), "a", {}), (square(94, 94, 14), "b", {})]
    setting = Setting(tmp_path, points)

    dataset = setting.cut(10, 5)

    assert dataset.position[dataset.y == 1].tolist() == [[25, 15]]
    assert [60 + 5, 60 - 5] in dataset.position[dataset.y == 2].tolist()
    assert setting.found.dropped["nodata"] == 1
    assert setting.found.dropped["mixed"] >= 1
