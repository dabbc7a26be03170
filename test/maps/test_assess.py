import numpy as np
import pytest
from osgeo import ogr
from samples import square, write_raster
from scanned import Declared

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.engine import PolygonSource, RasterSource
from poplar_nn_plugin.errors import GridMismatchError, ParameterError
from poplar_nn_plugin.maps import assess
from poplar_nn_plugin.maps.assess import compare
from poplar_nn_plugin.maps.classes import ClassTable
from poplar_nn_plugin.progress import Silent

CLASSES = ClassMap((2, 5), ("meadow", "poplar"), ("#00ff00", "#ff0000"))


def source(path, array, **more):
    return RasterSource(str(write_raster(path, np.asarray(array, "uint8"), **more)))


def test_rows_are_the_reference_and_columns_the_map(tmp_path):
    mapped = source(tmp_path / "map.tif", [[2, 2, 5, 0], [5, 5, 2, 5]], nodata=0)
    truth = source(tmp_path / "truth.tif", [[2, 5, 5, 5], [5, 0, 2, 2]], nodata=0)

    found = compare(mapped, truth, CLASSES, Silent())

    assert found.confusion.tolist() == [[2, 1], [1, 2]]
    assert (found.compared, found.unmapped) == (6, 1)


def test_blocks_change_nothing(tmp_path, monkeypatch):
    rng = np.random.default_rng(2)
    codes = rng.choice([0, 2, 5], (2, 70, 90))
    mapped, truth = (source(tmp_path / f"{i}.tif", a) for i, a in enumerate(codes))
    whole = compare(mapped, truth, CLASSES, Silent())
    monkeypatch.setattr(
        "poplar_nn_plugin.maps.assess.windows_of", lambda source: source.grid.windows(16)
    )

    parts = compare(mapped, truth, CLASSES, Silent())

    assert (parts.confusion == whole.confusion).all()
    expected = sum((codes[0] == a) & (codes[1] == b) for a in (2, 5) for b in (2, 5)).sum()
    assert parts.compared == expected


def test_polygons_are_a_reference_too(tmp_path):
    mapped = source(tmp_path / "map.tif", np.full((20, 20), 5), nodata=0)
    shapes = [(square(0, 0, 4), 5), (square(10, 10, 2), 2)]
    shapes = [(bytes(ogr.CreateGeometryFromWkt(w).ExportToWkb()), c) for w, c in shapes]

    found = compare(mapped, PolygonSource(mapped.grid, tuple(shapes)), CLASSES, Silent())

    assert found.confusion.tolist() == [[0, 4], [0, 16]]


def test_codes_that_are_no_class_are_named(tmp_path):
    mapped = source(tmp_path / "map.tif", [[2, 5]])
    truth = RasterSource(str(write_raster(tmp_path / "t.tif", np.array([[2, 300]], "int16"))))

    with pytest.raises(ParameterError, match=r"reference holds the codes \[300\]"):
        compare(mapped, truth, CLASSES, Silent())


def test_nothing_to_compare_and_other_grids_are_refused(tmp_path):
    mapped = source(tmp_path / "map.tif", [[0, 0]], nodata=0)
    with pytest.raises(ParameterError, match="Nothing can be compared"):
        compare(mapped, source(tmp_path / "t.tif", [[2, 5]]), CLASSES, Silent())
    with pytest.raises(GridMismatchError):
        compare(mapped, source(tmp_path / "u.tif", [[2, 5, 5]]), CLASSES, Silent())


def test_classes_are_matched_by_name_where_the_reference_names_them(tmp_path):
    mapped = source(tmp_path / "map.tif", [[2, 2, 5, 5]])
    truth = source(tmp_path / "truth.tif", [[1, 7, 1, 9]])
    meaning = ClassMap((1, 7, 9), ("poplar", "meadow", "lake"), ("#111111", "#222222", "#333333"))

    found = compare(mapped, truth, CLASSES, Silent(), meaning=meaning)

    assert dict(zip(found.classes.names, found.classes.codes)) == {
        "meadow": 2,
        "poplar": 5,
        "lake": 9,
    }
    assert found.confusion.tolist() == [[1, 0, 0], [1, 1, 0], [0, 1, 0]]


@pytest.mark.parametrize("codes", [(2, 5), (2, 700)], ids=["as they are", "read as others"])
def test_windows_take_the_memory_they_declare(tmp_path, monkeypatch, codes):
    array = np.random.default_rng(1).choice([0, *codes], (2, 1100, 900)).astype("uint16")
    known = ClassTable.of_values(codes)
    mapped, truth = (
        known.read_from(RasterSource(write_raster(tmp_path / f"{i}.tif", a, nodata=0)))
        for i, a in enumerate(array)
    )
    declared = Declared(monkeypatch, assess)

    found = compare(mapped, truth, known.classes, Silent())

    declared.check()
    assert found.compared == (array > 0).all(axis=0).sum()


def test_a_class_that_only_the_reference_has_counts_where_it_is_met(tmp_path):
    mapped = source(tmp_path / "map.tif", [[2, 2, 5, 5]])
    truth = source(tmp_path / "truth.tif", [[2, 2, 5, 1]])
    meaning = ClassMap((1, 2, 5, 9), ("lake", "meadow", "poplar", "moor"), ("#111111",) * 4)

    found = compare(mapped, truth, CLASSES, Silent(), meaning=meaning)

    assert found.classes.names == ("lake", "meadow", "poplar")
    assert found.confusion.tolist() == [[0, 0, 1], [0, 2, 0], [0, 0, 1]]
    assert found.missing == ("lake",)


def test_more_classes_than_codes_are_refused(tmp_path):
    codes, names = tuple(range(1, 255)), tuple(f"c{n}" for n in range(1, 255))
    full = ClassMap(codes, names, ("#111111",) * 254)
    mapped = source(tmp_path / "map.tif", [[2, 2]])

    with pytest.raises(ParameterError, match="more than 254 classes together"):
        compare(mapped, mapped, full, Silent(), meaning=CLASSES)


def test_areas_of_the_whole_map_and_rows_of_each_unit(tmp_path):
    mapped = source(tmp_path / "map.tif", [[2, 2, 5, 5], [2, 2, 5, 5], [0, 2, 5, 5]], nodata=0)
    shapes = [(square(0, 0, 3, 1), 1), (square(0, 1, 1), 2), (square(3, 0, 1, 3), 3)]
    shapes = [(bytes(ogr.CreateGeometryFromWkt(w).ExportToWkb()), c) for w, c in shapes]
    units = PolygonSource(mapped.grid, tuple(shapes), "int32")

    found = compare(mapped, units, CLASSES, Silent(), units=np.array([2, 2, 5]))

    assert found.confusion.tolist() == [[3, 1], [0, 3]]
    assert found.hectares * 10_000 == pytest.approx([5, 6], rel=3e-3)
    rows = found.rows
    told = zip(rows.unit.tolist(), rows.mapped.tolist(), rows.reference.tolist(), rows.pixels)
    assert list(told) == [(0, 0, 0, 2), (0, 1, 0, 1), (1, 0, 0, 1), (2, 1, 1, 3)]
