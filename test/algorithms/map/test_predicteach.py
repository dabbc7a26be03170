"""*Predict each image*: a map of each of many images, and what becomes of those that fail."""

import json
import shutil

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from samples import ORIGIN, read_raster, write_raster
from trained_features import ground


@pytest.fixture
def sheets(tmp_path):
    """Return a folder of three images of other places and sizes, and a text."""
    folder = tmp_path / "sheets"
    folder.mkdir()
    for number, (rows, cols) in enumerate(((60, 80), (90, 70), (64, 64))):
        transform = (ORIGIN[0] + 1000 * number, 1.0, 0.0, ORIGIN[1], 0.0, -1.0)
        pixels = ground(rows, cols)
        write_raster(folder / f"sheet {number}.tif", pixels, transform=transform, nodata=0)
    (folder / "read me.txt").write_text("Three sheets.")
    return folder


@pytest.fixture
def draw(toolbox, feedback, ground_home, tmp_path):
    def run(told=None, **more):
        given = {"MODEL": ground_home / "model.keras", "OUTPUT": tmp_path / "maps", **more}
        return toolbox.run("predicteach", told or feedback(), **given)

    return run


def times(folder):
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("*.tif")}


def test_each_image_has_the_map_that_it_has_alone(
    draw, toolbox, ground_home, sheets, tmp_path, feedback
):
    told = feedback()

    found = draw(told, IMAGE_FOLDER=sheets, CONFIDENCE=True)

    maps = tmp_path / "maps"
    wanted = {f"sheet {n}{part}.tif" for n in range(3) for part in ("", "_confidence")}
    assert set(times(maps)) == wanted
    assert found["MAP_COUNT"] == 3
    assert json.loads(found["MAPS"]) == [str(maps / f"sheet {n}.tif") for n in range(3)]
    assert [line for line in told.lines if line.startswith("Image 3 of 3")]
    alone = {"OUTPUT": tmp_path / "alone.tif", "CONFIDENCE": tmp_path / "sure.tif"}
    for number in range(3):
        image = sheets / f"sheet {number}.tif"
        toolbox.run("predict", RASTER=image, MODEL=ground_home / "model.keras", **alone)
        place = maps / f"sheet {number}"
        assert np.array_equal(read_raster(f"{place}.tif"), read_raster(alone["OUTPUT"]))
        sure = read_raster(f"{place}_confidence.tif")
        assert np.array_equal(sure, read_raster(alone["CONFIDENCE"]))
        assert (maps / f"sheet {number}.qml").exists()
        record = json.loads((maps / f"sheet {number}.tif.record.json").read_text("utf-8"))
        assert record["algorithm"] == "poplarnn:predict"
        assert record["parameters"]["RASTER"] == str(image)
        assert str(image) in record["command"]
        assert {"IMAGE_FOLDER", "RASTERS"}.isdisjoint(record["parameters"])
    assert json.loads((maps / "record.json").read_text("utf-8"))["results"]["MAP_COUNT"] == 3


def test_an_image_that_fails_loses_no_other_and_resume_draws_what_is_missing(
    draw, sheets, tmp_path, feedback
):
    whole = sheets / "sheet 1.tif"
    shutil.copy(whole, tmp_path / "good.tif")
    write_raster(whole, np.ones((20, 20), "uint8"))  # one band where the model wants three

    with pytest.raises(QgsProcessingException, match=r"1 of 3 images have no map \(.*sheet 1.tif"):
        draw(IMAGE_FOLDER=sheets)

    before = times(tmp_path / "maps")
    assert set(before) == {"sheet 0.tif", "sheet 2.tif"}
    shutil.copy(tmp_path / "good.tif", whole)
    told = feedback()
    found = draw(told, IMAGE_FOLDER=sheets, RESUME=True)
    after = times(tmp_path / "maps")
    assert found["MAP_COUNT"] == 3
    assert {name: after[name] for name in before} == before
    assert "sheet 1.tif" in after
    assert told.lines.count("It has its map already, made of the same.") == 2


@pytest.mark.parametrize("other", ["setting", "image", "mask"])
def test_resume_draws_again_what_was_made_of_something_else(draw, sheets, tmp_path, other):
    masks = [tmp_path / "mask.tif"]
    image = read_raster(sheets / "sheet 0.tif")
    write_raster(masks[0], np.ones(image.shape[:2], "uint8"))
    given = {"RASTERS": [str(sheets / "sheet 0.tif")], "MASK": masks[0], "RESUME": True}
    draw(**given)
    before = times(tmp_path / "maps")
    draw(**given)
    assert times(tmp_path / "maps") == before

    if other == "image":
        image[5, 5] += 1
        write_raster(sheets / "sheet 0.tif", image, nodata=0)
    elif other == "mask":
        write_raster(masks[0], np.eye(*image.shape[:2], dtype="uint8"))
    draw(**given, EDGES=other != "setting")

    assert times(tmp_path / "maps") != before


def test_cancel_leaves_the_maps_that_are_finished(draw, sheets, tmp_path, feedback):
    draw(feedback(cancel_on="Image 2 of 3"), IMAGE_FOLDER=sheets)

    assert set(times(tmp_path / "maps")) == {"sheet 0.tif"}
    assert not [path for path in (tmp_path / "maps").iterdir() if path.name.startswith(".")]


def test_no_image_and_no_file_of_others_is_replaced(draw, sheets, tmp_path):
    (tmp_path / "twin").mkdir()
    shutil.copy(sheets / "sheet 0.tif", tmp_path / "twin" / "Sheet 0.tif")
    two = [str(sheets / "sheet 0.tif"), str(tmp_path / "twin" / "Sheet 0.tif")]
    before = times(sheets)

    for given, said in (
        ({"IMAGE_FOLDER": sheets, "OUTPUT": sheets}, "would replace an image"),
        ({"RASTERS": two}, "would both have the map"),
        ({}, "give RASTERS or IMAGE_FOLDER"),
        ({"IMAGE_FOLDER": tmp_path / "twin" / "none"}, "cannot be read"),
    ):
        with pytest.raises(QgsProcessingException, match=said):
            draw(**given)
        assert not (tmp_path / "maps").exists()
    assert times(sheets) == before
    (tmp_path / "maps").mkdir()
    shutil.copy(sheets / "sheet 0.tif", tmp_path / "maps")
    with pytest.raises(QgsProcessingException, match="is there already and has no record"):
        draw(IMAGE_FOLDER=sheets)
    assert len(times(tmp_path / "maps")) == 1


def test_a_dry_run_writes_nothing(draw, sheets, tmp_path, feedback):
    told = feedback()

    draw(told, IMAGE_FOLDER=sheets, DRY_RUN=True)

    assert not (tmp_path / "maps").exists()
    assert sum("to be computed: about " in line for line in told.lines) == 3


def test_maps_are_joined_by_vrts_where_that_is_wanted(draw, sheets, tmp_path):
    draw(IMAGE_FOLDER=sheets)
    plain = [read_raster(tmp_path / "maps" / f"sheet {n}.tif") for n in range(3)]

    found = draw(IMAGE_FOLDER=sheets, OUTPUT=tmp_path / "tiles", LAYOUT="vrt")

    assert json.loads(found["MAPS"]) == [
        str(tmp_path / "tiles" / f"sheet {n}.vrt") for n in range(3)
    ]
    for expected, path in zip(plain, json.loads(found["MAPS"])):
        assert np.array_equal(read_raster(path), expected)


def test_images_of_smaller_pixels_are_read_as_those_of_training(draw, sheets, tmp_path):
    draw(IMAGE_FOLDER=sheets)
    fine = np.repeat(np.repeat(ground(60, 80), 2, 0), 2, 1)
    transform = (ORIGIN[0], 0.5, 0.0, ORIGIN[1], 0.0, -0.5)
    path = write_raster(tmp_path / "fine.tif", fine, transform=transform, nodata=0)

    found = draw(RASTERS=[str(path)], OUTPUT=tmp_path / "of fine", RESAMPLE=True)

    expected = read_raster(tmp_path / "maps" / "sheet 0.tif")
    assert np.array_equal(read_raster(json.loads(found["MAPS"])[0]), expected)
