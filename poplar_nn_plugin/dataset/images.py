"""What a dataset and a card say of the images that patches were cut from."""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
from dataclasses import dataclass
from typing import Annotated, Any, Optional

from poplar_nn_plugin.dataset.fields import Between, FieldError, OneOf, Positive, Real, left_out

__all__ = ["DataType", "ImageMetadata"]

_WHOLE = [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]

DataType = Annotated[str, OneOf((*_WHOLE, "float32", "float64"))]
"""NumPy's name of what a pixel holds."""


class _NotZero:
    """Numbers but 0, which would make all values one."""

    def __contains__(self, value: Any) -> bool:
        return value != 0

    def __str__(self) -> str:
        return "other than 0"


Scale = Annotated[Real, _NotZero()]


class _Nodata:
    """None, a number, or one that JSON has no word for, as text."""

    def __contains__(self, value: Any) -> bool:
        return value in (None, "nan", "inf", "-inf") or type(value) in (int, float)

    def __str__(self) -> str:
        return "that is a number, 'nan' or null"


@dataclass(frozen=True)
class ImageMetadata:
    """Bands, type, pixel size and CRS of images.

    Parameters
    ----------
    bands : tuple of str
        Names of the bands that patches have.
    dtype : str
    band_count : int
        Bands of the whole image.
    pixel_size : tuple of float
        Width and height in units of the CRS.
    pixel_metres : float
        Side of a square as large as a pixel.
    crs : str
        WKT, empty where none is known.
    nodata : tuple, optional
        Of each band.
    scale : tuple of (float, float), optional
        Scale and offset of each band; None where they were not kept.
    georeferenced : bool, optional
        Of images of patches that were imported: whether each says where it lies.
    """

    bands: tuple[str, ...]
    dtype: DataType
    band_count: Annotated[int, Between(1, 65535)]
    pixel_size: tuple[Positive, Positive]
    pixel_metres: Positive
    crs: str
    nodata: Optional[tuple[Annotated[Any, _Nodata()], ...]] = None
    scale: Optional[tuple[tuple[Scale, Real], ...]] = left_out()
    georeferenced: Optional[bool] = left_out()

    def __post_init__(self):
        if not self.bands:
            raise FieldError("image.bands names no band")
        if self.scale is not None and len(self.scale) != len(self.bands):
            raise FieldError(f"image.scale has {len(self.scale)} pairs for {len(self.bands)} bands")
