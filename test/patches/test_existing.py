import json

import numpy as np
import pytest
from osgeo import ogr
from patch_samples import records, textures, write_dataset
from samples import ORIGIN, read_raster, spatial_reference, square, write_raster
from watch import Watch, refused

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import Cancelled, DatasetError, LabelError, OutputError
from poplar_nn_plugin.exchange.export import export_patches
from poplar_nn_plugin.exchange.importing import import_patches
from poplar_nn_plugin.labels.labels import Feature, Labels, prepare_labels
from poplar_nn_plugin.labels.vector import read_polygons
from poplar_nn_plugin.patches.existing import ExistingDataset
from poplar_nn_plugin.patches.extract import extract
from poplar_nn_plugin.patches.footprints import FOOTPRINTS
from poplar_nn_plugin.patches.joined_classes import join_classes
from poplar_nn_plugin.patches.selection import Background, Selection
from poplar_nn_plugin.patches.splitting.splits import SplitRule
from poplar_nn_plugin.progress import Silent

CRS = spatial_reference(2154).ExportToWkt()
FIRST = [(square(30 * i, 60 * k, 20), "ab"[k]) for i in range(4) for k in range(2)]


def image(folder, name, col=0, *, seed=0, dtype="uint8", bands=1):
    rng = np.random.default_rng(seed)
    array = rng.integers(1, 200, (120, 120, bands)).astype(dtype)
    transform = (ORIGIN[0] + col, 1.0, 0.0, ORIGIN[1], 0.0, -1.0)
    return RasterSource(str(write_raster(folder / name, array, transform=transform)))


def cut(source, polygons, folder, *, size=10, share=0.25, buffer=0, selection=None, **more):
    features = [
        Feature(bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb()), value, group, fold=fold)
        for wkt, value, group, fold in ((*row, None, None)[:4] for row in polygons)
    ]
    labels = prepare_labels(features, CRS, source.grid, class_field="class", least=1)
    spec = PatchSpec(size, size, source.bands, 1.0)
    rule = SplitRule(share, buffer=buffer)
    return extract(source, labels, spec, folder, rule=rule, selection=selection, **more)


@pytest.fixture
def first(tmp_path):
    """Return a dataset, copied out of its files, and its folder."""
    cut(image(tmp_path, "first.tif"), FIRST, tmp_path / "patches")
    return contents(tmp_path / "patches")


def contents(folder):
    dataset = PatchDataset.open(folder)
    return np.array(dataset.x), np.array(dataset.labels), dataset.description


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("target", ["patches", "both"], ids=["in place", "elsewhere"])
def test_patches_of_another_image_come_after_those_that_are_there(tmp_path, first, target):
    other = image(tmp_path, "other.tif", 300, seed=1)
    shifted = [(square(300 + 30 * i, 60 * k, 20), "ab"[k]) for i in range(4) for k in range(2)]

    cut(other, shifted, tmp_path / target, append_to=tmp_path / "patches")

    x, labels, told = contents(tmp_path / target)
    count = len(first[0])
    assert len(x) == 2 * count
    assert (x[:count] == first[0]).all()
    assert (labels[:count] == first[1]).all()
    array = read_raster(tmp_path / "other.tif")
    for patch, label in zip(x[count:], labels[count:]):
        row, col = label["row"], label["col"]
        assert (patch == array[row : row + 10, col : col + 10]).all()
    assert set(labels["image"][count:]) == {1}
    assert [s.path.rpartition("/")[2] for s in told.sources] == ["first.tif", "other.tif"]
    assert set(labels["split"][count:]) == {0, 1}
    assert not set(labels["group"][:count]) & set(labels["group"][count:])
    assert len(told.groups) == 16
    assert len(told.split_recipe["added"]) == 1
    rows = [v for _, v in read_polygons(tmp_path / target / FOOTPRINTS)]
    assert sorted(v["patch"] for v in rows if v["status"] == "kept") == list(range(len(x)))
    assert {v["image"] for v in rows} == {"first.tif", "other.tif"}


def test_another_date_of_a_place_takes_the_side_of_the_place(tmp_path, first):
    """The same polygons on an image of the same place, in an order that draws other sides."""
    later = image(tmp_path, "later.tif", seed=2)

    cut(later, FIRST[::-1], tmp_path / "patches", share=0.5, append_to=tmp_path / "patches")

    _, labels, _ = contents(tmp_path / "patches")
    count = len(first[1])
    place = np.stack([labels["row"], labels["col"]], axis=1)
    side = dict(zip(map(tuple, place[:count].tolist()), labels["split"][:count]))
    assert len(labels) == 2 * count
    assert [side[tuple(p)] for p in place[count:].tolist()] == labels["split"][count:].tolist()


def test_nothing_added_is_near_a_patch_of_the_other_side(tmp_path, first):
    """Long polygons pass by patches of both sides."""
    bars = [(square(0, 21 + 60 * k, 120, 38), "ab"[k]) for k in range(2)]

    cut(
        image(tmp_path, "later.tif", seed=2),
        bars,
        tmp_path / "patches",
        buffer=5,
        append_to=tmp_path / "patches",
    )

    _, labels, _ = contents(tmp_path / "patches")
    count = len(first[1])
    assert len(labels) > count
    place = np.stack([labels["row"], labels["col"]], axis=1)
    old, new = slice(0, count), slice(count, None)
    gap = np.abs(place[new][:, None] - place[old][None]).max(axis=-1) - 10
    other = labels["split"][new][:, None] != labels["split"][old][None]
    assert gap[other].min() >= 5
    assert (labels[old] == first[1]).all()


def test_groups_of_a_name_stay_on_their_side(tmp_path):
    places = [(square(30 * i, 60 * k, 20), "ab"[k], f"stand {i}") for i in range(4) for k in (0, 1)]
    cut(image(tmp_path, "first.tif"), places, tmp_path / "patches")
    far = [
        (square(500 + 30 * i, 60 * k, 20), "ab"[k], f"stand {3 - i}")
        for i in range(4)
        for k in (0, 1)
    ]
    source = image(tmp_path, "far.tif", 500)
    cut(source, far, tmp_path / "patches", share=0, append_to=tmp_path / "patches")

    _, labels, told = contents(tmp_path / "patches")

    assert set(labels["split"][labels["image"] == 1]) == {0, 1}
    assert len(told.groups) == 4
    for group in range(4):
        assert len(set(labels["split"][labels["group"] == group])) == 1


def test_patches_that_are_there_are_not_added_again(tmp_path, first):
    source = image(tmp_path, "first.tif")
    with pytest.raises(DatasetError, match="patches has all of these patches already"):
        cut(source, FIRST, tmp_path / "patches", append_to=tmp_path / "patches")

    more = [*FIRST, (square(0, 90, 20), "a")]
    found = cut(source, more, tmp_path / "patches", append_to=tmp_path / "patches")

    x, labels, told = contents(tmp_path / "patches")
    assert len(x) == len(first[0]) + 4
    assert set(labels["image"]) == {0}
    assert len(told.sources) == 1
    assert found.dropped == {"known": len(first[0])}


def test_classes_have_the_codes_of_the_dataset(tmp_path, first):
    """Alone, 'b' would be the first class."""
    far = [(square(500 + 30 * i, 0, 20), "b") for i in range(3)]

    cut(image(tmp_path, "far.tif", 500), far, tmp_path / "patches", append_to=tmp_path / "patches")

    _, labels, told = contents(tmp_path / "patches")
    assert set(labels["class"][len(first[1]) :]) == {2}
    assert told.classes.names == ("a", "b")


def test_a_new_class_comes_after_those_that_are_there(tmp_path, first):
    far = [(square(500 + 30 * i, 60 * k, 20), "ca"[k]) for i in range(4) for k in range(2)]
    watch = Watch()

    cut(
        image(tmp_path, "far.tif", 500),
        [*far, (square(500, 100, 4), "too small")],
        tmp_path / "patches",
        append_to=tmp_path / "patches",
        progress=watch,
    )

    x, labels, told = contents(tmp_path / "patches")
    count = len(first[1])
    assert (x[:count] == first[0]).all()
    assert (labels[:count] == first[1]).all()
    assert told.classes.codes == (1, 2, 3)
    assert told.classes.names == ("a", "b", "c")
    assert set(labels["class"][count:]) == {1, 3}
    assert {0, 1} == set(labels["split"][labels["class"] == 3])
    assert told.missing_classes == ("too small",)
    assert any("'c' is new in patches" in line and "code 3" in line for line in watch.messages)


def test_a_class_that_had_no_patch_is_missing_no_more(tmp_path):
    tiny = [*FIRST, (square(0, 100, 4), "c")]
    cut(image(tmp_path, "first.tif"), tiny, tmp_path / "patches")
    assert contents(tmp_path / "patches")[2].missing_classes == ("c",)
    far = [(square(500 + 30 * i, 0, 20), "c") for i in range(4)]

    cut(image(tmp_path, "far.tif", 500), far, tmp_path / "patches", append_to=tmp_path / "patches")

    told = contents(tmp_path / "patches")[2]
    assert told.classes.names == ("a", "b", "c")
    assert told.missing_classes == ()


def test_a_background_can_be_a_new_class_of_a_dataset(tmp_path, first):
    far = [(square(500 + 30 * i, 60 * k, 20), "ab"[k]) for i in range(4) for k in range(2)]

    cut(
        image(tmp_path, "far.tif", 500),
        far,
        tmp_path / "patches",
        selection=Selection(background=Background("rest")),
        append_to=tmp_path / "patches",
    )

    _, labels, told = contents(tmp_path / "patches")
    assert told.classes.names == ("a", "b", "rest")
    assert (labels["class"] == 3).sum() == 16


def test_codes_that_are_taken_are_not_given_again_and_texts_are_no_numbers(tmp_path, first):
    known = ClassMap((1, 4), ("oak", "beech"), ("#111111", "#222222"))
    added = Labels((), ClassMap((1, 3), ("elm", "fir"), ("#111111", "#333333")), ())
    numbers = Labels((), ClassMap((7,), ("7",), ("#333333",)), ())

    whole, _ = join_classes(known, [added], "patches", Silent())

    assert whole.codes == (1, 3, 4, 5)
    assert whole.names == ("oak", "fir", "beech", "elm")
    assert len(set(whole.colours)) == 4
    with pytest.raises(DatasetError, match="has no class '7': its classes are 1 oak, 4 beech"):
        join_classes(known, [numbers], "patches", Silent())


@pytest.mark.parametrize(
    ("change", "more", "says"),
    [
        ({"bands": 2}, {}, r"patches has the bands \[1\], but \[1, 2\]"),
        ({"dtype": "uint16"}, {}, "type of pixels is uint16, expected uint8"),
        ({}, {"size": 8}, "patches of side 10, but 8"),
    ],
    ids=["bands", "type", "size"],
)
def test_what_does_not_go_together_is_refused_and_the_dataset_stays(
    tmp_path, first, change, more, says
):
    before = files(tmp_path / "patches")
    other = image(tmp_path, "other.tif", 300, **change)

    with pytest.raises(DatasetError, match=says):
        cut(
            other,
            [(square(300, 0, 20), "a"), (square(340, 0, 20), "b")],
            tmp_path / "patches",
            append_to=tmp_path / "patches",
            **more,
        )

    assert files(tmp_path / "patches") == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["first.tif", "other.tif", "patches"]


@pytest.mark.parametrize("failure", [Cancelled, OutputError, KeyboardInterrupt])
def test_the_older_dataset_survives_a_failure_at_the_last_moment(tmp_path, first, failure):
    before = files(tmp_path / "patches")

    def fail(rows, path):
        raise failure("late")

    with pytest.raises(failure):
        cut(
            image(tmp_path, "other.tif", 300),
            [(square(300, 0, 20), "a")],
            tmp_path / "patches",
            append_to=tmp_path / "patches",
            draw_examples=fail,
        )

    assert files(tmp_path / "patches") == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["first.tif", "other.tif", "patches"]


def test_a_dataset_without_places_is_refused(tmp_path):
    x, code = textures(4, size=10, bands=1)
    dataset = write_dataset(tmp_path / "imported", x, records(code, np.arange(12), [0] * 12))
    meta = json.loads((dataset.folder / "dataset.json").read_text())
    for sources in ([], [{"path": "folder"}]):
        (dataset.folder / "dataset.json").write_text(json.dumps({**meta, "sources": sources}))
        with pytest.raises(DatasetError, match="does not say where its patches lie"):
            cut(
                image(tmp_path, "other.tif"),
                FIRST,
                tmp_path / "more",
                append_to=tmp_path / "imported",
            )
    cut(image(tmp_path, "first.tif"), FIRST, tmp_path / "patches")
    export_patches(PatchDataset.open(tmp_path / "patches"), tmp_path / "images")
    import_patches(tmp_path / "images", tmp_path / "again")
    with pytest.raises(DatasetError, match="does not say where its patches lie"):
        cut(image(tmp_path, "b.tif"), FIRST, tmp_path / "more", append_to=tmp_path / "again")
    with pytest.raises(DatasetError, match="is not a patch dataset"):
        cut(image(tmp_path, "a.tif"), FIRST, tmp_path / "more", append_to=tmp_path / "none")


def test_the_cap_counts_what_is_there(tmp_path, first):
    assert np.bincount(first[1]["class"]).tolist() == [0, 16, 16]
    far = [(square(500 + 30 * i, 60 * k, 20), "ab"[k]) for i in range(4) for k in range(2)]

    cut(
        image(tmp_path, "far.tif", 500),
        far,
        tmp_path / "patches",
        selection=Selection(max_per_class=20),
        append_to=tmp_path / "patches",
    )

    assert np.bincount(contents(tmp_path / "patches")[1]["class"]).tolist() == [0, 20, 20]


def test_what_patches_stand_for_is_added_up(tmp_path):
    here = [(square(60 * i, 100 * k, 20), "ab"[k]) for i in range(4) for k in range(2)]
    far = [(square(500 + 30 * i, 60 * k, 20), "ab"[k]) for i in range(4) for k in range(2)]
    cut(image(tmp_path, "a.tif"), here, tmp_path / "first", selection=Selection(max_per_class=4))
    source = image(tmp_path, "far.tif", 500)

    cut(source, far, tmp_path / "both", append_to=tmp_path / "first")
    cut(image(tmp_path, "a.tif"), here, tmp_path / "all")

    first, both, whole = (PatchDataset.open(tmp_path / n) for n in ("first", "both", "all"))
    assert first.weight.sum() == pytest.approx(len(whole.y))
    assert len(first.y) == 8 < len(whole.y)
    assert np.allclose(both.weight[:8], first.weight)
    assert (both.weight[8:] == 1).all()


def test_background_is_not_drawn_over_patches_that_are_there(tmp_path, first):
    """The labels of the added image do not cover what was labelled before."""
    cut(
        image(tmp_path, "later.tif", seed=3),
        [(square(100, 100, 20), "b")],
        tmp_path / "patches",
        share=0,
        selection=Selection(background=Background("a", 30)),
        append_to=tmp_path / "patches",
    )

    _, labels, told = contents(tmp_path / "patches")
    names = np.array(told.groups)[labels["group"]]
    place = np.stack([labels["row"], labels["col"]], axis=1)
    drawn = np.array(["background" in name for name in names])
    assert drawn.sum() == 30
    gap = np.abs(place[drawn][:, None] - place[~drawn][None]).max(axis=-1)
    assert gap.min() >= 10


def test_adding_can_be_cancelled(tmp_path, first):
    class Impatient(Silent):
        def cancelled(self):
            return True

    before = files(tmp_path / "patches")
    with pytest.raises(Cancelled):
        cut(
            image(tmp_path, "far.tif", 500),
            [(square(500, 0, 20), "a")],
            tmp_path / "patches",
            append_to=tmp_path / "patches",
            progress=Impatient(),
        )
    assert files(tmp_path / "patches") == before


def test_rows_of_an_image_without_a_place_went_up_in_earlier_versions(tmp_path, first):
    file = tmp_path / "patches" / "dataset.json"
    said = json.loads(file.read_text())
    for source in said["sources"]:
        source.update(transform=[0.0, 1.0, 0.0, 0.0, 0.0, 1.0], crs="")
    file.write_text(json.dumps(said))

    (grid,) = ExistingDataset.open(tmp_path / "patches").grids

    assert grid.bounds == (0, -120, 120, 0)


def test_groups_keep_their_folds_and_new_ones_bring_theirs(tmp_path):
    source, folds = image(tmp_path, "first.tif"), [1, 2, 3, 1, 2, 3, 2, 1]
    rows = [(*row, f"stand {n}", fold) for n, (row, fold) in enumerate(zip(FIRST, folds))]
    cut(source, rows[:6], tmp_path / "patches")

    cut(source, rows[6:], tmp_path / "both", append_to=tmp_path / "patches")

    told = PatchDataset.open(tmp_path / "both").description
    assert told.groups == tuple(f"stand {n}" for n in range(8))
    assert told.folds == tuple(folds)


def test_a_group_cannot_change_its_fold(tmp_path):
    source = image(tmp_path, "first.tif")
    rows = [(*row, f"stand {n}", 1) for n, row in enumerate(FIRST)]
    cut(source, rows[:6], tmp_path / "patches")
    moved = [(*FIRST[7], "stand 0", 2)]

    with refused(LabelError, "group 'stand 0' lies in the folds 1 and 2"):
        cut(source, moved, tmp_path / "both", append_to=tmp_path / "patches")
