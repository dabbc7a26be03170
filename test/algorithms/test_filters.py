"""Filters as the toolbox runs them; what they compute is tested without QGIS."""

import re

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingContext, QgsProcessingException
from samples import read_raster, write_raster

from poplar_nn_plugin import filters
from poplar_nn_plugin.engine import RasterSource, apply
from poplar_nn_plugin.engine.outputs.legend import read_legend
from poplar_nn_plugin.registry import discover

FILTERS = discover(filters, "FILTER")
RNG = np.random.default_rng(0)


@pytest.fixture
def image(tmp_path):
    """Return a small image of three bands in a folder with a blank and an accent."""
    folder = tmp_path / "été 1900"
    folder.mkdir()
    return write_raster(folder / "image.tif", RNG.integers(1, 255, (70, 80, 3), dtype="uint8"))


@pytest.mark.parametrize("name", FILTERS)
def test_the_layer_in_the_project_is_named_after_its_filter(name, provider):
    algorithm = provider.algorithm(f"{name}filter").create()

    assert algorithm.parameterDefinition("OUTPUT").description() == FILTERS[name].title


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_works_as_it_comes(name, toolbox, image):
    output = image.with_name(f"{name}.tif")

    results = toolbox.run(f"{name}filter", RASTER=image, OUTPUT=output)

    written = read_raster(results["OUTPUT"])
    kind = FILTERS[name]()
    assert written.shape == (70, 80, 3 * len(kind.results))
    assert written.dtype == kind.result_type("uint8")
    assert written.std() > 0


def test_every_setting_is_a_parameter_and_reaches_the_filter(toolbox, image, tmp_path):
    output = tmp_path / "texture.tif"

    toolbox.run(
        "texturefilter", RASTER=image, BANDS=[2], RADIUS=2, LEVELS=5, DISTANCE=2, DIRECTION="45",
        MEASURES=["energy", "contrast"], LOW=10.5, HIGH=200, OUTPUT=output,
    )  # fmt: skip

    kind = FILTERS["texture"]
    direct = kind(2, ("energy", "contrast"), 5, 10.5, 200.0, 2, "45")
    apply([RasterSource(image, (2,))], {tmp_path / "b.tif": direct.step(("x",), "float32", None)})
    assert np.array_equal(read_raster(output), read_raster(tmp_path / "b.tif"))
    names = [gdal.Info(str(output), format="json")["bands"][i]["description"] for i in range(2)]
    assert names == ["Band 2 energy", "Band 2 contrast"]


def test_the_range_of_textures_comes_from_the_image_and_is_told(toolbox, image, feedback):
    said = feedback()

    toolbox.run("texturefilter", said, RASTER=image, OUTPUT=image.with_name("t.tif"))

    assert any("LOW = " in line and "HIGH = " in line for line in said.lines)


@pytest.mark.parametrize(
    ("name", "chosen", "dtype", "nodata"),
    [
        ("median", "auto", "uint8", 0),  # values of the image: its own nodata
        ("median", "float32", "float32", -9999),
        ("sobel", "auto", "float32", -9999),  # 0 is a flat place
        ("range", "auto", "uint8", 255),
        ("mean", "uint8", "uint8", 0),
        ("mean", "int16", "int16", -32768),
    ],
)
def test_nodata_and_type_of_the_output(name, chosen, dtype, nodata, toolbox, tmp_path):
    array = RNG.integers(1, 255, (20, 20, 1), dtype="uint8")
    array[5:9, 5:9] = 0
    image = write_raster(tmp_path / "image.tif", array, nodata=0)

    toolbox.run(f"{name}filter", RASTER=image, DATA_TYPE=chosen, OUTPUT=tmp_path / "out.tif")

    written = gdal.Open(str(tmp_path / "out.tif"))
    assert nodata == written.GetRasterBand(1).GetNoDataValue()
    values = read_raster(tmp_path / "out.tif")
    assert values.dtype == dtype
    assert np.array_equal(values[..., 0] == nodata, array[..., 0] == 0)


def test_an_image_without_nodata_has_none_after(toolbox, image):
    toolbox.run("minimumfilter", RASTER=image, OUTPUT=image.with_name("out.tif"))

    written = gdal.Open(str(image.with_name("out.tif")))
    assert written.GetRasterBand(1).GetNoDataValue() is None


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("kernel", {"MATRIX": "1 2; 3 4"}, "2 rows and 2 columns; both must be odd"),
        ("kernel", {"MATRIX": "-1 0 1"}, "cannot be divided by their sum"),
        ("mean", {"RADIUS": 50, "RASTER": "small"}, "looks 50 pixels around"),
        ("texture", {"RADIUS": 1, "DISTANCE": 5}, "do not fit into a window of 3"),
        ("mean", {"MEMORY": "1M"}, "too small"),
        ("mean", {"MEMORY": "lots"}, "not an amount of memory"),
        ("mean", {"BANDS": [4]}, "has bands 1 to 3"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_no_file(
    name, parameters, message, toolbox, image, tmp_path
):
    small = write_raster(tmp_path / "small.tif", np.ones((40, 45, 1), "uint8"))
    parameters = {"RASTER": image, **parameters, "OUTPUT": tmp_path / "out.tif"}
    parameters["RASTER"] = small if parameters["RASTER"] == "small" else parameters["RASTER"]

    with pytest.raises(QgsProcessingException, match=message):
        toolbox.run(f"{name}filter", **parameters)

    assert not (tmp_path / "out.tif").exists()


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        (
            "mean",
            {"RADIUS": 0},
            r"RADIUS .Radius .pixels.. must be a whole number from 1 to 50, got 0",
        ),
        ("gaussian", {"SIGMA": 0}, "SIGMA .* must be a number from 0.3 to 25, got 0"),
        ("mean", {"SHAPE": "star"}, "SHAPE .* must be one of square, circle, got star"),
    ],
)
def test_a_dialog_says_what_a_value_may_be(name, given, message, provider, image):
    algorithm = provider.algorithm(f"{name}filter")
    parameters = {"RASTER": str(image), "OUTPUT": "TEMPORARY_OUTPUT", **given}

    possible, said = algorithm.checkParameterValues(parameters, QgsProcessingContext())

    assert not possible
    assert re.search(message, said)


def test_help_is_for_people(provider):
    for name in FILTERS:
        words = provider.algorithm(f"{name}filter").shortHelpString()
        assert "References" not in words
        assert "``" not in words
        assert "\n" not in words


def test_a_map_of_classes_stays_one_under_the_majority(toolbox, scene, tmp_path):
    toolbox.run("majorityfilter", RASTER=scene["TRUTH"], RADIUS=2, OUTPUT=tmp_path / "map.tif")
    toolbox.run("medianfilter", RASTER=scene["TRUTH"], OUTPUT=tmp_path / "median.tif")

    before = read_legend(scene["TRUTH"])
    assert before
    assert before == read_legend(tmp_path / "map.tif")
    assert read_legend(tmp_path / "median.tif") == ()
    assert (read_raster(tmp_path / "map.tif") != read_raster(scene["TRUTH"])).any()
