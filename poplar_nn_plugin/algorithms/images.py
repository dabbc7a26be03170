"""Images as parameters: what QGIS shows of a layer, as a source of the engine.

===================  ==========================================================
ALPHA                all that read the bands of an image
STORED_VALUES        filters, bandmath, applyfunction
===================  ==========================================================
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from qgis.core import (
    QgsProcessingException,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsRasterRange,
)

from poplar_nn_plugin.algorithms.base import advanced, tr
from poplar_nn_plugin.algorithms.layers.crs import crs_wkt
from poplar_nn_plugin.algorithms.layers.sources import gdal_name
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.survey import alpha_is_mask, extremes
from poplar_nn_plugin.errors import ParameterError, RasterOpenError

__all__ = [
    "ALPHAS",
    "alpha",
    "image_layers",
    "physical",
    "read_image",
    "read_images",
    "stored_values",
]

ALPHAS = ("auto", "mask", "band")
"""What a band that GDAL calls alpha is: told by looking at it, a mask, a band like the others."""

_OPTION = "|option:"
_EXACT = 2**53  # whole numbers beyond it are not all exact in float64
_WIDE = ("int64", "uint64")


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


def image_layers(algorithm, parameters, key: str, context) -> list:
    """Return the raster layers of a parameter, one or several, in their order.

    Raises
    ------
    QgsProcessingException
        If there is none.
    RasterOpenError
        If one cannot be opened.
    """
    if algorithm.parameterDefinition(key).type() != "multilayer":
        layer = algorithm.parameterAsRasterLayer(parameters, key, context)
        if layer is None:
            raise QgsProcessingException(algorithm.invalidRasterError(parameters, key))
        return [layer]
    layers = algorithm.parameterAsLayerList(parameters, key, context)
    if not layers:
        raise QgsProcessingException(algorithm.invalidRasterError(parameters, key))
    given = parameters[key]
    given = given.split(";") if isinstance(given, str) else given
    if isinstance(given, (list, tuple)) and len(layers) < len(given):
        opened = {layer.source() for layer in layers}
        missing = [one for one in given if isinstance(one, str) and one not in opened]
        raise RasterOpenError(f"{key}: {', '.join(missing)} cannot be opened as a raster.")
    return layers


def read_images(
    algorithm,
    parameters,
    key: str,
    context,
    progress,
    *,
    bands=None,
    count: int | None = None,
    look: bool = True,
) -> list[RasterSource]:
    """Return the images of a parameter as QGIS shows them, numbers as they are stored.

    CRS, nodata and open options are those of the layer. If the algorithm asks for ALPHA, a band
    that is called alpha is looked at, which reads it once, and what it is taken for is said.

    Parameters
    ----------
    bands : tuple of int, optional
        All but a mask if not given.
    count : int, optional
        How many bands there must be: where that settles what an alpha band is, nobody looks.
    look : bool
        False takes it for a mask, without reading and without a word.

    Raises
    ------
    QgsProcessingException
        If there is none.
    RasterOpenError
        If one cannot be opened, or is not a file for GDAL: a web map, say.
    """
    found = []
    for layer in image_layers(algorithm, parameters, key, context):
        facts = _facts(layer, key)
        source = RasterSource(**facts, scaled=False)
        for what, value in (("CRS", facts["crs"]), ("nodata", facts["nodata"])):
            if value is not None:
                progress.message(f"{layer.name()}: {what} is as set on the layer in QGIS.")
        if look and algorithm.parameterDefinition("ALPHA") is not None:
            choice = algorithm.parameterAsEnumString(parameters, "ALPHA", context)
            source = _settled(source, choice, count, progress)
        found.append(source if bands is None else source.but(bands=bands))
    return found


def read_image(algorithm, parameters, key: str, context, progress, **options) -> RasterSource:
    """Return the one image of a parameter; see `read_images`."""
    (found,) = read_images(algorithm, parameters, key, context, progress, **options)
    return found


def physical(algorithm, parameters, context, source: RasterSource, progress) -> RasterSource:
    """Return an image whose values are to be computed with, and say how they are read.

    They are scaled as their bands declare, unless STORED_VALUES says otherwise. Whole numbers of
    64 bits are read as a type that can be computed with exactly.

    Raises
    ------
    ParameterError
        If there are whole numbers too large for that.
    """
    name = Path(source.path).name
    if source.dtype in _WIDE:
        source = source.but(read_as=_exact_type(source, progress))
        progress.message(f"{name}: whole numbers of 64 bits are read as {source.dtype}, exactly.")
    if all(one == (1, 0) for one in source.scale):
        return source
    told = "; ".join(f"{scale:g} and {offset:g}" for scale, offset in dict.fromkeys(source.scale))
    if algorithm.parameterAsBoolean(parameters, "STORED_VALUES", context):
        progress.message(f"{name}: numbers are used as stored, without scale and offset ({told}).")
        return source
    progress.message(
        f"{name}: values are the stored numbers times the scale plus the offset that the file "
        f"declares ({told}); STORED_VALUES takes the numbers as they are."
    )
    return source.but(scaled=True)


def _exact_type(source: RasterSource, progress) -> str:
    """Return a type that holds all valid numbers of an image of 64 bits."""
    low, high = extremes(source, progress) or (0, 0)
    for dtype in ("int32", "uint32"):
        limits = np.iinfo(dtype)
        if limits.min < low and high < limits.max:  # nodata beyond it comes to lie at its ends
            return dtype
    if low >= -_EXACT and high <= _EXACT:
        return "float64"
    raise ParameterError(
        f"{Path(source.path).name} holds whole numbers from {low} to {high}, but only those from "
        f"-{_EXACT} to {_EXACT} can be computed with exactly: reclassify it, or subtract a "
        "constant, first.",
        low=low,
        high=high,
    )


def _settled(source: RasterSource, choice: str, count: int | None, progress) -> RasterSource:
    """Return the image with its alpha band, if there is one, as a mask or as a band."""
    number, name = source.alpha_band, Path(source.path).name
    if number is None:
        return source
    as_band = source.but(bands=None, alpha=False)
    if choice != "auto":
        return source if choice == "mask" else as_band
    if count is not None and count == len(as_band.bands):
        progress.message(f"{name}: band {number}, called alpha, is one of the {count} bands.")
        return as_band
    if alpha_is_mask(source, progress):
        progress.message(
            f"{name}: band {number}, called alpha, is read as a mask: it is mostly nothing or all "
            "(ALPHA band makes it a band)."
        )
        return source
    progress.warn(
        f"{name}: band {number} is called alpha, but its values are no mask's: it is "
        "read as a band like the others (ALPHA mask makes it a mask)."
    )
    if count is not None and count == len(source.bands):
        return as_band.but(bands=source.bands)
    return as_band


def _facts(layer, key: str) -> dict:
    """Return path, CRS, nodata and options of a layer as `RasterSource` takes them."""
    path, *options = gdal_name(layer, key).split(_OPTION)
    own = layer.dataProvider().crs()
    return {
        "path": path,
        "crs": None if layer.crs() == own else crs_wkt(layer.crs()),
        "nodata": _nodata(layer.dataProvider()),
        "options": tuple(options),
    }


def _nodata(provider) -> tuple | None:
    """Return for each band the ranges that have no value, None where the file's word stands."""
    bands = range(1, provider.bandCount() + 1)
    told = [provider.sourceHasNoDataValue(b) and provider.useSourceNoDataValue(b) for b in bands]
    changed = any(
        provider.userNoDataValues(b) or (provider.sourceHasNoDataValue(b) and not own)
        for b, own in zip(bands, told)
    )
    if not changed:
        return None
    found = []
    for band, own in zip(bands, told):
        scale, offset = provider.bandScale(band), provider.bandOffset(band)
        ranges = [_range(one, scale) for one in provider.userNoDataValues(band)]
        if own:
            value = provider.sourceNoDataValue(band) * scale + offset
            ranges.append((value, value) if scale == 1 else _around(value, value, scale))
        found.append(tuple(ranges))
    return tuple(found)


def _range(one: QgsRasterRange, scale: float) -> tuple[float, float]:
    """Return the least and greatest value of a range; an end that is not included is left out."""
    low, high = one.min(), one.max()
    low = -np.inf if np.isnan(low) else low
    high = np.inf if np.isnan(high) else high
    kinds = QgsRasterRange.BoundsType
    if scale != 1:
        return _around(low, high, scale)
    if one.bounds() in (kinds.IncludeMax, kinds.Exclusive):
        low = np.nextafter(low, np.inf)
    if one.bounds() in (kinds.IncludeMin, kinds.Exclusive):
        high = np.nextafter(high, -np.inf)
    return float(low), float(high)


def _around(low: float, high: float, scale: float) -> tuple[float, float]:
    """Return a range wide enough for the rounding of scaled values, and no stored number more."""
    return float(low - 1e-6 * abs(scale)), float(high + 1e-6 * abs(scale))
