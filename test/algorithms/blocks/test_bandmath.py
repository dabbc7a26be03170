"""Band math from the toolbox, a model and ``qgis_process``."""

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterRasterLayer,
)
from samples import read_raster, square, write_polygons, write_raster

ROOT = Path(__file__).resolve().parents[3]
NDVI = "ndvi = (a2 - a1) / (a2 + a1); b1 if a1 > 10 else nodata"


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a blank and an accent in its name."""
    folder = tmp_path / "carte d'été"
    folder.mkdir()
    return folder


@pytest.fixture
def two(folder):
    """Return the paths of an image of two bands and of a height model, on one grid."""
    rng = np.random.default_rng(1)
    image = rng.integers(0, 40, (60, 50, 2), dtype="uint16")
    image[30, 25] = 20, 30
    height = rng.normal(5, 2, (60, 50)).astype("float32")
    height[:9] = -1
    return [
        str(write_raster(folder / "ortho é.tif", image)),
        str(write_raster(folder / "mnh 1.tif", height, nodata=-1)),
    ]


@pytest.fixture
def expected(two):
    image, height = (read_raster(path).astype("float32") for path in two)
    red, near = image[..., 0], image[..., 1]
    with np.errstate(all="ignore"):
        ndvi = (near - red) / (near + red)
    hole = height[..., 0] == -1
    return np.stack(
        [
            np.where(hole | ~np.isfinite(ndvi), np.nan, ndvi),
            np.where(hole | (red <= 10), np.nan, height[..., 0]),
        ],
        axis=-1,
    )


def test_two_rasters_give_bands_with_names_and_nodata(toolbox, two, folder, expected, feedback):
    log = feedback()

    results = toolbox.run("bandmath", log, RASTERS=two, EXPRESSION=NDVI, OUTPUT=folder / "ndvi.tif")

    np.testing.assert_array_equal(read_raster(results["OUTPUT"]), expected)
    dataset = gdal.Open(results["OUTPUT"])
    bands = [dataset.GetRasterBand(number) for number in (1, 2)]
    assert np.isnan([band.GetNoDataValue() for band in bands]).all()  # -9999 could be a height
    assert bands[0].DataType == gdal.GDT_Float32
    assert [band.GetDescription() for band in bands] == ["ndvi", NDVI.partition("; ")[2]]
    assert "a = ortho é.tif (2 bands)" in log.lines
    assert "b = mnh 1.tif (1 band)" in log.lines


def test_a_preview_shows_the_values_at_one_pixel_before_the_work(toolbox, two, folder, feedback):
    log = feedback()

    toolbox.run("bandmath", log, RASTERS=two[:1], EXPRESSION="a2 - a1", OUTPUT=folder / "x.tif")

    image = read_raster(two[0]).astype(int)
    found = image[..., 1] - image[..., 0]
    place = log.lines.index("Preview at column 25, row 30: a1 = 20, a2 = 30")
    assert log.lines[place + 1] == (
        f"a2 - a1: 10; in 50 x 60 pixels around: least {found.min()}, mean {found.mean():g}, "
        f"greatest {found.max()}, 100% with a value"
    )
    assert log.lines[place + 2].startswith("1 block of")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a1 > 99", "Warning: a1 > 99 is 0 everywhere in the preview."),
        ("log(a1 - 99)", "Warning: log(a1 - 99): no pixel of the preview has a value."),
    ],
)
def test_a_preview_warns_of_what_tells_nothing(toolbox, two, folder, feedback, text, says):
    log = feedback()

    toolbox.run("bandmath", log, RASTERS=two[:1], EXPRESSION=text, OUTPUT=folder / "x.tif")

    assert says in log.lines


def test_a_preview_looks_for_data_elsewhere_and_says_where_there_is_none(toolbox, folder, feedback):
    image = np.zeros((900, 900), "int16")
    empty = write_raster(folder / "empty.tif", image, nodata=0)
    image[:, :9] = 7
    edge = write_raster(folder / "edge.tif", image, nodata=0)
    log = feedback()

    for path in (empty, edge):
        toolbox.run("bandmath", log, RASTERS=[str(path)], EXPRESSION="a", OUTPUT=folder / "x.tif")

    assert "Warning: in none of 25 places over the image has a pixel a value." in log.lines
    assert any(line.startswith("Preview at column 8, row ") for line in log.lines)


def test_a_mask_leaves_the_outside_without_data(toolbox, two, folder):
    mask = write_polygons(folder / "mask.gpkg", [(square(10, 20, 5), {"id": 1})])

    results = toolbox.run(
        "bandmath", RASTERS=two[:1], EXPRESSION="a1", MASK=mask, OUTPUT=folder / "x.tif"
    )

    found = read_raster(results["OUTPUT"])[..., 0]
    inside = np.zeros((60, 50), bool)
    inside[20:25, 10:15] = True
    values = read_raster(two[0])[..., 0].astype(float)  # NumPy 2 makes no 55537 into -9999
    np.testing.assert_array_equal(found, np.where(inside, values, -9999))


@pytest.mark.parametrize(
    ("text", "nodata", "values"),
    [
        ("1 if a1 > 10 else 2", None, {1, 2}),
        ("1 if a1 > 10 else nodata", 255, {1, 255}),
    ],
)
def test_classes_of_8_bits_have_nodata_only_where_it_is_needed(
    toolbox, two, folder, text, nodata, values
):
    results = toolbox.run(
        "bandmath", RASTERS=two[:1], EXPRESSION=text, DATA_TYPE="uint8", OUTPUT=folder / "x.tif"
    )

    dataset = gdal.Open(results["OUTPUT"])
    band = dataset.GetRasterBand(1)
    assert (band.DataType, band.GetNoDataValue()) == (gdal.GDT_Byte, nodata)
    assert set(np.unique(read_raster(results["OUTPUT"]))) == values


def test_a_raster_that_is_not_used_is_named_and_may_lie_anywhere(toolbox, two, folder, feedback):
    other = write_raster(folder / "other.tif", np.ones((3, 3), "uint8"))
    log = feedback()

    toolbox.run(
        "bandmath", log, RASTERS=[*two, str(other)], EXPRESSION="a1", OUTPUT=folder / "x.tif"
    )

    assert "b = mnh 1.tif (1 band), not used" in log.lines
    assert "c = other.tif (1 band), not used" in log.lines


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a1 + b1", r"column 6: there is no b1\. The rasters are a = ortho é\.tif \(2 bands\)"),
        ("__import__('os')", "there is no function __import__.* Allowed are numbers"),
        ("a1 +", "cannot be read at column 4"),
        ("7", "uses no band"),
    ],
)
def test_a_bad_expression_is_refused_before_the_run(toolbox, two, folder, text, says):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("poplarnn:bandmath")
    parameters = {"RASTERS": two[:1], "EXPRESSION": text, "OUTPUT": str(folder / "x.tif")}

    fine, message = algorithm.checkParameterValues(parameters, QgsProcessingContext())

    assert not fine
    with pytest.raises(QgsProcessingException, match=says):
        raise QgsProcessingException(message)
    with pytest.raises(QgsProcessingException, match=says):
        toolbox.run("bandmath", **parameters)
    assert not (folder / "x.tif").exists()


@pytest.mark.parametrize(
    "rasters", [["nowhere.tif"], [], None], ids=["missing", "an empty list", "nothing"]
)
def test_rasters_that_are_not_there_are_refused(toolbox, folder, rasters):
    with pytest.raises(QgsProcessingException):
        toolbox.run("bandmath", RASTERS=rasters, EXPRESSION="a1", OUTPUT=folder / "x.tif")


def test_rasters_of_other_grids_are_told_apart_and_how_to_align_them(toolbox, two, folder):
    moved = write_raster(
        folder / "moved.tif",
        np.ones((60, 50), "uint8"),
        transform=(600003.0, 1.0, 0.0, 6300000.5, 0.0, -1.0),
    )

    with pytest.raises(QgsProcessingException) as error:
        toolbox.run(
            "bandmath",
            RASTERS=[two[0], str(moved)],
            EXPRESSION="a1 + b1",
            OUTPUT=folder / "x.tif",
        )

    assert f"{moved} is shifted against {two[0]} by 3 columns and -0.5 rows" in str(error.value)
    assert '"Warp (reproject)"' in str(error.value)
    assert not (folder / "x.tif").exists()


def test_cancelled_before_the_work_it_leaves_no_file(toolbox, two, folder, feedback):
    log = feedback(cancel_on="Preview at")

    toolbox.run("bandmath", log, RASTERS=two, EXPRESSION=NDVI, OUTPUT=folder / "x.tif")

    assert log.isCanceled()
    assert not list(folder.glob("*x.tif*"))


def test_a_model_computes_with_the_rasters_it_is_given(provider, two, folder, expected, feedback):
    source = QgsProcessingModelChildParameterSource
    model = QgsProcessingModelAlgorithm("Index", "tests")
    for name in ("image", "height"):
        model.addModelParameter(
            QgsProcessingParameterRasterLayer(name, name), QgsProcessingModelParameter(name)
        )
    child = QgsProcessingModelChildAlgorithm("poplarnn:bandmath")
    child.setChildId("math")
    for definition in child.algorithm().parameterDefinitions():  # as the designer fills them in
        if definition.defaultValue() is not None:
            default = source.fromStaticValue(definition.defaultValue())
            child.addParameterSources(definition.name(), [default])
    child.addParameterSources("EXPRESSION", [source.fromStaticValue(NDVI)])
    child.addParameterSources(
        "RASTERS", [source.fromModelParameter("image"), source.fromModelParameter("height")]
    )
    output = QgsProcessingModelOutput("index")
    output.setChildId("math")
    output.setChildOutputName("OUTPUT")
    child.setModelOutputs({"index": output})
    model.addChildAlgorithm(child)
    assert model.toFile(str(folder / "index.model3"))
    loaded = QgsProcessingModelAlgorithm()
    assert loaded.fromFile(str(folder / "index.model3"))
    assert loaded.validate() == (True, [])
    log = feedback()

    results, fine = loaded.run(
        {"image": two[0], "height": two[1], "math:index": str(folder / "index.tif")},
        QgsProcessingContext(),
        log,
    )

    assert fine, log.lines
    np.testing.assert_array_equal(read_raster(results["math:index"]), expected)


def test_the_program_computes_with_two_rasters_and_fails_in_a_sentence(two, folder, expected):
    profile = folder / "profil"
    deploy = ["/usr/bin/python3", str(ROOT / "scripts/deploy.py"), str(profile)]
    subprocess.run(deploy, check=True, capture_output=True)

    def run(text, output):
        return subprocess.run(
            [
                *(ROOT / "scripts/qgis_process.sh", "run", "poplarnn:bandmath", "--"),
                *(f"RASTERS={path}" for path in two),
                *(f"EXPRESSION={text}", f"OUTPUT={folder / output}"),
            ],
            env={**os.environ, "QGIS_CUSTOM_CONFIG_PATH": str(profile)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )

    done, failed = run(NDVI, "ndvi.tif"), run("a1 + c1", "none.tif")

    assert done.returncode == 0, done.stdout
    np.testing.assert_array_equal(read_raster(folder / "ndvi.tif"), expected)
    assert "b = mnh 1.tif (1 band)" in done.stdout
    assert failed.returncode == 1
    assert "there is no c1. The rasters are a = ortho é.tif (2 bands)" in failed.stdout
    assert "Traceback" not in failed.stdout
    assert not (folder / "none.tif").exists()
