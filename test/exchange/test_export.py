import csv
import json
import os
import shutil
import subprocess
import unicodedata

import numpy as np
import pytest
from osgeo import gdal, ogr
from patch_samples import CLASSES, description, image_metadata, records, write_dataset
from samples import read_raster, spatial_reference, write_raster
from small_disk import files_up_to

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.dataset.writer import DatasetWriter
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import Cancelled, DatasetError, OutputError
from poplar_nn_plugin.exchange.export import FORMATS, class_folders, export_patches
from poplar_nn_plugin.exchange.importing import import_patches
from poplar_nn_plugin.exchange.patch_file import PatchFile
from poplar_nn_plugin.labels.labels import Feature, prepare_labels
from poplar_nn_plugin.patches.extract import extract
from poplar_nn_plugin.patches.splitting.splits import SplitRule
from poplar_nn_plugin.progress import Silent

SIZE = 6


class Stop(Silent):
    """Cancels once some of the work is done."""

    def __init__(self, after=0.3):
        self.after, self.fraction = after, 0

    def advance(self, fraction):
        self.fraction = fraction

    def cancelled(self):
        return self.fraction >= self.after


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """Return an image of five bands in int16 with pixels of 0.3 m, and a dataset cut from it."""
    folder = tmp_path_factory.mktemp("scène")
    values = np.arange(100 * 100 * 5).reshape(100, 100, 5) % 30011 - 5000
    origin = (600000.1, 0.3, 0, 6300000.7, 0, -0.3)
    image = RasterSource(
        write_raster(folder / "image.tif", values.astype("int16"), nodata=-9999, transform=origin)
    )
    crs = spatial_reference(2154).ExportToWkt()
    places = [
        (0, 0, "peuplier"),
        (60, 0, "peuplier"),
        (0, 60, "forêt/bois"),
        (60, 60, "forêt/bois"),
    ]
    features = []
    for col, row, name in places:
        (left, top), (right, bottom) = (
            image.grid.to_map(col, row),
            image.grid.to_map(col + 20, row + 20),
        )
        ring = f"{left} {top},{right} {top},{right} {bottom},{left} {bottom},{left} {top}"
        geometry = ogr.CreateGeometryFromWkt(f"POLYGON(({ring}))")
        features.append(Feature(bytes(geometry.ExportToWkb()), name))
    labels = prepare_labels(features, crs, image.grid, class_field="class")
    spec = PatchSpec(SIZE, SIZE, image.bands, 1.0)
    extract(image, labels, spec, folder / "patches", rule=SplitRule(0.5, buffer=0))
    return image, PatchDataset.open(folder / "patches")


@pytest.fixture
def textures(tmp_path):
    """Return a small dataset of three bands without georeference."""
    x = np.random.default_rng(0).integers(0, 255, (12, 5, 5, 3)).astype("uint8")
    labels = records(np.repeat(CLASSES.codes, 4), np.arange(12), [0, 0, 1, 1] * 3)
    return write_dataset(tmp_path / "patches", x, labels, pixel_metres=0.5, band_count=3)


class Log(Silent):
    """Keeps what is said."""

    def __init__(self):
        self.lines = []

    def warn(self, text):
        self.lines.append(text)


def files(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_each_patch_lies_in_the_folder_of_its_split_and_class(scene, tmp_path):
    _, dataset = scene

    table = export_patches(dataset, tmp_path / "out")

    assert sum(sum(row.values()) for row in table.values()) == len(dataset.x)
    assert set(table) == {"train", "valid"}
    names = {1: "forêt_bois", 2: "peuplier"}
    for number, label in enumerate(dataset.labels):
        split = ("train", "valid")[label["split"]]
        assert (tmp_path / "out" / split / names[label["class"]] / f"{number:06d}.tif").is_file()
    assert len(files(tmp_path / "out")) == len(dataset.x) + 1


def test_a_geotiff_lies_where_its_pixels_lay(scene, tmp_path):
    image, dataset = scene
    export_patches(dataset, tmp_path / "out")
    whole = read_raster(image.path)

    for path in (tmp_path / "out").rglob("*.tif"):
        patch = RasterSource(path)
        col, row = image.grid.to_pixel(*patch.grid.to_map(0, 0))
        assert np.allclose([col, row], np.rint([col, row]), atol=1e-6)
        col, row = round(col), round(row)
        assert (read_raster(path) == whole[row : row + SIZE, col : col + SIZE]).all()
        assert patch.grid.transform[1] == 0.3
        assert patch.grid.transform[5] == -0.3
        assert spatial_reference(2154).IsSame(spatial_reference_of(patch))
        assert (patch.dtype, patch.nodata, len(patch.bands)) == ("int16", -9999, 5)
        assert patch.band_names == image.band_names


def spatial_reference_of(source):
    return gdal.Open(source.path).GetSpatialRef()


def test_the_list_tells_class_group_and_place_of_each_file(scene, tmp_path):
    image, dataset = scene
    export_patches(dataset, tmp_path / "out", kind="csv")

    with (tmp_path / "out/index.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == len(dataset.x)
    assert {row["fold"] for row in rows} == {""}
    for number, row in enumerate(rows):
        label = dataset.labels[number]
        assert (tmp_path / "out" / row["file"]).is_file()
        assert int(row["class"]) == label["class"]
        assert row["name"] == dataset.classes.names[dataset.classes.index(label["class"])]
        assert row["group"] == dataset.description.groups[label["group"]]
        assert (int(row["row"]), int(row["col"])) == (label["row"], label["col"])
        centre = image.grid.to_map(label["col"] + SIZE / 2, label["row"] + SIZE / 2)
        assert np.allclose([float(row["x"]), float(row["y"])], centre, atol=1e-6)


def test_the_coco_lists_name_files_and_classes(textures, tmp_path):
    export_patches(textures, tmp_path / "out", kind="coco")

    seen = 0
    for split in ("train", "valid"):
        found = json.loads((tmp_path / f"out/coco-{split}.json").read_text(encoding="utf-8"))
        assert [c["name"] for c in found["categories"]] == list(CLASSES.names)
        names = {c["id"]: c["name"] for c in found["categories"]}
        paths = {image["id"]: image["file_name"] for image in found["images"]}
        for annotation in found["annotations"]:
            path = paths.pop(annotation["image_id"])
            assert path.split("/")[:2] == [split, names[annotation["category_id"]]]
            assert (tmp_path / "out" / path).is_file()
            assert annotation["bbox"] == [0, 0, 5, 5]
            seen += 1
        assert not paths
    assert seen == 12


@pytest.mark.parametrize("kind", ["png", "coco"])
def test_a_png_holds_the_values_of_its_patch(textures, tmp_path, kind):
    export_patches(textures, tmp_path / "out", kind=kind)

    paths = sorted((tmp_path / "out").rglob("*.png"), key=lambda path: path.name)
    assert [path.stem for path in paths] == [f"{n:06d}" for n in range(12)]
    assert all((read_raster(p) == textures.x[n]).all() for n, p in enumerate(paths))


@pytest.mark.parametrize(
    ("dtype", "bands", "kind"),
    [
        ("uint8", 1, "png"),
        ("uint8", 4, "png"),
        ("uint16", 3, "coco"),
        ("uint16", 4, "png"),
        ("int16", 5, "geotiff"),
        ("float32", 2, "csv"),
        ("uint8", 4, "geotiff"),
        ("int8", 2, "geotiff"),
        ("int64", 2, "geotiff"),
    ],
)
def test_exported_and_imported_again_a_dataset_is_the_same(tmp_path, dtype, bands, kind):
    values = np.random.default_rng(1).integers(0, 30000, (12, 5, 5, bands))
    labels = records(np.repeat(CLASSES.codes, 4), np.arange(12) // 2, [0, 0, 1, 2] * 3)
    before = write_dataset(
        tmp_path / "patches", values.astype(dtype), labels, georeferenced=False, nodata=[None]
    )
    export_patches(before, tmp_path / "out", kind=kind)

    after = import_patches(tmp_path / "out", tmp_path / "again")

    assert (after.x == before.x).all()
    assert after.x.dtype == before.x.dtype
    assert after.classes == before.classes
    assert after.spec == before.spec
    assert (after.y == before.y).all()
    assert (after.split == before.split).all()
    assert after.description.image == before.description.image


def test_places_and_groups_come_back_with_the_list(scene, tmp_path):
    _, before = scene
    export_patches(before, tmp_path / "out", kind="csv")

    after = import_patches(tmp_path / "out", tmp_path / "again")
    export_patches(after, tmp_path / "out again", kind="csv")

    assert (after.x == before.x).all()
    assert (after.position == before.position).all()
    named = [[d.description.groups[g] for g in d.group] for d in (before, after)]
    assert named[0] == named[1]
    lists = [(tmp_path / name / "index.csv").read_bytes() for name in ("out", "out again")]
    assert lists[0] == lists[1]


@pytest.fixture
def folded(tmp_path):
    """Return a dataset of 12 patches in 6 groups, of which the last has no fold."""
    x = np.random.default_rng(0).integers(0, 255, (12, 5, 5, 3)).astype("uint8")
    labels = records(np.repeat(CLASSES.codes, 4), np.arange(12) // 2, [0] * 10 + [2, 2])
    image = image_metadata(3, georeferenced=False)
    groups = tuple(f"polygon {number}" for number in range(6))
    folds = (1, 2, 10, 2, 1, None)
    told = description(12, PatchSpec(5, 5, (1, 2, 3)), image, groups=groups, folds=folds)
    with DatasetWriter(tmp_path / "patches", told) as writer:
        writer.write(0, x, labels)
    return writer.dataset


def test_folds_come_back_with_the_list(folded, tmp_path):
    export_patches(folded, tmp_path / "out", kind="csv")

    after = import_patches(tmp_path / "out", tmp_path / "again")

    assert after.description.groups == folded.description.groups
    assert after.description.folds == (1, 2, 10, 2, 1, None)


def test_folds_that_a_format_does_not_keep_are_said(folded, tmp_path):
    log = Log()
    export_patches(folded, tmp_path / "out", kind="png", progress=log)

    after = import_patches(tmp_path / "out", tmp_path / "again")

    assert [line for line in log.lines if "folds of their labels" in line]
    assert after.description.folds is None


@pytest.fixture
def thinned(tmp_path):
    """Return 12 patches of two groups a class; of a third class no polygon held a patch."""
    x = np.random.default_rng(0).integers(0, 255, (12, 5, 5, 3)).astype("uint8")
    labels = records(np.repeat(CLASSES.codes, 4), np.arange(12) // 2, [0, 0, 1, 1] * 3)
    told = description(
        12,
        PatchSpec(5, 5, (1, 2, 3)),
        image_metadata(3, georeferenced=False),
        groups=tuple(f"polygon {number}" for number in range(6)),
        missing_classes=("water",),
        labelled=((3, 0, 50.0), (9, 5, 3.5)),
    )
    with DatasetWriter(tmp_path / "patches", told) as writer:
        writer.write(0, x, labels)
    return writer.dataset


@pytest.mark.parametrize("kind", FORMATS)
def test_a_class_without_patches_is_missing_after_the_journey_too(thinned, tmp_path, kind):
    export_patches(thinned, tmp_path / "out", kind=kind)

    after = import_patches(tmp_path / "out", tmp_path / "again")

    assert after.description.missing_classes == ("water",)


def test_what_patches_stand_for_comes_back_with_the_list(thinned, tmp_path):
    export_patches(thinned, tmp_path / "out", kind="csv")
    export_patches(thinned, tmp_path / "part", kind="csv", split=Split.VALID)

    after = import_patches(tmp_path / "out", tmp_path / "again")
    part = import_patches(tmp_path / "part", tmp_path / "a part")

    assert after.description.labelled == thinned.description.labelled
    assert part.weight.tolist() == thinned.weight[thinned.split == 1].tolist()


def test_weights_that_a_format_does_not_keep_are_said(thinned, tmp_path):
    log = Log()

    export_patches(thinned, tmp_path / "out", kind="png", progress=log)

    assert [line for line in log.lines if "drawn from more" in line]


def test_a_weight_below_1_is_refused(thinned, tmp_path):
    export_patches(thinned, tmp_path / "out", kind="csv")
    index = tmp_path / "out/index.csv"
    index.write_text(index.read_text().replace(",25.0", ",0.5"))

    with pytest.raises(DatasetError, match=r"is not a list .*weight 0.5"):
        import_patches(tmp_path / "out", tmp_path / "again")


def test_a_list_from_before_there_were_folds_is_read(folded, tmp_path):
    export_patches(folded, tmp_path / "out", kind="csv")
    index = tmp_path / "out/index.csv"
    lines = index.read_text().splitlines()
    index.write_text("\n".join(line.rsplit(",", 2)[0] for line in lines))

    after = import_patches(tmp_path / "out", tmp_path / "again")

    assert after.description.groups == folded.description.groups
    assert after.description.folds is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("polygon 1,0,0,20,,,2,", "polygon 1,0,0,20,,,3,"), r"'polygon 1' into the folds 3 and 2"),
        ((",,,10,", ",,,0,"), r"index.csv is not a list .*fold 0"),
        ((",,,10,", ",,,first,"), r"index.csv is not a list .*'first'"),
    ],
    ids=["a group in two", "from 1", "a word"],
)
def test_folds_that_mean_nothing_are_refused(folded, tmp_path, change, says):
    export_patches(folded, tmp_path / "out", kind="csv")
    index = tmp_path / "out/index.csv"
    assert change[0] in index.read_text()
    index.write_text(index.read_text().replace(*change))

    with pytest.raises(DatasetError, match=says):
        import_patches(tmp_path / "out", tmp_path / "again")


def test_only_the_split_that_was_asked_for_is_written(textures, tmp_path):
    table = export_patches(textures, tmp_path / "out", kind="png", split=Split.VALID)

    assert table == {"valid": {"flat": 2, "chess": 2, "stripes": 2}}
    assert not (tmp_path / "out/train").exists()


def test_every_split_has_a_folder_for_every_class(tmp_path):
    x = np.zeros((4, 5, 5, 3), "uint8")
    dataset = write_dataset(tmp_path / "patches", x, records([3, 7, 9, 3], range(4), [0, 0, 0, 1]))

    export_patches(dataset, tmp_path / "out", kind="png")

    for split in ("train", "valid"):
        found = sorted(path.name for path in (tmp_path / "out" / split).iterdir())
        assert found == ["chess", "flat", "stripes"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("forêt", "blé d'hiver"), ["forêt", "blé d'hiver"]),
        (("a/b", "a\\b", "a:b"), ["a_b", "a_b (2)", "a_b (3)"]),
        (("Pin", "pin"), ["Pin", "pin (2)"]),
        (("..", ".hidden", "end. "), ["class 1", "hidden", "end"]),
        (("CON", "nul.x", "?"), ["CON_", "nul.x_", "_"]),
        (("x" * 300, "x" * 301), ["x" * 60, "x" * 60 + " (2)"]),
        (("a", "a (3)", "A"), ["a", "a (3)", "A (3) (3)"]),
    ],
    ids=["accents", "separators", "case", "dots", "reserved", "long", "twice"],
)
def test_folders_of_classes_are_safe_and_differ(names, expected):
    codes = tuple(range(1, len(names) + 1))

    assert (
        list(class_folders(ClassMap(codes, names, ("#000000",) * len(names))).values()) == expected
    )


def test_where_the_file_system_has_no_accents_the_letters_stay(monkeypatch):
    monkeypatch.setattr("sys.getfilesystemencoding", lambda: "ascii")
    name = unicodedata.normalize("NFD", "forêt")

    assert class_folders(ClassMap((1, 2), (name, "林"), ("#000000",) * 2)) == {
        1: "foret",
        2: "class 2",
    }


def test_png_refuses_what_it_cannot_hold(scene, tmp_path):
    with pytest.raises(DatasetError, match=r"5 bands of int16: choose the format geotiff"):
        export_patches(scene[1], tmp_path / "out", kind="png")

    assert list(tmp_path.iterdir()) == []


def test_a_split_without_patches_is_refused(scene, tmp_path):
    with pytest.raises(DatasetError, match=r"no patch in 'test' \(train \d+, valid \d+, test 0\)"):
        export_patches(scene[1], tmp_path / "out", split=Split.TEST)


def test_without_footprints_the_places_are_missed(textures, tmp_path):
    with pytest.raises(DatasetError, match=r"has no footprints.gpkg, .* format png or coco"):
        export_patches(textures, tmp_path / "out")

    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            "DELETE FROM footprints WHERE patch = 3",
            r"lacks the footprints of 1 of \d+ .* patch 3\)",
        ),
        (
            "UPDATE footprints SET geom = ST_Buffer(geom, 1) WHERE patch = 3",
            "a footprint that is no square any more",
        ),
    ],
    ids=["deleted", "reshaped"],
)
def test_footprints_that_were_edited_are_refused(scene, tmp_path, change, says):
    shutil.copytree(scene[1].folder, tmp_path / "patches")
    layers = ogr.Open(str(tmp_path / "patches/footprints.gpkg"), True)
    layers.ExecuteSQL(change, dialect="SQLITE")
    del layers

    with pytest.raises(DatasetError, match=says):
        export_patches(PatchDataset.open(tmp_path / "patches"), tmp_path / "out")


def test_a_folder_of_others_is_left_alone(textures, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.txt").write_text("mine")

    with pytest.raises(OutputError, match="not ours to replace"):
        export_patches(textures, tmp_path / "out", kind="png")

    assert files(tmp_path / "out") == ["thesis.txt"]


def test_an_older_export_is_replaced_and_leaves_nothing_of_its_own(textures, tmp_path):
    export_patches(textures, tmp_path / "out", kind="coco")
    (tmp_path / "out/notes.txt").write_text("mine")

    export_patches(textures, tmp_path / "out", kind="png", split=Split.VALID)

    found = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert found == ["export.json", "notes.txt", "valid"]


def test_cancelled_it_leaves_the_older_export_as_it_was(textures, tmp_path):
    export_patches(textures, tmp_path / "out", kind="png", split=Split.TRAIN)
    before = files(tmp_path)

    with pytest.raises(Cancelled):
        export_patches(textures, tmp_path / "out", kind="png", progress=Stop())

    assert files(tmp_path) == before


def test_a_full_disk_leaves_nothing(textures, tmp_path, monkeypatch):
    def fail(*_, **__):
        gdal.Error(gdal.CE_Failure, gdal.CPLE_FileIO, "no space left on device")

    class Driver:
        CreateCopy = staticmethod(fail)

    get = gdal.GetDriverByName
    monkeypatch.setattr(gdal, "GetDriverByName", lambda n: Driver() if n == "PNG" else get(n))

    with pytest.raises(OutputError, match=r"000000.png cannot be written .* no space left"):
        export_patches(textures, tmp_path / "out", kind="png")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["patches"]


_KERAS = """
import json, sys, keras
data = keras.utils.image_dataset_from_directory(
    sys.argv[1], image_size=(5, 5), batch_size=6, shuffle=False, verbose=False)
(x, y), = data.as_numpy_iterator()
print(json.dumps([data.class_names, y.tolist(), x.astype(int).tolist()]))
"""


@pytest.mark.worker
def test_keras_reads_the_folders(textures, tmp_path):
    export_patches(textures, tmp_path / "out", kind="png")

    done = subprocess.run(
        [os.environ["POPLARNN_WORKER_PYTHON"], "-c", _KERAS, str(tmp_path / "out/train")],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"},
    )

    assert done.returncode == 0, done.stderr[-2000:]
    names, labels, x = json.loads(done.stdout)
    assert names == ["chess", "flat", "stripes"]
    assert labels == [0, 0, 1, 1, 2, 2]
    code = {name: code for code, name in zip(CLASSES.codes, CLASSES.names)}
    train = np.flatnonzero(textures.split == 0)
    expected = [textures.x[n] for name in names for n in train if textures.y[n] == code[name]]
    assert (np.array(x) == np.array(expected)).all()


@pytest.mark.parametrize("side", [8, 64])
@pytest.mark.parametrize("png", [True, False], ids=["png", "tif"])
def test_a_picture_that_breaks_off_on_a_full_disk_is_an_error(tmp_path, png, side):
    patch = np.random.default_rng(0).integers(0, 255, (side, side, 3)).astype("uint8")
    file = PatchFile(side, image_metadata(3), png=png)
    file.write(tmp_path / "whole", patch)
    size = (tmp_path / "whole").stat().st_size

    for room in (0, 10, size // 2, size - 20, size - 1):
        with files_up_to(room), pytest.raises(OutputError, match="torn cannot be written"):
            file.write(tmp_path / "torn", patch)


def test_scale_and_offset_go_out_with_geotiffs_and_come_back(tmp_path):
    values = np.random.default_rng(1).integers(0, 200, (12, 5, 5, 2), dtype="uint8")
    labels = records(np.repeat(CLASSES.codes, 4), np.arange(12) // 2, [0, 0, 1, 2] * 3)
    pairs = [[0.01, -0.5], [1, 0]]
    before = write_dataset(tmp_path / "patches", values, labels, georeferenced=False, scale=pairs)

    export_patches(before, tmp_path / "out", kind="geotiff")
    (tmp_path / "out" / "export.json").unlink()
    after = import_patches(tmp_path / "out", tmp_path / "again", pixel_metres=0.5)

    files = sorted((tmp_path / "out").rglob("*.tif"))
    assert all(RasterSource(file).scale == ((0.01, -0.5), (1, 0)) for file in files)
    assert np.array_equal(np.sort(after.x, axis=None), np.sort(values, axis=None))
    assert [list(pair) for pair in after.description.image.scale] == pairs
