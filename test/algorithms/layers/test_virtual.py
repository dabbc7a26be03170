"""Layers by names that only GDAL understands: in archives here, on the web just so."""

import json
import zipfile

import numpy as np
import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException
from samples import read_raster, square, write_polygons, write_raster


@pytest.fixture
def archive(tmp_path):
    """Return what names in an archive begin with, which holds an image and polygons."""
    array = np.random.default_rng(1).integers(1, 255, (40, 50, 2)).astype("uint8")
    write_raster(tmp_path / "image.tif", array)
    write_polygons(tmp_path / "area.gpkg", [(square(5, 5, 20), {})])
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        for name in ("image.tif", "area.gpkg"):
            packed.write(tmp_path / name, name)
    return f"/vsizip/{tmp_path}/all.zip"


@pytest.mark.parametrize("as_text", [True, False])
def test_images_and_masks_in_an_archive_are_read_as_on_disk(toolbox, archive, tmp_path, as_text):
    for place, out in ((tmp_path, "here.tif"), (archive, "there.tif")):
        images = [f"{place}/image.tif", f"{place}/image.tif"]
        toolbox.run(
            "bandmath",
            RASTERS=";".join(images) if as_text and place == archive else images,
            EXPRESSION="a1 + b2",
            MASK=f"{place}/area.gpkg",
            OUTPUT=tmp_path / out,
        )

    here, there = (read_raster(tmp_path / name) for name in ("here.tif", "there.tif"))
    assert np.array_equal(here, there, equal_nan=True)
    record = json.loads((tmp_path / "there.tif.record.json").read_text())
    assert record["parameters"]["MASK"] == f"{archive}/area.gpkg"
    assert f"RASTERS={archive}/image.tif" in record["command"]
    assert all("sha256" in one for one in record["inputs"])


def test_polygons_in_an_archive_are_a_source_and_opened_once(toolbox, archive, tmp_path):
    context = QgsProcessingContext()
    toolbox.run(
        "maskfrompolygons",
        context=context,
        RASTER=f"{archive}/image.tif",
        POLYGONS=f"{archive}/area.gpkg",
        OUTPUT=tmp_path / "mask.tif",
    )

    assert read_raster(tmp_path / "mask.tif").sum() == 20 * 20
    opened = [layer.source() for layer in context.temporaryLayerStore().mapLayers().values()]
    assert sorted(opened) == sorted(set(opened))


def test_what_is_not_in_the_archive_is_told_by_its_name(toolbox, archive, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"all\.zip/nothing\.tif"):
        toolbox.run("medianfilter", RASTER=f"{archive}/nothing.tif", OUTPUT=tmp_path / "out.tif")
