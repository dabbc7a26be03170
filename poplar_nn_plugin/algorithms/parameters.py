"""Parameters that several algorithms have, declared once.

===================  ==========================================================
RASTER, BANDS        extractpatches, predict, mapclasses, maskfrompolygons, filters
MASK                 extractpatches, predict, mapclasses, filters
ALPHA                all that read the bands of an image
STORED_VALUES        filters, bandmath, applyfunction
RASTERS, DATA_TYPE   bandmath, applyfunction (DATA_TYPE: filters too)
===================  ==========================================================
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorDestination,
)

from poplar_nn_plugin.algorithms.layers.rasters import ALPHAS
from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.engine import DTYPES

_WHOLE = QgsProcessingParameterNumber.Type.Integer
_REAL = QgsProcessingParameterNumber.Type.Double

AUTO = "auto"
"""The choice of DATA_TYPE that leaves the type to us."""


def advanced(definition: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    """Return the parameter, moved to the dialog's advanced part."""
    definition.setFlags(definition.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return definition


def choice(
    key: str, label: str, options: Sequence[str], default: str = ""
) -> QgsProcessingParameterEnum:
    """Declare a choice of one of several names; the first is the default if none is given."""
    return QgsProcessingParameterEnum(
        key,
        label,
        options=list(options),
        defaultValue=default or options[0],
        usesStaticStrings=True,
    )


def switch(key: str, label: str, default: bool) -> QgsProcessingParameterBoolean:
    """Declare whether or not."""
    return QgsProcessingParameterBoolean(key, label, defaultValue=default)


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


def alpha() -> QgsProcessingParameterEnum:
    """Declare what a band called alpha is."""
    return advanced(choice("ALPHA", tr("Alpha band (auto: told by its values)"), ALPHAS))


def stored_values() -> QgsProcessingParameterBoolean:
    """Declare whether numbers are computed with as they are stored."""
    return advanced(switch("STORED_VALUES", tr("Compute with numbers as stored (unscaled)"), False))


def whole(key: str, label: str, default, low: int, high: int, *, optional: bool = False):
    """Declare a whole number."""
    return QgsProcessingParameterNumber(
        key,
        label,
        type=_WHOLE,
        defaultValue=default,
        optional=optional,
        minValue=low,
        maxValue=high,
    )


def real(key: str, label: str, default, low: float, high: float, *, optional: bool = False):
    """Declare a number; its ends may be infinite."""
    found = QgsProcessingParameterNumber(
        key, label, type=_REAL, defaultValue=default, optional=optional
    )
    if math.isfinite(low):
        found.setMinimum(low)
    if math.isfinite(high):
        found.setMaximum(high)
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


def stride(most: int = 1024) -> QgsProcessingParameterNumber:
    """Declare how far apart patches lie."""
    return whole("STRIDE", tr("Stride (pixels; patch / 3 if empty)"), None, 1, most, optional=True)


def model_file() -> QgsProcessingParameterFile:
    """Declare a model with a card."""
    return QgsProcessingParameterFile("MODEL", tr("Model"), fileFilter=tr("Models (*.keras)"))


def polygons(key: str, label: str, *, points: bool = False) -> QgsProcessingParameterFeatureSource:
    """Declare polygons, or points where these will do, of a layer or what is selected in it."""
    types = [QgsProcessing.SourceType.TypeVectorPolygon]
    types += [QgsProcessing.SourceType.TypeVectorPoint] if points else []
    return QgsProcessingParameterFeatureSource(key, label, types)


def polygons_destination(
    key: str, label: str, **options
) -> QgsProcessingParameterVectorDestination:
    """Declare an output layer of polygons."""
    return QgsProcessingParameterVectorDestination(
        key, label, QgsProcessing.SourceType.TypeVectorPolygon, **options
    )


def rasters(
    key: str = "RASTERS", label: str = "", *, optional: bool = False
) -> QgsProcessingParameterMultipleLayers:
    """Declare several images."""
    return QgsProcessingParameterMultipleLayers(
        key, label or tr("Images, on one grid"), QgsProcessing.SourceType.TypeRaster, None, optional
    )


def data_type() -> QgsProcessingParameterEnum:
    """Declare the type of the output's pixels."""
    return advanced(
        choice("DATA_TYPE", tr("Data type (auto: what holds the results)"), [AUTO, *DTYPES])
    )


def chosen_type(request: Request) -> str:
    """Return the pixel type that was chosen, empty where that is left to us."""
    found = request.choice("DATA_TYPE")
    return "" if found == AUTO else found
