"""LAYOUT, the kind of GeoTIFF an algorithm writes, as the toolbox passes it on."""

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsProcessingParameterDefinition, QgsRasterLayer
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import Grid, LegendEntry, OutputSpec, RasterSink
from poplar_nn_plugin.engine.tiles import lattice

NOISE = np.random.default_rng(0).integers(1, 255, (1100, 1100, 3), dtype="uint8")


@pytest.fixture
def image(tmp_path):
    return write_raster(tmp_path / "image.tif", NOISE)


def test_every_algorithm_that_writes_rasters_by_blocks_has_the_layouts(provider):
    advanced = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    found = []
    for algorithm in provider.algorithms():
        if (
            algorithm.parameterDefinition("MEMORY") is not None
            and algorithm.parameterDefinition("OUTPUT").type() == "rasterDestination"
        ):
            layout = algorithm.parameterDefinition("LAYOUT")
            assert layout.options() == ["tiled", "uncompressed", "overviews", "cog", "vrt"]
            assert layout.defaultValue() == "tiled"
            assert layout.flags() & advanced
            found.append(algorithm.name())

    assert {"meanfilter", "medianfilter", "predict"} <= set(found)


@pytest.mark.parametrize(
    ("layout", "structure", "overviews"),
    [("tiled", None, 0), ("uncompressed", None, 0), ("overviews", None, 3), ("cog", "COG", 3)],
)
def test_a_filter_writes_the_layout_asked_for(
    toolbox, image, tmp_path, layout, structure, overviews
):
    output = tmp_path / "forêt claire.tif"

    toolbox.run("meanfilter", RASTER=image, RADIUS=1, LAYOUT=layout, OUTPUT=output)

    dataset = gdal.Open(str(output))
    assert dataset.GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE") == structure
    assert dataset.GetRasterBand(3).GetOverviewCount() == overviews
    assert QgsRasterLayer(str(output), "map", "gdal").isValid()
    inner = NOISE[:3, :3, 0].mean()
    assert abs(read_raster(output)[1, 1, 0] - inner) < 1


def test_tiles_and_their_vrt_have_names_style_and_record(toolbox, tmp_path, monkeypatch):
    monkeypatch.setattr(lattice, "_SIDES", (512,))
    codes = np.repeat(np.arange(1, 4, dtype="uint8"), 400)[:, None].repeat(1100, axis=1)
    legend = tuple(LegendEntry(n, f"classe {n}", f"#0{n}9e73") for n in (1, 2, 3))
    image = tmp_path / "map.tif"
    grid = Grid(1100, 1200, (0.0, 1.0, 0.0, 0.0, 0.0, -1.0), "")
    with RasterSink(image, grid, OutputSpec(1, "uint8", 0, (), legend)) as sink:
        sink.write(grid.window, codes[..., None])
    one, many = tmp_path / "one.tif", tmp_path / "forêt & bois.vrt"

    toolbox.run("majorityfilter", RASTER=image, OUTPUT=one)
    for _ in range(2):  # the second time in the place of the first
        results = toolbox.run("majorityfilter", RASTER=image, LAYOUT="vrt", OUTPUT=many)

    assert results["OUTPUT"] == str(many)
    assert np.array_equal(read_raster(one), read_raster(many))
    assert len(list((tmp_path / "forêt & bois.tiles").iterdir())) == 9
    assert {path.name for path in tmp_path.glob("f*")} == {
        "forêt & bois.vrt",
        "forêt & bois.vrt.ovr",
        "forêt & bois.tiles",
        "forêt & bois.vrt.record.json",
    }
    layer = QgsRasterLayer(str(many), "map", "gdal")
    assert layer.isValid()
    dataset = gdal.Open(str(many))  # its bands go with it
    assert dataset.GetRasterBand(1).GetCategoryNames()[3] == "classe 3"


def test_a_name_that_is_no_vrt_is_refused_for_tiles(toolbox, image, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"let the name end in \.vrt"):
        toolbox.run("meanfilter", RASTER=image, LAYOUT="vrt", OUTPUT=tmp_path / "out.tif")


def test_a_cancelled_cog_leaves_nothing(toolbox, feedback, image, tmp_path):
    class Impatient(feedback):
        def __init__(self):
            super().__init__()
            self.progressChanged.connect(lambda percent: self.cancel() if percent > 90 else None)

    listener = Impatient()

    results = toolbox.run(
        "meanfilter",
        listener,
        RASTER=image,
        RADIUS=1,
        LAYOUT="cog",
        OUTPUT=tmp_path / "out.tif",
    )

    assert listener.isCanceled()
    assert 90 < max(listener.fractions) < 100
    assert results == {}
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == []


def test_an_unknown_layout_is_refused(toolbox, image, tmp_path):
    with pytest.raises(QgsProcessingException, match="LAYOUT"):
        toolbox.run("meanfilter", RASTER=image, LAYOUT="zip", OUTPUT=tmp_path / "out.tif")
