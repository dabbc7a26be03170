"""Fetch the image of a web service."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterCrs,
    QgsProcessingParameterExtent,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import advanced_of, parameters_of, settings_of
from poplar_nn_plugin.algorithms.parameters import advanced, polygons
from poplar_nn_plugin.algorithms.resuming import drop_parts, resumes
from poplar_nn_plugin.algorithms.services.chosen import place_of, service_of
from poplar_nn_plugin.algorithms.services.transport import QgisTransport
from poplar_nn_plugin.engine.resources import EngineSettings
from poplar_nn_plugin.imagery.fetch import fetch_image
from poplar_nn_plugin.imagery.settings import FetchSettings


class FetchImage(PoplarAlgorithm):
    """Turn a part of a web map into a file."""

    ID = "fetchimage"
    TITLE = "Fetch image"
    GROUP = "workflow"
    SUMMARY = (
        "Saves a part of a WMS, WMTS or XYZ layer as a GeoTIFF, which all other tools can read."
    )
    TAGS = (
        "wms, wmts, xyz, tiles, web map, orthophoto, aerial image, download, basemap, "
        "web service, export"
    )
    HELP = (
        "<p>Give a layer of the project or an address, the part that is wanted (an extent, or "
        "polygons such as your labels: then squares of 64 pixels around them are fetched, and the "
        "rest has no data), and the size of a pixel. A model maps images of the pixel size that it "
        "was trained on.</p>"
        "<p>The log first says how many pixels and pictures that takes, how much disk and, for "
        "large images, how long; DRY_RUN says it and writes nothing. Few pictures are asked for "
        "at a time (REQUESTS), again after a while where the service is busy, and as late as it "
        "asks. With RESUME finished parts are kept beside the image, and the same run goes on "
        "with them.</p>"
        "<p>Where the service has no image, pixels have no data. What it shrinks, enlarges, leaves "
        "out or answers with words is said. Tiles whose pixels have the size that is wanted, in "
        "their own CRS, are taken as they are; others are resampled.</p>"
        "<p>Keys and passwords belong into QGIS's authentication (AUTHENTICATION, or that of the "
        "layer): records and logs never have them. Most services have terms of use: read them "
        "before you fetch much.</p>"
    )

    def declare(self):
        """Declare the service, the part that is wanted, its pixels and the output."""
        optional = {"optional": True}
        layer = QgsProcessingParameterRasterLayer(
            "SOURCE", tr("Layer (WMS, WMTS, XYZ)"), **optional
        )
        extent = QgsProcessingParameterExtent("EXTENT", tr("Extent"), **optional)
        crs = QgsProcessingParameterCrs("CRS", tr("CRS (the service's if empty)"), **optional)
        config = QgsProcessingParameterAuthConfig(
            "AUTHENTICATION", tr("Authentication"), **optional
        )
        return [
            layer,
            *parameters_of(FetchSettings, "address"),
            extent,
            polygons("POLYGONS", tr("Or polygons, to fetch what is around them"), **optional),
            *parameters_of(FetchSettings, "pixel_size"),
            advanced(crs),
            advanced(config),
            *advanced_of(FetchSettings),
            *parameters_of(EngineSettings, "memory", "layout"),
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Image")),
            QgsProcessingOutputNumber("REQUEST_COUNT", tr("Requests that were sent")),
            QgsProcessingOutputNumber("EMPTY_COUNT", tr("Pictures without an image")),
        ]

    def compute(self, request, progress):
        """Fetch the image part by part."""
        settings = settings_of(FetchSettings, request)
        engine = settings_of(EngineSettings, request)
        address = service_of(request)
        place = place_of(request, settings.pixel_size)
        output = (request.target if settings.dry_run else request.destination)("OUTPUT")
        resume = resumes(output, settings.resume and not settings.dry_run, progress)
        found = fetch_image(
            address,
            place,
            output,
            settings,
            QgisTransport(address),
            memory=engine.memory,
            layout=engine.layout,
            resume=resume,
            progress=progress,
        )
        counts = {"REQUEST_COUNT": found.requests, "EMPTY_COUNT": found.empty}
        if settings.dry_run:
            request.leave_out_outputs()
            progress.message("DRY_RUN: nothing was written.")
            return counts
        if resume:
            drop_parts(output, request)
        return {"OUTPUT": output, **counts}


ALGORITHM = FetchImage
