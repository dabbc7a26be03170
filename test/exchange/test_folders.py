import json
import os

import numpy as np
import pytest
from osgeo import gdal
from patch_samples import CLASSES, records, write_dataset
from samples import write_raster

from poplar_nn_plugin.errors import Cancelled, DatasetError, ParameterError, RasterOpenError
from poplar_nn_plugin.exchange.export import export_patches
from poplar_nn_plugin.exchange.folders import find_images, groups_by_name
from poplar_nn_plugin.exchange.importing import import_patches
from poplar_nn_plugin.labels.vector import read_polygons
from poplar_nn_plugin.patches.extract import FOOTPRINTS
from poplar_nn_plugin.progress import Silent


class Log(Silent):
    def __init__(self, cancel_at=2.0):
        self.lines, self.at, self.cancel_at = [], 0, cancel_at

    def advance(self, fraction):
        self.at = fraction

    def message(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")

    def cancelled(self):
        return self.at >= self.cancel_at


def picture(value, size=6, bands=3, dtype="uint8"):
    return (np.arange(size * size * bands).reshape(size, size, bands) + value).astype(dtype)


def write_png(path, array):
    """Write (rows, cols, bands) without our own code, and return its path."""
    from osgeo import gdal_array

    path.parent.mkdir(parents=True, exist_ok=True)
    picture = gdal_array.OpenArray(np.ascontiguousarray(np.moveaxis(array, -1, 0)))
    gdal.GetDriverByName("PNG").CreateCopy(str(path), picture).FlushCache()
    return path


def write_all(folder, names, **kind):
    """Write a picture under each name; each has other values."""
    for number, name in enumerate(names):
        write_png(folder / name, picture(number, **kind))
    return folder


def bring(folder, **more):
    return import_patches(folder, folder.parent / "patches", **{"pixel_metres": 0.5, **more})


def test_folders_become_classes_in_alphabetical_order(tmp_path):
    folder = write_all(tmp_path / "in", ["pré/b.png", "bois/c.png", "pré/a.png", "bois/d.png"])

    found = bring(folder)

    assert found.classes.codes == (1, 2)
    assert found.classes.names == ("bois", "pré")
    assert found.y.tolist() == [2, 2, 1, 1]
    assert (found.x == [picture(n) for n in (2, 0, 1, 3)]).all()
    assert found.description.image.pixel_metres == 0.5
    assert found.spec.size == 6


@pytest.mark.parametrize(
    ("names", "codes", "called"),
    [
        (("3", "12"), (3, 12), ("3", "12")),
        (("254", "1"), (1, 254), ("1", "254")),
        (("0", "1"), (1, 2), ("0", "1")),
        (("1", "255"), (1, 2), ("1", "255")),
        (("1", "01"), (1, 2), ("01", "1")),
        (("1", "a"), (1, 2), ("1", "a")),
        (("-1", "2"), (1, 2), ("-1", "2")),
    ],
)
def test_whole_numbers_from_1_to_254_stay_codes(tmp_path, names, codes, called):
    folder = write_all(tmp_path / "in", [f"{name}/{n}.png" for name in names for n in "ab"])

    found = bring(folder)

    assert (found.classes.codes, found.classes.names) == (codes, called)


@pytest.mark.parametrize("names", [("train", "val", "test"), ("Training", "validation", "testing")])
def test_folders_of_splits_decide_the_split(tmp_path, names):
    files = [f"{s}/{c}/{n}{s}.png" for s in names for c in "ab" for n in range(2)]
    found = bring(write_all(tmp_path / "in", files), validation_share=0.9)

    expected = {name: number for number, name in enumerate(names)}
    order = find_images(tmp_path / "in").files
    assert found.split.tolist() == [expected[file.split("/")[0]] for file in order]


def test_folders_without_validation_get_one_out_of_train(tmp_path):
    names = [f"train/{c}/{n}.png" for c in "ab" for n in range(10)]
    names += [f"test/{c}/t{n}.png" for c in "ab" for n in range(5)]
    folder, log = write_all(tmp_path / "in", names), Log()

    found = bring(folder, validation_share=0.3, progress=log)

    counts = {
        (c, s): int(((found.y == c) & (found.split == s)).sum()) for c in (1, 2) for s in range(3)
    }
    assert counts == {(c, s): n for c in (1, 2) for s, n in enumerate((7, 3, 5))}
    assert any("6 of 20 training images are drawn for validation" in line for line in log.lines)
    assert found.description.split_recipe == {"by": "folders", "validation_share": 0.3, "seed": 0}
    assert 1 not in bring(folder, validation_share=0).split


def test_no_drawn_image_of_train_overlaps_a_validation_image(tmp_path):
    folder, log = overlapping(tmp_path / "in" / "train"), Log()
    for name, row in (("a", 0), ("b", 1)):
        path = folder.parent / "test" / name / f"{name}.tif"
        path.parent.mkdir(parents=True)
        write_raster(path, picture(0), transform=(6e5 - 3, 1, 0, 63e5 - 50 * row, 0, -1))

    found = bring(tmp_path / "in", validation_share=0.3, progress=log)

    assert {0, 1, 2} == set(found.split.tolist())
    for row, col in found.position[found.split == 0]:
        near = found.position[found.split == 1] - [row, col]
        assert (np.abs(near).max(axis=1) >= 6).all()
    assert any("overlap images of another split and are left out" in line for line in log.lines)
    assert any("of 14 images overlap images of another split, so scores" in s for s in log.lines)


def test_an_export_without_validation_comes_back_as_it_was(tmp_path):
    x = np.stack([picture(n) for n in range(6)])
    labels = records([3, 3, 7, 7, 9, 9], range(6), [0] * 6)
    before = write_dataset(tmp_path / "before", x, labels, georeferenced=False)
    export_patches(before, tmp_path / "in")

    assert bring(tmp_path / "in").split.tolist() == [0] * 6


def test_without_them_each_class_gives_its_share_and_the_seed_decides(tmp_path):
    folder = write_all(tmp_path / "in", [f"{c}/{n}.png" for c in "ab" for n in range(10)])

    found = {
        (seed, turn): bring(folder, validation_share=0.3, seed=seed).split.tolist()
        for seed in (0, 1)
        for turn in (0, 1)
    }

    assert sum(found[0, 0][:20]) == 6
    codes = bring(folder, validation_share=0.3).y
    assert [sum(np.array(found[0, 0])[codes == c]) for c in (1, 2)] == [3, 3]
    assert found[0, 0] == found[0, 1] != found[1, 0]
    assert sum(bring(folder, validation_share=0).split) == 0


def test_even_a_class_of_one_image_is_trained_on(tmp_path):
    folder = write_all(tmp_path / "in", ["a/1.png", "b/2.png", "b/3.png"])

    found = bring(folder, validation_share=0.9)

    assert found.split[found.y == 1].tolist() == [0]
    assert sorted(found.split[found.y == 2]) == [0, 1]


def test_the_names_of_blocks_say_the_class(tmp_path):
    names = [f"block_{n}_{label}.png" for n, label in enumerate((1, 2, 1, 2, 12))]
    found = bring(write_all(tmp_path / "in", names))

    assert found.classes.codes == (1, 2, 12)
    assert found.y.tolist() == [1, 2, 1, 2, 12]
    assert (found.x == [picture(n) for n in range(5)]).all()


def test_blocks_may_lie_in_splits_and_have_words_for_labels(tmp_path):
    names = ["train/block_0_other_trees.png", "train/block_1_poplar.png", "test/block_2_poplar.png"]
    found = bring(write_all(tmp_path / "in", names))

    assert found.classes.names == ("other_trees", "poplar")
    assert found.split.tolist() == [0, 0, 2]


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (("a/s1_1", "a/s1_2", "a/s2_1", "b/s3_1", "b/s4-2"), ["s1", "s1", "s2", "s3", "s4"]),
        (("a/img_1", "a/img_2", "b/img_3"), None),
        (("a/a_1", "a/a_2", "b/b_1", "b/b_2"), None),
        (("a/s1_1", "a/s2_1", "b/s3_1", "b/s3_2"), None),
        (("a/s1_1", "a/s2_1", "b/s3_1", "b/x"), None),
    ],
    ids=["stands", "one prefix", "the class", "one group in a class", "no number"],
)
def test_a_prefix_is_a_group_where_every_class_has_several(tmp_path, names, groups):
    found = find_images(write_all(tmp_path / "in", [f"{name}.png" for name in names]))

    assert groups_by_name(found) == (groups or list(found.files))


def test_a_group_stays_on_one_side(tmp_path):
    names = [f"{c}/{c}{stand}_{n}.png" for c in "ab" for stand in range(6) for n in range(4)]
    found = bring(write_all(tmp_path / "in", names), validation_share=0.4)

    sides = {group: set(found.split[found.group == group]) for group in found.group}
    assert len(sides) == 12
    assert all(len(side) == 1 for side in sides.values())
    assert {1} in sides.values()


def test_geotiffs_keep_their_places_and_give_the_pixel_size(tmp_path):
    for number, (col, row, name) in enumerate(
        [(0, 0, "a"), (40, 0, "b"), (0, 20, "a"), (8, 0, "b")]
    ):
        (tmp_path / "in" / name).mkdir(parents=True, exist_ok=True)
        transform = (6e5 + col * 0.5, 0.5, 0, 63e5 - row * 0.5, 0, -0.5)
        write_raster(tmp_path / "in" / name / f"{number}.tif", picture(0), transform=transform)

    found = bring(tmp_path / "in", pixel_metres=None, validation_share=0)

    assert found.position.tolist() == [[0, 0], [0, 40], [20, 0], [0, 8]]
    assert found.description.image.pixel_metres == pytest.approx(0.5, rel=1e-3)
    rows = list(read_polygons(found.folder / FOOTPRINTS))
    assert [values["patch"] for _, values in rows] == [0, 1, 2, 3]
    assert [values["name"] for _, values in rows] == ["a", "b", "a", "b"]
    export_patches(found, tmp_path / "out")
    transform = gdal.Open(str(tmp_path / "out/train/b/000001.tif")).GetGeoTransform()
    assert transform == (6e5 + 20, 0.5, 0, 63e5, 0, -0.5)


def test_geotiffs_that_are_turned_come_back_where_they_lay(tmp_path):
    transforms = [(6e5 + 30 * n, 0.4, 0.3, 63e5, 0.3, -0.4) for n in range(4)]
    for number, transform in enumerate(transforms):
        path = tmp_path / "in" / "ab"[number % 2] / f"{number}.tif"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_raster(path, picture(0), transform=transform)

    found = bring(tmp_path / "in", pixel_metres=None, validation_share=0)
    export_patches(found, tmp_path / "out")

    assert found.description.image.pixel_metres == pytest.approx(0.5, rel=1e-3)
    paths = sorted((tmp_path / "out").rglob("*.tif"), key=lambda path: path.name)
    again = [gdal.Open(str(path)).GetGeoTransform() for path in paths]
    assert np.allclose(again, transforms, rtol=0, atol=1e-8)


def overlapping(folder, split=""):
    """Write two rows of images that overlap their neighbours by half."""
    for row, name in enumerate("ab"):
        for col in range(6):
            side = "" if not split else ("train/", "valid/")[col % 2]
            path = folder / f"{side}{name}" / f"{row}{col}.tif"
            path.parent.mkdir(parents=True, exist_ok=True)
            transform = (6e5 + 3 * col, 1, 0, 63e5 - 50 * row, 0, -1)
            write_raster(path, picture(col), transform=transform)
    return folder


def test_no_training_image_overlaps_a_validation_image(tmp_path):
    log = Log()

    found = bring(overlapping(tmp_path / "in"), validation_share=0.3, progress=log)

    assert len(found.x) < 12
    assert any("images overlap images of another split and are left out" in s for s in log.lines)
    for row, col in found.position[found.split == 0]:
        near = found.position[found.split == 1] - [row, col]
        assert (np.abs(near).max(axis=1) >= 6).all()


def test_folders_that_split_overlapping_images_are_warned_of(tmp_path):
    log = Log()

    found = bring(overlapping(tmp_path / "in", split="yes"), progress=log)

    assert len(found.x) == 12
    assert any(s.startswith("Warning: 6 of 12 images overlap") for s in log.lines)


def test_an_alpha_band_of_others_is_left_out_if_it_is_a_mask(tmp_path):
    for number, name in enumerate(["a/1.png", "b/2.png"]):
        image = picture(number, bands=4)
        image[..., 3] = 255
        image[0, 0, 3] = 90  # soft at a corner
        write_png(tmp_path / "in" / name, image)

    log = Log()
    found = bring(tmp_path / "in", progress=log)
    kept = bring(tmp_path / "in", alpha="band")

    assert (found.x == [picture(n, bands=4)[..., :3] for n in range(2)]).all()
    assert kept.x.shape[-1] == 4
    assert any("Band 4, called alpha, is taken for a mask and left out" in s for s in log.lines)


def test_a_band_of_others_that_is_called_alpha_is_kept_if_it_is_none(tmp_path):
    folder, log = write_all(tmp_path / "in", ["a/1.png", "b/2.png"], bands=4), Log()

    found = bring(folder, progress=log)
    left_out = bring(folder, alpha="mask")

    assert (found.x == [picture(n, bands=4) for n in range(2)]).all()
    assert left_out.x.shape[-1] == 3
    assert any("band 4 is called alpha, but its values are no mask's" in s for s in log.lines)


def test_a_file_moved_to_another_class_has_another_label_and_its_old_group(tmp_path):
    x = np.stack([picture(n, bands=2) for n in range(6)])
    labels = records([3, 3, 7, 7, 9, 9], range(6), [0, 1] * 3)
    before = write_dataset(tmp_path / "before", x, labels, georeferenced=False)
    export_patches(before, tmp_path / "in", kind="csv")
    (tmp_path / "in/train/flat/000000.tif").rename(tmp_path / "in/train/chess/000000.tif")

    after = bring(tmp_path / "in")

    assert after.y.tolist() == [7, 3, 7, 7, 9, 9]
    assert after.classes == CLASSES
    named = [[d.description.groups[g] for g in d.group] for d in (before, after)]
    assert named[0] == named[1]


def with_export(change):
    """Return a way to spoil an export: `change` works on its folder."""

    def spoil(folder):
        x = np.stack([picture(n) for n in range(6)])
        labels = records([3, 3, 7, 7, 9, 9], range(6), [0, 1] * 3)
        before = write_dataset(folder.parent / "before", x, labels, georeferenced=False)
        export_patches(before, folder, kind="csv")
        change(folder)

    return spoil


def change_export(folder, **change):
    found = json.loads((folder / "export.json").read_text())
    (folder / "export.json").write_text(json.dumps({**found, **change}))


BAD = {
    "no folder": (lambda f: None, DatasetError, "There is no folder"),
    "empty": (lambda f: f.mkdir(), DatasetError, r"holds no image \(.tif, .*other files there: 0"),
    "no image": (
        lambda f: (f.mkdir(), (f / "a.txt").write_text("")),
        DatasetError,
        "other files there: 1",
    ),
    "one class": (lambda f: write_all(f, ["a/1.png"]), DatasetError, r"of one class \(a\)"),
    "a stray image": (
        lambda f: write_all(f, ["a/1.png", "b/2.png", "3.png"]),
        DatasetError,
        r"3.png does not lie in the folder of a class: expected class/3.png below",
    ),
    "too deep": (
        lambda f: write_all(f, ["train/a/1.png", "train/b/x/2.png"]),
        DatasetError,
        "2.png does not lie .* expected train/class/2.png",
    ),
    "unreadable": (
        lambda f: write_all(f, ["a/1.png", "b/2.png"]) and (f / "b/2.png").write_text("no"),
        RasterOpenError,
        "b/2.png cannot be opened",
    ),
    "truncated": (
        lambda f: write_all(f, ["a/1.png", "b/2.png"], size=60)
        and (f / "b/2.png").write_bytes((f / "b/2.png").read_bytes()[:200]),
        RasterOpenError,
        "b/2.png failed",
    ),
    "other size": (
        lambda f: write_all(f, ["a/1.png"]) and write_all(f, ["b/2.png"], size=7),
        DatasetError,
        r"1 of 2 images differs from most, which are 6 x 6 pixels, 3 bands of uint8: b/2.png is "
        r"7 x 7 pixels. Choose crop or resize \(DIFFERING\) .* skip",
    ),
    "other bands": (
        lambda f: write_all(f, ["a/1.png"]) and write_all(f, ["b/2.png"], bands=1),
        DatasetError,
        r"3 bands of uint8: b/2.png has 1 band of uint8. Choose skip \(DIFFERING\)",
    ),
    "other type": (
        lambda f: write_all(f, ["a/1.png"]) and write_all(f, ["b/2.png"], dtype="uint16"),
        DatasetError,
        r"3 bands of uint8: b/2.png has 3 bands of uint16",
    ),
    "not square": (
        lambda f: [write_png(f / f"{c}/1.png", picture(0)[:4]) for c in "ab"],
        DatasetError,
        "1.png is 6 x 4 pixels, .* patches are square",
    ),
    "an unknown class of an export": (
        with_export(lambda f: (f / "train/flat").rename(f / "train/wide")),
        DatasetError,
        r"'wide' is none of the classes in .*export.json \(flat, chess, stripes\)",
    ),
    "a damaged export": (
        with_export(lambda f: (f / "export.json").write_text("{}")),
        DatasetError,
        r"export.json is damaged \(format is missing\)",
    ),
    "an export that contradicts itself": (
        with_export(lambda f: change_export(f, dtype="float64")),
        DatasetError,
        r"export.json is damaged \(image.dtype is uint8, dtype is float64\)",
    ),
    "an export with folders of no class": (
        with_export(lambda f: change_export(f, folders={"flat": "one"})),
        DatasetError,
        r"folders\['flat'\] must be a whole number, got 'one'",
    ),
    "a newer export": (
        with_export(lambda f: change_export(f, format=99)),
        DatasetError,
        "format 99, this one reads 1",
    ),
    "a damaged list": (
        with_export(lambda f: (f / "index.csv").write_text("file,group\na.tif,x\n")),
        DatasetError,
        "index.csv is not a list",
    ),
}


@pytest.mark.parametrize(("spoil", "error", "says"), BAD.values(), ids=BAD.keys())
def test_bad_folders_are_refused_with_the_reason(tmp_path, spoil, error, says):
    spoil(tmp_path / "in")

    with pytest.raises(error, match=says):
        bring(tmp_path / "in")

    assert not [path for path in tmp_path.iterdir() if path.name not in ("in", "before")]


def test_a_colour_table_is_refused(tmp_path):
    folder = write_all(tmp_path / "in", ["a/1.png"], bands=1)
    colours = gdal.ColorTable()
    colours.SetColorEntry(0, (0, 90, 0, 255))
    picture = gdal.GetDriverByName("MEM").Create("", 6, 6, 1)
    picture.GetRasterBand(1).SetColorTable(colours)
    (folder / "b").mkdir()
    gdal.GetDriverByName("PNG").CreateCopy(str(folder / "b/2.png"), picture).FlushCache()

    with pytest.raises(DatasetError, match=r"2.png has a colour table"):
        bring(folder)


def test_the_pixel_size_is_asked_for_not_guessed(tmp_path):
    folder = write_all(tmp_path / "in", ["a/1.png", "b/2.png"])

    with pytest.raises(ParameterError, match=r"give the pixel size in metres \(PIXEL_SIZE\)"):
        bring(folder, pixel_metres=None)


def test_pixels_of_two_sizes_are_refused(tmp_path):
    for name, side in (("a", 1), ("b", 2)):
        (tmp_path / "in" / name).mkdir(parents=True)
        transform = (6e5, side, 0, 63e5, 0, -side)
        write_raster(tmp_path / "in" / name / f"{name}.tif", picture(0), transform=transform)

    with pytest.raises(DatasetError, match=r"b.tif has pixels of 2 m instead of 1 m"):
        bring(tmp_path / "in")


def test_blocks_that_were_asked_for_must_be_called_so(tmp_path):
    folder = write_all(tmp_path / "in", ["block_1_1.png", "map.png"])

    with pytest.raises(DatasetError, match=r"map\.png is not named like block_12_3\.png"):
        bring(folder, layout="block names")


def test_a_folder_that_cannot_be_read_is_not_passed_over(tmp_path, monkeypatch):
    folder = write_all(tmp_path / "in", ["a/1.png", "b/2.png", "c/3.png"])
    scan = os.scandir

    def refuse(path):
        if str(path).endswith("b"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)

    with pytest.raises(DatasetError, match=r"in/b cannot be read: Permission denied"):
        bring(folder)


def test_links_to_folders_of_classes_are_followed(tmp_path):
    write_all(tmp_path / "elsewhere", ["a/1.png", "b/2.png"])
    (tmp_path / "in").mkdir()
    for name in "ab":
        (tmp_path / "in" / name).symlink_to(tmp_path / "elsewhere" / name)

    assert bring(tmp_path / "in").y.tolist() == [1, 2]


def test_links_in_circles_come_to_an_end(tmp_path):
    folder = write_all(tmp_path / "in", ["a/1.png", "b/2.png"])
    (folder / "a/again").symlink_to(folder)

    with pytest.raises(DatasetError, match=r"does not lie in the folder of a class"):
        bring(folder)


def test_ungrouped_images_without_places_are_warned_of(tmp_path):
    log, folder = Log(), tmp_path / "in"
    write_all(folder, ["a/1.png", "a/2.png", "b/3.png", "b/4.png"])

    bring(folder, progress=log)

    assert any(s.startswith("Warning: nothing tells which images are of one") for s in log.lines)


def test_a_class_that_only_judges_is_said(tmp_path):
    log = Log()
    folder = write_all(tmp_path / "in", ["train/a/1.png", "valid/b/2.png", "valid/a/3.png"])

    bring(folder, progress=log)

    assert any("class 'b' has no image to train on" in line for line in log.lines)


@pytest.mark.parametrize("at", [0.2, 0.7])
def test_cancelled_it_leaves_nothing(tmp_path, at):
    folder = write_all(tmp_path / "in", [f"{c}/{n}.png" for c in "ab" for n in range(10)])

    with pytest.raises(Cancelled):
        bring(folder, progress=Log(cancel_at=at))

    assert [path.name for path in tmp_path.iterdir()] == ["in"]
