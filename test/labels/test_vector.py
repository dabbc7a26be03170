"""Vector files on a disk that fills up: whole and counted, or as they were."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from osgeo import gdal, ogr
from samples import square
from small_disk import files_up_to

from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.labels.vector import read_polygons, write_polygons

FIELDS = {"n": int, "name": str, "share": float}
COUNT = 300


def rows(count=COUNT):
    for n in range(count):
        outline = bytes(ogr.CreateGeometryFromWkt(square(9 * n, 0, 5)).ExportToWkb())
        yield outline, (n, "a name of some length " * 9, 0.5)


def sizes_on_the_way(path):
    """Return sizes from nothing up to that of a file, few of them."""
    whole = path.stat().st_size
    return [512, 4096, *(whole * k // 12 for k in range(1, 12)), whole - 4096, whole - 1]


@contextmanager
def exceptions(used):
    before = gdal.GetUseExceptions()
    (gdal.UseExceptions if used else gdal.DontUseExceptions)()
    try:
        yield
    finally:
        (gdal.UseExceptions if before else gdal.DontUseExceptions)()


@pytest.mark.parametrize("raises", [False, True], ids=["GDAL returns", "GDAL raises"])
@pytest.mark.parametrize("ending", ["gpkg", "geojson", "shp", "fgb"])
def test_a_disk_that_fills_up_leaves_the_old_layer(tmp_path, ending, raises):
    write_polygons(tmp_path / f"new.{ending}", "", FIELDS, rows())
    path = tmp_path / "old" / f"layer.{ending}"
    path.parent.mkdir()
    said = []

    with exceptions(raises):
        write_polygons(path, "", FIELDS, rows(2))
        before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
        for size in sizes_on_the_way(tmp_path / f"new.{ending}"):
            try:
                with files_up_to(size):
                    write_polygons(path, "", FIELDS, rows())
            except OutputError as error:
                said.append(str(error))
            else:  # some formats take less than the whole: a shapefile's other files are smaller
                assert len(list(read_polygons(path))) == COUNT
                write_polygons(path, "", FIELDS, rows(2))
            after = {file.name: file.read_bytes() for file in path.parent.iterdir()}
            if ending != "gpkg":  # whose header tells the time
                assert after == before, size
            assert set(after) == set(before)
            assert len(list(read_polygons(path))) == 2

    assert len(said) >= 10
    assert all("cannot be written: " in text and ".poplarnn" not in text for text in said)


def test_a_shapefile_comes_with_its_side_files_and_the_older_ones_go(tmp_path):
    write_polygons(tmp_path / "a.shp", "", FIELDS, rows(2))
    for stale in ("a.qix", "a.sbn", "a.cpg", "a.qml", "other.qix"):
        (tmp_path / stale).write_text("stale")

    write_polygons(tmp_path / "a.shp", "", FIELDS, rows(3))

    names = {file.name for file in tmp_path.iterdir()}
    assert {"a.shp", "a.shx", "a.dbf"} <= names
    assert not {"a.qix", "a.sbn"} & names
    assert {"a.qml", "other.qix"} <= names  # a style is the user's
    assert len(list(read_polygons(tmp_path / "a.shp"))) == 3


def test_what_sqlite_left_of_the_older_file_is_not_taken_for_the_new_ones(tmp_path):
    write_polygons(tmp_path / "a.gpkg", "", FIELDS, rows(2))
    (tmp_path / "a.gpkg-wal").write_bytes(b"of a layer that is open")

    write_polygons(tmp_path / "a.gpkg", "", FIELDS, rows(3))

    assert [file.name for file in tmp_path.iterdir()] == ["a.gpkg"]
    assert len(list(read_polygons(tmp_path / "a.gpkg"))) == 3
