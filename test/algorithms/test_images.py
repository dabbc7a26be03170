"""Images of others: false alpha, scale and offset, 64 bits, layers as QGIS shows them."""

import json
from pathlib import Path

import numpy as np
import pytest
from optional import needs
from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
    QgsRasterRange,
)
from samples import read_raster, square, write_polygons, write_raster

from poplar_nn_plugin.engine import RasterSource

RNG = np.random.default_rng(8)
SIDE = 60


def read(path):
    """Return values, where they are valid, and the source of a raster."""
    source = RasterSource(path, scaled=False)
    return (*source.read(source.grid.window), source)


@pytest.fixture
def shown(qgis_app):
    """Return a function that adds a raster to the project, as a layer."""
    layers = []

    def show(path):
        layer = QgsRasterLayer(str(path), "shown")
        assert layer.isValid()
        QgsProject.instance().addMapLayer(layer)
        layers.append(layer)
        return layer

    yield show
    QgsProject.instance().removeMapLayers([layer.id() for layer in layers])


# Alpha


def four_bands(path, last):
    """Write four bands of bytes, the last of which GDAL calls alpha as it does by default."""
    colours = RNG.integers(1, 200, (SIDE, SIDE, 3), dtype="uint8")
    write_raster(path, np.dstack([colours, last]))
    dataset = gdal.Open(str(path), gdal.GA_Update)
    dataset.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    dataset.FlushCache()
    return path


def infrared():
    """Return near infrared: water is 0, some of it saturated, a collar without data."""
    band = RNG.integers(0, 256, (SIDE, SIDE)).astype("uint8")
    band[:, :6] = 0
    return band


def feathered():
    """Return a mask with soft edges."""
    rows, cols = np.mgrid[:SIDE, :SIDE]
    return np.clip(255 - 30 * (np.hypot(rows - 30, cols - 30) - 20), 0, 255).astype("uint8")


NDVI = "(a4 - a1) / (a4 + a1)"


def test_near_infrared_that_is_called_alpha_is_a_band(toolbox, tmp_path, feedback):
    image = four_bands(tmp_path / "image.tif", infrared())
    log = feedback()

    toolbox.run("bandmath", log, RASTERS=image, EXPRESSION=NDVI, OUTPUT=tmp_path / "ndvi.tif")
    toolbox.run("meanfilter", log, RASTER=image, OUTPUT=tmp_path / "mean.tif")

    found, valid, _ = read(tmp_path / "ndvi.tif")
    red, near = (read_raster(image)[..., band].astype(float) for band in (0, 3))
    assert valid.all()
    np.testing.assert_allclose(found[..., 0], (near - red) / (near + red), rtol=1e-6)
    assert read(tmp_path / "mean.tif")[0].shape == (SIDE, SIDE, 4)
    said = "image.tif: band 4 is called alpha, but its values are no mask's"
    assert sum(said in line for line in log.lines) == 2  # once a run


def test_a_feathered_mask_is_a_mask(toolbox, tmp_path, feedback):
    image = four_bands(tmp_path / "image.tif", feathered())
    log = feedback()

    toolbox.run("meanfilter", log, RASTER=image, OUTPUT=tmp_path / "mean.tif")

    found, valid, _ = read(tmp_path / "mean.tif")
    assert found.shape[-1] == 3
    assert np.array_equal(valid, feathered() > 0)
    assert any("band 4, called alpha, is read as a mask" in line for line in log.lines)


@pytest.mark.parametrize(("choice", "bands"), [("mask", 3), ("band", 4)])
@pytest.mark.parametrize("last", [infrared, feathered])
def test_a_switch_decides_what_alpha_is(choice, bands, last, toolbox, tmp_path, feedback):
    image = four_bands(tmp_path / "image.tif", last())
    log = feedback()

    toolbox.run("minimumfilter", log, RASTER=image, ALPHA=choice, OUTPUT=tmp_path / "out.tif")

    _, valid, source = read(tmp_path / "out.tif")
    assert len(source.bands) == bands
    assert valid.all() == (choice == "band")
    assert not any("called alpha" in line for line in log.lines)


def labels_of(tmp_path):
    places = [(1, 1, "a"), (30, 1, "a"), (1, 30, "b"), (30, 30, "b")]
    return write_polygons(
        tmp_path / "labels.gpkg", [(square(c, r, 25), {"class": name}) for c, r, name in places]
    )


def extract(toolbox, tmp_path, image, name="patches", **more):
    return toolbox.run(
        "extractpatches",
        RASTER=image,
        LABELS=labels_of(tmp_path) if not (tmp_path / "labels.gpkg").exists()
        else tmp_path / "labels.gpkg",
        CLASS_FIELD="class",
        PATCH_SIZE=6,
        BUFFER=0,
        VALIDATION_SHARE=0.5,
        OUTPUT=tmp_path / name,
        **more,
    )  # fmt: skip


def meta_of(results):
    with open(f"{results['OUTPUT']}/dataset.json", encoding="utf-8") as file:
        return json.load(file)


@pytest.mark.worker
def test_training_and_map_take_a_band_called_alpha_for_the_same(toolbox, tmp_path, feedback):
    image = four_bands(tmp_path / "image.tif", infrared())
    other = four_bands(tmp_path / "other.tif", np.full((SIDE, SIDE), 255, "uint8"))
    log = feedback()

    found = extract(toolbox, tmp_path, image)
    toolbox.run(
        "trainmodel",
        PATCHES=found["OUTPUT"],
        ARCHITECTURE="random_forest",
        OUTPUT=tmp_path / "m.keras",
        REPORT=tmp_path / "m.html",
    )
    toolbox.run(
        "predict", log, RASTER=other, MODEL=tmp_path / "m.keras", OUTPUT=tmp_path / "map.tif"
    )

    meta = meta_of(found)
    assert (meta["spec"]["bands"], meta["image"]["band_count"]) == ([1, 2, 3, 4], 4)
    assert "other.tif: band 4, called alpha, is one of the 4 bands." in log.lines
    assert read(tmp_path / "map.tif")[1].all()


# Scale and offset


def scaled(path, stored, scale=0.0001, offset=-0.1, nodata=None):
    write_raster(path, stored, nodata=nodata)
    dataset = gdal.Open(str(path), gdal.GA_Update)
    for number in range(1, dataset.RasterCount + 1):
        dataset.GetRasterBand(number).SetScale(scale)
        dataset.GetRasterBand(number).SetOffset(offset)
    dataset.FlushCache()
    return path


@pytest.fixture
def reflectance(tmp_path):
    stored = RNG.integers(1100, 6000, (SIDE, SIDE, 2), dtype="uint16")
    stored[:3] = 0
    return scaled(tmp_path / "image.tif", stored, nodata=0)


def values_of(path):
    return read_raster(path).astype(float) * 0.0001 - 0.1


def test_band_math_computes_with_the_values_that_qgis_shows(
    toolbox, reflectance, tmp_path, feedback, shown
):
    log, text = feedback(), "(a2 - a1) / (a2 + a1)"

    for name, more in (("ndvi", {}), ("stored", {"STORED_VALUES": True})):
        toolbox.run(
            *("bandmath", log),
            **{"RASTERS": reflectance, "EXPRESSION": text, "OUTPUT": tmp_path / f"{name}.tif"},
            **more,
        )

    layer = shown(reflectance)
    block = [layer.dataProvider().block(b, layer.extent(), SIDE, SIDE) for b in (1, 2)]
    one, two = (b.value(9, 9) for b in block)
    found, valid, _ = read(tmp_path / "ndvi.tif")
    assert found[9, 9, 0] == pytest.approx((two - one) / (two + one), rel=1e-5)
    one, two = values_of(reflectance)[3:].transpose(2, 0, 1)
    np.testing.assert_allclose(found[3:, :, 0], (two - one) / (two + one), rtol=2e-4)
    assert not valid[:3].any()
    raw = read_raster(reflectance)[3:].astype(float)
    np.testing.assert_allclose(
        read(tmp_path / "stored.tif")[0][3:, :, 0],
        (raw[..., 1] - raw[..., 0]) / (raw[..., 1] + raw[..., 0]),
        rtol=1e-5,
    )
    assert any("times the scale plus the offset" in line for line in log.lines)
    assert any("numbers are used as stored" in line for line in log.lines)


def test_a_filter_that_keeps_the_type_carries_the_scale_on(toolbox, reflectance, tmp_path, shown):
    toolbox.run("medianfilter", RASTER=reflectance, OUTPUT=tmp_path / "median.tif")
    toolbox.run(
        "medianfilter", RASTER=reflectance, DATA_TYPE="float64", OUTPUT=tmp_path / "float.tif"
    )

    carried, physical = read(tmp_path / "median.tif"), read(tmp_path / "float.tif")
    assert (carried[2].dtype, carried[2].scale) == ("uint16", ((0.0001, -0.1),) * 2)
    assert (physical[2].dtype, physical[2].scale) == ("float64", ((1, 0),) * 2)
    np.testing.assert_allclose(carried[0][3:] * 0.0001 - 0.1, physical[0][3:], atol=0.51e-4)
    layer = shown(tmp_path / "median.tif")
    drawn = layer.dataProvider().block(1, layer.extent(), SIDE, SIDE).value(20, 20)
    assert drawn == pytest.approx(physical[0][20, 20, 0], abs=1e-4)


@pytest.mark.parametrize("name", ["mean", "std", "sobel", "range", "laplacian"])
def test_filters_of_other_types_give_physical_values(name, toolbox, reflectance, tmp_path):
    plain = write_raster(
        tmp_path / "plain.tif",
        np.where(read_raster(reflectance) == 0, np.nan, values_of(reflectance)).astype("float32"),
    )

    for image in (reflectance, plain):
        toolbox.run(f"{name}filter", RASTER=image, OUTPUT=tmp_path / f"of {image.name}")

    found, valid, source = read(tmp_path / "of image.tif")
    wanted, known, _ = read(tmp_path / "of plain.tif")
    assert source.scale == ((1, 0),) * 2
    assert np.array_equal(valid, known)
    np.testing.assert_allclose(found[valid], wanted[known], atol=1e-6)


def test_a_scale_below_0_turns_ranks_round(toolbox, tmp_path):
    image = scaled(
        tmp_path / "image.tif", RNG.integers(0, 99, (SIDE, SIDE), dtype="int16"), -0.5, 3
    )

    toolbox.run("minimumfilter", RASTER=image, OUTPUT=tmp_path / "out.tif")

    values = read_raster(image)[..., 0] * -0.5 + 3
    assert read(tmp_path / "out.tif")[0][9, 9, 0] == values[8:11, 8:11].min()


def test_a_function_of_the_user_sees_physical_values(toolbox, reflectance, tmp_path):
    (tmp_path / "f.py").write_text("def process(block):\n    return block.data\n")

    toolbox.run(
        "applyfunction", RASTERS=reflectance, SCRIPT=tmp_path / "f.py", OUTPUT=tmp_path / "o.tif"
    )

    np.testing.assert_allclose(
        read(tmp_path / "o.tif")[0][3:], values_of(reflectance)[3:], atol=1e-6
    )


@pytest.mark.worker
def test_patches_stay_raw_and_another_scale_is_refused(toolbox, tmp_path):
    stored = RNG.integers(1100, 6000, (SIDE, SIDE, 2), dtype="uint16")
    image = scaled(tmp_path / "image.tif", stored)
    other = scaled(tmp_path / "other.tif", stored, 0.0002, 0)

    found = extract(toolbox, tmp_path, image)
    toolbox.run(
        "trainmodel",
        PATCHES=found["OUTPUT"],
        ARCHITECTURE="random_forest",
        OUTPUT=tmp_path / "m.keras",
        REPORT=tmp_path / "m.html",
    )

    meta = meta_of(found)
    assert (meta["dtype"], meta["image"]["scale"]) == ("uint16", [[0.0001, -0.1]] * 2)
    assert "scale 0.0001, offset -0.1" in (tmp_path / "m.html").read_text(encoding="utf-8")
    says = "scale 0.0002 and offset 0 in band 1, expected 0.0001 and -0.1"
    with pytest.raises(QgsProcessingException, match=says):
        toolbox.run(
            "predict", RASTER=other, MODEL=tmp_path / "m.keras", OUTPUT=tmp_path / "map.tif"
        )
    with pytest.raises(QgsProcessingException, match=says):
        extract(toolbox, tmp_path, other, "more", APPEND=found["OUTPUT"])
    assert not (tmp_path / "map.tif").exists()
    assert not (tmp_path / "more").exists()


# Whole numbers of 8 and 64 bits


@pytest.mark.parametrize("dtype", ["int64", "uint64"])
@pytest.mark.parametrize("name", ["median", "majority", "opening", "range", "unsharp", "mean"])
def test_whole_numbers_of_64_bits_are_filtered_exactly(name, dtype, toolbox, tmp_path):
    numbers = RNG.integers(0, 70000, (SIDE, SIDE))
    image = write_raster(tmp_path / "image.tif", numbers.astype(dtype))
    plain = write_raster(tmp_path / "plain.tif", numbers.astype("int32"))

    for raster in (image, plain):
        toolbox.run(f"{name}filter", RASTER=raster, OUTPUT=tmp_path / f"of {raster.name}")

    assert np.array_equal(read(tmp_path / "of image.tif")[0], read(tmp_path / "of plain.tif")[0])


def test_large_numbers_of_64_bits_are_exact_or_refused_before_the_run(toolbox, tmp_path):
    numbers = np.full((SIDE, SIDE), 2**53 - 1, "int64")
    numbers[0] = np.iinfo("int64").min
    fine = write_raster(tmp_path / "fine.tif", numbers, nodata=np.iinfo("int64").min)
    numbers[5:] += 9
    large = write_raster(tmp_path / "large.tif", numbers, nodata=np.iinfo("int64").min)

    toolbox.run("majorityfilter", RASTER=fine, OUTPUT=tmp_path / "out.tif")

    data, valid, _ = read(tmp_path / "out.tif")
    assert not valid[0].any()
    assert (data[1:] == 2**53 - 1).all()
    for name, more in (
        ("majorityfilter", {"RASTER": large}),
        ("bandmath", {"RASTERS": large, "EXPRESSION": "a1"}),
    ):
        with pytest.raises(QgsProcessingException, match="only those from -9007199254740992"):
            toolbox.run(name, **more, OUTPUT=tmp_path / "no.tif")
    assert not (tmp_path / "no.tif").exists()


def test_signed_bytes_are_filtered_as_signed(toolbox, tmp_path):
    values = RNG.integers(-128, 128, (SIDE, SIDE)).astype("int8")
    modern = hasattr(gdal, "GDT_Int8")
    code, options = (gdal.GDT_Int8, []) if modern else (gdal.GDT_Byte, ["PIXELTYPE=SIGNEDBYTE"])
    path = tmp_path / "image.tif"
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), SIDE, SIDE, 1, code, options)
    dataset.GetRasterBand(1).SetNoDataValue(-128)
    dataset.GetRasterBand(1).WriteRaster(0, 0, SIDE, SIDE, values.tobytes())
    del dataset

    toolbox.run("minimumfilter", RASTER=path, OUTPUT=tmp_path / "min.tif")
    toolbox.run("bandmath", RASTERS=path, EXPRESSION="a1", OUTPUT=tmp_path / "same.tif")

    found, valid, _ = read(tmp_path / "min.tif")
    part = values[10:13, 10:13].astype(int)
    assert np.array_equal(valid, values > -128)
    assert found[11, 11, 0] == part[part > -128].min()
    same, known, _ = read(tmp_path / "same.tif")
    assert np.array_equal(same[known][:, 0], values[values > -128])


# What QGIS shows of a layer


def test_the_crs_that_is_set_on_a_layer_counts(toolbox, shown, tmp_path, feedback):
    image = write_raster(tmp_path / "image.tif", np.ones((SIDE, SIDE), "uint8"))
    dataset = gdal.Open(str(image), gdal.GA_Update)
    dataset.SetProjection("")
    del dataset
    layer = shown(image)
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32631"))
    polygons = write_polygons(tmp_path / "p.gpkg", [(square(10, 10, 20), {"id": 1})], epsg=32631)

    toolbox.run("maskfrompolygons", RASTER=layer, POLYGONS=polygons, OUTPUT=tmp_path / "m.tif")
    log = feedback()
    toolbox.run("meanfilter", log, RASTER=layer, OUTPUT=tmp_path / "mean.tif")

    assert "shown: CRS is as set on the layer in QGIS." in log.lines
    assert read_raster(tmp_path / "m.tif").sum() == 400
    for name in ("m", "mean"):
        assert QgsRasterLayer(str(tmp_path / f"{name}.tif"), "x").crs().authid() == "EPSG:32631"


def test_open_options_of_a_layer_are_used(toolbox, shown, tmp_path):
    image = write_raster(tmp_path / "image.tif", np.ones((SIDE, SIDE), "uint8"))
    gdal.Open(str(image), gdal.GA_Update).BuildOverviews("NEAREST", [2])

    layer = shown(f"{image}|option:OVERVIEW_LEVEL=0|option:NUM_THREADS=2")
    for number, raster in enumerate((layer, layer.source())):
        toolbox.run("meanfilter", RASTER=raster, OUTPUT=tmp_path / f"{number}.tif")

        assert read_raster(tmp_path / f"{number}.tif").shape == (SIDE // 2, SIDE // 2, 1)


def test_nodata_that_is_switched_off_on_a_layer_counts_as_value(toolbox, shown, tmp_path):
    array = RNG.integers(0, 3, (SIDE, SIDE), dtype="uint8")
    layer = shown(write_raster(tmp_path / "image.tif", array, nodata=0))
    layer.dataProvider().setUseSourceNoDataValue(1, False)

    toolbox.run("bandmath", RASTERS=[layer], EXPRESSION="a1", OUTPUT=tmp_path / "out.tif")

    data, valid, _ = read(tmp_path / "out.tif")
    assert valid.all()
    assert np.array_equal(data[..., 0], array)


@pytest.mark.parametrize("scale", [1, 0.1])
def test_further_nodata_of_a_layer_is_followed(scale, toolbox, shown, tmp_path):
    array = RNG.integers(0, 9, (SIDE, SIDE), dtype="int16")
    layer = shown(scaled(tmp_path / "image.tif", array, scale, 0, nodata=0))
    # Not at a value: QGIS compares scaled ones with as few digits as float32 has.
    low, high = 2.5 * scale, 5.5 * scale
    layer.dataProvider().setUserNoDataValue(
        1,
        [QgsRasterRange(low, high), QgsRasterRange(7.5 * scale, np.nan)],
    )

    toolbox.run("bandmath", RASTERS=[layer], EXPRESSION="a1", OUTPUT=tmp_path / "out.tif")

    data, valid, _ = read(tmp_path / "out.tif")
    assert np.array_equal(valid, np.isin(array, (1, 2, 6, 7)))
    np.testing.assert_allclose(data[valid][:, 0], array[valid] * scale, rtol=1e-6)
    block = layer.dataProvider().block(1, layer.extent(), SIDE, SIDE)
    drawn = [[not block.isNoData(row, col) for col in range(SIDE)] for row in range(SIDE)]
    assert np.array_equal(valid, drawn)


def test_a_mask_layer_counts_as_it_is_shown(toolbox, shown, tmp_path):
    image = write_raster(tmp_path / "image.tif", RNG.integers(1, 9, (SIDE, SIDE), dtype="uint8"))
    covered = np.ones((SIDE // 2, SIDE // 2), "uint8")
    covered[:10] = 7
    place = (600000.0, 2.0, 0.0, 6300000.0, 0.0, -2.0)
    layer = shown(write_raster(tmp_path / "mask.tif", covered, transform=place))
    layer.dataProvider().setUserNoDataValue(1, [QgsRasterRange(7, 7)])

    toolbox.run("meanfilter", RASTER=image, MASK=layer, OUTPUT=tmp_path / "out.tif")

    valid = read(tmp_path / "out.tif")[1]
    assert np.array_equal(valid, np.repeat(np.repeat(covered == 1, 2, 0), 2, 1))


# JPEG 2000


def jp2(path, array, left=600000.0):
    """Write a lossless JPEG 2000 file."""
    place = (left, 1.0, 0.0, 6300000.0, 0.0, -1.0)
    source = write_raster(path.with_suffix(".tif"), array, transform=place)
    options = ["QUALITY=100", "REVERSIBLE=YES"]
    gdal.Translate(str(path), str(source), format="JP2OpenJPEG", creationOptions=options)
    source.unlink()
    return path


@needs(gdal.GetDriverByName("JP2OpenJPEG"), "this GDAL reads no JPEG 2000")
def test_jpeg_2000_is_an_image_like_others(toolbox, tmp_path):
    arrays = [RNG.integers(0, 255, (SIDE, SIDE, 3), dtype="uint8") for _ in range(3)]
    tiles = [jp2(tmp_path / f"tile {n}.jp2", array) for n, array in enumerate(arrays)]

    toolbox.run("maximumfilter", RASTER=tiles[0], OUTPUT=tmp_path / "max.tif")
    toolbox.run(
        "bandmath",
        RASTERS=[str(tile) for tile in tiles],
        EXPRESSION="a1 + b2 + c3",
        OUTPUT=tmp_path / "sum.tif",
    )
    found = extract(toolbox, tmp_path, tiles[0], MORE_RASTERS=[str(tile) for tile in tiles[1:]])
    toolbox.run("maskfrompolygons", RASTER=tiles[0], POLYGONS=tmp_path / "labels.gpkg",
                OUTPUT=tmp_path / "m.tif")  # fmt: skip

    assert read_raster(tmp_path / "max.tif")[9, 9, 1] == arrays[0][8:11, 8:11, 1].max()
    wanted = sum(array[..., band].astype(int) for band, array in enumerate(arrays))
    assert np.array_equal(read_raster(tmp_path / "sum.tif")[..., 0], wanted)
    assert [Path(source["path"]).name for source in meta_of(found)["sources"]] == [
        t.name for t in tiles
    ]
    assert read_raster(tmp_path / "m.tif").sum() == 4 * 25**2


@needs(gdal.GetDriverByName("JP2OpenJPEG"), "this GDAL reads no JPEG 2000")
def test_a_folder_of_jpeg_2000_tiles_becomes_patches(toolbox, tmp_path):
    arrays = RNG.integers(0, 255, (4, 12, 12, 3), dtype="uint8")
    for number, array in enumerate(arrays):
        folder = tmp_path / "in" / "ab"[number % 2]
        folder.mkdir(parents=True, exist_ok=True)
        jp2(folder / f"{number}.jp2", array, 600000.0 + 100 * number)

    found = toolbox.run("importpatches", FOLDER=tmp_path / "in", OUTPUT=tmp_path / "out")

    assert found["PATCH_COUNT"] == 4
    patches = np.load(tmp_path / "out" / "patches.npy")
    assert sorted(map(bytes, patches)) == sorted(map(bytes, arrays))


def test_a_web_map_is_refused_with_what_to_do(toolbox, qgis_app, tmp_path):
    layer = QgsRasterLayer("type=xyz&url=http://127.0.0.1:9/{z}/{x}/{y}.png", "tiles", "wms")
    QgsProject.instance().addMapLayer(layer)

    with pytest.raises(
        QgsProcessingException,
        match=r"tiles is a web map.*save the part that you need with 'Fetch image'",
    ):
        toolbox.run("meanfilter", RASTER=layer, OUTPUT=tmp_path / "out.tif")

    QgsProject.instance().removeMapLayer(layer)
