"""A map becomes a layer of polygons that a user can work with."""

import json

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import QgsProcessingException
from samples import ORIGIN, spatial_reference, write_bent, write_raster

from poplar_nn_plugin.engine import Grid, LegendEntry, OutputSpec, RasterSink

NAMES = {1: "forêt", 2: "meadow", 7: "water"}


@pytest.fixture
def drawn(tmp_path):
    """Return a map of named classes, in a folder with an accent."""
    folder = tmp_path / "carte d'été"
    folder.mkdir()
    codes = np.ones((30, 40), "uint8")
    codes[:, 20:] = 2
    codes[5:7, 5:7] = 7
    codes[0, :4], codes[20:, 36:], codes[25, 38] = 255, 0, 7
    wkt = spatial_reference(2154).ExportToWkt()
    grid = Grid(40, 30, (ORIGIN[0], 10.0, 0.0, ORIGIN[1], 0.0, -10.0), wkt)
    legend = tuple(LegendEntry(code, name, f"#00{code:02d}00") for code, name in NAMES.items())
    with RasterSink(folder / "map.tif", grid, OutputSpec(1, "uint8", 0, (), legend)) as sink:
        sink.write(grid.window, codes[..., None])
    return folder / "map.tif"


def rows(path):
    """Return class, name, hectares and confidence of each feature, and their geometries."""
    dataset = ogr.Open(str(path))
    layer = dataset.GetLayer(0)
    found = [(f.items(), f.GetGeometryRef().Clone()) for f in layer]
    return [one for one, _ in found], [shape for _, shape in found]


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson"])
def test_polygons_have_class_name_hectares_and_confidence(toolbox, drawn, ending):
    output = drawn.parent / f"polygons.{ending}"
    sure = write_raster(
        drawn.parent / "sure.tif",
        np.full((30, 40), 0.75, "float32"),
        transform=(ORIGIN[0], 10.0, 0.0, ORIGIN[1], 0.0, -10.0),
    )

    found = toolbox.run("polygonizemap", INPUT=drawn, CONFIDENCE=sure, TOLERANCE=0, OUTPUT=output)

    values, shapes = rows(output)
    assert sorted((v["class"], v["name"]) for v in values) == [
        (1, "forêt"),
        (2, "meadow"),
        (7, "water"),
        (7, "water"),
    ]
    assert {v["confidence"] for v in values} == {0.75}
    pixels = {1: 600 - 4 - 4, 2: 600 - 40, 7: 5}
    for code, count in pixels.items():
        area = sum(v["area_ha"] for v in values if v["class"] == code)
        assert area == pytest.approx(count / 100, rel=2e-3)
    if ending != "geojson":  # which is in degrees
        assert sum(shape.Area() for shape in shapes) == pytest.approx(115700)
    assert json.loads(found["HECTARES"])["water"] == pytest.approx(0.05, rel=2e-3)
    assert found["POLYGON_COUNT"] == 4
    style = output.with_suffix(".qml").read_text("utf-8")
    assert "forêt" in style
    assert "categorizedSymbol" in style


def test_small_areas_are_merged_or_left_out(toolbox, drawn, tmp_path, feedback):
    log = feedback()

    found = toolbox.run(
        "polygonizemap", log, INPUT=drawn, MIN_AREA=500, OUTPUT=tmp_path / "polygons.gpkg"
    )

    values, _ = rows(found["OUTPUT"])
    assert sorted(v["name"] for v in values) == ["forêt", "meadow"]
    assert any("1 area below 500 m² merged into neighbours" in line for line in log.lines)
    assert any("at most 1.5 pixels, 15" in line for line in log.lines)


def test_chosen_classes_alone_become_polygons(toolbox, drawn, tmp_path):
    found = toolbox.run(
        "polygonizemap", INPUT=drawn, CLASSES="water, 2", OUTPUT=tmp_path / "polygons.gpkg"
    )

    assert {v["class"] for v in rows(found["OUTPUT"])[0]} == {2, 7}


def test_a_map_without_names_has_codes_for_names(toolbox, tmp_path):
    plain = write_raster(tmp_path / "map.tif", np.full((4, 4), 70000, "int32"))

    found = toolbox.run("polygonizemap", INPUT=plain, OUTPUT=tmp_path / "polygons.gpkg")

    (values,), _ = rows(found["OUTPUT"])
    assert (values["class"], values["name"], values["confidence"]) == (70000, "70000", None)


def test_a_class_that_the_map_lacks_and_an_image_are_refused(toolbox, drawn, scene, tmp_path):
    output = tmp_path / "polygons.gpkg"
    with pytest.raises(QgsProcessingException, match="the map has no class lake"):
        toolbox.run("polygonizemap", INPUT=drawn, CLASSES="lake", OUTPUT=output)
    with pytest.raises(QgsProcessingException, match="a class map has one"):
        toolbox.run("polygonizemap", INPUT=scene["IMAGE"], OUTPUT=output)
    assert not output.exists()


def test_a_bent_map_becomes_polygons_where_qgis_shows_it(toolbox, tmp_path):
    codes = np.ones((40, 40), "uint8")
    codes[10:20, 10:30] = 2
    bent = write_bent(tmp_path / "map.tif", codes, nodata=0)

    found = toolbox.run("polygonizemap", INPUT=bent, OUTPUT=tmp_path / "polygons.gpkg")

    values, shapes = rows(found["OUTPUT"])
    (water,) = (shape for value, shape in zip(values, shapes) if value["class"] == 2)
    middle = water.Centroid()
    assert abs(middle.GetX() - ORIGIN[0] - 21) < 5
    assert abs(middle.GetY() - ORIGIN[1] + 12) < 6
    assert water.Area() == pytest.approx(200, rel=0.2)
