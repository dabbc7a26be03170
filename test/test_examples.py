"""The examples of docs/python.md: run as programs, their results computed again by other means."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import trained_features
from osgeo import gdal
from samples import read_raster, square, write_polygons, write_raster
from scipy import ndimage

import poplar_nn_plugin

ROOT = Path(__file__).resolve().parents[1]
BUILD = Path(poplar_nn_plugin.__file__).parent.parent
RNG = np.random.default_rng(0)
IMAGE = RNG.integers(1, 255, (70, 90, 3), dtype="uint8")
IMAGE[:9, :9] = 0  # no data
HEIGHTS = RNG.uniform(0, 9, (70, 90)).astype("float32")
HEIGHTS[40:50, 40:50] = -9999


def run(name, *paths):
    """Run an example as its reader does and return what it prints."""
    done = subprocess.run(
        [sys.executable, ROOT / "docs/examples" / name, *map(str, paths)],
        env={**os.environ, "PYTHONPATH": str(BUILD), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def image(tmp_path):
    return write_raster(tmp_path / "image.tif", IMAGE, nodata=0)


@pytest.fixture
def heights(tmp_path):
    return write_raster(tmp_path / "heights.tif", HEIGHTS, nodata=-9999)


@pytest.mark.parametrize("name", ["median.py", "ratio.py", "three_outputs.py"])
def test_an_example_needs_no_data(tmp_path, name, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    told = run(name)

    written = [Path(word) for word in told.split() if word.endswith(".tif")]
    assert written
    for path in written:
        assert tmp_path in path.parents
        assert path.is_file()
        assert np.nanstd(read_raster(path)) > 0


def test_the_median_is_that_of_scipy(tmp_path, image):
    run("median.py", image, tmp_path / "out.tif")

    out = read_raster(tmp_path / "out.tif")
    expected = np.stack([ndimage.median_filter(IMAGE[..., b], 5) for b in range(3)], axis=-1)
    assert np.array_equal(expected[13:-2, 13:-2], out[13:-2, 13:-2])
    assert np.all(out[:9, :9] == 0)
    assert np.all(out[9:, 9:] > 0)


def test_the_ratio_has_data_where_both_rasters_have(tmp_path, image, heights):
    run("ratio.py", image, heights, tmp_path / "out.tif")

    out = read_raster(tmp_path / "out.tif")[..., 0]
    known = (IMAGE[..., 0] > 0) & (HEIGHTS != -9999)
    assert np.array_equal(known, ~np.isnan(out))
    assert np.allclose(IMAGE[known, 0] / HEIGHTS[known], out[known])


def test_three_functions_write_three_outputs_inside_the_mask(tmp_path, image, heights):
    inside = np.zeros((70, 90), "uint8")
    inside[5:60, 5:80] = 1
    mask = write_raster(tmp_path / "mask.tif", inside)

    run("three_outputs.py", image, heights, mask, tmp_path)

    known = (IMAGE > 0).any(axis=-1) & (HEIGHTS != -9999)
    keep = known & (inside == 1)
    half = read_raster(tmp_path / "half.tif")
    assert np.array_equal(np.rint(IMAGE / 2).astype("uint8") * keep[..., None], half)

    red, nir = (IMAGE[..., band].astype("float64") for band in (0, 2))
    index = np.divide(nir - red, nir + red, out=np.zeros_like(red), where=nir + red > 0)
    expected = np.where(keep, np.where(HEIGHTS > 2, index, -1), -9999)
    assert np.allclose(expected, read_raster(tmp_path / "greenness.tif")[..., 0], atol=1e-6)

    steepest = np.full(known.shape, -9999.0)
    for row, col in np.argwhere(keep):
        around = [(row - 1, col), (row + 1, col), (row, col - 1), (row, col + 1)]
        steps = [abs(HEIGHTS[row, col] - HEIGHTS[place]) for place in around if known[place]]
        steepest[row, col] = max(steps, default=0)
    assert np.allclose(steepest, read_raster(tmp_path / "steepness.tif")[..., 0])


def test_the_median_has_overviews(tmp_path):
    large = write_raster(tmp_path / "large.tif", np.tile(IMAGE, (5, 5, 1)))

    told = run("median.py", large, tmp_path / "out.tif")

    dataset = gdal.Open(str(tmp_path / "out.tif"))
    assert dataset.GetRasterBand(1).GetOverviewCount() == 1
    assert "of memory." in told


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    """Return a folder with an image of three kinds of ground, labels and the truth."""
    folder = tmp_path_factory.mktemp("ground")
    write_raster(folder / "image.tif", trained_features.ground(120, 160), nodata=0)
    code = trained_features.kinds(120, 160).astype("uint8")
    write_raster(folder / "truth.tif", code, nodata=0)
    side = trained_features.FIELD
    labels = [
        (square(col + 8, row + 8, side - 16), {"class": int(code[row, col])})
        for row in range(0, 120, side)
        for col in range(0, 160, side)
    ]
    write_polygons(folder / "labels.gpkg", labels)
    return folder


def test_the_chain_goes_from_labels_to_scores_without_qgis(ground, tmp_path):
    image, labels, truth = (ground / name for name in ("image.tif", "labels.gpkg", "truth.tif"))

    told = run("patches_of_labels.py", image, labels, "class", tmp_path / "patches")
    learned = run(
        "train_and_map.py", tmp_path / "patches", image, tmp_path / "m.keras", tmp_path / "map.tif"
    )
    assessed = run("assess_map.py", tmp_path / "map.tif", truth, tmp_path / "m.keras")

    drawn, known = read_raster(tmp_path / "map.tif")[..., 0], read_raster(truth)[..., 0]
    assert told.startswith("6912 patches of 3, 7, 9.")
    assert "measured on 6912 patches of 12 polygons" in learned
    assert (drawn == known).mean() > 0.6
    assert float(re.search(r"Macro F1 ([\d.]+)", assessed)[1]) > 0.6
    both = [((drawn == code) & (known == code)).sum() for code in (3, 7, 9)]
    sides = [(drawn == code).sum() + (known == code).sum() for code in (3, 7, 9)]
    shares = [2 * one / side for one, side in zip(both, sides)]
    assert re.findall(r"F1 ([\d.]+)$", assessed, re.MULTILINE) == [f"{one:.2f}" for one in shares]


def test_the_notebook_does_the_same_cell_by_cell(ground, tmp_path, monkeypatch, capsys):
    for name in ("image.tif", "labels.gpkg", "truth.tif"):
        (tmp_path / name).write_bytes((ground / name).read_bytes())
    monkeypatch.chdir(tmp_path)
    notebook = json.loads((ROOT / "docs/examples/chain.ipynb").read_text("utf-8"))
    names = {"__name__": "notebook"}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)

    assert (tmp_path / "confidence.tif").is_file()
    assert float(capsys.readouterr().out.split()[-1]) > 0.6


def test_what_the_guide_shows_runs(tmp_path, image, heights, monkeypatch):
    """All its Python but that for a cluster, in the order of the page."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(BUILD))
    image.rename("ortho.tif")
    heights.rename("height.tif")
    inside = np.zeros((70, 90), "uint8")
    inside[10:20, 10:30] = 1
    write_raster(tmp_path / "forest.tif", inside)
    write_polygons(tmp_path / "forest.gpkg", [(square(10, 10, 20, 10), {"name": "wood"})])
    page = (ROOT / "docs/python.md").read_text(encoding="utf-8")
    shown = [part.partition("```")[0] for part in page.split("```python\n")[1:]]

    names = {"__name__": "guide"}
    for code in shown:
        if "distributed" not in code:
            exec(code, names)

    assert len(shown) == 8
    assert np.array_equal(read_raster("forest_raster.tif"), read_raster("forest_polygons.tif"))
    assert np.array_equal(read_raster("forest_raster.tif")[..., 0] > 0, inside > 0)
    around = HEIGHTS[[19, 21, 20, 20], [20, 20, 19, 21]].mean(dtype="float64")
    assert np.isclose(read_raster("relief.tif")[20, 20, 0], HEIGHTS[20, 20] - around, atol=1e-5)
    green = read_raster("green.tif")[30, 30, 0]
    expected = IMAGE[30, 30, 1] / IMAGE[30, 30].sum() if HEIGHTS[30, 30] > 2 else 0
    assert np.isclose(green, expected)
    assert read_raster("brightest.tif")[30, 30, 0] == IMAGE[30, 30].max()
    assert np.isclose(read_raster("average.tif")[30, 30, 0], IMAGE[30, 30].mean())
    assert names["histogram"].tolist() == np.bincount(IMAGE[IMAGE > 0], minlength=256).tolist()
