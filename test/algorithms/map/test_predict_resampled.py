"""*Predict map* of images whose pixels are smaller than those of training."""

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from samples import ORIGIN, read_raster, write_raster
from trained_features import ground, labelled_patches, trained


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Return a folder with an image of 1 m, a model of it, and that ground in pixels of 0.5 m."""
    folder = tmp_path_factory.mktemp("home")
    trained(folder, labelled_patches(folder))
    fine = np.repeat(np.repeat(ground(200, 240), 2, 0), 2, 1)
    transform = (ORIGIN[0], 0.5, 0.0, ORIGIN[1], 0.0, -0.5)
    write_raster(folder / "fine.tif", fine, transform=transform, nodata=0)
    for number, cols in enumerate((slice(0, 250), slice(230, 480))):
        moved = (ORIGIN[0] + cols.start / 2, *transform[1:])
        write_raster(folder / f"part{number}.tif", fine[:, cols], transform=moved, nodata=0)
    return folder


def draw(toolbox, told, home, out, raster, **more):
    toolbox.run("predict", told, RASTER=raster, MODEL=home / "model.keras", OUTPUT=out, **more)
    return read_raster(out)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"MATCH": "spread", "RESUME": True},
        {"SELF_TRAINING": True, "MATCH": "features"},
        {"EXTENT": f"{ORIGIN[0] + 40},{ORIGIN[0] + 140},{ORIGIN[1] - 150},{ORIGIN[1] - 60}"},
    ],
    ids=["alone", "matched", "self-training", "part"],
)
def test_the_map_is_that_of_an_image_of_that_size(toolbox, feedback, home, tmp_path, more):
    told = feedback()
    expected = draw(toolbox, feedback(), home, tmp_path / "a.tif", home / "ground.tif", **more)

    image = home / "fine.tif"
    found = draw(toolbox, told, home, tmp_path / "b.tif", image, RESAMPLE=True, **more)

    assert "Pixels of 0.5 m are read as pixels of 1 m" in "\n".join(told.lines)
    assert np.array_equal(found, expected)


def test_a_mask_of_the_image_goes_with_it_and_so_do_more_images(toolbox, feedback, home, tmp_path):
    keep = np.ones((400, 480), "uint8")
    keep[:200] = 0
    transform = (ORIGIN[0], 0.5, 0.0, ORIGIN[1], 0.0, -0.5)
    mask = write_raster(tmp_path / "mask.tif", keep, transform=transform)
    half = write_raster(tmp_path / "half.tif", keep[::2, ::2])

    out = tmp_path / "a.tif"
    expected = draw(toolbox, feedback(), home, out, home / "ground.tif", MASK=half)
    parts = [str(home / "part1.tif")]
    more = {"MASK": mask, "MORE_RASTERS": parts, "RESAMPLE": True}
    found = draw(toolbox, feedback(), home, tmp_path / "b.tif", home / "part0.tif", **more)

    assert np.array_equal(found, expected)
    assert (found[:100] == 0).all()
    assert (found[100:] > 0).any()


def test_without_it_the_message_says_how(toolbox, feedback, home, tmp_path):
    with pytest.raises(QgsProcessingException, match="with RESAMPLE of 'Predict map'"):
        draw(toolbox, feedback(), home, tmp_path / "a.tif", home / "fine.tif")
