"""Maps are cleaned as a user asks for it, and stay what they are."""

import json

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException
from samples import (
    ORIGIN,
    read_raster,
    spatial_reference,
    square,
    write_bent,
    write_polygons,
    write_raster,
)

from poplar_nn_plugin.engine import Grid, LegendEntry, OutputSpec, RasterSink

NAMES = {1: "forêt", 2: "meadow", 3: "water"}


def codes():
    """Return a forest with a clearing of 4 pixels, specks, and pixels that are no class."""
    found = np.ones((30, 40), "uint8")
    found[:, 20:] = 2
    found[5:7, 5:7] = 2
    found[10, 30] = 3
    found[20:23, 3:6] = 3
    found[0, :4], found[0, 4:6], found[0, 6:8] = 0, 254, 255
    return found


@pytest.fixture
def drawn(tmp_path):
    """Return a map as *Predict map* draws it, in a folder with an accent."""
    folder = tmp_path / "carte d'été"
    folder.mkdir()
    wkt = spatial_reference(2154).ExportToWkt()
    grid = Grid(40, 30, (ORIGIN[0], 1.0, 0.0, ORIGIN[1], 0.0, -1.0), wkt)
    colours = ("#00aa00", "#ffff00", "#0000ff")
    legend = tuple(map(LegendEntry, NAMES, NAMES.values(), colours))
    output = OutputSpec(1, "uint8", 0, ("class",), legend, missing=("moor",))
    with RasterSink(folder / "map.tif", grid, output) as sink:
        sink.write(grid.window, codes()[..., None])
    return folder / "map.tif"


def test_small_areas_go_and_all_else_stays_as_it_was(toolbox, drawn, feedback):
    output, log = drawn.parent / "clean.tif", feedback()

    found = toolbox.run("cleanmap", log, INPUT=drawn, MIN_AREA=5, RADIUS=0, OUTPUT=output)

    wanted = codes()
    wanted[5:7, 5:7], wanted[10, 30] = 1, 2
    assert (read_raster(output)[..., 0] == wanted).all()
    dataset = gdal.Open(str(output))
    band = dataset.GetRasterBand(1)
    assert band.GetNoDataValue() == 0
    assert band.GetColorTable().GetColorEntry(1) == (0, 170, 0, 255)
    assert band.GetCategoryNames() == ["", *NAMES.values()]
    assert band.GetDefaultRAT().GetRowCount() == 3
    assert "moor" in band.GetMetadataItem("POPLAR_NN_MISSING_CLASSES")
    assert "forêt" in output.with_suffix(".qml").read_text("utf-8")
    assert (found["AREA_COUNT"], round(found["CHANGED_HECTARES"], 5)) == (2, 0.0005)
    rows = {row["class"]: row["areas"] for row in json.loads(found["CHANGES"])}
    assert rows == {"forêt": 0, "meadow": 1, "water": 1}
    assert any("meadow: 1 area went" in line for line in log.lines)
    assert output.with_name("clean.tif.record.json").is_file()


def test_ten_pixels_are_the_least_unless_said(toolbox, drawn, tmp_path):
    toolbox.run("cleanmap", INPUT=drawn, RADIUS=0, OUTPUT=tmp_path / "clean.tif")

    assert 3 not in read_raster(tmp_path / "clean.tif")


def test_the_majority_smooths_only_chosen_classes(toolbox, drawn, tmp_path):
    options = {"MIN_AREA": 0, "RADIUS": 2, "CLASSES": "water"}

    toolbox.run("cleanmap", INPUT=drawn, OUTPUT=tmp_path / "clean.tif", **options)

    found = read_raster(tmp_path / "clean.tif")[..., 0]
    wanted = codes()
    assert (found[wanted != 3] == wanted[wanted != 3]).all()
    assert found[10, 30] == 2
    assert found[21, 4] == 1  # nine pixels of 25: fewer than the forest


def test_a_map_changes_inside_its_mask_alone(toolbox, drawn, tmp_path):
    mask = write_polygons(tmp_path / "mask.gpkg", [(square(25, 5, 10), {"a": 1})])

    found = toolbox.run(
        "cleanmap", INPUT=drawn, MIN_AREA=5, RADIUS=0, MASK=mask, OUTPUT=tmp_path / "clean.tif"
    )

    wanted = codes()
    wanted[10, 30] = 2
    assert (read_raster(found["OUTPUT"])[..., 0] == wanted).all()


def test_holes_of_the_chosen_class_are_filled(toolbox, drawn, tmp_path):
    options = {"MIN_AREA": 0, "RADIUS": 0, "CLASSES": "forêt", "HOLES": 10.5}

    toolbox.run("cleanmap", INPUT=drawn, OUTPUT=tmp_path / "clean.tif", **options)

    wanted = codes()
    wanted[:, :20] = np.where(wanted[:, :20] > 3, wanted[:, :20], 1)
    wanted[0, :4] = 0
    assert (read_raster(tmp_path / "clean.tif")[..., 0] == wanted).all()


def test_codes_of_16_bits_without_names_are_cleaned_too(toolbox, tmp_path):
    plain = write_raster(tmp_path / "map.tif", codes().astype("int16") * 100, nodata=-9)

    toolbox.run("cleanmap", INPUT=plain, MIN_AREA=5, RADIUS=0, OUTPUT=tmp_path / "clean.tif")

    found = read_raster(tmp_path / "clean.tif")[..., 0]
    assert (found.dtype, found[5, 5], found[10, 30], found[0, 0]) == ("int16", 100, 200, 0)


@pytest.mark.parametrize("how", ["points", "rational"])
def test_a_bent_map_is_cleaned_in_its_own_pixels(toolbox, tmp_path, how):
    bent = write_bent(tmp_path / "map.tif", codes(), how, nodata=0)

    toolbox.run("cleanmap", INPUT=bent, MIN_AREA=4, RADIUS=1, OUTPUT=tmp_path / "clean.tif")

    found = read_raster(tmp_path / "clean.tif")[..., 0]
    assert found.shape == codes().shape
    assert (found[5, 5], found[10, 30], found[21, 4], found[0, 0]) == (1, 2, 3, 0)
    before, after = (gdal.Open(str(path)) for path in (bent, tmp_path / "clean.tif"))
    assert len(after.GetGCPs()) == len(before.GetGCPs())
    assert after.GetMetadata("RPC") == before.GetMetadata("RPC")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"CLASSES": "forêt, lake"}, "the map has no class lake; it has forêt, meadow, water"),
        ({"MIN_AREA": -1}, "MIN_AREA"),
    ],
    ids=["class", "area"],
)
def test_what_makes_no_sense_is_refused(toolbox, drawn, tmp_path, more, said):
    with pytest.raises(QgsProcessingException, match=said):
        toolbox.run("cleanmap", INPUT=drawn, OUTPUT=tmp_path / "clean.tif", **more)

    assert not (tmp_path / "clean.tif").exists()


def test_an_image_is_no_map(toolbox, scene, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"has \d bands, but a class map has one"):
        toolbox.run("cleanmap", INPUT=scene["IMAGE"], OUTPUT=tmp_path / "clean.tif")
