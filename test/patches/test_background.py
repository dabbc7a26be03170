import numpy as np
import pytest
from osgeo import ogr
from samples import spatial_reference, square, write_raster

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import DatasetError, LabelError, ParameterError
from poplar_nn_plugin.labels.labels import Feature, prepare_labels
from poplar_nn_plugin.labels.mask import polygons_on_grid
from poplar_nn_plugin.labels.vector import read_polygons
from poplar_nn_plugin.patches.background import with_background
from poplar_nn_plugin.patches.extract import FOOTPRINTS, extract
from poplar_nn_plugin.patches.selection import Background, Selection
from poplar_nn_plugin.patches.splitting.splits import SplitRule
from poplar_nn_plugin.progress import Silent

CRS = spatial_reference(2154).ExportToWkt()
ROWS = [(square(60 * i + 5, 100 * k + 5, 30), "ab"[k], {}) for i in range(4) for k in range(2)]


def wkb(wkt):
    return bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb())


@pytest.fixture
def cut(tmp_path):
    """Return a function that cuts patches with a background from 240 x 240 pixels of noise."""
    array = np.random.default_rng(0).integers(1, 200, (240, 240)).astype("uint8")
    array[150:] = 0
    path = write_raster(tmp_path / "image.tif", array, nodata=0)
    image = RasterSource(str(path))

    def run(background, *, polygons=ROWS, mask=None, cap=None, share=0.25, buffer=6, seed=1):
        features = [Feature(wkb(wkt), value, **more) for wkt, value, more in polygons]
        labels = prepare_labels(features, CRS, image.grid, class_field="class", least=1)
        mask = mask and polygons_on_grid([wkb(mask)], CRS, image.grid, Silent())
        extract(
            image,
            labels,
            PatchSpec(6, 6, (1,), 1.0),
            tmp_path / "patches",
            mask=mask,
            rule=SplitRule(share, buffer=buffer, seed=seed),
            selection=Selection(max_per_class=cap, background=background),
        )
        return PatchDataset.open(tmp_path / "patches")

    return run


def of_background(dataset, name="rest"):
    code = dataset.classes.codes[dataset.classes.names.index(name)]
    return dataset.y == code


def covered(polygons=ROWS):
    """Return (240, 240) bool: what the polygons cover; they begin and end on pixels."""
    found = np.zeros((240, 240), bool)
    for wkt, _, _ in polygons:
        left, right, bottom, top = ogr.CreateGeometryFromWkt(wkt).GetEnvelope()
        found[
            int(6300000 - top) : int(6300000 - bottom), int(left - 600000) : int(right - 600000)
        ] = True
    return found


def test_background_lies_off_the_polygons_on_data_and_inside_the_mask(cut):
    dataset = cut(Background("rest", 60), mask=square(0, 0, 240, 130))

    drawn = dataset.position[of_background(dataset)]
    assert len(drawn) == 60
    assert len({tuple(p) for p in drawn.tolist()}) == 60
    labelled = covered()
    for row, col in drawn:
        assert not labelled[row : row + 6, col : col + 6].any()
        assert row + 6 <= 150
        assert row + 3 < 130
    assert dataset.classes.names == ("a", "b", "rest")
    assert dataset.classes.codes == (1, 2, 3)
    assert len(set(dataset.classes.colours)) == 3


def test_background_is_on_all_sides_and_never_near_the_other_one(cut):
    dataset = cut(Background("rest", 0.5))

    train, valid = (dataset.position[dataset.select(side)] for side in ("train", "valid"))
    gap = np.abs(train[:, None] - valid[None]).max(axis=-1) - 6
    assert gap.min() >= 6
    own = of_background(dataset)
    judged = dataset.split[own] == 1
    assert 0.1 < judged.mean() < 0.4
    groups = [set(dataset.group[own][judged == side]) for side in (True, False)]
    assert not groups[0] & groups[1]
    others = (~own).sum()
    assert own.sum() == pytest.approx(others, abs=1)


def test_labelled_patches_are_those_that_there_are_without_a_background(cut):
    plain = cut(None)
    before = {tuple(p) for p in plain.position.tolist()}

    dataset = cut(Background("rest", 80))

    assert {tuple(p) for p in dataset.position[~of_background(dataset)].tolist()} == before


def test_the_seed_draws_the_places(cut):
    first, again, other = (cut(Background("rest", 20), seed=s).labels.copy() for s in (1, 1, 2))

    assert (first == again).all()
    assert set(map(tuple, first.tolist())) != set(map(tuple, other.tolist()))


def test_one_labelled_class_is_enough_beside_a_background(cut):
    polygons = [(wkt, "poplar", more) for wkt, _, more in ROWS]

    dataset = cut(Background("rest", 0.5), polygons=polygons)

    assert dataset.classes.names == ("poplar", "rest")


def test_a_background_called_like_a_class_adds_to_it(cut):
    plain = cut(None)
    count = (plain.y == 1).sum()

    dataset = cut(Background("a", 10))

    assert dataset.classes == plain.classes
    assert (dataset.y == 1).sum() == count + 10


def test_the_cap_of_a_class_holds_for_the_background(cut):
    dataset = cut(Background("rest", 50), cap=12)

    assert np.bincount(dataset.y).tolist() == [0, 12, 12, 12]


def test_a_background_keeps_the_share_that_was_asked_for_beside_thinned_classes(cut):
    whole = cut(Background("rest", 0.25))
    thinned = cut(Background("rest", 0.25), cap=10)

    share = [d.weight[of_background(d)].sum() / d.weight.sum() for d in (whole, thinned)]
    labelled = [d.weight[~of_background(d)].sum() for d in (whole, thinned)]
    assert (whole.weight == 1).all()
    assert np.bincount(thinned.y).max() == 10
    assert labelled[1] == pytest.approx(labelled[0])
    assert share == pytest.approx([0.25, 0.25], abs=0.01)


def test_where_labels_say_the_split_background_follows_their_shares(cut):
    sides = ["train", "train", "valid", "test"]
    polygons = [(wkt, v, {"split": sides[i // 2]}) for i, (wkt, v, _) in enumerate(ROWS)]

    dataset = cut(Background("rest", 80), polygons=polygons)

    counts = np.bincount(dataset.split[of_background(dataset)], minlength=3)
    assert counts.min() >= 5
    assert counts.argmax() == 0


def test_too_little_room_gives_what_there_is_and_none_is_an_error(cut, tmp_path):
    dataset = cut(Background("rest", 100_000), buffer=0)
    assert 100 < of_background(dataset).sum() < 40 * 40
    before = sorted(path.stat().st_mtime_ns for path in (tmp_path / "patches").iterdir())

    everything = [*ROWS, (square(0, 0, 240), "a", {})]
    with pytest.raises(DatasetError, match="No patch of background can be drawn"):
        cut(Background("rest", 10), polygons=everything)

    assert before == sorted(path.stat().st_mtime_ns for path in (tmp_path / "patches").iterdir())


def test_what_was_tried_is_in_the_footprints(cut):
    dataset = cut(Background("rest", 100_000))

    rows = [v for _, v in read_polygons(dataset.folder / FOOTPRINTS) if v["name"] == "rest"]
    assert {v["status"] for v in rows} == {"kept", "buffer", "nodata"}
    assert all(v["group"].startswith("background 1: ") for v in rows)


CLASSES = ClassMap((1, 254), ("a", "b"), ("#000000", "#ffffff"))


def test_the_code_of_the_background_is_free_or_refused():
    assert with_background(CLASSES, Background("rest"))[1] == 2
    assert with_background(CLASSES, Background("rest", code=77))[1] == 77
    assert with_background(CLASSES, Background("b"))[1] == 254
    with pytest.raises(LabelError, match="code 1 of the background is that of the class 'a'"):
        with_background(CLASSES, Background("rest", code=1))
    with pytest.raises(LabelError, match="'a' has the code 1 in the labels, but 9"):
        with_background(CLASSES, Background("a", code=9))


@pytest.mark.parametrize("amount", [0, -1, 1.5, float("nan")])
def test_an_amount_that_is_neither_share_nor_number_is_refused(amount):
    with pytest.raises(ParameterError, match="share of all patches"):
        Background("rest", amount)
