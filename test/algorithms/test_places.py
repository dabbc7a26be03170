"""Where rasters and polygons lie, through the algorithms that bring them together."""

import numpy as np
import pytest
from osgeo import gdal, osr
from qgis.core import QgsProcessingException
from samples import read_raster, square, write_polygons, write_raster

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
