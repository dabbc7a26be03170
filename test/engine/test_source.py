import pickle
import shutil

import numpy as np
import pytest
from osgeo import gdal
from samples import write_raster

from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.errors import ParameterError, RasterOpenError

NAN = float("nan")


def write_with_alpha(path, colours, alpha):
    """Write a GeoTIFF whose last band is alpha."""
    rows, cols, bands = colours.shape
    driver = gdal.GetDriverByName("GTiff")
    dataset = driver.Create(str(path), cols, rows, bands + 1, gdal.GDT_Byte, ["ALPHA=YES"])
    for band in range(bands):
        dataset.GetRasterBand(band + 1).WriteArray(colours[..., band])
    dataset.GetRasterBand(bands + 1).WriteArray(alpha)
    dataset.FlushCache()
    return path


def set_mask(path, mask, internal):
    """Give a GeoTIFF a mask, inside it or in a file beside it."""
    before = gdal.GetConfigOption("GDAL_TIFF_INTERNAL_MASK")
    gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES" if internal else "NO")
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).GetMaskBand().WriteArray(mask)
    dataset.FlushCache()
    gdal.SetConfigOption("GDAL_TIFF_INTERNAL_MASK", before)
    return path


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint16", "int32", "float32", "float64"])
def test_values_are_read_as_stored(tmp_path, dtype):
    array = np.arange(24).reshape(3, 4, 2).astype(dtype)

    source = RasterSource(write_raster(tmp_path / "a.tif", array))
    data, valid = source.read(source.grid.window)

    assert (dtype, (1, 2), None) == (source.dtype, source.bands, source.nodata)
    assert np.array_equal(array, data)
    assert valid.all()


def test_a_window_beyond_the_grid_is_padded_and_invalid(tmp_path):
    source = RasterSource(write_raster(tmp_path / "a.tif", np.full((2, 2), 7, "uint8")))

    data, valid = source.read(Window(-1, -2, 5, 5))

    expected = np.zeros((5, 5), int)
    expected[2:4, 1:3] = 7
    assert np.array_equal(expected, data[..., 0])
    assert np.array_equal(expected == 7, valid)


def test_a_window_off_the_grid_is_all_invalid(tmp_path):
    source = RasterSource(write_raster(tmp_path / "a.tif", np.full((2, 2), 7, "uint8")))

    data, valid = source.read(Window(10, 10, 3, 2))

    assert data.shape == (2, 3, 1)
    assert not valid.any()


def test_bands_come_in_the_order_asked_for(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.array([[[1, 2, 3]]], "uint8"))

    data, _ = RasterSource(path, bands=(3, 1)).read(Window(0, 0, 1, 1))

    assert data[0, 0].tolist() == [3, 1]


@pytest.mark.parametrize("bands", [(4,), (0,), (1, -1)])
def test_a_band_that_is_not_there_is_refused(tmp_path, bands):
    path = write_raster(tmp_path / "a.tif", np.zeros((1, 1, 3), "uint8"))

    with pytest.raises(ParameterError, match="bands 1 to 3"):
        RasterSource(path, bands=bands)


def test_unsigned_pixels_are_nodata_only_where_all_bands_are(tmp_path):
    pixels = np.array([[[0, 0], [0, 5], [5, 5]]], "uint8")

    _, valid = RasterSource(write_raster(tmp_path / "a.tif", pixels, nodata=0)).read(
        Window(0, 0, 3, 1)
    )

    assert valid.tolist() == [[False, True, True]]


@pytest.mark.parametrize("dtype", ["int16", "float32"])
def test_signed_pixels_are_nodata_where_any_band_is(tmp_path, dtype):
    pixels = np.array([[[-9, -9], [-9, 5], [5, 5]]], dtype)

    _, valid = RasterSource(write_raster(tmp_path / "a.tif", pixels, nodata=-9)).read(
        Window(0, 0, 3, 1)
    )

    assert valid.tolist() == [[False, False, True]]


@pytest.mark.parametrize("nodata", [None, NAN, -1.0])
def test_nan_is_always_invalid(tmp_path, nodata):
    pixels = np.array([[NAN, 1.0]], "float32")

    _, valid = RasterSource(write_raster(tmp_path / "a.tif", pixels, nodata=nodata)).read(
        Window(0, 0, 2, 1)
    )

    assert valid.tolist() == [[False, True]]


@pytest.mark.parametrize("nodata", [-9999, 300, 0.5, NAN])
def test_nodata_that_the_type_cannot_hold_matches_nothing(tmp_path, nodata):
    pixels = np.array([[0, 1, 255]], "uint8")
    path = tmp_path / "a.vrt"
    write_raster(tmp_path / "a.tif", pixels)
    gdal.BuildVRT(str(path), str(tmp_path / "a.tif"), VRTNodata=str(nodata)).FlushCache()

    _, valid = RasterSource(path).read(Window(0, 0, 3, 1))

    assert valid.all()


def test_the_lowest_float_written_with_few_digits_is_nodata(tmp_path):
    pixels = np.array([[np.finfo("float32").min, 1]], "float32")

    _, valid = RasterSource(write_raster(tmp_path / "a.tif", pixels, nodata=-3.402823466e38)).read(
        Window(0, 0, 2, 1)
    )

    assert valid.tolist() == [[False, True]]


def test_each_band_has_its_own_nodata(tmp_path):
    for name, nodata in (("a", -1), ("b", -2)):
        write_raster(tmp_path / f"{name}.tif", np.array([[-1, -2, 3]], "int16"), nodata=nodata)
    files = [str(tmp_path / f"{name}.tif") for name in "ab"]
    gdal.BuildVRT(str(tmp_path / "ab.vrt"), files, separate=True).FlushCache()

    _, both = RasterSource(tmp_path / "ab.vrt").read(Window(0, 0, 3, 1))
    _, second = RasterSource(tmp_path / "ab.vrt", bands=(2,)).read(Window(0, 0, 3, 1))

    assert both.tolist() == [[False, False, True]]
    assert second.tolist() == [[True, False, True]]


@pytest.mark.parametrize("bands", [None, (2,)])
def test_an_alpha_band_is_not_read_but_respected(tmp_path, bands):
    colours = np.full((1, 3, 3), 9, "uint8")
    path = write_with_alpha(tmp_path / "a.tif", colours, np.array([[0, 1, 255]], "uint8"))

    source = RasterSource(path, bands=bands)
    data, valid = source.read(Window(0, 0, 3, 1))

    assert (bands or (1, 2, 3)) == source.bands
    assert data.min() == 9
    assert valid.tolist() == [[False, True, True]]


@pytest.mark.parametrize("internal", [True, False], ids=["internal", "msk"])
def test_the_mask_of_the_dataset_is_respected(tmp_path, internal):
    path = write_raster(tmp_path / "a.tif", np.full((2, 2, 3), 9, "uint8"), nodata=None)
    set_mask(path, np.array([[0, 255], [255, 0]], "uint8"), internal)

    _, valid = RasterSource(path).read(Window(0, 0, 2, 2))

    assert (tmp_path / "a.tif.msk").exists() is not internal
    assert valid.tolist() == [[False, True], [True, False]]


def test_bands_of_several_types_are_read_as_one_that_holds_them(tmp_path):
    write_raster(tmp_path / "a.tif", np.array([[7]], "uint8"))
    write_raster(tmp_path / "b.tif", np.array([[0.5]], "float32"))
    files = [str(tmp_path / f"{name}.tif") for name in "ab"]
    gdal.BuildVRT(str(tmp_path / "ab.vrt"), files, separate=True).FlushCache()

    source = RasterSource(tmp_path / "ab.vrt")

    assert source.dtype == "float32"
    assert source.read(Window(0, 0, 1, 1))[0][0, 0].tolist() == [7, 0.5]


def test_names_of_bands(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.zeros((1, 1, 2), "uint8"))
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(2).SetDescription("near infrared")
    dataset.FlushCache()
    del dataset

    assert RasterSource(path).band_names == ("Band 1", "near infrared")


def test_any_extension_opens(tmp_path):
    write_raster(tmp_path / "a.tif", np.array([[3]], "uint8"))
    shutil.move(tmp_path / "a.tif", tmp_path / "a.gtif")

    assert RasterSource(tmp_path / "a.gtif").read(Window(0, 0, 1, 1))[0][0, 0, 0] == 3


def test_the_grid_is_the_files(tmp_path):
    transform = (10.0, 0.5, 0.1, 20.0, 0.2, -0.25)
    path = write_raster(tmp_path / "a.tif", np.zeros((2, 3), "uint8"), transform=transform)

    grid = RasterSource(path).grid

    assert (3, 2, transform) == (grid.width, grid.height, grid.transform)
    assert "Lambert" in grid.crs


@pytest.mark.parametrize("exceptions", [False, True], ids=["codes", "exceptions"])
def test_a_file_that_is_no_raster_says_so(tmp_path, exceptions, gdal_exceptions):
    gdal_exceptions(exceptions)
    (tmp_path / "a.tif").write_text("no raster")

    with pytest.raises(RasterOpenError, match=r"a\.tif cannot be opened: .*not recognized"):
        RasterSource(tmp_path / "a.tif")


@pytest.mark.parametrize("exceptions", [False, True], ids=["codes", "exceptions"])
def test_a_damaged_file_says_where(tmp_path, exceptions, gdal_exceptions):
    gdal_exceptions(exceptions)
    path = write_raster(tmp_path / "a.tif", np.ones((500, 500), "uint8"))
    source = RasterSource(path)
    path.write_bytes(path.read_bytes()[:100_000])

    with pytest.raises(RasterOpenError, match=r"a\.tif"):
        source.read(Window(0, 400, 500, 100))


def test_complex_numbers_are_refused(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.zeros((1, 1), "complex64"))

    with pytest.raises(RasterOpenError, match="not real numbers"):
        RasterSource(path)


def test_a_source_travels_to_another_process(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.array([[1, 2]], "uint8"), nodata=1)
    source = RasterSource(path)

    other = pickle.loads(pickle.dumps(source))

    assert source == other
    assert other.read(Window(0, 0, 2, 1))[1].tolist() == [[False, True]]


@pytest.mark.parametrize(
    ("dtype", "nodata", "whole"),
    [("uint8", None, True), ("uint8", 0, False), ("int16", -1, False),
     ("float32", None, False)],
)  # fmt: skip
def test_an_image_is_whole_where_nothing_can_mark_a_pixel(tmp_path, dtype, nodata, whole):
    path = write_raster(tmp_path / "a.tif", np.ones((2, 2, 1), dtype), nodata=None)
    if nodata is not None:
        gdal.Translate(str(tmp_path / "b.vrt"), str(path), noData=nodata)
        path = tmp_path / "b.vrt"

    assert RasterSource(path).whole is whole


def write_signed(path, values, nodata=None):
    """Write a GeoTIFF of signed bytes, as GDAL before 3.7 and after it keep them."""
    rows, cols = values.shape
    modern = hasattr(gdal, "GDT_Int8")
    code, options = (gdal.GDT_Int8, []) if modern else (gdal.GDT_Byte, ["PIXELTYPE=SIGNEDBYTE"])
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), cols, rows, 1, code, options)
    if nodata is not None:
        dataset.GetRasterBand(1).SetNoDataValue(nodata)
    dataset.GetRasterBand(1).WriteRaster(0, 0, cols, rows, values.astype("int8").tobytes())
    dataset.FlushCache()
    return path


def test_signed_bytes_are_signed_and_have_their_nodata(tmp_path):
    values = np.array([[-128, -1, 0, 127]], "int8")

    source = RasterSource(write_signed(tmp_path / "a.tif", values, nodata=-128))
    data, valid = source.read(source.grid.window)

    assert (source.dtype, source.nodata) == ("int8", -128)
    assert data.ravel().tolist() == [-128, -1, 0, 127]
    assert valid.tolist() == [[False, True, True, True]]


def test_signed_bytes_are_signed_in_a_wider_type(tmp_path):
    path = write_signed(tmp_path / "a.tif", np.array([[-128, -2, 3]], "int8"), nodata=-128)

    data, valid = RasterSource(path, read_as="int16").read(Window(0, 0, 3, 1))

    assert data.ravel().tolist() == [-128, -2, 3]
    assert valid.tolist() == [[False, True, True]]


@pytest.mark.parametrize("dtype", ["float32", "int16"])
def test_alpha_of_any_type_is_read_in_its_own(tmp_path, dtype):
    values = {"float32": [0, 0.3, 1, NAN], "int16": [0, -1, 32767, 0]}[dtype]
    image = np.stack([np.full(4, 5), values], -1)[None].astype(dtype)
    path = write_raster(tmp_path / "a.tif", image)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(2).SetColorInterpretation(gdal.GCI_AlphaBand)
    dataset.FlushCache()
    del dataset

    _, valid = RasterSource(path).read(Window(0, 0, 4, 1))

    assert valid.tolist() == [[False, True, True, False]]


def test_an_alpha_band_that_is_a_band_is_read_and_masks_nothing(tmp_path):
    path = write_with_alpha(
        tmp_path / "a.tif", np.full((1, 2, 3), 9, "uint8"), np.array([[0, 7]], "uint8")
    )

    source = RasterSource(path, alpha=False)
    data, valid = source.read(Window(0, 0, 2, 1))

    assert source.bands == (1, 2, 3, 4)
    assert data[0, :, 3].tolist() == [0, 7]
    assert valid.all()
    assert source.whole


def write_scaled(path, stored, *, scale, offset, nodata=None):
    """Write a raster whose bands declare scale and offset."""
    path = write_raster(path, stored, nodata=nodata)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    for number in range(1, dataset.RasterCount + 1):
        dataset.GetRasterBand(number).SetScale(scale)
        dataset.GetRasterBand(number).SetOffset(offset)
    dataset.FlushCache()
    return path


@pytest.mark.parametrize(
    ("stored", "read"),
    [("uint8", "float32"), ("uint16", "float32"), ("int32", "float64"), ("float32", "float32")],
)
def test_values_are_scaled_and_nodata_is_not(tmp_path, stored, read):
    numbers = np.array([[0, 10, 200]], stored)
    path = write_scaled(tmp_path / "a.tif", numbers, scale=0.01, offset=-0.1, nodata=0)

    source = RasterSource(path)
    data, valid = source.read(Window(0, 0, 3, 1))

    assert (read, 0, ((0.01, -0.1),)) == (source.dtype, source.nodata, source.scale)
    np.testing.assert_allclose(data.ravel(), [-0.1, 0.0, 1.9], atol=1e-7)
    assert valid.tolist() == [[False, True, True]]
    raw = RasterSource(path, scaled=False)
    assert (raw.dtype, raw.scale) == (stored, source.scale)
    assert np.array_equal(numbers, raw.read(Window(0, 0, 3, 1))[0][..., 0])


def test_what_is_given_counts_in_place_of_what_the_file_says(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.array([[1, 2, 3, 4]], "int16"), nodata=1)
    window = Window(0, 0, 4, 1)

    other = RasterSource(path, nodata=2, crs="")
    ranges = RasterSource(path, nodata=(((2.0, 3.0), (7.0, 9.0)),))
    none = RasterSource(path, nodata=((),))

    assert (other.nodata, other.grid.crs) == (2, "")
    assert other.read(window)[1].tolist() == [[True, False, True, True]]
    assert ranges.read(window)[1].tolist() == [[True, False, False, True]]
    assert none.read(window)[1].all()
    assert (other.whole, ranges.whole, none.whole) == (False, False, True)
    assert pickle.loads(pickle.dumps(ranges)).read(window)[1].tolist() == [
        [True, False, False, True]
    ]


def test_ranges_are_looked_for_in_every_row(tmp_path):
    array = np.random.default_rng(5).integers(0, 9, (200, 30)).astype("int16")
    source = RasterSource(write_raster(tmp_path / "a.tif", array), nodata=(((3.0, 4.0),),))

    assert np.array_equal(source.read(source.grid.window)[1], (array < 3) | (array > 4))


def test_ranges_without_value_are_of_scaled_values(tmp_path):
    path = write_scaled(tmp_path / "a.tif", np.array([[1, 2, 3]], "uint16"), scale=0.1, offset=1)

    for scaled in (True, False):
        source = RasterSource(path, nodata=(((1.15, 1.25),),), scaled=scaled)

        assert source.read(Window(0, 0, 3, 1))[1].tolist() == [[True, False, True]]


def test_a_file_opens_with_options(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.ones((4, 4), "uint8"))
    gdal.Open(str(path), gdal.GA_Update).BuildOverviews("NEAREST", [2])

    half = RasterSource(path, options=("OVERVIEW_LEVEL=0",))

    assert (half.grid.width, half.grid.height) == (2, 2)
    assert half.read(half.grid.window)[0].shape == (2, 2, 1)


def test_gdal_complains_of_nothing_while_a_plain_image_is_read(tmp_path, capfd):
    """GDAL 3.7 and later warn of questions that older ones want asked."""
    source = RasterSource(write_raster(tmp_path / "a.tif", np.ones((4, 4), "uint8"), nodata=0))

    source.read(source.grid.window)

    assert capfd.readouterr().err == ""
