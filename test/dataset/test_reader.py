import json
import shutil
from collections import namedtuple

import numpy as np
import pytest
from patch_samples import CLASSES, description, image_metadata, records, write_dataset

from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.dataset.reader import LABEL_DTYPE, PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.dataset.writer import DatasetWriter
from poplar_nn_plugin.errors import DatasetError, OutputError

SPEC = PatchSpec(3, 1, (1, 2))


def patches(count=4, dtype=np.uint16, size=3, bands=2):
    values = np.arange(count * size * size * bands, dtype=dtype)
    return values.reshape(count, size, size, bands)


def labels(count=4):
    return records(np.resize(CLASSES.codes, count), np.arange(count), np.arange(count) % 3)


def writer(folder, count=4, dtype="uint16"):
    return DatasetWriter(folder, description(count, SPEC, image_metadata(2, dtype)))


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "int16", "float32", "float64"])
def test_what_is_written_is_read(tmp_path, dtype):
    write_dataset(tmp_path / "d", patches(dtype=dtype), labels())

    found = PatchDataset.open(tmp_path / "d")

    assert isinstance(found.x, np.memmap)
    assert found.x.dtype == dtype
    np.testing.assert_array_equal(found.x, patches(dtype=dtype))
    np.testing.assert_array_equal(found.labels, labels())
    assert found.y.tolist() == [3, 7, 9, 3]
    assert found.group.tolist() == [0, 1, 2, 3]
    assert found.split.tolist() == [0, 1, 2, 0]
    assert found.position.tolist() == [[0, 0], [0, 10], [0, 20], [0, 30]]
    assert (found.classes, found.spec.size) == (CLASSES, 3)
    assert found.description.image.bands == ("band 1", "band 2")
    assert found.description.versions["numpy"] == np.__version__


def test_the_files_are_plain_npy_and_json(tmp_path):
    write_dataset(tmp_path / "d", patches(), labels())

    np.testing.assert_array_equal(np.load(tmp_path / "d" / "patches.npy"), patches())
    np.testing.assert_array_equal(np.load(tmp_path / "d" / "labels.npy"), labels())
    assert json.loads((tmp_path / "d" / "dataset.json").read_text())["count"] == 4


def test_patches_may_come_in_any_order(tmp_path):
    with writer(tmp_path / "d") as writing:
        writing.write(3, patches()[3:], labels()[3:])
        writing.write(0, patches()[:3], labels()[:3])

    np.testing.assert_array_equal(writing.dataset.x, patches())
    np.testing.assert_array_equal(writing.dataset.labels, labels())


def test_a_view_that_is_not_contiguous_is_written_as_it_looks(tmp_path):
    turned = np.moveaxis(np.ascontiguousarray(np.moveaxis(patches(), -1, 1)), 1, -1)

    found = write_dataset(tmp_path / "d", turned, labels())

    np.testing.assert_array_equal(found.x, patches())


def test_splits_are_selected_by_name(tmp_path):
    found = write_dataset(tmp_path / "d", patches(), labels())

    assert [found.select(split).tolist() for split in Split] == [[0, 3], [1], [2]]
    with pytest.raises(DatasetError, match="choose one of train, valid, test"):
        found.select("validation")


def test_nothing_is_there_before_the_end(tmp_path):
    with writer(tmp_path / "d") as writing:
        writing.write(0, patches(), labels())
        assert not (tmp_path / "d").exists()
        (writing.folder / "footprints.gpkg").write_text("beside")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["d"]
    assert (tmp_path / "d" / "footprints.gpkg").read_text() == "beside"


def fail(folder):
    with writer(folder) as writing:
        writing.write(0, patches()[:2], labels()[:2])
        raise KeyError


def write_too_few(folder):
    with writer(folder) as writing:
        writing.write(0, patches()[:2], labels()[:2])


@pytest.mark.parametrize(
    ("break_off", "error"), [(fail, KeyError), (write_too_few, DatasetError)], ids=["error", "few"]
)
@pytest.mark.parametrize("older", [False, True], ids=["new", "replacing"])
def test_breaking_off_leaves_everything_as_it_was(tmp_path, break_off, error, older):
    if older:
        write_dataset(tmp_path / "d", patches() + 1, labels())

    with pytest.raises(error):
        break_off(tmp_path / "d")

    assert [path.name for path in tmp_path.iterdir()] == ["d"] * older
    if older:
        np.testing.assert_array_equal(PatchDataset.open(tmp_path / "d").x, patches() + 1)


def test_an_older_dataset_is_replaced_and_other_files_stay(tmp_path):
    write_dataset(tmp_path / "d", patches(6), labels(6))
    (tmp_path / "d" / "notes.txt").write_text("mine")

    write_dataset(tmp_path / "d", patches(), labels())

    assert len(PatchDataset.open(tmp_path / "d").x) == 4
    assert (tmp_path / "d" / "notes.txt").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "d").mkdir()

    assert len(write_dataset(tmp_path / "d", patches(), labels()).x) == 4


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_text("miaow")

    with pytest.raises(OutputError, match="choose a new or an empty folder"):
        write_dataset(tmp_path / "photos", patches(), labels())

    assert (tmp_path / "photos" / "cat.jpg").read_text() == "miaow"


def test_a_full_disk_is_told_before_any_work(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(100, 10, 90))

    with pytest.raises(OutputError, match="free the disk"):
        write_dataset(tmp_path / "d", patches(), labels())

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("start", "wrong", "told"),
    [
        (0, patches(dtype=np.uint8), labels()),
        (0, patches(bands=1), labels()),
        (0, patches(), labels(3)),
        (0, patches(), np.zeros(4, "u1")),
        (1, patches(), labels()),
        (-1, patches(1), labels(1)),
    ],
    ids=["type", "bands", "labels", "label type", "beyond the end", "before the start"],
)
def test_patches_that_do_not_fit_are_refused(tmp_path, start, wrong, told):
    with pytest.raises(DatasetError), writer(tmp_path / "d") as writing:
        writing.write(start, wrong, told)


def test_a_dataset_without_patches_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="at least one patch"), writer(tmp_path / "d", 0):
        pass


def remove_labels(folder):
    (folder / "labels.npy").unlink()


def cut_patches(folder):
    whole = (folder / "patches.npy").read_bytes()
    (folder / "patches.npy").write_bytes(whole[:-10])


def drop_a_label(folder):
    np.save(folder / "labels.npy", np.zeros(3, LABEL_DTYPE))


def change_meta(**change):
    def break_it(folder):
        told = json.loads((folder / "dataset.json").read_text())
        told.update(change)
        (folder / "dataset.json").write_text(json.dumps(told))

    return break_it


def spoil_meta(folder):
    (folder / "dataset.json").write_text("{")


def test_what_shows_the_patches_of_an_older_dataset_goes_with_it(tmp_path):
    write_dataset(tmp_path / "d", patches(), labels())
    for name in ("masks.npy", "footprints.gpkg", "examples.png", "record.json", "mine.gpkg"):
        (tmp_path / "d" / name).write_text("of the older patches")

    write_dataset(tmp_path / "d", patches(), labels())

    assert {path.name for path in (tmp_path / "d").iterdir()} == {
        "dataset.json",
        "labels.npy",
        "patches.npy",
        "mine.gpkg",
    }


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        (shutil.rmtree, "is not a patch dataset"),
        (remove_labels, "labels.npy is missing"),
        (cut_patches, "patches.npy is damaged"),
        (drop_a_label, "expected shape and type"),
        (change_meta(format=2), "newer Poplar NN"),
        (change_meta(dtype="uint8", image=write(image_metadata(2))), "expected shape and type"),
        (change_meta(dtype="uint8"), "image.dtype is uint16, dtype is uint8"),
        (change_meta(spec={}), "dataset.json is damaged"),
        (change_meta(classes=None), "dataset.json is damaged"),
        (spoil_meta, "dataset.json is damaged"),
    ],
    ids=[
        "none",
        "no labels",
        "cut",
        "counts",
        "newer",
        "type",
        "two types",
        "spec",
        "classes",
        "no JSON",
    ],
)
def test_what_is_no_dataset_is_told_in_a_sentence(tmp_path, break_it, sentence):
    write_dataset(tmp_path / "d", patches(), labels())
    break_it(tmp_path / "d")

    with pytest.raises(DatasetError, match=sentence):
        PatchDataset.open(tmp_path / "d")


MASKS = np.arange(4 * 9, dtype=np.uint8).reshape(4, 3, 3)


def masked_writer(folder):
    return DatasetWriter(
        folder, description(4, SPEC, image_metadata(2, "uint16"), pixel_labels=True)
    )


def test_the_class_of_each_pixel_is_kept_where_asked_for(tmp_path):
    with masked_writer(tmp_path / "d") as writing:
        writing.write(2, patches()[2:], labels()[2:], MASKS[2:])
        writing.write(0, patches()[:2], labels()[:2], MASKS[:2])

    np.testing.assert_array_equal(PatchDataset.open(tmp_path / "d").masks, MASKS)
    np.testing.assert_array_equal(np.load(tmp_path / "d" / "masks.npy"), MASKS)
    assert write_dataset(tmp_path / "e", patches(), labels()).masks is None
    assert not (tmp_path / "e" / "masks.npy").exists()


@pytest.mark.parametrize(
    ("make", "masks"),
    [(masked_writer, None), (masked_writer, MASKS[:, :2]), (writer, MASKS)],
    ids=["missing", "of another shape", "not asked for"],
)
def test_masks_that_do_not_fit_are_refused_and_nothing_is_left(tmp_path, make, masks):
    with (
        pytest.raises(DatasetError, match="class of each pixel"),
        make(tmp_path / "d") as writing,
    ):
        writing.write(0, patches(), labels(), masks)

    assert list(tmp_path.iterdir()) == []


def test_a_dataset_whose_masks_are_gone_is_not_opened(tmp_path):
    with masked_writer(tmp_path / "d") as writing:
        writing.write(0, patches(), labels(), MASKS)
    (tmp_path / "d" / "masks.npy").unlink()

    with pytest.raises(DatasetError, match=r"masks\.npy is missing"):
        PatchDataset.open(tmp_path / "d")


def test_folds_are_one_a_group(tmp_path):
    write_dataset(tmp_path / "d", patches(), records(np.resize(CLASSES.codes, 4), [0, 1, 0, 1], 0))
    change_meta(groups=["a", "b"], folds=[2, None, 1])(tmp_path / "d")

    with pytest.raises(DatasetError, match="folds must name one for each of the 2 groups, got 3"):
        PatchDataset.open(tmp_path / "d")
