"""Patches out to image folders and back, as the toolbox does it."""

import json
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from patch_samples import records, write_dataset
from qgis.core import QgsProcessingException
from samples import read_raster

from poplar_nn_plugin.dataset.reader import PatchDataset


@pytest.fixture(scope="module")
def dataset(patches):
    return PatchDataset.open(patches["OUTPUT"])


@pytest.fixture(scope="module")
def exported(toolbox, patches, tmp_path_factory):
    """Return the results of an export with its list, into a folder with a blank and an accent."""
    folder = tmp_path_factory.mktemp("export")
    return toolbox.run(
        "exportpatches", PATCHES=patches["OUTPUT"], FORMAT="csv", OUTPUT=folder / "à part"
    )


def test_every_patch_becomes_a_file_on_its_place(scene, dataset, exported):
    paths = sorted(Path(exported["OUTPUT"]).glob("*/*/*.tif"), key=lambda path: path.name)
    image = gdal.Open(scene["IMAGE"])
    whole = read_raster(scene["IMAGE"])
    _, width, _, _, _, height = image.GetGeoTransform()

    assert len(paths) == exported["PATCH_COUNT"] == len(dataset.x)
    for path in paths:
        x, _, _, y, _, _ = gdal.Open(str(path)).GetGeoTransform()
        col = round((x - image.GetGeoTransform()[0]) / width)
        row = round((y - image.GetGeoTransform()[3]) / height)
        assert (read_raster(path) == whole[row : row + 12, col : col + 12]).all()


def test_the_record_says_how_to_export_again(exported):
    record = json.loads((Path(exported["OUTPUT"]) / "record.json").read_text(encoding="utf-8"))

    assert "poplarnn:exportpatches" in record["command"]
    assert "FORMAT=csv" in record["command"]


@pytest.mark.parametrize("kind", ["geotiff", "png", "csv", "coco"])
def test_what_was_exported_is_imported_as_it_was(toolbox, patches, dataset, tmp_path, kind):
    toolbox.run("exportpatches", PATCHES=patches["OUTPUT"], FORMAT=kind, OUTPUT=tmp_path / "export")

    results = toolbox.run("importpatches", FOLDER=tmp_path / "export", OUTPUT=tmp_path / "again")

    again = PatchDataset.open(results["OUTPUT"])
    assert results["PATCH_COUNT"] == len(dataset.x)
    assert (again.x == dataset.x).all()
    assert again.classes == dataset.classes
    assert again.spec == dataset.spec
    assert (again.y == dataset.y).all()
    assert (again.split == dataset.split).all()
    if kind == "csv":
        assert (again.labels[["row", "col"]] == dataset.labels[["row", "col"]]).all()
        assert [again.description.groups[g] for g in again.group] == [
            dataset.description.groups[g] for g in dataset.group
        ]


@pytest.mark.worker
def test_a_network_is_trained_on_imported_images(toolbox, exported, tmp_path):
    imported = toolbox.run("importpatches", FOLDER=exported["OUTPUT"], OUTPUT=tmp_path / "again")
    trained = toolbox.run(
        "trainmodel",
        PATCHES=imported["OUTPUT"],
        ARCHITECTURE="sigma",
        EPOCHS=1,
        OUTPUT=tmp_path / "model.keras",
        REPORT=tmp_path / "report.html",
    )

    assert Path(trained["OUTPUT"]).is_file()
    assert 0 <= trained["MACRO_F1"] <= 1


def test_the_layout_of_2020_is_known(toolbox, tmp_path, feedback):
    (tmp_path / "blocks").mkdir()
    for number in range(20):
        values = np.full((5, 5, 3), number, np.uint8)
        picture = gdal.GetDriverByName("MEM").Create("", 5, 5, 3)
        picture.WriteArray(np.moveaxis(values, -1, 0))
        path = tmp_path / f"blocks/block_{number}_{number % 2 + 1}.png"
        gdal.GetDriverByName("PNG").CreateCopy(str(path), picture).FlushCache()
    log = feedback()

    found = toolbox.run(
        "importpatches",
        log,
        FOLDER=tmp_path / "blocks",
        PIXEL_SIZE=0.5,
        VALIDATION_SHARE=0.3,
        OUTPUT=tmp_path / "again",
    )

    again = PatchDataset.open(found["OUTPUT"])
    assert (again.y == again.x[:, 0, 0, 0] % 2 + 1).all()
    assert "train: 1 7, 2 7" in log.lines
    assert "valid: 1 3, 2 3" in log.lines


def test_images_a_few_pixels_off_are_cropped_on_request(toolbox, tmp_path, feedback):
    for number in range(20):
        side = 39 if number == 7 else 40
        picture = gdal.GetDriverByName("MEM").Create("", side, 40, 3)
        path = tmp_path / f"in/train/{'ab'[number % 2]}/{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        gdal.GetDriverByName("PNG").CreateCopy(str(path), picture).FlushCache()
    given = {"FOLDER": tmp_path / "in", "PIXEL_SIZE": 0.5, "OUTPUT": tmp_path / "again"}
    log = feedback()

    bad(toolbox, "importpatches", r"b/7.png is 39 x 40 pixels. Choose crop", feedback, **given)
    found = toolbox.run("importpatches", log, **given, DIFFERING="crop")

    assert PatchDataset.open(found["OUTPUT"]).x.shape == (20, 39, 39, 3)
    assert "valid: a 2, b 2" in log.lines
    assert any("train/b/7.png is 39 x 40 pixels" in line for line in log.lines)


def bad(toolbox, name, says, feedback, **parameters):
    """Run an algorithm that must fail, and see what it says."""
    log = feedback()
    with pytest.raises(QgsProcessingException, match=says):
        toolbox.run(name, log, **parameters)


def test_no_dataset_is_refused_by_name(toolbox, tmp_path, feedback):
    bad(
        toolbox,
        "exportpatches",
        r"is not a patch dataset: it has no dataset\.json",
        feedback,
        PATCHES=tmp_path,
        OUTPUT=tmp_path / "export",
    )
    assert list(tmp_path.iterdir()) == []


def test_png_of_five_bands_is_refused(toolbox, tmp_path, feedback):
    x = np.zeros((3, 5, 5, 5), "float32")
    write_dataset(tmp_path / "patches", x, records([3, 7, 9], range(3), 0))
    bad(
        toolbox,
        "exportpatches",
        "these patches have 5 bands of float32: choose the format geotiff",
        feedback,
        PATCHES=tmp_path / "patches",
        FORMAT="png",
        OUTPUT=tmp_path / "export",
    )


def test_a_dataset_is_no_folder_of_images(toolbox, patches, tmp_path, feedback):
    bad(
        toolbox,
        "importpatches",
        "is a patch dataset already: train a model on it as it is",
        feedback,
        FOLDER=patches["OUTPUT"],
        OUTPUT=tmp_path / "again",
    )
    assert list(tmp_path.iterdir()) == []


def test_an_import_does_not_replace_other_folders(toolbox, exported, tmp_path, feedback):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/chapter.txt").write_text("mine")
    bad(
        toolbox,
        "importpatches",
        "not ours to replace",
        feedback,
        FOLDER=exported["OUTPUT"],
        OUTPUT=tmp_path / "thesis",
    )
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["chapter.txt"]


def test_cancelled_neither_leaves_a_file(toolbox, patches, exported, tmp_path, feedback):
    for name, given in (
        ("exportpatches", {"PATCHES": patches["OUTPUT"]}),
        ("importpatches", {"FOLDER": exported["OUTPUT"]}),
    ):
        cancelled = feedback()
        cancelled.cancel()

        toolbox.run(name, cancelled, OUTPUT=tmp_path / name, **given)

        assert list(tmp_path.iterdir()) == []
