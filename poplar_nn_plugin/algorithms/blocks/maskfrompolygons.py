"""Make a mask raster from polygons."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterRasterDestination,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.images import read_image
from poplar_nn_plugin.algorithms.layers.chosenlayer import feature_source
from poplar_nn_plugin.algorithms.ownpixels import own_pixels
from poplar_nn_plugin.algorithms.parameters import geometries, raster
from poplar_nn_plugin.labels.mask import polygons_on_grid, write_mask


class MaskFromPolygons(PoplarAlgorithm):
    """Burn polygons on the grid of an image."""

    ID = "maskfrompolygons"
    TITLE = "Mask from polygons"
    GROUP = "blocks"
    SUMMARY = "Makes a raster on the grid of an image that is 1 inside polygons and 0 elsewhere."
    HELP = (
        "<p>The polygons may have another coordinate reference system: they are reprojected. Arcs "
        "are followed, invalid polygons mended. A pixel counts as inside when its centre is.</p>"
    )

    def initAlgorithm(self, config=None):
        """Declare the image, the polygons and the mask."""
        self.addParameter(raster(label=tr("Image whose grid the mask gets")))
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                "POLYGONS", tr("Polygons"), [QgsProcessing.SourceType.TypeVectorPolygon]
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(
                "INVERT", tr("Mask the inside instead"), defaultValue=False
            )
        )
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", tr("Mask")))

    def compute(self, parameters, context, progress):
        """Burn the polygons block by block."""
        shown = read_image(self, parameters, "RASTER", context, progress)
        (image,) = own_pixels([shown], progress)
        layer = feature_source(self, parameters, "POLYGONS", context)
        if layer is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, "POLYGONS"))
        output = self.output_path(parameters, "OUTPUT", context)
        invert = self.parameterAsBoolean(parameters, "INVERT", context)
        polygons = polygons_on_grid(*geometries(layer), image.grid, progress)
        write_mask(polygons, output, invert=invert, progress=progress)
        return {"OUTPUT": output}


ALGORITHM = MaskFromPolygons
