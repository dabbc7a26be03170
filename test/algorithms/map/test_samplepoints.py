"""From random points of a map to hectares with a range, as a user goes."""

import json

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsDistanceArea,
    QgsGeometry,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)
from samples import ORIGIN, spatial_reference, square, write_polygons, write_raster

from poplar_nn_plugin.engine import Grid, LegendEntry, OutputSpec, RasterSink

LEGEND = (LegendEntry(1, "forêt", "#00aa00"), LegendEntry(2, "meadow", "#aaaa00"))
LEGEND += (LegendEntry(3, "water", "#0000ff"),)


def scene(seed=0, side=160):
    """Return the truth in squares, and a map that is wrong in 12 of 100 pixels."""
    rng = np.random.default_rng(seed)
    truth = np.kron(rng.choice([1, 2, 3], (20, 20), p=[0.3, 0.6, 0.1]), np.ones((8, 8), int))
    wrong = rng.random(truth.shape) < 0.12
    mapped = np.where(wrong, rng.choice([1, 2, 3], truth.shape), truth)
    mapped[:, -4:] = 0
    return truth[:side, :side].astype("uint8"), mapped[:side, :side].astype("uint8")


def write_map(path, codes, transform=(ORIGIN[0], 10.0, 0.0, ORIGIN[1], 0.0, -10.0), epsg=2154):
    grid = Grid(*codes.shape[::-1], transform, spatial_reference(epsg).ExportToWkt())
    with RasterSink(path, grid, OutputSpec(1, "uint8", 0, (), LEGEND)) as sink:
        sink.write(grid.window, codes[..., None])
    return path


def judge(
    path, truth, transform=(ORIGIN[0], 10.0, 0.0, ORIGIN[1], 0.0, -10.0), leave_out=0, names=None
):
    """Fill the field of the reference, as somebody who is always right does."""
    dataset = ogr.Open(str(path), 1)
    layer = dataset.GetLayer(0)
    layer.StartTransaction()
    names = names or {entry.code: entry.name for entry in LEGEND}
    for number, feature in enumerate(layer):
        x, y = feature.GetGeometryRef().GetX(), feature.GetGeometryRef().GetY()
        col, row = (x - transform[0]) / transform[1], (y - transform[3]) / transform[5]
        assert col % 1 == pytest.approx(0.5, abs=1e-3)
        if number < leave_out:
            feature["state"] = "unclear"
        else:
            feature["reference"] = names[int(truth[int(row), int(col)])]
        layer.SetFeature(feature)
    layer.CommitTransaction()


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "dossier d'été"
    made.mkdir()
    return made


def test_points_have_the_fields_of_a_sample_and_show_nothing(toolbox, folder, feedback):
    _, mapped = scene()
    log = feedback()

    found = toolbox.run(
        "samplepoints",
        MAP=write_map(folder / "carte.tif", mapped),
        COUNT=100,
        OUTPUT=folder / "points.gpkg",
        feedback=log,
    )

    layer = QgsVectorLayer(found["OUTPUT"])
    rows = [dict(zip(f.fields().names(), f.attributes())) for f in layer.getFeatures()]
    assert (found["POINT_COUNT"], found["CLASS_COUNT"]) == (100, 3)
    assert {row["name"] for row in rows} == {"forêt", "meadow", "water"}
    assert sorted(row["point"] for row in rows) == list(range(1, 101))
    assert sum(row["weight"] for row in rows) == pytest.approx(160 * 156 / 100, rel=3e-3)
    assert all(not row["reference"] for row in rows)
    layer.loadDefaultStyle()
    assert "name" not in layer.renderer().classAttribute()
    assert any("forêt: 3" in line for line in log.lines)


@pytest.mark.parametrize("named", [True, False])
def test_255_is_left_out_of_sample_and_areas_and_that_is_said(toolbox, folder, feedback, named):
    truth, mapped = scene()
    mapped[:10] = 255
    path, log = folder / "map.tif", feedback()
    if named:
        write_map(path, mapped)
    else:
        transform = (ORIGIN[0], 10.0, 0.0, ORIGIN[1], 0.0, -10.0)
        write_raster(path, mapped, nodata=0, transform=transform)
    points = folder / "p.gpkg"

    found = toolbox.run("samplepoints", MAP=path, COUNT=60, OUTPUT=points, feedback=log)
    judge(points, truth, names=None if named else {1: "1", 2: "2", 3: "3"})
    told = json.loads(assessed(toolbox, folder, path, points)["AREA_ESTIMATES"])

    assert found["CLASS_COUNT"] == len(told) == 3
    assert any("left out" in line and "255" in line for line in log.lines)
    areas = sum(row["estimated"] for row in told.values())
    assert areas == pytest.approx(150 * 156 / 100, rel=3e-3)


def assessed(toolbox, folder, mapped, points, **more):
    return toolbox.run(
        "assessmap",
        MAP=mapped,
        REFERENCE=points,
        REPORT=folder / "report.html",
        AREAS=folder / "areas.csv",
        **more,
    )


def test_judged_points_tell_hectares_that_hold_the_truth(toolbox, folder, feedback):
    truth, mapped = scene()
    path, log = write_map(folder / "map.tif", mapped), feedback()
    points = folder / "points.gpkg"
    toolbox.run("samplepoints", MAP=path, COUNT=300, OUTPUT=points)
    judge(points, truth, leave_out=4)

    found = assessed(toolbox, folder, path, points, feedback=log, INTEREST="forêt")

    told = json.loads(found["AREA_ESTIMATES"])
    for entry in LEGEND:
        row, area = told[entry.name], (truth[:, :-4] == entry.code).sum() / 100
        assert row["low"] <= area <= row["high"]
        assert row["high"] - row["low"] < 0.4 * area
        assert row["mapped"] == pytest.approx((mapped == entry.code).sum() / 100, rel=3e-3)
    assert found["AREA_ACCURACY"] == pytest.approx(0.92, abs=0.05)
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "<h2>Areas</h2>" in page
    assert "a random sample of each class of the map" in page
    assert "4 points without a class take no part" in page
    assert any("ha of forêt; corrected by the reference it is" in line for line in log.lines)
    table = QgsVectorLayer(found["AREAS"])
    rows = {f["name"]: f for f in table.getFeatures()}
    assert float(rows["water"]["low_ha"]) == pytest.approx(told["water"]["low"])
    assert rows["water"]["design"] == "stratified"


def test_hectares_of_a_map_in_degrees_are_those_of_the_ground(toolbox, folder):
    _, mapped = scene(side=40)
    mapped[:] = 1
    path = write_map(folder / "map.tif", mapped, (2.0, 0.001, 0, 60.0, 0, -0.002), 4326)
    points = folder / "points.gpkg"

    toolbox.run("samplepoints", MAP=path, COUNT=50, OUTPUT=points)

    measure = QgsDistanceArea()
    measure.setEllipsoid("WGS84")
    crs = QgsCoordinateReferenceSystem("EPSG:4326")
    measure.setSourceCrs(crs, QgsProject.instance().transformContext())
    box = QgsGeometry.fromWkt("POLYGON((2 60,2.04 60,2.04 59.92,2 59.92,2 60))").densifyByCount(50)
    weights = [f["weight"] for f in QgsVectorLayer(str(points)).getFeatures()]
    assert sum(weights) == pytest.approx(measure.measureArea(box) / 10_000, rel=1e-4)


def test_points_of_another_map_weigh_as_they_were_drawn(toolbox, folder, feedback):
    truth, mapped = scene()
    other = np.where(truth == 3, 2, truth)
    other[:, -4:] = 0
    first = write_map(folder / "first.tif", mapped)
    points, log = folder / "points.gpkg", feedback()
    toolbox.run("samplepoints", MAP=first, COUNT=300, OUTPUT=points)
    judge(points, truth)

    found = assessed(toolbox, folder, write_map(folder / "b.tif", other), points, feedback=log)

    row = json.loads(found["AREA_ESTIMATES"])["water"]
    assert row["mapped"] == 0
    assert row["low"] <= (truth[:, :-4] == 3).sum() / 100 <= row["high"]
    assert any("drawn from another map" in line for line in log.lines)


def test_polygons_at_hand_make_no_range_in_the_table(toolbox, folder, feedback):
    _, mapped = scene()
    path, log = write_map(folder / "map.tif", mapped), feedback()
    rng = np.random.default_rng(4)
    squares = [
        (square(10 * c, 10 * r, 40), {"class": name})
        for (c, r), name in zip(rng.integers(0, 150, (12, 2)), ["forêt", "meadow", "water"] * 4)
    ]
    truth = write_polygons(folder / "truth.gpkg", squares)

    found = assessed(toolbox, folder, path, truth, feedback=log)

    rows = json.loads(found["AREA_ESTIMATES"]).values()
    assert all(row["low"] is None for row in rows)
    said = "\n".join(log.lines)
    assert "The reference was not drawn at random" in said
    assert "Each of the 12 polygons counts as one observation" in said


def test_polygons_that_the_map_was_made_from_are_known_again(toolbox, folder, feedback):
    _, mapped = scene()
    path, log = write_map(folder / "map.tif", mapped), feedback()
    squares = [(square(0, 0, 300), {"class": "meadow"}), (square(600, 0, 300), {"class": "water"})]
    labels = write_polygons(folder / "labels.gpkg", squares)
    record = {"algorithm": "poplarnn:mapclasses", "parameters": {"LABELS": str(labels)}}
    record["inputs"] = [{"path": str(labels)}]
    (folder / "map.tif.record.json").write_text(json.dumps(record), encoding="utf-8")
    other = [(square(0, 0, 300, 600), {"class": "meadow"})]
    truth = write_polygons(folder / "truth.gpkg", other)

    assessed(toolbox, folder, path, truth, feedback=log)

    assert any("50 % of the pixels of the reference lie in polygons" in s for s in log.lines)


def test_points_that_nobody_has_judged_are_refused(toolbox, folder):
    _, mapped = scene()
    path = write_map(folder / "map.tif", mapped)
    toolbox.run("samplepoints", MAP=path, COUNT=60, OUTPUT=folder / "points.gpkg")

    with pytest.raises(QgsProcessingException, match="judge the points first"):
        assessed(toolbox, folder, path, folder / "points.gpkg")


def test_a_raster_tells_areas_only_where_it_is_a_sample(toolbox, folder):
    truth, mapped = scene()
    path = write_map(folder / "map.tif", mapped)
    few = np.where(np.random.default_rng(1).random(truth.shape) < 0.02, truth, 0)
    sample = write_raster(
        folder / "few.tif",
        few.astype("uint8"),
        nodata=0,
        transform=(ORIGIN[0], 10.0, 0.0, ORIGIN[1], 0.0, -10.0),
    )

    with pytest.raises(QgsProcessingException, match="tells no areas unless its pixels were drawn"):
        assessed(toolbox, folder, path, sample)
    found = assessed(toolbox, folder, path, sample, DESIGN="random")

    row = json.loads(found["AREA_ESTIMATES"])["meadow"]
    assert row["low"] <= (truth[:, :-4] == 2).sum() / 100 <= row["high"]
