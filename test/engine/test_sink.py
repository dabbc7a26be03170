import os
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from samples import LAMBERT, read_raster, spatial_reference, write_raster

from poplar_nn_plugin.engine import Grid, LegendEntry, OutputSpec, RasterSink, RasterSource
from poplar_nn_plugin.engine.outputs.legend import read_missing
from poplar_nn_plugin.errors import OutputError

TRANSFORM = (10.0, 0.5, 0.1, 20.0, 0.2, -0.25)
GRID = Grid(4, 3, TRANSFORM, spatial_reference(LAMBERT).ExportToWkt())
LEGEND = (LegendEntry(1, "Peuplier", "#009e73"), LegendEntry(4, "Chêne", "#e69f00"))


def write(path, array, grid=GRID, **spec):
    """Write (rows, cols, bands) in one go."""
    output = OutputSpec(array.shape[-1], array.dtype.name, **{"nodata": None, **spec})
    with RasterSink(path, grid, output) as sink:
        sink.write(grid.window, array)


@pytest.mark.parametrize(
    "dtype", ["uint8", "uint16", "int16", "uint32", "int32", "float32", "float64"]
)
@pytest.mark.parametrize("bands", [1, 3])
def test_what_was_written_is_read(tmp_path, dtype, bands):
    array = np.random.default_rng(0).integers(0, 200, (3, 4, bands)).astype(dtype)

    write(tmp_path / "a.tif", array)

    source = RasterSource(tmp_path / "a.tif")
    assert (GRID, dtype) == (source.grid, source.dtype)
    assert np.array_equal(array, read_raster(tmp_path / "a.tif"))


def test_a_legend_that_cannot_be_written_leaves_nothing(tmp_path):
    strange = (LegendEntry(1, "Peuplier", "#green!"),)

    with pytest.raises(ValueError, match="invalid literal"):
        write(tmp_path / "a.tif", np.ones((3, 4, 1), "uint8"), nodata=0, legend=strange)

    assert list(tmp_path.iterdir()) == []


def test_a_raster_of_one_pixel(tmp_path):
    write(tmp_path / "a.tif", np.full((1, 1, 1), 7, "uint8"), Grid(1, 1, TRANSFORM, ""))

    assert read_raster(tmp_path / "a.tif").tolist() == [[[7]]]


def test_nodata_and_band_names_are_kept(tmp_path):
    write(tmp_path / "a.tif", np.zeros((3, 4, 2), "int16"), nodata=-1, band_names=("red", "nir"))

    source = RasterSource(tmp_path / "a.tif")
    assert (source.nodata, source.band_names) == (-1, ("red", "nir"))


def test_files_are_tiled_and_compressed(tmp_path):
    write(tmp_path / "a.tif", np.zeros((3, 4, 1), "float32"))

    dataset = gdal.Open(str(tmp_path / "a.tif"))
    assert dataset.GetRasterBand(1).GetBlockSize() == [256, 256]
    assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "ZSTD"


class OldDriver:
    """GDAL's GeoTIFF driver as built without ZSTD."""

    real = gdal.GetDriverByName("GTiff")

    def GetMetadataItem(self, name):
        return self.real.GetMetadataItem(name).replace("ZSTD", "")

    def Create(self, *arguments):
        return self.real.Create(*arguments)


def test_a_gdal_without_zstd_gets_deflate(tmp_path, monkeypatch):
    monkeypatch.setattr(gdal, "GetDriverByName", lambda name: OldDriver())

    write(tmp_path / "a.tif", np.full((3, 4, 1), 5, "float32"))

    dataset = gdal.Open(str(tmp_path / "a.tif"))
    assert dataset.GetMetadataItem("COMPRESSION", "IMAGE_STRUCTURE") == "DEFLATE"
    assert read_raster(tmp_path / "a.tif").min() == 5


def test_nothing_has_the_name_before_the_end(tmp_path):
    path = tmp_path / "a.tif"
    with RasterSink(path, GRID, OutputSpec(1, "uint8", 0)) as sink:
        sink.write(GRID.window, np.zeros((3, 4, 1), "uint8"))
        assert not path.exists()
        sink.complete()
        assert not path.exists()

    assert [path] == list(tmp_path.iterdir())


def test_an_error_leaves_the_previous_file_and_nothing_else(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.full((2, 2), 9, "uint8"))
    before = path.read_bytes()

    with pytest.raises(ZeroDivisionError), RasterSink(path, GRID, OutputSpec(1, "uint8", 0)):
        _ = 1 / 0

    assert before == path.read_bytes()
    assert [path] == list(tmp_path.iterdir())


def test_what_described_the_previous_file_goes_with_it(tmp_path):
    path = write_raster(tmp_path / "a.tif", np.zeros((2, 2), "uint8"))
    for ending in (".aux.xml", ".ovr", ".msk"):
        Path(f"{path}{ending}").write_text("stale")
    (tmp_path / "a.qml").write_text("a style is the user's")

    write(path, np.zeros((3, 4, 1), "uint8"))

    assert {"a.tif", "a.qml"} == {file.name for file in tmp_path.iterdir()}


def test_a_legend_gives_colours_names_a_table_and_overviews(tmp_path):
    grid = Grid(600, 600, TRANSFORM, "")
    codes = np.zeros((600, 600, 1), "uint8")
    codes[:300], codes[300:, ::2] = 1, 4

    write(tmp_path / "map.tif", codes, grid, nodata=0, legend=LEGEND)

    dataset = gdal.Open(str(tmp_path / "map.tif"))
    band = dataset.GetRasterBand(1)
    assert band.GetColorTable().GetColorEntry(4) == (230, 159, 0, 255)
    assert band.GetRasterCategoryNames() == ["", "Peuplier", "", "", "Chêne"]
    table = band.GetDefaultRAT()
    rows = [(table.GetValueAsInt(row, 0), table.GetValueAsString(row, 1)) for row in range(2)]
    assert rows == [(1, "Peuplier"), (4, "Chêne")]
    overview = band.GetOverview(0).ReadAsArray()
    assert {0, 1, 4} >= set(np.unique(overview))  # nearest: no codes between codes
    assert overview.shape == (300, 300)
    assert {"map.tif", "map.tif.aux.xml"} == {file.name for file in tmp_path.iterdir()}
    assert np.array_equal(codes, read_raster(tmp_path / "map.tif"))


@pytest.mark.parametrize("layout", ["tiled", "cog"])
def test_classes_that_no_code_stands_for_are_kept_by_name(tmp_path, layout):
    codes, grid = np.ones((20, 20, 1), "uint8"), Grid(20, 20, TRANSFORM, "")
    lacking = OutputSpec(1, "uint8", 0, (), LEGEND, missing=("eau", "vase"))

    with RasterSink(tmp_path / "map.tif", grid, lacking, layout=layout) as sink:
        sink.write(grid.window, codes)
    write(tmp_path / "other.tif", codes, grid, nodata=0, legend=LEGEND)

    assert read_missing(str(tmp_path / "map.tif")) == ("eau", "vase")
    assert read_missing(str(tmp_path / "other.tif")) == ()


@pytest.mark.parametrize("said", ["{", "7", '{"a": 1}'])
def test_an_item_of_somebody_else_names_no_class(tmp_path, said):
    grid = Grid(20, 20, TRANSFORM, "")
    path = write(tmp_path / "map.tif", np.ones((20, 20, 1), "uint8"), grid, nodata=0)
    dataset = gdal.Open(str(tmp_path / "map.tif"), gdal.GA_Update)
    dataset.GetRasterBand(1).SetMetadataItem("POPLAR_NN_MISSING_CLASSES", said)
    del dataset, path

    assert read_missing(str(tmp_path / "map.tif")) == ()


@pytest.mark.parametrize("name", ["a.jpg", "a", "a.tif.gz"])
def test_only_geotiff_is_written(tmp_path, name):
    with pytest.raises(OutputError, match=r"end in \.tif"):
        write(tmp_path / name, np.zeros((3, 4, 1), "uint8"))


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(OutputError, match="there is no folder"):
        write(tmp_path / "no" / "a.tif", np.zeros((3, 4, 1), "uint8"))


def test_a_folder_that_may_not_be_written_to_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write anywhere

    with pytest.raises(OutputError, match="may not write"):
        write(tmp_path / "a.tif", np.zeros((3, 4, 1), "uint8"))


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path):
    (tmp_path / "a.tif").mkdir()

    with pytest.raises(OutputError, match="it is a folder"):
        write(tmp_path / "a.tif", np.zeros((3, 4, 1), "uint8"))


def test_accents_and_spaces_in_names(tmp_path):
    folder = tmp_path / "forêt de Bouconne"
    folder.mkdir()

    write(folder / "carte été.tif", np.full((3, 4, 1), 3, "uint8"))

    assert read_raster(folder / "carte été.tif").max() == 3
