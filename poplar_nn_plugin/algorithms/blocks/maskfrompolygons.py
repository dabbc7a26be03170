"""Make a mask raster from polygons."""

from __future__ import annotations

from dataclasses import asdict

from qgis.core import QgsProcessingParameterRasterDestination

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.layers.chosen import geometries
from poplar_nn_plugin.algorithms.own_pixels import own_pixels
from poplar_nn_plugin.algorithms.parameters import polygons, raster
from poplar_nn_plugin.labels.mask import MaskSettings, polygons_on_grid, write_mask


class MaskFromPolygons(PoplarAlgorithm):
    """Burn polygons on the grid of an image."""

    ID = "maskfrompolygons"
    TITLE = "Mask from polygons"
    GROUP = "blocks"
    SUMMARY = "Makes a raster on the grid of an image that is 1 inside polygons and 0 elsewhere."
    TAGS = "rasterize, burn, area of interest, forest mask, clip"
    HELP = (
        "<p>The polygons may have another coordinate reference system: they are reprojected. Arcs "
        "are followed, invalid polygons repaired. A pixel counts as inside when its centre is.</p>"
    )

    def declare(self):
        """Declare the image, the polygons and the mask."""
        return [
            raster(label=tr("Image whose grid the mask gets")),
            polygons("POLYGONS", tr("Polygons")),
            *parameters_of(MaskSettings),
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Mask")),
        ]

    def compute(self, request, progress):
        """Burn the polygons block by block."""
        (image,) = own_pixels(request.images("RASTER", progress), progress)
        wkb, crs = geometries(request.source("POLYGONS"))
        output = request.destination("OUTPUT")
        settings = settings_of(MaskSettings, request)
        inside = polygons_on_grid(wkb, crs, image.grid, progress)
        write_mask(inside, output, progress=progress, **asdict(settings))
        return {"OUTPUT": output}


ALGORITHM = MaskFromPolygons
