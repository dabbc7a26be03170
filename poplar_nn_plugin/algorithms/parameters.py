"""Parameters that several algorithms have, declared once, and how their values are read.

===================  ==========================================================
RASTER, BANDS        extractpatches, predict, mapclasses, maskfrompolygons, filters
MASK                 extractpatches, predict, mapclasses, filters
MEMORY, JOBS, LAYOUT predict, filters, bandmath, applyfunction (extractpatches: no LAYOUT)
RASTERS, DATA_TYPE   bandmath, applyfunction (DATA_TYPE: filters too)
SEED                 all that draw lots
===================  ==========================================================
"""

from __future__ import annotations

import math
from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterBand,
    QgsProcessingParameterEnum,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from poplar_nn_plugin.algorithms.base import advanced, tr
from poplar_nn_plugin.algorithms.images import read_image
from poplar_nn_plugin.algorithms.layers.chosenlayer import chosen_layer
from poplar_nn_plugin.algorithms.layers.crs import crs_wkt
from poplar_nn_plugin.engine import DTYPES, LAYOUTS, Grid
from poplar_nn_plugin.labels.align import on_grid
from poplar_nn_plugin.labels.mask import polygons_on_grid

_WHOLE = QgsProcessingParameterNumber.Type.Integer
_REAL = QgsProcessingParameterNumber.Type.Double

AUTO = "auto"
"""The choice of DATA_TYPE that leaves the type to us."""


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


def engine_settings(algorithm, parameters, context) -> dict:
    """Return what `engine_options` were given, as `apply` takes it."""
    return {
        "memory": algorithm.parameterAsString(parameters, "MEMORY", context),
        "n_jobs": algorithm.parameterAsInt(parameters, "JOBS", context),
        "layout": algorithm.parameterAsEnumString(parameters, "LAYOUT", context),
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


def chosen_type(algorithm, parameters, context) -> str:
    """Return the pixel type that was chosen, empty where that is left to us."""
    found = algorithm.parameterAsEnumString(parameters, "DATA_TYPE", context)
    return "" if found == AUTO else found


def read_mask(algorithm, parameters, context, grid: Grid, folder: Path, progress):
    """Return the mask as a source on the image's grid, None where there is none.

    A folder serves one grid.
    """
    layer, polygons = chosen_layer(algorithm, parameters, "MASK", context)
    if layer is None:
        return None
    if polygons is None:
        found = read_image(algorithm, parameters, "MASK", context, progress, look=False)
        return on_grid(found, grid, folder, progress)
    return polygons_on_grid(*geometries(polygons), grid, progress)


def geometries(source) -> tuple[list[bytes | None], str]:
    """Return the geometries of a layer or feature source as WKB, and its CRS as WKT."""
    crs = crs_wkt(source.sourceCrs())
    found = [f.geometry() for f in source.getFeatures()]
    return [None if g.isNull() else bytes(g.asWkb()) for g in found], crs


def chosen_bands(algorithm, parameters, context) -> tuple[int, ...] | None:
    """Return the bands that were chosen, None where none was."""
    found = algorithm.parameterAsInts(parameters, "BANDS", context)
    return tuple(found) if found else None


def optional_whole(algorithm, parameters, key: str, context) -> int | None:
    """Return a whole number, None where it was left empty."""
    given = parameters.get(key)
    return None if given in (None, "") else algorithm.parameterAsInt(parameters, key, context)


def optional_real(algorithm, parameters, key: str, context) -> float | None:
    """Return a number, None where it was left empty."""
    given = parameters.get(key)
    return None if given in (None, "") else algorithm.parameterAsDouble(parameters, key, context)
