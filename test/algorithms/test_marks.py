"""A value that is valid never becomes nodata: every filter, band math, users' functions."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from samples import read_raster, square, write_polygons, write_raster

from poplar_nn_plugin import filters
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.registry import discover

ROOT = Path(__file__).resolve().parents[2]
RNG = np.random.default_rng(3)
SIDE = 24
INSIDE = np.zeros((SIDE, SIDE), bool)
INSIDE[4:20, 4:20] = True


@pytest.fixture
def mask(tmp_path):
    return write_polygons(tmp_path / "mask.gpkg", [(square(4, 4, 16), {"id": 1})])


def image_of(tmp_path, values, dtype="uint8", nodata=None):
    array = RNG.choice(np.array(values, dtype), (SIDE, SIDE))
    return write_raster(tmp_path / "image.tif", array, nodata=nodata), array


def read(path):
    """Return values, where they are valid, and type and nodata of a raster."""
    source = RasterSource(path, scaled=False)
    data, valid = source.read(source.grid.window)
    return data, valid, source.dtype, source.nodata


@pytest.mark.parametrize("chosen", ["auto", "uint8", "int16", "float32"])
@pytest.mark.parametrize("name", sorted(discover(filters, "FILTER")))
@pytest.mark.parametrize("values", [(0, 1), (0, 255)], ids=str)
def test_filters_lose_no_pixel_and_change_no_value(name, chosen, values, toolbox, mask, tmp_path):
    image, _ = image_of(tmp_path, values)
    common = {"RASTER": image, "DATA_TYPE": chosen}

    toolbox.run(f"{name}filter", **common, MASK=mask, OUTPUT=tmp_path / "masked.tif")
    toolbox.run(f"{name}filter", **common, OUTPUT=tmp_path / "whole.tif")

    masked, valid, dtype, nodata = read(tmp_path / "masked.tif")
    whole, everywhere, _, none = read(tmp_path / "whole.tif")
    assert np.array_equal(valid, INSIDE)
    assert everywhere.all()
    assert none is None
    assert np.array_equal(masked[INSIDE], whole[INSIDE])
    assert chosen in ("auto", dtype)
    assert nodata is None or not (whole == nodata).any()


@pytest.mark.parametrize(
    ("values", "dtype", "nodata"),
    [((0, 1), "uint8", 255), ((1, 255), "uint8", 0), ((0, 7, 255), "uint16", 65535)],
    ids=str,
)
def test_the_type_stays_where_a_value_is_free(values, dtype, nodata, toolbox, mask, tmp_path):
    image, _ = image_of(tmp_path, values)

    toolbox.run("majorityfilter", RASTER=image, MASK=mask, OUTPUT=tmp_path / "out.tif")

    assert read(tmp_path / "out.tif")[2:] == (dtype, nodata)


def test_the_nodata_of_the_image_stays_where_no_mean_can_be_it(toolbox, tmp_path, feedback):
    heights = RNG.integers(100, 900, (SIDE, SIDE)).astype("float32")
    heights[:3] = -9999
    image = write_raster(tmp_path / "heights.tif", heights, nodata=-9999)
    low = write_raster(tmp_path / "low.tif", np.where(INSIDE, -9998, -20000), nodata=-9999)
    log = feedback()

    toolbox.run("meanfilter", log, RASTER=image, OUTPUT=tmp_path / "mean.tif")
    toolbox.run("medianfilter", log, RASTER=low, OUTPUT=tmp_path / "median.tif")

    assert read(tmp_path / "mean.tif")[3] == -9999
    assert read(tmp_path / "median.tif")[3] == -(2**31)
    assert "The output is float32, nodata: -9999." in log.lines


def test_a_full_image_with_nodata_becomes_wider(toolbox, tmp_path, feedback):
    array = RNG.integers(0, 256, (SIDE, SIDE, 3), dtype="uint8")
    array[:2] = 0
    image = write_raster(tmp_path / "image.tif", array, nodata=0)
    log = feedback()

    toolbox.run("minimumfilter", log, RASTER=image, OUTPUT=tmp_path / "out.tif")

    known = RasterSource(image).read(RasterSource(image).grid.window)[1]
    _, valid, dtype, nodata = read(tmp_path / "out.tif")
    assert np.array_equal(valid, known)
    assert (dtype, nodata) == ("uint16", 65535)
    assert any("none is left for nodata" in line for line in log.lines)


@pytest.mark.parametrize("chosen", ["auto", "uint8", "int16", "float32"])
def test_band_math_loses_no_value(chosen, toolbox, mask, tmp_path):
    image, array = image_of(tmp_path, range(256))

    toolbox.run(
        "bandmath",
        RASTERS=image,
        EXPRESSION="a1",
        MASK=mask,
        DATA_TYPE=chosen,
        OUTPUT=tmp_path / "out.tif",
    )

    data, valid, _, _ = read(tmp_path / "out.tif")
    assert np.array_equal(valid, INSIDE)
    assert np.array_equal(data[INSIDE, 0], array[INSIDE])


@pytest.mark.parametrize(
    ("text", "nodata"),
    [("a1", 255), ("a1 * 2 + 3", 0), ("1 if a1 > 5 else 2", 255), ("a1 * 40", None)],
)
def test_band_math_keeps_a_type_with_a_free_value(text, nodata, toolbox, mask, tmp_path):
    image, array = image_of(tmp_path, (0, 3, 9))

    toolbox.run(
        "bandmath",
        RASTERS=image,
        EXPRESSION=text,
        MASK=mask,
        DATA_TYPE="uint8",
        OUTPUT=tmp_path / "out.tif",
    )

    data, valid, dtype, found = read(tmp_path / "out.tif")
    wanted = np.vectorize(lambda a1: eval(text, {"a1": a1}))(array.astype(int))
    assert (dtype, found) == ("uint8", nodata)
    assert np.array_equal(valid, INSIDE)
    assert np.array_equal(data[INSIDE, 0], np.minimum(wanted, 255)[INSIDE])


def test_band_math_loses_no_float_that_is_a_common_nodata(toolbox, mask, tmp_path):
    image, array = image_of(tmp_path, (-9999, 1, 255), "float32")

    toolbox.run("bandmath", RASTERS=image, EXPRESSION="a1", MASK=mask, OUTPUT=tmp_path / "out.tif")

    data, valid, _, _ = read(tmp_path / "out.tif")
    assert np.array_equal(valid, INSIDE)
    assert np.array_equal(data[INSIDE, 0], array[INSIDE])


@pytest.mark.parametrize(("chosen", "dtype"), [("auto", "uint16"), ("uint8", "uint8")])
def test_users_functions_lose_no_value(chosen, dtype, toolbox, mask, tmp_path, feedback):
    image, array = image_of(tmp_path, range(256))
    (tmp_path / "f.py").write_text("def process(block):\n    return block.data\n")

    toolbox.run(
        "applyfunction",
        RASTERS=image,
        SCRIPT=tmp_path / "f.py",
        MASK=mask,
        DATA_TYPE=chosen,
        OUTPUT=tmp_path / "out.tif",
    )

    data, valid, found, _ = read(tmp_path / "out.tif")
    assert found == dtype
    assert np.array_equal(valid, INSIDE)
    assert np.array_equal(data[INSIDE, 0], array[INSIDE])


def test_qgis_shows_a_mask_of_the_file_as_nothing(toolbox, mask, tmp_path):
    from qgis.core import QgsRasterLayer

    image, _ = image_of(tmp_path, (0, 100, 255))
    toolbox.run(
        "majorityfilter", RASTER=image, MASK=mask, DATA_TYPE="uint8", OUTPUT=tmp_path / "out.tif"
    )

    layer = QgsRasterLayer(str(tmp_path / "out.tif"), "out")
    drawn = layer.renderer().block(1, layer.extent(), SIDE, SIDE)

    opacity = [[drawn.color(row, col) >> 24 for col in range(SIDE)] for row in range(SIDE)]
    assert np.array_equal(np.array(opacity) == 255, INSIDE)
    assert np.array_equal(np.array(opacity) == 0, ~INSIDE)


def test_the_program_loses_no_pixel_either(mask, tmp_path):
    image, array = image_of(tmp_path, (0, 1))
    profile = tmp_path / "profile"
    deploy = ["/usr/bin/python3", str(ROOT / "scripts/deploy.py"), str(profile)]
    subprocess.run(deploy, check=True, capture_output=True)

    done = subprocess.run(
        [
            str(ROOT / "scripts" / "qgis_process.sh"),
            *("run", "poplarnn:majorityfilter", "--json", "--"),
            *(f"RASTER={image}", f"MASK={mask}", f"OUTPUT={tmp_path / 'out.tif'}"),
        ],
        env={**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(profile)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"]["OUTPUT"] == str(tmp_path / "out.tif")
    data, valid, dtype, nodata = read(tmp_path / "out.tif")
    assert np.array_equal(valid, INSIDE)
    assert (dtype, nodata) == ("uint8", 255)
    assert set(np.unique(data[INSIDE])) <= set(np.unique(array))
    assert gdal.Open(str(tmp_path / "out.tif")).GetRasterBand(1).GetMaskFlags() == gdal.GMF_NODATA
    assert read_raster(tmp_path / "out.tif").shape == (SIDE, SIDE, 1)
