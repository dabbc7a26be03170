"""LAYOUT, the kind of GeoTIFF an algorithm writes, as the toolbox passes it on."""

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingException, QgsProcessingParameterDefinition, QgsRasterLayer
from samples import read_raster, write_raster

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
            assert layout.options() == ["tiled", "uncompressed", "overviews", "cog"]
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
