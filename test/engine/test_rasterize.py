import pickle

import numpy as np
import pytest
from osgeo import gdal, ogr

from poplar_nn_plugin.engine import Grid, PolygonSource, Window, burn
from poplar_nn_plugin.errors import LabelError

GRID = Grid(8, 6, (100.0, 2.0, 0.0, 50.0, 0.0, -2.0), "")
ROTATED = Grid(30, 30, (0.0, 0.8, 0.6, 0.0, 0.6, -0.8), "")


def box(grid, col, row, width, height):
    """Return the WKB of a rectangle of pixels, wherever the grid has them."""
    corners = [
        grid.to_map(c, r)
        for c, r in (
            (col, row),
            (col + width, row),
            (col + width, row + height),
            (col, row + height),
            (col, row),
        )
    ]
    wkt = f"POLYGON(({', '.join(f'{x} {y}' for x, y in corners)}))"
    return bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb())


@pytest.mark.parametrize("grid", [GRID, ROTATED], ids=["plain", "rotated"])
def test_a_rectangle_of_pixels_burns_those_pixels(grid):
    expected = np.zeros((grid.height, grid.width), int)
    expected[2:5, 1:4] = 7

    data, valid = PolygonSource(grid, ((box(grid, 1, 2, 3, 3), 7),)).read(grid.window)

    assert np.array_equal(expected, data[..., 0])
    assert np.array_equal(expected == 7, valid)


def test_the_later_shape_wins():
    shapes = ((box(GRID, 0, 0, 4, 1), 1), (box(GRID, 2, 0, 4, 1), 2))

    assert burn(GRID, GRID.window, shapes, "uint8")[0].tolist() == [1, 1, 2, 2, 2, 2, 0, 0]


def test_a_polygon_of_value_0_is_valid():
    source = PolygonSource(GRID, ((box(GRID, 0, 0, 1, 1), 0), (box(GRID, 1, 0, 1, 1), 255)))

    data, valid = source.read(Window(0, 0, 3, 1))

    assert data[..., 0].tolist() == [[0, 255, 0]]
    assert valid.tolist() == [[True, True, False]]


@pytest.mark.parametrize("grid", [GRID, ROTATED], ids=["plain", "rotated"])
def test_windows_give_what_the_whole_gives(grid):
    rng = np.random.default_rng(1)
    shapes = tuple(
        (box(grid, *rng.uniform(-1, 6, 2), *rng.uniform(0.2, 4, 2)), value)
        for value in range(1, 30)
    )
    source = PolygonSource(grid, shapes)
    whole, valid = source.read(grid.window)

    for window in grid.windows((3, 2)):
        part, part_valid = source.read(window)
        assert np.array_equal(whole[window.slices(grid.window)], part)
        assert np.array_equal(valid[window.slices(grid.window)], part_valid)


def test_it_equals_gdal_on_the_whole_raster():
    rng = np.random.default_rng(2)
    shapes = tuple((box(GRID, *rng.uniform(-1, 6, 2), *rng.uniform(0.2, 4, 2)), 1) for _ in "abcd")
    target = gdal.GetDriverByName("MEM").Create("", 8, 6, 1, gdal.GDT_Byte)
    target.SetGeoTransform(GRID.transform)
    holder = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = holder.CreateLayer("shapes")
    for wkb, _ in shapes:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometry(ogr.CreateGeometryFromWkb(wkb))
        layer.CreateFeature(feature)
    gdal.RasterizeLayer(target, [1], layer, burn_values=[1])

    assert np.array_equal(target.ReadAsArray(), burn(GRID, GRID.window, shapes, "uint8"))


def test_all_touched_takes_pixels_whose_centre_lies_outside():
    sliver = ((box(GRID, 0, 0, 0.2, 0.2), 1),)

    assert not PolygonSource(GRID, sliver).read(GRID.window)[1].any()
    assert PolygonSource(GRID, sliver, all_touched=True).read(GRID.window)[1].sum() == 1


def test_beyond_the_grid_nothing_is_valid():
    data, valid = PolygonSource(GRID, ((box(GRID, -5, -5, 20, 20), 3),)).read(Window(-2, -1, 4, 3))

    expected = np.zeros((3, 4), bool)
    expected[1:, 2:] = True
    assert np.array_equal(expected, valid)
    assert np.array_equal(expected * 3, data[..., 0])


def test_no_shapes_and_empty_shapes_burn_nothing():
    empty = bytes(ogr.CreateGeometryFromWkt("POLYGON EMPTY").ExportToWkb())

    for shapes in ((), ((empty, 3),)):
        data, valid = PolygonSource(GRID, shapes).read(GRID.window)
        assert not data.any()
        assert not valid.any()
    assert burn(GRID, GRID.window, (), "uint8").shape == (6, 8)


def test_large_values_are_exact():
    source = PolygonSource(GRID, ((box(GRID, 0, 0, 1, 1), 2**31 + 1),), dtype="uint32")

    assert source.read(GRID.window)[0][0, 0, 0] == 2**31 + 1


def test_a_value_beyond_the_type_is_refused():
    with pytest.raises(LabelError, match="256 of a polygon does not fit into uint8"):
        PolygonSource(GRID, ((box(GRID, 0, 0, 1, 1), 256),))


@pytest.mark.parametrize(
    "wkb", [b"nonsense", bytes(ogr.CreateGeometryFromWkt("POINT(1 1)").ExportToWkb())]
)
@pytest.mark.parametrize("exceptions", [False, True], ids=["codes", "exceptions"])
def test_what_is_no_polygon_is_refused(wkb, exceptions, gdal_exceptions):
    gdal_exceptions(exceptions)

    with pytest.raises(LabelError, match="not a polygon"):
        PolygonSource(GRID, ((wkb, 1),))


def test_a_polygon_source_travels_to_another_process():
    source = PolygonSource(GRID, ((box(GRID, 1, 1, 2, 2), 5),))

    assert np.array_equal(
        source.read(GRID.window)[0], pickle.loads(pickle.dumps(source)).read(GRID.window)[0]
    )


def test_arcs_are_burned_too():
    circle = "CURVEPOLYGON(CIRCULARSTRING(102 44,108 50,114 44,108 38,102 44))"
    shape = bytes(ogr.CreateGeometryFromWkt(circle).ExportToWkb())
    rows, cols = np.mgrid[0.5:6, 0.5:8]

    _, valid = PolygonSource(GRID, ((shape, 1),)).read(GRID.window)

    assert (valid == (np.hypot(cols - 4, rows - 3) < 3)).all()
