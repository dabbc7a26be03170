"""Labelled pixels: each gives the patch around it, whatever lies at the border of that."""

import json

import numpy as np
import pytest
from osgeo import ogr
from samples import square, write_raster

from poplar_nn_plugin.dataset.fill import fill_invalid
from poplar_nn_plugin.dataset.reader import META, PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import DatasetError, ParameterError
from poplar_nn_plugin.labels.labels import Feature, prepare_labels
from poplar_nn_plugin.labels.mask import polygons_on_grid
from poplar_nn_plugin.labels.vector import read_polygons
from poplar_nn_plugin.model.foldrule import FoldRule
from poplar_nn_plugin.patches.extract import FOOTPRINTS, extract
from poplar_nn_plugin.patches.selection import Selection
from poplar_nn_plugin.patches.splitting.splits import SplitRule
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.scoring.folds import fold_of_patches, split_of_fold


class Told(Silent):
    """Keeps what it is told."""

    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)

    warn = message


class Place:
    """An image of its own values, and polygons on it."""

    def __init__(self, folder, shape=(40, 50, 2), dtype="uint16"):
        self.folder = folder
        random = np.random.default_rng(0)
        self.array = random.integers(1, 1000, shape).astype(dtype)
        self.told = Told()

    def cut(self, polygons, *, size=7, nodata=None, mask=None, most=None, name="patches", **rule):
        path = write_raster(self.folder / "image.tif", self.array, nodata=nodata)
        image = RasterSource(str(path))
        features = [
            Feature(bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb()), value)
            for wkt, value in polygons
        ]
        labels = prepare_labels(features, image.grid.crs, image.grid, class_field="class")
        if mask:
            outline = bytes(ogr.CreateGeometryFromWkt(mask).ExportToWkb())
            mask = polygons_on_grid([outline], image.grid.crs, image.grid, Silent())
        self.found = extract(
            image,
            labels,
            PatchSpec(size=size, stride=1, bands=image.bands, by_centre=True),
            self.folder / name,
            mask=mask,
            selection=Selection(max_per_class=most),
            rule=SplitRule(**{"validation_share": 0, "buffer": 0, **rule}),
            progress=self.told,
        )
        return PatchDataset.open(self.folder / name)


def centres(dataset, code):
    found = dataset.position[dataset.y == code] + dataset.spec.size // 2
    return sorted(map(tuple, found.tolist()))


def test_each_pixel_whose_centre_a_polygon_holds_gives_the_patch_around_it(tmp_path):
    place = Place(tmp_path)

    dataset = place.cut([(square(10, 20, 2, 3), "a"), (square(30.4, 10.4, 1.2), "b")])

    assert centres(dataset, 1) == [(r, c) for r in (20, 21, 22) for c in (10, 11)]
    assert centres(dataset, 2) == [(10, 30), (10, 31), (11, 30), (11, 31)]
    for patch, (row, col) in zip(dataset.x, dataset.position):
        assert (patch == place.array[row : row + 7, col : col + 7]).all()


def test_a_window_beyond_the_image_is_filled_as_a_map_fills_it(tmp_path):
    place = Place(tmp_path)

    dataset = place.cut([(square(0, 0, 1), "a"), (square(49, 39, 1), "b")])

    assert dataset.position.tolist() == [[-3, -3], [36, 46]]
    whole = np.zeros((7, 7, 2), "uint16")
    whole[3:, 3:] = place.array[:4, :4]
    known = np.zeros((1, 7, 7), bool)
    known[:, 3:, 3:] = True
    assert np.array_equal(dataset.x[0], fill_invalid(whole[None], known)[0])
    assert np.array_equal(dataset.x[1][:4, :4], place.array[36:, 46:])


def test_pixels_without_data_or_beside_the_mask_give_none_and_holes_are_filled(tmp_path):
    place = Place(tmp_path)
    place.array[20, 10] = 0

    dataset = place.cut(
        [(square(10, 20, 3, 1), "a"), (square(30, 20, 3, 1), "b")],
        nodata=0,
        mask=square(0, 0, 32, 40),
    )

    assert centres(dataset, 1) == [(20, 11), (20, 12)]
    assert centres(dataset, 2) == [(20, 30), (20, 31)]
    assert place.found.dropped == {"nodata": 1, "mask": 1}
    assert (dataset.x > 0).all()


def test_specks_give_the_pixel_that_they_lie_in_and_the_log_says_so(tmp_path):
    place = Place(tmp_path)

    dataset = place.cut(
        [
            (square(10.05, 10.05, 0.3), "a"),
            (square(20, 10, 1), "a"),
            (square(30.6, 10.6, 0.3), "b"),
        ]
    )

    assert centres(dataset, 1) == [(10, 10), (10, 20)]
    assert centres(dataset, 2) == [(10, 30)]
    assert any("2 of 3 polygons are so small" in line for line in place.told.lines)


def test_a_pixel_of_two_classes_teaches_neither_and_one_of_two_polygons_counts_once(tmp_path):
    place = Place(tmp_path)

    dataset = place.cut(
        [
            (square(10, 10, 3, 1), "a"),
            (square(11, 10, 3, 1), "a"),
            (square(13, 10, 3, 1), "b"),
            (square(30.1, 30.1, 0.2), "a"),
            (square(30.6, 30.6, 0.2), "b"),
        ]
    )

    assert centres(dataset, 1) == [(10, 10), (10, 11), (10, 12)]
    assert centres(dataset, 2) == [(10, 14), (10, 15)]
    assert place.found.dropped == {"mixed": 2}


def test_groups_share_the_limit_of_a_class_alike_and_the_seed_draws(tmp_path):
    place = Place(tmp_path)
    polygons = [
        (square(0, 0, 20), "a"),
        (square(22, 0, 3, 1), "a"),
        (square(0, 30, 2), "a"),
        (square(40, 30, 8), "b"),
    ]

    one, again, other = (
        place.cut(polygons, most=15, seed=seed, name=f"patches{number}")
        for number, seed in enumerate((1, 1, 2))
    )

    counts = np.bincount(one.group[one.y == 1])
    assert counts.tolist() == [8, 3, 4]
    assert (one.y == 2).sum() == 15
    assert one.labels.tobytes() == again.labels.tobytes() != other.labels.tobytes()
    rows = list(read_polygons(tmp_path / "patches1" / FOOTPRINTS))
    assert len(rows) == 30  # those beyond the limit are not drawn
    assert any("Of 471 labelled pixels 30 are taken" in line for line in place.told.lines)


def test_pixels_that_are_taken_stand_for_those_that_are_labelled(tmp_path):
    place = Place(tmp_path)
    wide, narrow, other = square(0, 0, 20, 10), square(0, 30, 6, 5), square(30, 0, 4, 3)

    dataset = place.cut([(wide, "a"), (narrow, "a"), (other, "b")], most=40)

    weight = np.bincount(dataset.group, dataset.weight)
    assert np.bincount(dataset.group).tolist() == [20, 20, 12]
    assert weight.tolist() == pytest.approx([200, 30, 12])


def test_of_a_polygon_of_which_not_all_pixels_are_looked_at_all_count(tmp_path, monkeypatch):
    monkeypatch.setattr("poplar_nn_plugin.patches.pixels._MOST", 400)
    monkeypatch.setattr("poplar_nn_plugin.patches.pixels._LEAST", 100)
    place = Place(tmp_path)

    dataset = place.cut([(square(0, 0, 25, 40), "a"), (square(30, 0, 4, 3), "b")])

    count = (dataset.y == 1).sum()
    assert 150 < count < 250
    assert dataset.weight[dataset.y == 1].sum() == pytest.approx(5 * count)
    assert (dataset.weight[dataset.y == 2] == 1).all()


def test_of_many_pixels_twenty_thousand_are_taken_in_all(tmp_path):
    place = Place(tmp_path, (300, 300, 1))

    dataset = place.cut([(square(0, 0, 140, 300), "a"), (square(160, 0, 140, 300), "b")], size=3)

    assert np.bincount(dataset.y).tolist() == [0, 10_000, 10_000]


def test_footprints_are_the_pixels_that_are_labelled(tmp_path):
    place = Place(tmp_path)

    place.cut([(square(10, 20, 2, 1), "a"), (square(30, 10, 1), "b")])

    rows = [wkb for wkb, _ in read_polygons(tmp_path / "patches" / FOOTPRINTS)]
    shapes = [ogr.CreateGeometryFromWkb(wkb) for wkb in rows]
    assert [shape.GetArea() for shape in shapes] == pytest.approx([1, 1, 1])
    wanted = ogr.CreateGeometryFromWkt(square(30, 10, 1))
    assert any(shape.Equals(wanted) for shape in shapes)


def test_no_training_window_comes_near_one_of_validation_as_long_as_enough_is_left(tmp_path):
    place = Place(tmp_path, (60, 200, 1))
    polygons = [(square(col, 5, 3), "a") for col in range(5, 190, 20)]
    polygons += [(square(col, 40, 3), "b") for col in range(5, 190, 20)]

    dataset = place.cut(polygons, validation_share=0.2, buffer=None)

    train, valid = (dataset.position[dataset.select(name)] for name in ("train", "valid"))
    gap = np.abs(train[:, None] - valid[None]).max(axis=2).min()
    assert len(valid)
    assert gap >= 7 + dataset.description.split_recipe["buffer"] == 17


def test_a_buffer_that_takes_most_of_the_pixels_is_made_smaller(tmp_path):
    place = Place(tmp_path, (120, 120, 1))
    polygons = [
        (square(col, row, 1), "ab"[(row // 8) % 2])
        for row in range(0, 120, 8)
        for col in range(0, 120, 8)
    ]

    dataset = place.cut(polygons, validation_share=0.1, buffer=None)

    assert dataset.description.split_recipe["buffer"] == 0
    assert len(dataset.select("train")) > len(polygons) / 2
    assert any("too little to train on" in line for line in place.told.lines)


def test_folds_by_groups_hold_the_buffer_also_at_the_border(tmp_path):
    place = Place(tmp_path, (60, 200, 1))
    polygons = [(square(col, 0, 3), "a") for col in range(0, 190, 15)]
    polygons += [(square(col, 50, 3), "b") for col in range(0, 190, 15)]
    dataset = place.cut(polygons)
    rule = FoldRule(count=3, by="groups", buffer=5)

    fold = fold_of_patches(dataset, rule)

    assert dataset.position.min() < 0
    for number in range(3):
        split = split_of_fold(dataset, fold, number, rule, choose_epoch=False)
        ours, theirs = dataset.position[split == 0], dataset.position[split == 2]
        assert np.abs(ours[:, None] - theirs[None]).max(axis=2).min() >= 7 + 5


def test_such_a_dataset_grows_by_its_own_kind_only(tmp_path):
    place = Place(tmp_path)
    place.cut([(square(10, 20, 2), "a"), (square(30, 10, 1), "b")])
    image = RasterSource(str(tmp_path / "image.tif"))
    shapes = [
        Feature(bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb()), value)
        for wkt, value in ((square(11, 20, 2), "a"), (square(40, 30, 8), "b"))
    ]
    labels = prepare_labels(shapes, image.grid.crs, image.grid, class_field="class")

    def add(spec):
        folder = tmp_path / "patches"
        rule = SplitRule(validation_share=0, buffer=0)
        return extract(image, labels, spec, tmp_path / "more", rule=rule, append_to=folder)

    with pytest.raises(DatasetError, match="around labelled pixels"):
        add(PatchSpec(7, 1, image.bands))

    assert add(PatchSpec(7, 1, image.bands, by_centre=True)).count == 5 + 2 + 64
    assert PatchDataset.open(tmp_path / "more").spec.by_centre


def test_what_is_not_by_centre_says_nothing_of_it_in_its_file(tmp_path):
    place = Place(tmp_path)
    place.cut([(square(10, 20, 2), "a"), (square(30, 10, 1), "b")])

    told = json.loads((tmp_path / "patches" / META).read_text())["spec"]

    assert told["by_centre"] is True
    assert "by_centre" not in PatchSpec(30, 10, (1,)).to_json()
    assert PatchSpec.from_json(told) == PatchSpec(7, 1, (1, 2), by_centre=True)


def test_an_even_size_has_no_pixel_in_its_middle():
    with pytest.raises(ParameterError, match="odd size, got 6: choose 7"):
        PatchSpec(6, 1, (1,), by_centre=True)


def test_labels_that_contradict_each_other_everywhere_are_refused(tmp_path):
    place = Place(tmp_path)

    with pytest.raises(DatasetError, match="two classes or more"):
        place.cut([(square(10, 10, 3), "a"), (square(10, 10, 3), "b")])


def test_a_point_gives_the_patch_around_its_pixel(tmp_path):
    place = Place(tmp_path)

    dataset = place.cut([("POINT(600010.2 6299980.9)", "a"), ("POINT(600000.1 6299999.9)", "b")])

    assert centres(dataset, 1) == [(19, 10)]
    assert centres(dataset, 2) == [(0, 0)]
