"""Polygons of every geometry type as pixels of an image."""

import numpy as np
import pytest
from osgeo import ogr
from samples import ORIGIN, read_raster, spatial_reference, square, write_raster
from scanned import Declared

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.labels import mask
from poplar_nn_plugin.labels.mask import polygons_on_grid, write_mask

CRS = spatial_reference(2154).ExportToWkt()


class Log:
    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")

    def advance(self, fraction):
        pass

    def cancelled(self):
        return False


@pytest.fixture
def grid(tmp_path):
    return RasterSource(str(write_raster(tmp_path / "i.tif", np.zeros((60, 80), "uint8")))).grid


def wkb(wkt):
    return bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb())


def ring(col, row, radius):
    """Return the text of a circle of arcs, in pixels of the grid."""
    x, y = ORIGIN[0] + col, ORIGIN[1] - row
    return f"CIRCULARSTRING({x - radius} {y},{x} {y + radius},{x + radius} {y}," + (
        f"{x} {y - radius},{x - radius} {y})"
    )


def disc(col, row, radius):
    """Return which pixels of the grid have their centre in a circle."""
    rows, cols = np.mgrid[0.5:60, 0.5:80]
    return np.hypot(cols - col, rows - row) < radius


def burned(grid, *geometries, log=None, **more):
    found = polygons_on_grid(list(geometries), CRS, grid, log or Log(), **more)
    return found.read(grid.window)[0][..., 0]


@pytest.mark.parametrize(
    "text",
    [
        f"CURVEPOLYGON({ring(30.2, 25.3, 20.1)})",
        f"MULTISURFACE(CURVEPOLYGON({ring(30.2, 25.3, 20.1)}))",
        f"GEOMETRYCOLLECTION(CURVEPOLYGON({ring(30.2, 25.3, 20.1)}), POINT(0 0))",
    ],
    ids=["curve polygon", "multi-surface", "collection"],
)
def test_arcs_burn_what_they_enclose(grid, text):
    assert (burned(grid, wkb(text)) == disc(30.2, 25.3, 20.1)).all()


def test_a_surface_of_facets_burns_what_it_covers(grid):
    left, top = ORIGIN
    corners = [(left + 3, top - 4), (left + 9, top - 4), (left + 9, top - 10), (left + 3, top - 10)]
    a, b, c, d = (f"{x} {y} 5" for x, y in corners)

    codes = burned(grid, wkb(f"TIN((({a},{b},{c},{a})),(({a},{c},{d},{a})))"))

    expected = np.zeros((60, 80))
    expected[4:10, 3:9] = 1
    assert (codes == expected).all()


def test_each_part_of_a_geometry_burns_its_value(grid):
    two = f"MULTISURFACE({square(0, 0, 2).removeprefix('POLYGON')},CURVEPOLYGON({ring(40, 30, 9)}))"

    codes = burned(grid, wkb(square(70, 50, 3)), wkb(two), values=[4, 9])

    expected = disc(40, 30, 9) * 9
    expected[:2, :2] = 9
    expected[50:53, 70:73] = 4
    assert (codes == expected).all()


def test_what_is_mended_or_left_out_is_counted_and_said(grid):
    (left, top), (right, bottom) = ORIGIN, (ORIGIN[0] + 8, ORIGIN[1] - 8)
    bow = f"POLYGON(({left} {top},{right} {bottom},{right} {top},{left} {bottom},{left} {top}))"
    line = f"POLYGON(({left} {top},{right} {top},{left} {top}))"
    log = Log()

    codes = burned(grid, wkb(bow), None, wkb(line), wkb(square(20, 20, 5)), log=log)

    assert codes[:8, :8].sum() == 32  # of 64, the two triangles of the bow
    assert log.lines == [
        "Warning: 1 of 4 polygons enclose no area and are left out.",
        "Warning: 1 of 4 polygons had an invalid geometry, which was repaired.",
        "Warning: 1 of 4 polygons have no geometry and are left out.",
    ]


def test_lines_are_no_mask(grid):
    with pytest.raises(LabelError, match=r"references must be polygons, but .* LINESTRING"):
        burned(grid, wkb("LINESTRING(0 0,1 1)"))


def test_a_layer_without_any_area_is_no_mask(grid):
    with pytest.raises(LabelError, match="no polygon with an area"):
        burned(grid, None)


def test_a_mask_of_polygons_between_the_centres_of_pixels_is_told(grid, tmp_path):
    log = Log()
    polygons = polygons_on_grid([wkb(square(3.1, 3.1, 0.2))], CRS, grid, log)

    write_mask(polygons, tmp_path / "mask.tif", invert=False, progress=log)

    assert not read_raster(tmp_path / "mask.tif").any()
    assert "cover the centre of no pixel" in log.lines[0]


@pytest.mark.parametrize("invert", [False, True])
def test_windows_of_a_mask_take_the_memory_they_declare(tmp_path, monkeypatch, invert):
    image = RasterSource(write_raster(tmp_path / "i.tif", np.zeros((1300, 1100), "uint8")))
    polygons = polygons_on_grid([wkb(square(100, 90, 980))], CRS, image.grid, Log())
    declared = Declared(monkeypatch, mask)

    write_mask(polygons, tmp_path / "mask.tif", invert=invert, progress=Log())

    declared.check()
    inside = np.zeros((1300, 1100), bool)
    inside[90:1070, 100:1080] = True
    assert np.array_equal(read_raster(tmp_path / "mask.tif")[..., 0], inside != invert)
