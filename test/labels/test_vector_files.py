import json
import os
import subprocess
import sys

import numpy as np
import pytest
from osgeo import ogr
from samples import read_raster, spatial_reference, square, write_raster

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import LabelError, OutputError
from poplar_nn_plugin.labels.mask import polygons_on_grid, write_mask
from poplar_nn_plugin.labels.vector import layer_crs, read_polygons, write_polygons
from poplar_nn_plugin.patches.footprints import FOOTPRINT_FIELDS, copy_footprints, with_predictions
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.record import command, fingerprint, record_path, write_record

CRS = spatial_reference(2154).ExportToWkt()


def wkb(wkt):
    return bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb())


ROWS = [(wkb(square(0, 0, 5)), (1, "été", 0.5)), (wkb(square(9, 0, 5)), (None, "hiver", None))]


@pytest.mark.parametrize("extension", ["gpkg", "shp", "geojson"])
def test_polygons_come_back_as_they_were_written(tmp_path, extension):
    path = tmp_path / f"à côté.{extension}"

    write_polygons(path, CRS, {"n": int, "name": str, "share": float}, ROWS)

    found = list(read_polygons(path))
    assert [(v["n"], v["name"], v["share"]) for _, v in found] == [
        (1, "été", 0.5),
        (None, "hiver", None),
    ]
    assert ogr.CreateGeometryFromWkb(found[0][0]).GetArea() == pytest.approx(25)
    assert "Lambert-93" in layer_crs(path) or extension == "geojson"


def test_rows_that_fail_leave_the_old_layer(tmp_path):
    path = tmp_path / "layer.gpkg"
    write_polygons(path, CRS, {"n": int, "name": str, "share": float}, ROWS)

    def failing():
        yield ROWS[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_polygons(path, CRS, {"n": int, "name": str, "share": float}, failing())

    assert len(list(read_polygons(path))) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["layer.gpkg"]


def test_an_unknown_format_or_folder_is_refused(tmp_path):
    with pytest.raises(OutputError, match=r"'\.xyzzy' cannot be written; use \.gpkg"):
        write_polygons(tmp_path / "layer.xyzzy", CRS, {"n": int}, [])
    with pytest.raises(OutputError, match="Choose a folder that exists"):
        write_polygons(tmp_path / "no" / "layer.gpkg", CRS, {"n": int}, [])


def test_a_full_disk_is_an_error_and_leaves_the_old_layer(tmp_path):
    path = tmp_path / "layer.gpkg"
    write_polygons(path, CRS, {"n": int, "name": str, "share": float}, ROWS)
    code = f"""
import resource, signal, sys
sys.path[:0] = {sys.path!r}
from poplar_nn_plugin.labels.vector import write_polygons
from poplar_nn_plugin.errors import OutputError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
rows = (({ROWS[0][0]!r}, (i, "x" * 200, 0.5)) for i in range(5000))
try:
    write_polygons({str(path)!r}, "", {{"n": int, "name": str, "share": float}}, rows)
except OutputError as error:
    print("refused:", error)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert run.stdout.startswith("refused:"), run.stderr
    assert len(list(read_polygons(path))) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["layer.gpkg"]


def test_a_layer_that_is_none_is_refused(tmp_path):
    with pytest.raises(LabelError, match="cannot be opened"):
        list(read_polygons(tmp_path / "none.gpkg"))


@pytest.mark.parametrize("ending", ["gpkg", "geojson"])
def test_footprints_take_the_answers_of_a_model(tmp_path, ending):
    rows = [
        (wkb(square(5 * i, 0, 5)), (patch, 1 + i % 2, "ab"[i % 2], "g", "valid", status))
        for i, (patch, status) in enumerate(
            [(0, "kept"), (None, "nodata"), (1, "kept"), (2, "kept")]
        )
    ]
    write_polygons(tmp_path / "footprints.gpkg", CRS, FOOTPRINT_FIELDS, rows)
    classes = ClassMap((1, 2), ("a", "b"), ("#000000", "#ffffff"))

    placed = with_predictions(
        tmp_path / "footprints.gpkg",
        tmp_path / f"out.{ending}",
        classes,
        np.array([0, 2, 5]),
        np.array([2, 2, 1]),
        np.array([0.6, 0.9, 0.5], "float32"),
        np.array([0.0, 0.9, 0.5], "float32"),
    )
    copy_footprints(tmp_path / "footprints.gpkg", tmp_path / "copy.geojson")

    found = [v for _, v in read_polygons(tmp_path / f"out.{ending}")]
    assert [(v["patch"], v["predicted"], v["predicted_name"], v["right"]) for v in found] == [
        (0, 2, "b", 0),
        (2, 2, "b", 1),
    ]
    assert found[0]["probability"] == pytest.approx(0.6)
    assert [v["true_probability"] for v in found] == pytest.approx([0.0, 0.9])
    assert [(v["review"], v["note"]) for v in found] == [("", "")] * 2
    assert placed == 2  # of three: patch 5 is nowhere
    assert len(list(read_polygons(tmp_path / "copy.geojson"))) == 4


@pytest.mark.parametrize("invert", [False, True])
def test_a_mask_is_1_inside_polygons_or_outside(tmp_path, invert):
    grid = RasterSource(str(write_raster(tmp_path / "i.tif", np.zeros((9, 12), "uint8")))).grid
    polygons = polygons_on_grid([wkb(square(2, 3, 4))], CRS, grid, Silent())

    write_mask(polygons, tmp_path / "mask.tif", invert=invert, progress=Silent())

    inside = np.zeros((9, 12), "uint8")
    inside[3:7, 2:6] = 1
    assert (read_raster(tmp_path / "mask.tif")[..., 0] == (1 - inside if invert else inside)).all()


def test_a_mask_of_polygons_elsewhere_is_refused(tmp_path):
    grid = RasterSource(str(write_raster(tmp_path / "i.tif", np.zeros((9, 12), "uint8")))).grid

    with pytest.raises(LabelError, match="No polygon of the layer overlaps the image"):
        polygons_on_grid([wkb(square(500, 3, 4))], CRS, grid, Silent())


def test_a_fingerprint_tells_files_apart(tmp_path):
    for name, content in (("a", b"1" * 100), ("b", b"1" * 99 + b"2"), ("c", b"1" * 100)):
        (tmp_path / name).write_bytes(content)

    a, b, c = (fingerprint(tmp_path / name)["sha256"] for name in "abc")

    assert a == c
    assert a != b
    assert fingerprint("postgres://host/table") == {"path": "postgres://host/table"}


def test_a_fingerprint_of_a_small_file_is_its_sha256(tmp_path):
    (tmp_path / "a").write_bytes(b"abc" * 2_000_000)

    run = subprocess.run(
        ["sha256sum", str(tmp_path / "a")], capture_output=True, text=True, check=True
    )

    assert fingerprint(tmp_path / "a")["sha256"] == run.stdout.split()[0]


def test_the_command_of_a_record_can_be_pasted():
    text = command("poplarnn:x", {"A": "a b.tif", "N": 3, "L": ["1", "2"], "NONE": None, "E": ""})

    assert text == "qgis_process run poplarnn:x -- 'A=a b.tif' N=3 L=1 L=2"


def test_a_record_lies_beside_a_file_and_inside_a_folder(tmp_path):
    (tmp_path / "map.tif").write_bytes(b"x")
    for output in (tmp_path / "map.tif", tmp_path):
        path = write_record(
            output,
            algorithm="poplarnn:x",
            parameters={"RASTER": "é.tif"},
            results={"F1": 0.5},
            inputs=[str(tmp_path / "map.tif")],
            versions={"poplar_nn_plugin": "1"},
        )

        facts = json.loads(path.read_text(encoding="utf-8"))
        assert facts["command"] == "qgis_process run poplarnn:x -- 'RASTER=é.tif'"
        assert facts["inputs"][0]["bytes"] == 1
    assert record_path(tmp_path / "map.tif").name == "map.tif.record.json"
    assert os.listdir(tmp_path).count("record.json") == 1
