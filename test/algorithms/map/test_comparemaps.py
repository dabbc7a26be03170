"""What became of each class, from the toolbox."""

import json

import numpy as np
import pytest
from qgis.core import QgsRasterLayer, QgsVectorLayer
from samples import ORIGIN, read_raster, spatial_reference, write_raster

from poplar_nn_plugin.engine import Grid, LegendEntry, OutputSpec, RasterSink
from poplar_nn_plugin.engine.outputs.legend import read_legend

LEGEND = (LegendEntry(1, "forêt", "#00aa00"), LegendEntry(2, "pré & lande", "#aaaa00"))
LEGEND += (LegendEntry(3, "water", "#0000ff"),)
OLD = np.full((40, 50), 1, "uint8")
NEW = OLD.copy()
NEW[:10] = 2  # 500 pixels of 1 a each: 5 ha
NEW[-5:, :10] = 0


def write_map(path, codes):
    wkt = spatial_reference(2154).ExportToWkt()
    grid = Grid(50, 40, (ORIGIN[0], 10.0, 0.0, ORIGIN[1], 0.0, -10.0), wkt)
    with RasterSink(path, grid, OutputSpec(1, "uint8", 0, (), LEGEND)) as sink:
        sink.write(grid.window, codes[..., None])
    return path


def test_hectares_from_each_class_to_each(toolbox, tmp_path, feedback):
    folder, log = tmp_path / "deux dates", feedback()
    folder.mkdir()

    found = toolbox.run(
        "comparemaps",
        BEFORE=write_map(folder / "avant.tif", OLD),
        AFTER=write_map(folder / "après.tif", NEW),
        OUTPUT=folder / "changes.tif",
        REPORT=folder / "report.html",
        TABLE=folder / "table.gpkg",
        feedback=log,
    )

    assert found["CHANGED_HECTARES"] == pytest.approx(5, rel=3e-3)
    assert found["CHANGED_SHARE"] == pytest.approx(500 / 1950, rel=1e-4)
    assert found["PAIR_COUNT"] == 2
    assert json.loads(found["CHANGES"])["forêt"]["pré & lande"] == pytest.approx(5, rel=3e-3)
    codes = read_raster(found["OUTPUT"])[..., 0]
    assert (codes == np.where(NEW == 0, 0, NEW)).all()
    names = [entry.name for entry in read_legend(found["OUTPUT"])]
    assert names == ["forêt, unchanged", "forêt → pré & lande"]
    layer = QgsRasterLayer(found["OUTPUT"])
    assert [entry.label for entry in layer.renderer().classes()] == names
    rows = {f["to_name"]: f for f in QgsVectorLayer(found["TABLE"]).getFeatures()}
    assert rows["pré & lande"]["pixels"] == 500
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "The most, 5.0" in page
    assert "A difference of two maps is not yet a change" in page
    assert "pré &amp; lande" in page
    assert any("forêt: 19.5 ha before, 14.5 ha after (−5.0" in s for s in log.lines)  # noqa: RUF001
    assert (folder / "changes.tif.record.json").is_file()


def test_a_map_of_changes_is_sampled_and_assessed(toolbox, tmp_path):
    """So hectares of change get a range: the advice of the report can be followed."""
    changes = tmp_path / "changes.tif"
    toolbox.run(
        "comparemaps",
        BEFORE=write_map(tmp_path / "a.tif", OLD),
        AFTER=write_map(tmp_path / "b.tif", NEW),
        OUTPUT=changes,
        REPORT=tmp_path / "report.html",
    )

    found = toolbox.run("samplepoints", MAP=changes, COUNT=40, OUTPUT=tmp_path / "points.gpkg")

    names = {f["name"] for f in QgsVectorLayer(found["OUTPUT"]).getFeatures()}
    assert names == {"forêt, unchanged", "forêt → pré & lande"}


def test_values_without_a_name_are_said(toolbox, tmp_path, feedback):
    masked, log = NEW.copy(), feedback()
    masked[20] = 255

    toolbox.run(
        "comparemaps",
        BEFORE=write_map(tmp_path / "a.tif", OLD),
        AFTER=write_map(tmp_path / "b.tif", masked),
        OUTPUT=tmp_path / "c.tif",
        REPORT=tmp_path / "r.html",
        feedback=log,
    )

    assert any(line.startswith("50 pixels hold a value that names no class") for line in log.lines)


def test_a_map_of_codes_goes_with_one_of_names(toolbox, tmp_path, feedback):
    transform, log = (ORIGIN[0], 10.0, 0.0, ORIGIN[1], 0.0, -10.0), feedback()
    bare = write_raster(tmp_path / "bare.tif", OLD, nodata=0, transform=transform)

    found = toolbox.run(
        "comparemaps",
        BEFORE=bare,
        AFTER=write_map(tmp_path / "b.tif", NEW),
        OUTPUT=tmp_path / "c.tif",
        REPORT=tmp_path / "r.html",
        feedback=log,
    )

    assert "pré & lande" in json.loads(found["CHANGES"])["forêt"]
