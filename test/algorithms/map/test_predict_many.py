"""*Predict map* of several images: one map, as of the image that they were cut from."""

import json
import shutil

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from samples import ORIGIN, read_raster, write_raster
from trained_features import ground


@pytest.fixture(scope="module")
def home(ground_home, tmp_path_factory):
    """Return a folder with an image, a model of it, and the image in four tiles that overlap."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("ground.tif", "model.keras"):
        shutil.copy(ground_home / name, folder)
    pixels = ground(200, 240)
    (folder / "tiles").mkdir()
    for number, (row, col) in enumerate(np.ndindex(2, 2)):
        part = pixels[100 * row : 110 + 90 * row, 130 * col : 140 + 100 * col]
        transform = (ORIGIN[0] + 130 * col, 1.0, 0.0, ORIGIN[1] - 100 * row, 0.0, -1.0)
        write_raster(folder / "tiles" / f"{number}.tif", part, transform=transform, nodata=0)
    (folder / "tiles" / "read me.txt").write_text("Tiles of the ground.")
    return folder


@pytest.fixture(scope="module")
def whole(toolbox, home):
    toolbox.run(
        "predict", RASTER=home / "ground.tif", MODEL=home / "model.keras", OUTPUT=home / "map.tif"
    )
    return read_raster(home / "map.tif")


@pytest.fixture
def draw(toolbox, feedback, home, tmp_path):
    def run(**more):
        told = feedback()
        tiles = {"RASTER": home / "tiles" / "0.tif", "MODEL": home / "model.keras"}
        toolbox.run("predict", told, **tiles, OUTPUT=tmp_path / "map.tif", **more)
        return read_raster(tmp_path / "map.tif"), "\n".join(told.lines)

    return run


def test_a_list_of_images_has_the_map_of_the_whole(draw, home, whole, tmp_path):
    tiles = [str(home / "tiles" / f"{number}.tif") for number in (1, 2, 3)]

    found, said = draw(MORE_RASTERS=tiles)

    assert "4 images are read as one of 240 x 200 pixels" in said
    assert np.array_equal(found, whole)
    record = json.loads((tmp_path / "map.tif.record.json").read_text("utf-8"))
    assert all(tile in json.dumps(record) for tile in tiles)


def test_a_folder_of_images_too_and_what_lies_in_both_counts_once(draw, home, whole):
    found, said = draw(MORE_FOLDER=home / "tiles", RESUME=True)

    assert "4 images are read as one" in said
    assert np.array_equal(found, whole)


def test_a_map_may_lie_beside_the_images_and_be_drawn_again(toolbox, home, whole, tmp_path):
    for tile in (home / "tiles").glob("*.tif"):
        (tmp_path / tile.name).write_bytes(tile.read_bytes())

    for _ in range(2):
        toolbox.run(
            "predict",
            RASTER=tmp_path / "0.tif",
            MODEL=home / "model.keras",
            MORE_FOLDER=tmp_path,
            OUTPUT=tmp_path / "map.tif",
        )

    assert np.array_equal(read_raster(tmp_path / "map.tif"), whole)


def test_overlaps_are_averaged_where_it_is_asked_for(draw, home, tmp_path):
    tiles = [str(home / "tiles" / f"{number}.tif") for number in (1, 2, 3)]

    first, said = draw(MORE_RASTERS=tiles)
    mean, told = draw(MORE_RASTERS=tiles, OVERLAPS="mean", CONFIDENCE=tmp_path / "sure.tif")

    assert "the first that has data counts" in said
    assert "the mean of their probabilities counts" in told
    assert mean.shape == first.shape
    assert (mean > 0).all()
    assert 0 < (mean != first).mean() < 0.2
    record = json.loads((tmp_path / "map.tif.record.json").read_text("utf-8"))
    assert record["parameters"]["OVERLAPS"] == "mean"


def test_flips_are_for_networks_and_that_is_said_before_any_work(draw, tmp_path):
    with pytest.raises(QgsProcessingException, match="FLIPS is for networks that look at patches"):
        draw(FLIPS=True)

    assert not list(tmp_path.iterdir())


def test_gaps_stay_empty(draw, home, whole):
    found, _ = draw(MORE_RASTERS=[str(home / "tiles" / "3.tif")])

    assert found.shape == whole.shape
    assert (found[110:, :130] == 0).all()
    assert (found[:100, :130] > 0).all()
    assert (found[:100, :130] == whole[:100, :130]).mean() > 0.9  # features see far


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"MORE_FOLDER": "nothing"}, "MORE_FOLDER .*nothing holds no image"),
        ({"MORE_FOLDER": "gone"}, "MORE_FOLDER .*gone cannot be read"),
        ({"MORE_RASTERS": ["off.tif"]}, "off.tif lie 0.5 columns and 0 rows off those of 0.tif"),
    ],
)
def test_what_cannot_be_joined_is_refused_before_any_work(draw, tmp_path, more, said):
    (tmp_path / "nothing").mkdir()
    transform = (ORIGIN[0] + 0.5, 1.0, 0.0, ORIGIN[1], 0.0, -1.0)
    write_raster(tmp_path / "off.tif", ground(40, 40), transform=transform, nodata=0)
    if "MORE_RASTERS" in more:
        more = {"MORE_RASTERS": [str(tmp_path / "off.tif")]}
    else:
        more = {"MORE_FOLDER": tmp_path / more["MORE_FOLDER"]}

    with pytest.raises(QgsProcessingException, match=said):
        draw(**more)

    assert not (tmp_path / "map.tif").exists()
