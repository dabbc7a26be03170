"""Masks and references of every kind of polygon, through the algorithms that take them."""

import json

import numpy as np
import pytest
from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProject,
    QgsVectorLayer,
)
from samples import ORIGIN, read_raster, square, write_polygons, write_raster

X, Y = ORIGIN[0] + 30, ORIGIN[1] - 30
RING = f"{X - 20} {Y},{X} {Y + 20},{X + 20} {Y},{X} {Y - 20},{X - 20} {Y}"
ARC = f"CURVEPOLYGON(CIRCULARSTRING({RING}))"
BOW = f"POLYGON(({X} {Y},{X + 8} {Y - 8},{X + 8} {Y},{X} {Y - 8},{X} {Y}))"


@pytest.fixture
def image(tmp_path):
    return write_raster(tmp_path / "image.tif", np.full((60, 80), 7, "uint8"))


def disc():
    rows, cols = np.mgrid[0.5:60, 0.5:80]
    return np.hypot(cols - 30, rows - 30) < 20


def test_a_curved_polygon_makes_a_mask(toolbox, image, tmp_path):
    polygons = write_polygons(tmp_path / "p.gpkg", [(ARC, {"class": "a"})])

    toolbox.run("maskfrompolygons", RASTER=image, POLYGONS=polygons, OUTPUT=tmp_path / "m.tif")

    assert (read_raster(tmp_path / "m.tif")[..., 0] == disc()).all()


def test_an_invalid_polygon_is_mended_and_counted(toolbox, image, tmp_path, feedback):
    features = [(BOW, {"class": "a"}), (square(0, 0, 4), {"class": "a"})]
    polygons = write_polygons(tmp_path / "p.gpkg", features)
    log = feedback()

    toolbox.run("maskfrompolygons", log, RASTER=image, POLYGONS=polygons, OUTPUT=tmp_path / "m.tif")

    assert read_raster(tmp_path / "m.tif").sum() == 16 + 32
    assert "Warning: 1 of 2 polygons had an invalid geometry, which was repaired." in log.lines


@pytest.fixture
def strict():
    """Return a context as dialogs have it: Processing stops at the first invalid geometry."""
    context = QgsProcessingContext()
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryAbortOnInvalid)
    return context


def test_processing_does_not_stop_at_an_invalid_polygon(toolbox, image, tmp_path, feedback, strict):
    features = [(BOW, {"class": "a"}), (square(0, 0, 20), {"class": "b"})]
    polygons = write_polygons(tmp_path / "p.gpkg", features)
    log, out = feedback(), tmp_path / "m.tif"

    toolbox.run("maskfrompolygons", log, strict, RASTER=image, POLYGONS=polygons, OUTPUT=out)
    assert read_raster(out).sum() == 400 + 32
    toolbox.run("meanfilter", log, strict, RASTER=image, MASK=polygons, OUTPUT=out)
    assert (read_raster(out) == 7).sum() == 400 + 32
    toolbox.run(
        "extractpatches",
        log,
        strict,
        RASTER=image,
        LABELS=polygons,
        CLASS_FIELD="class",
        PATCH_SIZE=2,
        VALIDATION_SHARE=0,
        OUTPUT=tmp_path / "patches",
    )

    assert sum("had an invalid geometry, which was repaired" in line for line in log.lines) == 3


def test_a_filter_under_a_curved_mask_keeps_what_lies_inside(toolbox, image, tmp_path):
    polygons = write_polygons(tmp_path / "p.gpkg", [(ARC, {"class": "a"})])

    toolbox.run("meanfilter", RASTER=image, MASK=polygons, OUTPUT=tmp_path / "m.tif")

    assert ((read_raster(tmp_path / "m.tif")[..., 0] == 7) == disc()).all()


@pytest.mark.worker
def test_a_curved_reference_is_compared_like_a_plain_one(toolbox, tmp_path):
    codes = np.where(np.arange(80) < 45, 2, 5) * np.ones((60, 1), int)
    mapped = write_raster(tmp_path / "map.tif", codes.astype("uint8"))
    name_classes(mapped, ["", "", "meadow", "", "", "poplar"])
    features = [(ARC, {"class": "meadow"}), (square(60, 0, 20), {"class": "poplar"})]
    truth = write_polygons(tmp_path / "truth.gpkg", features)

    found = toolbox.run(
        "assessmap",
        MAP=mapped,
        REFERENCE=truth,
        CLASS_FIELD="class",
        REPORT=tmp_path / "report.html",
    )

    wrong = (disc() & (codes == 5)).sum()
    assert wrong
    assert found["ACCURACY"] == pytest.approx(1 - wrong / (disc().sum() + 400), abs=1e-6)
    assert set(json.loads(found["CLASS_F1"])) == {"meadow", "poplar"}


def name_classes(path, names):
    from osgeo import gdal

    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(1).SetCategoryNames(names)
    dataset.FlushCache()


@pytest.fixture
def selected(tmp_path):
    """Return what a dialog gives for a layer of two polygons of which one is selected."""
    squares = [(square(5, 5, 10), {"class": "meadow"}), (square(50, 20, 10), {"class": "poplar"})]
    path = write_polygons(tmp_path / "two.gpkg", squares)
    layer = QgsVectorLayer(str(path), "two squares", "ogr")
    layer.selectByExpression("\"class\" = 'meadow'")
    QgsProject.instance().addMapLayer(layer)
    yield QgsProcessingFeatureSourceDefinition(layer.id(), True)
    QgsProject.instance().removeMapLayer(layer.id())


def in_square():
    inside = np.zeros((60, 80), bool)
    inside[5:15, 5:15] = True
    return inside


def in_project(toolbox, name, **parameters):
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    return toolbox.run(name, context=context, **parameters)


def test_only_the_selected_polygons_mask_where_that_is_chosen(toolbox, image, selected, tmp_path):
    in_project(toolbox, "meanfilter", RASTER=image, MASK=selected, OUTPUT=tmp_path / "filtered.tif")
    in_project(
        toolbox,
        "bandmath",
        RASTERS=[str(image)],
        EXPRESSION="a1",
        MASK=selected,
        OUTPUT=tmp_path / "computed.tif",
    )

    record = json.loads((tmp_path / "computed.tif.record.json").read_text())
    assert record["parameters"]["MASK"].endswith("two.gpkg")
    for name in ("filtered", "computed"):
        assert ((read_raster(tmp_path / f"{name}.tif")[..., 0] == 7) == in_square()).all()


def test_a_selection_in_which_nothing_is_selected_is_no_mask(toolbox, image, selected, tmp_path):
    QgsProject.instance().mapLayer(selected.source.staticValue()).removeSelection()

    with pytest.raises(QgsProcessingException, match=r"MASK: none of the polygons .* is selected"):
        in_project(toolbox, "meanfilter", RASTER=image, MASK=selected, OUTPUT=tmp_path / "o.tif")


@pytest.mark.worker
def test_only_the_selected_polygons_are_a_reference_where_that_is_chosen(
    toolbox, selected, tmp_path
):
    mapped = write_raster(tmp_path / "map.tif", np.full((60, 80), 2, "uint8"))
    name_classes(mapped, ["", "", "meadow", "", "", "poplar"])

    found = in_project(
        toolbox,
        "assessmap",
        MAP=mapped,
        REFERENCE=selected,
        CLASS_FIELD="class",
        REPORT=tmp_path / "report.html",
    )

    assert found["ACCURACY"] == 1.0
    assert "100 pixels of two squares" in (tmp_path / "report.html").read_text()
