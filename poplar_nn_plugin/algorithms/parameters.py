"""Parameters that several algorithms have, declared once.

Those that hold a value and no layer or file are declared as settings, where their subject lies;
see `poplar_nn_plugin.algorithms.declared`.
"""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBand,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorDestination,
)

from poplar_nn_plugin.algorithms.declared import advanced, parameters_of
from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.engine.resources import PixelSettings
from poplar_nn_plugin.mapping.map_settings import MapSettings

__all__ = [
    "advanced",
    "alpha",
    "bands",
    "mask",
    "model_file",
    "polygons",
    "polygons_destination",
    "raster",
    "raster_or_polygons",
    "rasters",
    "stride",
]


def raster(key: str = "RASTER", label: str = "") -> QgsProcessingParameterRasterLayer:
    """Declare the image."""
    return QgsProcessingParameterRasterLayer(key, label or tr("Image"))


def bands(parent: str = "RASTER") -> QgsProcessingParameterBand:
    """Declare the choice of bands; none chosen means all but an alpha band."""
    return advanced(
        QgsProcessingParameterBand(
            "BANDS",
            tr("Bands (all if none is chosen)"),
            parentLayerParameterName=parent,
            optional=True,
            allowMultiple=True,
        )
    )


def alpha() -> QgsProcessingParameterDefinition:
    """Declare what a band called alpha is."""
    (found,) = parameters_of(PixelSettings, "alpha")
    return found


def raster_or_polygons(
    key: str, label: str, *, optional: bool = False, points: bool = False
) -> QgsProcessingParameterMapLayer:
    """Declare a layer, raster or polygons, or points where these will do."""
    types = [QgsProcessing.SourceType.TypeRaster, QgsProcessing.SourceType.TypeVectorPolygon]
    types += [QgsProcessing.SourceType.TypeVectorPoint] if points else []
    return QgsProcessingParameterMapLayer(key, label, optional=optional, types=types)


def mask() -> QgsProcessingParameterMapLayer:
    """Declare a mask, raster or polygons."""
    label = tr("Mask (raster where not 0, or polygons)")
    return raster_or_polygons("MASK", label, optional=True)


def stride() -> QgsProcessingParameterDefinition:
    """Declare how far apart patches of a map lie."""
    (found,) = parameters_of(MapSettings, "stride")
    return found


def model_file(label: str = "", *, optional: bool = False) -> QgsProcessingParameterFile:
    """Declare a model with a card."""
    files = tr("Models (*.keras)")
    label = label or tr("Model")
    return QgsProcessingParameterFile("MODEL", label, optional=optional, fileFilter=files)


def polygons(
    key: str, label: str, *, points: bool = False, optional: bool = False
) -> QgsProcessingParameterFeatureSource:
    """Declare polygons, or points where these will do, of a layer or what is selected in it."""
    types = [QgsProcessing.SourceType.TypeVectorPolygon]
    types += [QgsProcessing.SourceType.TypeVectorPoint] if points else []
    return QgsProcessingParameterFeatureSource(key, label, types, optional=optional)


def polygons_destination(
    key: str, label: str, **options
) -> QgsProcessingParameterVectorDestination:
    """Declare an output layer of polygons."""
    return QgsProcessingParameterVectorDestination(
        key, label, QgsProcessing.SourceType.TypeVectorPolygon, **options
    )


def points_destination(key: str, label: str) -> QgsProcessingParameterVectorDestination:
    """Declare an output layer of points."""
    points = QgsProcessing.SourceType.TypeVectorPoint
    return QgsProcessingParameterVectorDestination(key, label, points)


def rasters(
    key: str = "RASTERS", label: str = "", *, optional: bool = False
) -> QgsProcessingParameterMultipleLayers:
    """Declare several images."""
    return QgsProcessingParameterMultipleLayers(
        key, label or tr("Images, on one grid"), QgsProcessing.SourceType.TypeRaster, None, optional
    )
