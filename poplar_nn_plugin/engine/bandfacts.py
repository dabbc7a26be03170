"""What a file says of its bands: type, scale and offset, nodata, masks, an alpha band."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from osgeo import gdal, gdal_array

from poplar_nn_plugin.errors import ParameterError, RasterOpenError

__all__ = [
    "alpha_bands",
    "as_type",
    "chosen_bands",
    "common_type",
    "is_signed_byte",
    "mask_bands",
    "scale_of",
    "single",
]

_TYPE_FOR_SIGNED = hasattr(gdal, "GDT_Int8")  # from GDAL 3.7 on


def alpha_bands(dataset: gdal.Dataset) -> list[int]:
    """Return the bands that GDAL takes for transparency."""
    return [
        number
        for number in range(1, dataset.RasterCount + 1)
        if dataset.GetRasterBand(number).GetColorInterpretation() == gdal.GCI_AlphaBand
    ]


def chosen_bands(wanted, count: int, alpha: Sequence[int], path: str) -> tuple[int, ...]:
    """Return the bands to read: those that are wanted, or all but alpha bands.

    Raises
    ------
    RasterOpenError
        If the file has none.
    ParameterError
        If it lacks one of those wanted.
    """
    name = Path(path).name
    if wanted is None:
        numbers = tuple(n for n in range(1, count + 1) if n not in alpha) or tuple(alpha)
    else:
        numbers = tuple(wanted)
    if not numbers:
        raise RasterOpenError(f"{name} has no raster bands that could be read.", path=path)
    missing = [n for n in numbers if not 1 <= n <= count]
    if missing:
        raise ParameterError(
            f"{name} has bands 1 to {count}, but band {missing[0]} was asked for.", path=path
        )
    return numbers


def is_signed_byte(band: gdal.Band) -> bool:
    """Return whether GDAL before 3.7 gives signed bytes as unsigned ones."""
    if _TYPE_FOR_SIGNED or band.DataType != gdal.GDT_Byte:
        return False  # newer ones have a type for them, and warn of the question
    return band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE"


def common_type(bands: Sequence[gdal.Band], path: str) -> np.dtype:
    """Return the NumPy type that holds the stored values of all bands.

    Raises
    ------
    RasterOpenError
        If there are complex numbers.
    """
    types = [
        np.int8 if is_signed_byte(band) else gdal_array.GDALTypeCodeToNumericTypeCode(band.DataType)
        for band in bands
    ]
    if any(kind is None or np.dtype(kind).kind not in "uif" for kind in types):
        raise RasterOpenError(
            f"{path} holds values that are not real numbers; convert it first.", path=path
        )
    return np.result_type(*types)


def scale_of(band: gdal.Band) -> tuple[float, float]:
    """Return scale and offset: a value is what is stored times the scale, plus the offset."""
    scale, offset = band.GetScale(), band.GetOffset()
    return 1.0 if not scale else float(scale), 0.0 if offset is None else float(offset)


def mask_bands(numbers: Sequence[int], bands: Sequence[gdal.Band]) -> tuple[int, ...]:
    """Return the bands whose GDAL mask must be read, for it is more than nodata or alpha."""
    masks = []
    for number, band in zip(numbers, bands):
        flags = band.GetMaskFlags()
        if flags & (gdal.GMF_ALL_VALID | gdal.GMF_ALPHA) or flags == gdal.GMF_NODATA:
            continue
        masks.append(number)
        if flags & gdal.GMF_PER_DATASET:
            break
    return tuple(masks)


def as_type(value: float | None, dtype: np.dtype, *, held: bool = False):
    """Return a nodata value as pixels of a type hold it, or None where no pixel can.

    With `held` it is a wider type's, and GDAL holds it at the end of the range.
    """
    if value is None or np.isnan(value):
        return None  # NaN is invalid in any case
    if dtype.kind == "f":
        limits = np.finfo(dtype)
        # -3.4028235e38 written with few digits lies a little beyond float32's range.
        return dtype.type(value if np.isinf(value) else np.clip(value, limits.min, limits.max))
    limits = np.iinfo(dtype)
    if held:
        value = min(max(value, limits.min), limits.max)
    return dtype.type(value) if limits.min <= value <= limits.max and value == int(value) else None


def single(ranges: Sequence, scale: float, offset: float) -> float | None:
    """Return the stored number that ranges of scaled values are, None where they are more."""
    if len(ranges) != 1 or ranges[0][0] != ranges[0][1]:
        return None
    return (ranges[0][0] - offset) / scale
