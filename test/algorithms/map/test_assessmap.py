"""Maps of any maker are assessed: by names wherever they stand, else by codes."""

import json

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException
from samples import ORIGIN, spatial_reference, square, write_polygons, write_raster

from poplar_nn_plugin.engine import Grid, LegendEntry, OutputSpec, RasterSink

CODES = np.where(np.arange(60) < 30, 2, 5) * np.ones((40, 1), int)
NAMES = {2: "meadow", 5: "poplar"}
TRUTH = np.where(np.arange(60) < 36, 2, 5) * np.ones((40, 1), int)  # six columns of 60 differ


def our_own(path, missing=()):
    """Write a map as *Predict map* does, and lose the file beside it."""
    wkt = spatial_reference(2154).ExportToWkt()
    grid = Grid(60, 40, (ORIGIN[0], 1.0, 0.0, ORIGIN[1], 0.0, -1.0), wkt)
    legend = tuple(LegendEntry(code, name, "#00ff00") for code, name in NAMES.items())
    with RasterSink(path, grid, OutputSpec(1, "uint8", 0, (), legend, missing=missing)) as sink:
        sink.write(grid.window, CODES[..., None].astype("uint8"))
    (path.parent / f"{path.name}.aux.xml").unlink()
    return path


def with_table(path):
    table = gdal.RasterAttributeTable()
    table.CreateColumn("Value", gdal.GFT_Integer, gdal.GFU_MinMax)
    table.CreateColumn("Class", gdal.GFT_String, gdal.GFU_Name)
    table.SetRowCount(2)
    for row, (code, name) in enumerate(NAMES.items()):
        table.SetValueAsInt(row, 0, code)
        table.SetValueAsString(row, 1, name)
    dataset = gdal.Open(str(plain(path)), gdal.GA_Update)
    dataset.GetRasterBand(1).SetDefaultRAT(table)
    dataset.FlushCache()
    return path


def plain(path):
    return write_raster(path, CODES.astype("uint8"))


def assess(toolbox, folder, mapped, reference, **more):
    found = toolbox.run(
        "assessmap", MAP=mapped, REFERENCE=reference, REPORT=folder / "report.html", **more
    )
    return found["ACCURACY"], set(json.loads(found["CLASS_F1"]))


@pytest.mark.worker
@pytest.mark.parametrize("make", [our_own, with_table])
def test_names_are_read_wherever_they_stand(toolbox, tmp_path, make):
    squares = [(square(0, 0, 10), {"class": "meadow"}), (square(25, 20, 10), {"class": "poplar"})]
    truth = write_polygons(tmp_path / "truth.gpkg", squares)

    accuracy, names = assess(toolbox, tmp_path, make(tmp_path / "map.tif"), truth)

    assert accuracy == pytest.approx(150 / 200)
    assert names == {"meadow", "poplar"}


@pytest.mark.worker
@pytest.mark.parametrize("values", [(2, 5), ("2", "5"), (2.0, 5.0)], ids=["int", "text", "real"])
def test_codes_serve_where_there_are_no_names(toolbox, tmp_path, values):
    squares = [(square(0, 0, 10), {"code": values[0]}), (square(25, 20, 10), {"code": values[1]})]
    truth = write_polygons(tmp_path / "truth.gpkg", squares)

    accuracy, names = assess(toolbox, tmp_path, plain(tmp_path / "map.tif"), truth)

    assert accuracy == pytest.approx(150 / 200)
    assert names == {"2", "5"}


@pytest.mark.worker
def test_a_class_of_the_reference_that_a_map_of_codes_lacks_is_one_more(toolbox, tmp_path):
    squares = [(square(0, 0, 10), {"code": 2}), (square(40, 20, 10), {"code": 7})]
    truth = write_polygons(tmp_path / "truth.gpkg", squares)

    accuracy, names = assess(
        toolbox, tmp_path, plain(tmp_path / "map.tif"), truth, CLASS_FIELD="code"
    )

    assert accuracy == pytest.approx(100 / 200)
    assert {"2", "7"} <= names


@pytest.mark.worker
def test_a_raster_of_codes_is_compared_with_another(toolbox, tmp_path, feedback):
    truth = write_raster(tmp_path / "truth.tif", TRUTH.astype("int16") * 100)
    mapped = write_raster(tmp_path / "map.tif", CODES.astype("int16") * 100)
    log = feedback()

    accuracy, names = assess(toolbox, tmp_path, mapped, truth, feedback=log)

    assert accuracy == pytest.approx(54 / 60)
    assert names == {"200", "500"}
    assert any("go by their codes: 200, 500" in line for line in log.lines)


def test_names_that_a_map_of_codes_cannot_know_are_refused(toolbox, tmp_path):
    squares = [(square(0, 0, 10), {"class": "meadow"}), (square(25, 20, 10), {"class": "poplar"})]
    truth = write_polygons(tmp_path / "truth.gpkg", squares)

    with pytest.raises(QgsProcessingException, match="not have: meadow, poplar; the map has 2, 5"):
        assess(toolbox, tmp_path, plain(tmp_path / "map.tif"), truth, CLASS_FIELD="class")


@pytest.mark.worker
def test_classes_that_the_map_lacks_count_0_and_stand_by_name(toolbox, tmp_path, feedback):
    squares = [
        (square(0, 0, 10), {"class": "meadow"}),
        (square(40, 20, 10), {"class": "poplar"}),
        (square(40, 0, 10), {"class": "lake"}),
    ]
    truth, log = write_polygons(tmp_path / "truth.gpkg", squares), feedback()
    mapped = our_own(tmp_path / "map.tif", missing=("lake", "moor"))

    found = toolbox.run(
        "assessmap", MAP=mapped, REFERENCE=truth, REPORT=tmp_path / "r.html", feedback=log
    )

    assert json.loads(found["CLASS_F1"]) == {
        "lake": 0.0,
        "meadow": 1.0,
        "poplar": pytest.approx(2 / 3, abs=1e-4),
        "moor": 0.0,
    }
    assert found["MACRO_F1"] == pytest.approx((1 + 2 / 3) / 4)
    assert any("In your labels, not on this map: lake, moor." in line for line in log.lines)
    assert "In your labels, not on this map: lake, moor." in (tmp_path / "r.html").read_text()
