"""The classes of maps: by names wherever they stand, else by codes."""

import numpy as np
import pytest
from osgeo import gdal
from samples import ORIGIN, write_raster
from scanned import Declared

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.engine import Grid, LegendEntry, OutputSpec, RasterSink, RasterSource
from poplar_nn_plugin.engine.outputs.legend import read_legend
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.maps import classes
from poplar_nn_plugin.maps.assess import compare
from poplar_nn_plugin.maps.classes import (
    ClassTable,
    classes_of_both,
    codes_in,
    named_classes,
    whole_numbers,
)
from poplar_nn_plugin.progress import Silent

CLASSES = ClassMap((2, 5), ("prairie d'été", "poplar"), ("#00ff00", "#ff0000"))


def plain(path, values, dtype="uint8", **more):
    return RasterSource(str(write_raster(path, np.array(values, dtype), **more)))


def ours(path, layout="tiled"):
    """Write a map as we do."""
    legend = tuple(LegendEntry(*row) for row in zip(*vars(CLASSES).values()))
    grid = Grid(2, 1, (ORIGIN[0], 1.0, 0.0, ORIGIN[1], 0.0, -1.0), "")
    with RasterSink(path, grid, OutputSpec(1, "uint8", 0, (), legend), layout=layout) as sink:
        sink.write(grid.window, np.array([[[2], [5]]], "uint8"))
    return RasterSource(str(path))


def with_table(path, columns, rows, values=((2, 5),), dtype="uint8"):
    """Write a raster of codes with an attribute table: its columns as (name, type, usage)."""
    table = gdal.RasterAttributeTable()
    for column in columns:
        table.CreateColumn(*column)
    table.SetRowCount(len(rows))
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            put = table.SetValueAsString if isinstance(value, str) else table.SetValueAsInt
            put(number, place, value)
    path = write_raster(path, np.array(values, dtype))
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(1).SetDefaultRAT(table)
    dataset.FlushCache()
    return RasterSource(str(path))


VALUE = ("Value", gdal.GFT_Integer, gdal.GFU_MinMax)
NAME = ("Class", gdal.GFT_String, gdal.GFU_Name)


@pytest.mark.parametrize("layout", ["tiled", "cog"])
@pytest.mark.parametrize("moved", [False, True], ids=["with its companion", "without"])
def test_our_own_maps_keep_their_names_without_the_file_beside_them(tmp_path, layout, moved):
    source = ours(tmp_path / "map.tif", layout)
    if moved:
        (tmp_path / "map.tif.aux.xml").unlink(missing_ok=True)

    found = named_classes(source)

    assert found.classes == CLASSES
    assert found.values == (2, 5)


TABLES = {
    "by usage": ([VALUE, NAME], [(2, "meadow"), (5, "poplar")]),
    "by column names": (
        [("OID", gdal.GFT_Integer, gdal.GFU_Generic), ("VALUE", gdal.GFT_Integer, gdal.GFU_Generic),
         ("Label", gdal.GFT_String, gdal.GFU_Generic)],
        [(0, 2, "meadow"), (1, 5, "poplar")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("columns", "rows"), TABLES.values(), ids=TABLES.keys())
def test_an_attribute_table_alone_names_the_classes(tmp_path, columns, rows):
    found = named_classes(with_table(tmp_path / "map.tif", columns, rows))

    assert found.classes.names == ("meadow", "poplar")
    assert found.values == (2, 5)


def test_colours_of_an_attribute_table_are_kept(tmp_path):
    channels = [
        (name, gdal.GFT_Integer, use)
        for name, use in (("R", gdal.GFU_Red), ("G", gdal.GFU_Green), ("B", gdal.GFU_Blue))
    ]
    rows = [(2, "meadow", 0, 255, 0), (5, "poplar", 255, 0, 0)]

    source = with_table(tmp_path / "map.tif", [VALUE, NAME, *channels], rows)

    assert [entry.colour for entry in read_legend(source.path)] == ["#00ff00", "#ff0000"]


def test_a_table_that_counts_pixels_names_no_classes(tmp_path):
    columns = [VALUE, ("Count", gdal.GFT_Integer, gdal.GFU_PixelCount)]

    assert named_classes(with_table(tmp_path / "map.tif", columns, [(2, 1), (5, 1)])) is None


def test_category_names_come_before_an_attribute_table(tmp_path):
    source = with_table(tmp_path / "map.tif", [VALUE, NAME], [(2, "meadow"), (5, "poplar")])
    dataset = gdal.Open(source.path, gdal.GA_Update)
    dataset.GetRasterBand(1).SetCategoryNames(["", "", "grass", "", "", "tree"])
    dataset.FlushCache()
    dataset = None

    assert named_classes(source).classes.names == ("grass", "tree")


def test_an_item_of_somebody_else_names_nothing(tmp_path):
    for text in ("[1]", "no JSON", '{"a": "b"}'):
        path = write_raster(tmp_path / "map.tif", np.ones((3, 3), "uint8"))
        dataset = gdal.Open(str(path), gdal.GA_Update)
        dataset.GetRasterBand(1).SetMetadataItem("POPLAR_NN_CLASSES", text)
        dataset.FlushCache()
        dataset = None

        assert read_legend(str(path)) == ()


def test_codes_are_all_values_but_0_and_nodata(tmp_path):
    source = plain(tmp_path / "m.tif", [[0, 3, 3, 255], [7, 0, 255, 3]], nodata=255)

    assert codes_in(source, Silent()) == {3, 7}
    assert codes_in(plain(tmp_path / "f.tif", [[0, 3, 7]], "float32"), Silent()) == {3, 7}


@pytest.mark.parametrize("dtype", ["uint8", "int32", "float32"])
def test_looking_for_codes_takes_the_memory_it_declares(tmp_path, monkeypatch, dtype):
    array = np.random.default_rng(1).choice([0, 3, 7], (1100, 900)).astype(dtype)
    declared = Declared(monkeypatch, classes)

    assert codes_in(RasterSource(write_raster(tmp_path / "m.tif", array)), Silent()) == {3, 7}

    declared.check()


@pytest.mark.parametrize(
    ("array", "says"),
    [
        (np.array([[1.5, 2.0]], "float32"), "holds 1.5, which is no code"),
        (np.arange(400, dtype="uint16").reshape(20, 20), "holds more than 254 values"),
        (np.ones((3, 3, 3), "uint8"), "has 3 bands: a class map has one"),
    ],
    ids=["heights", "an image", "three bands"],
)
def test_what_is_no_map_is_refused(tmp_path, array, says):
    with pytest.raises(ParameterError, match=says):
        codes_in(RasterSource(str(write_raster(tmp_path / "m.tif", array))), Silent())


def confusion(mapped, truth):
    ours, theirs = classes_of_both(mapped, truth, Silent())
    meaning = None if theirs is ours else theirs.classes
    found = compare(
        ours.read_from(mapped), theirs.read_from(truth), ours.classes, Silent(), meaning=meaning
    )
    return found.classes.names, found.confusion.tolist()


def test_where_nobody_names_classes_codes_are_compared(tmp_path):
    mapped = plain(tmp_path / "map.tif", [[2, 2, 5, 5]])
    truth = plain(tmp_path / "truth.tif", [[2, 5, 5, 9]])

    assert confusion(mapped, truth) == (("2", "5", "9"), [[1, 0, 0], [1, 1, 0], [0, 1, 0]])


def test_codes_beyond_a_byte_are_compared_too(tmp_path):
    mapped = plain(tmp_path / "map.tif", [[111, 111, 523, 0]], "int16")
    truth = plain(tmp_path / "truth.tif", [[111, 523, 523, -9]], "int16")

    assert confusion(mapped, truth) == (("111", "523"), [[1, 0], [1, 1]])


def test_names_of_the_reference_serve_a_map_that_has_none(tmp_path):
    mapped = plain(tmp_path / "map.tif", [[2, 5], [9, 5]])
    rows = [(2, "meadow"), (5, "poplar")]
    truth = with_table(tmp_path / "truth.tif", [VALUE, NAME], rows, [[2, 5], [2, 2]])

    assert confusion(mapped, truth) == (
        ("meadow", "poplar", "9"),
        [[1, 1, 1], [0, 1, 0], [0, 0, 0]],
    )


def test_names_of_a_map_serve_a_reference_that_has_none(tmp_path):
    rows = [(211, "meadow"), (311, "poplar")]
    mapped = with_table(tmp_path / "m.tif", [VALUE, NAME], rows, [[211, 311]], "uint16")
    truth = plain(tmp_path / "truth.tif", [[211, 211]], "uint16")

    assert confusion(mapped, truth) == (("meadow", "poplar"), [[1, 1], [0, 0]])
    with pytest.raises(ParameterError, match=r"truth.tif holds the value 9, which is none of the"):
        confusion(mapped, plain(tmp_path / "truth.tif", [[211, 9]], "uint16"))


def test_more_classes_than_a_map_holds_are_refused():
    with pytest.raises(ParameterError, match="300 classes, and at most 254"):
        ClassTable.of_values(range(1, 301))


def test_whole_numbers_are_found_in_any_type_of_field():
    assert whole_numbers([3, "7", 2.0, "oak", "²", 1.5, 0, " 8 "]) == {3, 7, 2, 8}
