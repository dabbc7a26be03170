"""Raster layers as sources of the engine: what QGIS shows of a layer is what is computed with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from qgis.core import QgsRasterLayer, QgsRasterRange

from poplar_nn_plugin.algorithms.layers.crs import crs_wkt
from poplar_nn_plugin.algorithms.layers.layer_names import gdal_name
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.survey import alpha_is_mask
from poplar_nn_plugin.errors import RasterOpenError

__all__ = ["as_shown", "require_all_open", "with_alpha"]

_OPTION = "|option:"


def require_all_open(layers: Sequence[QgsRasterLayer], given, key: str) -> None:
    """Refuse a parameter of several rasters of which some could not be opened.

    Parameters
    ----------
    layers : sequence of QgsRasterLayer
        Those that were opened.
    given : object
        What Processing was given: a list, or names with semicolons between them.
    key : str
        Of the parameter, for messages.

    Raises
    ------
    RasterOpenError
        With the names of the missing ones.
    """
    given = given.split(";") if isinstance(given, str) else given
    if isinstance(given, (list, tuple)) and len(layers) < len(given):
        opened = {layer.source() for layer in layers}
        missing = [one for one in given if isinstance(one, str) and one not in opened]
        raise RasterOpenError(f"{key}: {', '.join(missing)} cannot be opened as a raster.")


def as_shown(layer: QgsRasterLayer, key: str, progress) -> RasterSource:
    """Return the image of a layer as QGIS shows it, numbers as they are stored.

    Parameters
    ----------
    layer : QgsRasterLayer
    key : str
        Of the parameter, for messages.
    progress : Progress
        Is told what is set on the layer and not in its file.

    Raises
    ------
    RasterOpenError
        If it cannot be opened, or is not a file for GDAL: a web map, say.
    """
    path, *options = gdal_name(layer, key).split(_OPTION)
    own = layer.dataProvider().crs()
    crs = None if layer.crs() == own else crs_wkt(layer.crs())
    nodata = _nodata(layer.dataProvider())
    source = RasterSource(path, crs=crs, nodata=nodata, options=tuple(options), scaled=False)
    for what, value in (("CRS", crs), ("nodata", nodata)):
        if value is not None:
            progress.message(f"{layer.name()}: {what} is as set on the layer in QGIS.")
    return source


def with_alpha(source: RasterSource, choice: str, count: int | None, progress) -> RasterSource:
    """Return the image with its alpha band, if there is one, as a mask or as a band.

    Parameters
    ----------
    source : RasterSource
    choice : str
        One of `poplar_nn_plugin.engine.resources.ALPHAS`.
    count : int or None
        How many bands there must be, where that is known.
    progress : Progress
    """
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
