"""Rasters that no transform places are read where QGIS shows them, and written as they came."""

import pickle

import numpy as np
import pytest
from osgeo import gdal
from samples import ORIGIN, spatial_reference

from poplar_nn_plugin.engine import (
    Grid,
    LegendEntry,
    OutputSpec,
    RasterSink,
    RasterSource,
    Window,
)
from poplar_nn_plugin.engine.bandmath.expression import operand
from poplar_nn_plugin.engine.georeference import PIXELS
from poplar_nn_plugin.engine.outputs.legend import read_legend
from poplar_nn_plugin.errors import GridMismatchError

WKT = spatial_reference(2154).ExportToWkt()
ROWS, COLS = 30, 40
CORNERS = [(0, 0), (COLS, 0), (COLS, ROWS), (0, ROWS)]
ARRAY = np.arange(ROWS * COLS, dtype="uint16").reshape(ROWS, COLS)
HALF_METRES = (ORIGIN[0], 0.5, 0.0, ORIGIN[1], 0.0, -0.5)
TURNED = (ORIGIN[0], 0.4, 0.3, ORIGIN[1], 0.3, -0.4)


def point(transform, col, row, off=0.0):
    x, y = gdal.ApplyGeoTransform(transform, col, row)
    return gdal.GCP(x + off, y + off, 0, col, row, "", f"{col}/{row}")


BENT = [point(HALF_METRES, *corner) for corner in [*CORNERS, (10, 5)]]
BENT.append(point(HALF_METRES, 20, 15, off=3.0))

LINE, SAMPLE, ONE = [0.0] * 20, [0.0] * 20, [1.0] + [0.0] * 19
LINE[2], SAMPLE[1] = -1.0, 1.0
RATIONAL = {
    "HEIGHT_OFF": "0", "HEIGHT_SCALE": "100", "LAT_OFF": "45", "LAT_SCALE": "0.1",
    "LINE_OFF": "15", "LINE_SCALE": "15", "LONG_OFF": "3", "LONG_SCALE": "0.1",
    "SAMP_OFF": "20", "SAMP_SCALE": "20",
    "LINE_NUM_COEFF": " ".join(map(str, LINE)), "LINE_DEN_COEFF": " ".join(map(str, ONE)),
    "SAMP_NUM_COEFF": " ".join(map(str, SAMPLE)), "SAMP_DEN_COEFF": " ".join(map(str, ONE)),
}  # fmt: skip


def write(path, *, gcps=None, transform=None, crs="", driver="GTiff", nodata=None, **domains):
    picture = gdal.GetDriverByName("MEM").Create("", COLS, ROWS, 1, gdal.GDT_UInt16)
    picture.WriteArray(ARRAY)
    if transform:
        picture.SetGeoTransform(transform)
    if nodata is not None:
        picture.GetRasterBand(1).SetNoDataValue(nodata)
    picture.SetGCPs(gcps, crs) if gcps else picture.SetProjection(crs)
    for domain, items in domains.items():
        picture.SetMetadata(items, domain)
    gdal.GetDriverByName(driver).CreateCopy(str(path), picture)
    return str(path)


def copy(source, path, grid=None, layout="tiled"):
    """Write what a source holds, as every algorithm does."""
    grid = grid or source.grid
    with RasterSink(path, grid, OutputSpec(1, "uint16", None), layout=layout) as sink:
        sink.write(grid.window, source.read(grid.window)[0])
    return gdal.Open(str(path))


def points(dataset):
    return [(p.GCPX, p.GCPY, p.GCPPixel, p.GCPLine) for p in dataset.GetGCPs()]


@pytest.mark.parametrize("driver", ["GTiff", "PNG"])
def test_an_image_without_georeference_has_its_first_pixel_at_0_and_rows_that_go_down(
    tmp_path, driver
):
    source = RasterSource(write(tmp_path / "image", driver=driver))

    assert source.grid.bounds == (0, -ROWS, COLS, 0)
    assert source.grid.to_map(3, 4) == (3, -4)
    out = copy(source, tmp_path / "out.tif")
    assert out.GetGeoTransform(can_return_null=True) is None
    assert (out.ReadAsArray() == ARRAY).all()


def test_a_crs_without_a_place_is_kept(tmp_path):
    source = RasterSource(write(tmp_path / "image.tif", crs=WKT))

    out = copy(source, tmp_path / "out.tif")

    assert source.grid.bounds == (0, -ROWS, COLS, 0)
    assert out.GetGeoTransform(can_return_null=True) is None
    assert out.GetSpatialRef().GetAuthorityCode(None) == "2154"


@pytest.mark.parametrize("layout", ["tiled", "cog"])
@pytest.mark.parametrize("transform", [HALF_METRES, TURNED], ids=["plain", "turned"])
def test_ground_control_points_place_an_image_and_are_written_again(tmp_path, transform, layout):
    gcps = [point(transform, *corner) for corner in CORNERS]
    source = RasterSource(write(tmp_path / "image.tif", gcps=gcps, crs=WKT))

    out = copy(source, tmp_path / "out.tif", layout=layout)

    assert source.grid.transform == pytest.approx(transform, abs=1e-6)
    assert source.grid.crs
    assert out.GetGeoTransform(can_return_null=True) is None
    assert points(out) == points(gdal.Open(str(tmp_path / "image.tif")))
    assert out.GetGCPSpatialRef().GetAuthorityCode(None) == "2154"
    again = RasterSource(str(tmp_path / "out.tif"))
    again.grid.require_same(source.grid)
    assert (again.read(again.grid.window)[0] == ARRAY[..., None]).all()


def test_many_points_that_agree_but_for_rounding_are_one_transform(tmp_path):
    places = [(c, r) for c in range(0, 41, 8) for r in range(0, 31, 6)]
    gcps = [point(HALF_METRES, *p, off=0.1 * (-1) ** n) for n, p in enumerate(places)]

    grid = RasterSource(write(tmp_path / "image.tif", gcps=gcps, crs=WKT)).grid

    assert (grid.width, grid.height) == (COLS, ROWS)
    assert grid.bounds == pytest.approx(
        (ORIGIN[0], ORIGIN[1] - 15, ORIGIN[0] + 20, ORIGIN[1]), 1e-7
    )


@pytest.mark.parametrize("nodata", [None, 9999])
@pytest.mark.parametrize("exceptions", [False, True], ids=["codes", "exceptions"])
def test_points_that_bend_an_image_are_followed_as_qgis_does(
    tmp_path, gdal_exceptions, nodata, exceptions
):
    path = write(tmp_path / "image.tif", gcps=BENT, crs=WKT, nodata=nodata)
    shown = gdal.AutoCreateWarpedVRT(gdal.Open(path), None, None, gdal.GRA_NearestNeighbour, 0.2)
    gdal_exceptions(exceptions)

    source = pickle.loads(pickle.dumps(RasterSource(path)))
    data, valid = source.read(source.grid.window)

    assert source.grid.transform == pytest.approx(shown.GetGeoTransform())
    expected = shown.ReadAsArray()
    assert data.shape == (*expected.shape, 1)
    assert (data[..., 0] == expected)[valid].all()
    assert 0 < (~valid).sum() < valid.size
    assert source.grid.control is None


def bands_of(path, *bands, last=gdal.GCI_Undefined, nodata=None):
    """Write bands with points that bend them; the last one has a colour."""
    picture = gdal.GetDriverByName("MEM").Create("", COLS, ROWS, len(bands), gdal.GDT_Byte)
    picture.WriteArray(np.stack(bands))
    picture.GetRasterBand(len(bands)).SetColorInterpretation(last)
    for number, value in enumerate(nodata or (), start=1):
        picture.GetRasterBand(number).SetNoDataValue(value)
    picture.SetGCPs(BENT, WKT)
    gdal.GetDriverByName("GTiff").CreateCopy(str(path), picture)
    return str(path)


@pytest.mark.parametrize("alpha", [True, False])
def test_what_lies_around_a_bent_image_is_no_band(tmp_path, alpha):
    path = write(tmp_path / "image.tif", gcps=BENT, crs=WKT)

    source = RasterSource(path, alpha=alpha)
    _, valid = source.read(source.grid.window)

    assert (source.bands, source.alpha_band) == ((1,), None)
    assert operand(source).count == 1
    assert not source.whole
    assert 0 < (~valid).sum() < valid.size


def test_near_infrared_that_is_called_alpha_is_read_whole_where_an_image_is_bent(tmp_path):
    ones = np.ones((ROWS, COLS), "uint8")
    infrared = np.repeat(np.array([0, 200], "uint8"), 20)[None].repeat(ROWS, axis=0)
    path = bands_of(tmp_path / "image.tif", ones, infrared, last=gdal.GCI_AlphaBand)

    band = RasterSource(path, alpha=False)
    data, valid = band.read(band.grid.window)
    _, opaque = RasterSource(path).read(band.grid.window)

    assert band.bands == (1, 2)
    assert 0 < (~valid).sum() < valid.size
    assert (data[valid][:, 0] == 1).all()
    assert (opaque == (valid & (data[..., 1] == 200))).all()
    assert (opaque & valid).sum() < valid.sum()


def test_around_a_bent_image_there_is_nothing_whatever_nodata_its_bands_have(tmp_path):
    ones = np.ones((ROWS, COLS), "uint8")
    plain = RasterSource(bands_of(tmp_path / "plain.tif", ones, 2 * ones))
    marked = RasterSource(bands_of(tmp_path / "marked.tif", ones, 2 * ones, nodata=(1, 1)))

    expected = plain.read(plain.grid.window)[1]

    assert (marked.read(marked.grid.window)[1] == expected).all()
    assert marked.nodata == 1


@pytest.mark.parametrize("beside", [True, False], ids=["with aux.xml", "without"])
def test_a_map_of_classes_that_is_bent_keeps_their_names(tmp_path, beside):
    classes = (LegendEntry(1, "poplar", "#00ff00"), LegendEntry(2, "other", "#808080"))
    control = tuple((p.GCPX, p.GCPY, 0, p.GCPPixel, p.GCPLine, "", "") for p in BENT)
    grid = Grid(COLS, ROWS, PIXELS, WKT, control)
    with RasterSink(tmp_path / "m.tif", grid, OutputSpec(1, "uint8", 0, legend=classes)) as sink:
        sink.write(grid.window, np.ones((ROWS, COLS, 1), "uint8"))
    if not beside:
        (tmp_path / "m.tif.aux.xml").unlink()

    assert read_legend(tmp_path / "m.tif") == classes


def test_points_that_are_too_few_place_nothing_and_are_written_again(tmp_path):
    gcps = [point(HALF_METRES, *corner) for corner in CORNERS[:2]]
    source = RasterSource(write(tmp_path / "image.tif", gcps=gcps, crs=WKT))

    out = copy(source, tmp_path / "out.tif")

    assert source.grid.bounds == (0, -ROWS, COLS, 0)
    assert len(points(out)) == 2


def test_a_part_of_an_image_lies_where_it_lay(tmp_path):
    window = Window(8, 6, 20, 10)
    gcps = [point(TURNED, *corner) for corner in CORNERS]
    placed = RasterSource(write(tmp_path / "placed.tif", gcps=gcps, crs=WKT))
    bare = RasterSource(write(tmp_path / "bare.tif"))

    out = {}
    for name, source in (("placed", placed), ("bare", bare)):
        grid = source.grid.part(window)
        with RasterSink(tmp_path / f"{name}-part.tif", grid, OutputSpec(1, "uint16", None)) as sink:
            sink.write(grid.window, source.read(window)[0])
        out[name] = RasterSource(str(tmp_path / f"{name}-part.tif")).grid

    assert out["placed"].to_map(0, 0) == pytest.approx(placed.grid.to_map(8, 6), abs=1e-6)
    assert out["placed"].control
    assert out["bare"].bounds == (8, -16, 28, -6)
    assert bare.grid.part(bare.grid.window).control == ()


def test_rational_polynomials_are_followed_as_qgis_does(tmp_path):
    path = write(tmp_path / "image.tif", RPC=RATIONAL)
    shown = gdal.AutoCreateWarpedVRT(gdal.Open(path), None, None, gdal.GRA_NearestNeighbour, 0.2)

    source = RasterSource(path)

    assert source.grid.transform == pytest.approx(shown.GetGeoTransform())
    assert 'AUTHORITY["EPSG","4326"]' in source.grid.crs
    assert RasterSource(
        write(tmp_path / "o.tif", transform=HALF_METRES, RPC=RATIONAL)
    ).grid == Grid(COLS, ROWS, HALF_METRES, "")


def bent_image(path, how):
    """Write an image that control points or rational polynomials bend."""
    return write(path, **({"gcps": BENT, "crs": WKT} if how == "points" else {"RPC": RATIONAL}))


HOW = pytest.mark.parametrize("how", ["points", "rational"])


@HOW
@pytest.mark.parametrize("layout", ["tiled", "overviews", "cog"])
def test_an_image_in_its_own_pixels_is_written_with_what_bends_it(tmp_path, how, layout):
    path = bent_image(tmp_path / "image.tif", how)
    source = pickle.loads(pickle.dumps(RasterSource(path, own=True)))
    data, valid = source.read(source.grid.window)

    out = copy(source, tmp_path / "out.tif", layout=layout)

    assert (data[..., 0] == ARRAY).all()
    assert valid.all()
    assert source.whole
    assert out.GetGeoTransform(can_return_null=True) is None
    assert points(out) == points(gdal.Open(path))
    assert (out.ReadAsArray() == ARRAY).all()
    shown = [RasterSource(p) for p in (path, str(tmp_path / "out.tif"))]
    assert shown[0].grid == shown[1].grid
    assert source.grid.shown == shown[0].grid
    pixels = [one.read(one.grid.window) for one in shown]
    assert (pixels[0][0] == pixels[1][0]).all()
    again = RasterSource(str(tmp_path / "out.tif"), own=True)
    again.grid.require_same(source.grid)


def test_own_pixels_of_an_image_that_a_transform_places_are_what_is_shown(tmp_path):
    for name, more in {
        "plain": {"transform": TURNED, "crs": WKT},
        "points": {"gcps": [point(TURNED, *corner) for corner in CORNERS], "crs": WKT},
        "bare": {},
    }.items():
        path = write(tmp_path / f"{name}.tif", **more)
        assert RasterSource(path, own=True).grid == RasterSource(path).grid


def test_pixels_that_are_bent_otherwise_are_not_on_one_grid(tmp_path):
    moved = [*BENT[:-1], point(HALF_METRES, 20, 15, off=4.0)]
    sources = [
        RasterSource(bent_image(tmp_path / "a.tif", "points"), own=True),
        RasterSource(bent_image(tmp_path / "b.tif", "rational"), own=True),
        RasterSource(write(tmp_path / "c.tif", gcps=moved, crs=WKT), own=True),
        RasterSource(write(tmp_path / "d.tif")),
        RasterSource(bent_image(tmp_path / "e.tif", "points")),
    ]

    for number, one in enumerate(sources):
        for other in sources[number + 1 :]:
            with pytest.raises(GridMismatchError):
                one.grid.require_same(other.grid)
    with pytest.raises(GridMismatchError, match="other ground control points or rational"):
        sources[0].grid.require_same(sources[2].grid, "a", "c")


@HOW
def test_a_part_of_a_bent_image_lies_where_it_lay(tmp_path, how):
    window = Window(8, 6, 20, 10)
    source = RasterSource(bent_image(tmp_path / "image.tif", how), own=True)
    grid = source.grid.part(window)
    with RasterSink(tmp_path / "part.tif", grid, OutputSpec(1, "uint16", None)) as sink:
        sink.write(grid.window, source.read(window)[0])

    of_whole, of_part = (
        gdal.Transformer(gdal.Open(str(tmp_path / name)), None, [])
        for name in ("image.tif", "part.tif")
    )
    for col, row in [(0, 0), (20, 10), (5, 7)]:
        expected = of_whole.TransformPoint(0, col + 8.0, row + 6.0)[1]
        assert of_part.TransformPoint(0, col, row)[1] == pytest.approx(expected, rel=1e-9)


def test_a_crs_that_is_set_counts_for_own_pixels(tmp_path):
    other = spatial_reference(32631).ExportToWkt()
    source = RasterSource(bent_image(tmp_path / "image.tif", "points"), crs=other, own=True)

    out = copy(source, tmp_path / "out.tif")

    assert source.grid.shown.crs == other
    assert out.GetGCPSpatialRef().GetAuthorityCode(None) == "32631"


def test_a_bare_image_is_not_on_the_grid_of_one_that_goes_up(tmp_path):
    bare = RasterSource(write(tmp_path / "bare.tif"))
    up = RasterSource(write(tmp_path / "up.tif", transform=(0.0, 1.0, 0.0, 0.0, 0.0, 1.0)))

    assert up.grid.bounds == (0, 0, COLS, ROWS)
    with pytest.raises(GridMismatchError):
        bare.grid.require_same(up.grid)
