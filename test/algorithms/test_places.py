"""Where rasters and polygons lie, through the algorithms that bring them together."""

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import QgsPointXY, QgsProcessingException, QgsRasterLayer, QgsRectangle
from samples import read_raster, spatial_reference, square, write_polygons, write_raster

from poplar_nn_plugin.engine import RasterSource

LAMBERT = (
    "+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000 +ellps=GRS80 "
    "+units=m"
)


def in_crs(path, text):
    """Give a raster another CRS, on the same pixels."""
    crs = osr.SpatialReference()
    crs.SetFromUserInput(text)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.SetProjection(crs.ExportToWkt())
    dataset.FlushCache()
    return path


def test_band_math_knows_one_crs_by_its_many_names(toolbox, tmp_path):
    names = ["EPSG:2154", "EPSG:2154+5720", "IGNF:LAMB93", LAMBERT]
    images = [
        str(in_crs(write_raster(tmp_path / f"{n}.tif", np.full((9, 9), n, "uint8")), name))
        for n, name in enumerate(names, start=1)
    ]

    toolbox.run(
        "bandmath", RASTERS=images, EXPRESSION="a1 + b1 + c1 + d1", OUTPUT=tmp_path / "sum.tif"
    )

    assert (read_raster(tmp_path / "sum.tif") == 10).all()


def test_an_image_on_no_earth_is_told_from_labels_that_are(toolbox, tmp_path):
    image = write_raster(tmp_path / "image.tif", np.ones((60, 60), "uint8"))
    in_crs(image, 'LOCAL_CS["site",UNIT["metre",1]]')
    polygons = write_polygons(tmp_path / "p.gpkg", [(square(0, 0, 9), {"class": "a"})])

    with pytest.raises(QgsProcessingException, match=r"Nothing can be brought from .* to site"):
        toolbox.run("maskfrompolygons", RASTER=image, POLYGONS=polygons, OUTPUT=tmp_path / "m.tif")


ROWS, COLS = 30, 40
CORNERS = [(0, 0), (COLS, 0), (COLS, ROWS), (0, ROWS)]
NORTH_UP = (600000.0, 0.5, 0.0, 6300000.0, 0.0, -0.5)
CASES = {
    "plain": {"transform": NORTH_UP},
    "bare": {"crs": None},
    "bare with a CRS": {},
    "bare PNG": {"crs": None, "driver": "PNG"},
    "identity": {"transform": (0.0, 1.0, 0.0, 0.0, 0.0, 1.0)},
    "south-up": {"transform": (600000.0, 0.5, 0.0, 6300000.0, 0.0, 0.5)},
    "east to west": {"transform": (600020.0, -0.5, 0.0, 6300000.0, 0.0, -0.5)},
    "points": {"points": [(c, r, 0.0) for c, r in CORNERS]},
    "points without a CRS": {"points": [(c, r, 0.0) for c, r in CORNERS], "crs": None},
    "three points": {"points": [(c, r, 0.0) for c, r in CORNERS[:3]]},
    "two points": {"points": [(c, r, 0.0) for c, r in CORNERS[:2]]},
    "points that bend": {
        "points": [*((c, r, 0.0) for c, r in CORNERS), (10, 5, 0.0), (20, 15, 3.0)]
    },
}


def picture(path, *, transform=None, points=(), crs=2154, driver="GTiff"):
    """Write an image of 40 x 30 pixels, each with a value of its own, and return its path."""
    wkt = spatial_reference(crs).ExportToWkt() if crs else ""
    array = np.arange(ROWS * COLS, dtype="uint16").reshape(ROWS, COLS)
    image = gdal.GetDriverByName("MEM").Create("", COLS, ROWS, 1, gdal.GDT_UInt16)
    image.WriteArray(array)
    if transform:
        image.SetGeoTransform(transform)
    if points:
        gcps = [
            gdal.GCP(*(v + off for v in gdal.ApplyGeoTransform(NORTH_UP, c, r)), 0, c, r)
            for c, r, off in points
        ]
        image.SetGCPs(gcps, wkt)
    elif wkt:
        image.SetProjection(wkt)
    gdal.GetDriverByName(driver).CreateCopy(str(path), image)
    return path


def seen(layer, x, y):
    """Return what QGIS shows of the first band at a place."""
    value, found = layer.dataProvider().sample(QgsPointXY(x, y), 1)
    return value if found else None


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_an_image_is_read_where_qgis_shows_it_and_its_results_lie_there_too(
    toolbox, tmp_path, case
):
    path = picture(tmp_path / "image", **case)
    grid = RasterSource(str(path)).grid
    shown = QgsRasterLayer(str(path), "shown")
    data, valid = RasterSource(str(path)).read(grid.window)

    toolbox.run("bandmath", RASTERS=[str(path)], EXPRESSION="a1", OUTPUT=tmp_path / "out.tif")

    result = QgsRasterLayer(str(tmp_path / "out.tif"), "result")
    box = QgsRectangle(shown.extent())
    # Where columns run to the west QGIS 3.40 gives east as the least x, and finds no pixel itself.
    box.normalize()
    assert grid.bounds == pytest.approx(
        (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()), abs=1e-6
    )
    assert result.extent() == shown.extent()
    assert result.crs() == shown.crs()
    places = ((0, 0), (2, 7), (9, 30), (20, 11), (25, 38)) if shown.extent() == box else ()
    for row, col in places:
        place = grid.to_map(col + 0.5, row + 0.5)
        assert seen(shown, *place) == data[row, col, 0]
        # Around a bent image QGIS shows zeros, of the image and of what comes of it.
        assert valid[row, col] or case is CASES["points that bend"]
        assert seen(result, *place) == data[row, col, 0]
    before, after = gdal.Open(str(path)), gdal.Open(str(tmp_path / "out.tif"))
    transforms = [image.GetGeoTransform(can_return_null=True) for image in (before, after)]
    assert transforms[0] == transforms[1]
    assert after.GetGCPCount() == before.GetGCPCount()


def test_turned_points_keep_the_pixels_that_qgis_resamples(toolbox, tmp_path):
    turn = (600000.0, 0.4, 0.3, 6300000.0, 0.3, -0.4)
    gcps = [gdal.GCP(*gdal.ApplyGeoTransform(turn, c, r), 0, c, r) for c, r in CORNERS]
    path = picture(tmp_path / "image.tif", points=[(c, r, 0.0) for c, r in CORNERS])
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.SetGCPs(gcps, dataset.GetGCPProjection())
    dataset.FlushCache()

    toolbox.run("bandmath", RASTERS=[str(path)], EXPRESSION="a1", OUTPUT=tmp_path / "out.tif")

    shown, result = (QgsRasterLayer(str(tmp_path / f"{n}.tif"), n) for n in ("image", "out"))
    assert (read_raster(tmp_path / "out.tif") == read_raster(path)).all()
    assert result.extent() == shown.extent()


@pytest.mark.parametrize("case", ["bare", "points"])
def test_polygons_drawn_where_qgis_shows_an_image_lie_on_its_pixels(toolbox, tmp_path, case):
    path = picture(tmp_path / "image.tif", **CASES[case])
    corners = [(10, 5), (20, 5), (20, 12), (10, 12), (10, 5)]
    frame = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0) if case == "bare" else NORTH_UP
    ring = ",".join("{} {}".format(*gdal.ApplyGeoTransform(frame, c, r)) for c, r in corners)
    epsg = None if case == "bare" else 2154
    polygons = write_polygons(tmp_path / "p.gpkg", [(f"POLYGON(({ring}))", {"a": 1})], epsg=epsg)

    toolbox.run("maskfrompolygons", RASTER=path, POLYGONS=polygons, OUTPUT=tmp_path / "m.tif")

    expected = np.zeros((ROWS, COLS))
    expected[5:12, 10:20] = 1
    assert (read_raster(tmp_path / "m.tif")[..., 0] == expected).all()


def test_a_raster_mask_that_lies_elsewhere_is_refused_with_both_extents(toolbox, tmp_path):
    image = write_raster(tmp_path / "image.tif", np.ones((9, 9), "uint8"))
    far = (650000.0, 1.0, 0.0, 6300000.0, 0.0, -1.0)
    mask = write_raster(tmp_path / "mask.tif", np.ones((9, 9), "uint8"), transform=far)

    with pytest.raises(
        QgsProcessingException,
        match=r"mask.tif does not overlap the image: it reaches over 650000, .*image over 600000, ",
    ):
        toolbox.run("meanfilter", RASTER=image, MASK=mask, OUTPUT=tmp_path / "out.tif")
    assert not (tmp_path / "out.tif").exists()


def test_a_north_up_mask_serves_an_image_whose_rows_go_up(toolbox, tmp_path):
    up = (600000.0, 1.0, 0.0, 6299991.0, 0.0, 1.0)
    image = write_raster(tmp_path / "image.tif", np.full((9, 9), 5, "uint8"), transform=up)
    codes = np.zeros((9, 9), "uint8")
    codes[0, :4] = 1  # in the north
    mask = write_raster(tmp_path / "mask.tif", codes)

    toolbox.run("meanfilter", RASTER=image, MASK=mask, OUTPUT=tmp_path / "out.tif")

    assert ((read_raster(tmp_path / "out.tif")[..., 0] == 5) == codes[::-1]).all()
