"""Dense features of patches that somebody brings: trained, scored, and a map drawn with them."""

import json

import numpy as np
import pytest
from samples import read_raster, write_raster
from trained_features import ground

from poplar_nn_plugin.model.card import read_card

KINDS = {"flat": 0, "grain": 1, "stripes": 2}  # columns of fields, in a row of them


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    """Return a folder of images of 24 pixels, sorted by what they show, and one to map."""
    folder = tmp_path_factory.mktemp("images")
    for number in range(6):
        field = ground(40, 120, seed=number)
        for kind, place in KINDS.items():
            (folder / kind).mkdir(exist_ok=True)
            # What a field shows depends on its column: see `trained_features.kinds`.
            column = (0, 2, 1)[place] * 40 + 8
            path = folder / kind / f"place{number}_{kind}.tif"
            corner = (600000.0 + 100 * place, 1.0, 0.0, 6300000.0 - 100 * number, 0.0, -1.0)
            write_raster(path, field[8:32, column : column + 24], transform=corner)
    return folder


def test_imported_patches_are_trained_scored_and_mapped(toolbox, feedback, images, tmp_path):
    told = feedback()
    toolbox.run("importpatches", told, FOLDER=images, OUTPUT=tmp_path / "patches")
    inputs = {"PATCHES": tmp_path / "patches", "ARCHITECTURE": "deep_features"}

    trained = toolbox.run(
        "trainmodel", told, **inputs, OUTPUT=tmp_path / "m.keras", REPORT=tmp_path / "m.html"
    )
    crossed = toolbox.run("crossvalidate", told, **inputs, FOLDS=3, REPORT=tmp_path / "c.html")
    scored = toolbox.run(
        "evaluatemodel",
        told,
        MODEL=tmp_path / "m.keras",
        PATCHES=tmp_path / "patches",
        SPLIT="valid",
        REPORT=tmp_path / "e.html",
    )
    image = write_raster(tmp_path / "image.tif", ground(80, 120, seed=9))
    toolbox.run(
        "predict", told, RASTER=image, MODEL=tmp_path / "m.keras", OUTPUT=tmp_path / "map.tif"
    )

    assert trained["MACRO_F1"] > 0.9
    assert crossed["MACRO_F1"] > 0.9
    assert scored["MACRO_F1"] > 0.9
    assert sum("features are taken patch by patch" in line for line in told.lines) == 2
    assert "of each patch alone" in (tmp_path / "m.html").read_text(encoding="utf-8")
    mapped = read_raster(tmp_path / "map.tif")[..., 0]
    middles = [mapped[20, column] for column in (20, 60, 100)]
    classes = read_card(tmp_path / "m.keras").classes
    names = dict(zip(classes.codes, classes.names))
    assert [names[code] for code in middles] == ["flat", "stripes", "grain"]
    assert (np.unique(mapped) > 0).all()


@pytest.mark.data
def test_a_few_images_that_one_downloads_teach(toolbox, feedback, data_folder, tmp_path):
    folder = data_folder / "real" / "ucmerced_few"
    if not folder.exists():
        pytest.skip("no real/ucmerced_few")
    toolbox.run(
        "importpatches",
        FOLDER=folder,
        PIXEL_SIZE=0.3,
        DIFFERING="crop",
        OUTPUT=tmp_path / "patches",
    )

    found = toolbox.run(
        "trainmodel",
        PATCHES=tmp_path / "patches",
        ARCHITECTURE="deep_features",
        OUTPUT=tmp_path / "m.keras",
        REPORT=tmp_path / "m.html",
    )

    assert found["MACRO_F1"] > 0.6
    assert len(json.loads(found["CLASS_F1"])) == 6
