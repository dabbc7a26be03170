"""Parameters that several algorithms have, declared once.

===================  ==========================================================
RASTER, BANDS        extractpatches, predict, mapclasses, maskfrompolygons, filters
MASK                 extractpatches, predict, mapclasses, filters
ALPHA                all that read the bands of an image
STORED_VALUES        filters, bandmath, applyfunction
MEMORY, JOBS, LAYOUT predict, filters, bandmath, applyfunction (extractpatches: no LAYOUT)
RASTERS, DATA_TYPE   bandmath, applyfunction (DATA_TYPE: filters too)
SEED                 all that draw lots
===================  ==========================================================
"""

from __future__ import annotations

import math

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBand,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from poplar_nn_plugin.algorithms.layers.rasters import ALPHAS
from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.engine import DTYPES, LAYOUTS

_WHOLE = QgsProcessingParameterNumber.Type.Integer
_REAL = QgsProcessingParameterNumber.Type.Double

AUTO = "auto"
"""The choice of DATA_TYPE that leaves the type to us."""


def advanced(definition: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    """Return the parameter, moved to the dialog's advanced part."""
    definition.setFlags(definition.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return definition


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
    return advanced(
        QgsProcessingParameterEnum(
            "ALPHA",
            tr("Alpha band (auto: told by its values)"),
            options=list(ALPHAS),
            defaultValue=ALPHAS[0],
            usesStaticStrings=True,
        )
    )


def stored_values() -> QgsProcessingParameterBoolean:
    """Declare whether numbers are computed with as they are stored."""
    return advanced(
        QgsProcessingParameterBoolean(
            "STORED_VALUES",
            tr("Compute with numbers as stored (unscaled)"),
            defaultValue=False,
        )
    )


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


def seed() -> QgsProcessingParameterNumber:
    """Declare the seed: the same seed and data give the same result."""
    return advanced(
        whole("SEED", tr("Seed (the same seed gives the same result)"), 0, 0, 2**31 - 1)
    )


def mask(label: str) -> QgsProcessingParameterMapLayer:
    """Declare a mask, raster or polygons."""
    kinds = [QgsProcessing.SourceType.TypeRaster, QgsProcessing.SourceType.TypeVectorPolygon]
    return QgsProcessingParameterMapLayer("MASK", label, optional=True, types=kinds)


def memory_and_jobs() -> list:
    """Declare what the engine may take: memory cap and number of threads."""
    return [
        advanced(
            QgsProcessingParameterString(
                "MEMORY", tr("Memory cap, such as 256M or 1G"), defaultValue="1G"
            )
        ),
        advanced(whole("JOBS", tr("Threads (-1: one for each core)"), -1, -1, 256)),
    ]


def engine_options() -> list:
    """Declare how the engine works and writes: memory cap, number of threads, kind of GeoTIFF."""
    return [
        *memory_and_jobs(),
        advanced(
            QgsProcessingParameterEnum(
                "LAYOUT",
                tr("GeoTIFF (overviews: quick; cog: for the web)"),
                options=list(LAYOUTS),
                defaultValue=LAYOUTS[0],
                usesStaticStrings=True,
            )
        ),
    ]


def engine_settings(request: Request) -> dict:
    """Return what `engine_options` were given, as `apply` takes it."""
    return {
        "memory": request.text("MEMORY"),
        "n_jobs": request.whole("JOBS"),
        "layout": request.choice("LAYOUT"),
    }


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
        QgsProcessingParameterEnum(
            "DATA_TYPE",
            tr("Data type (auto: what holds the results)"),
            options=[AUTO, *DTYPES],
            defaultValue=AUTO,
            usesStaticStrings=True,
        )
    )


def chosen_type(request: Request) -> str:
    """Return the pixel type that was chosen, empty where that is left to us."""
    found = request.choice("DATA_TYPE")
    return "" if found == AUTO else found
