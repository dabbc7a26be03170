"""Nodata that was set for an image and is not in its file, as ``dataset.json`` keeps it."""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
import math
from typing import Any, Optional, Union

__all__ = ["GivenNodata", "given_nodata", "nodata_values"]

_WORDS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
_LARGEST = 1e308

Nodata = Union[float, tuple[tuple[tuple[float, float], ...], ...]]


class GivenNodata:
    """A number, or for each band of a file a list of ranges, each a pair of numbers."""

    def __contains__(self, value: Any) -> bool:
        if not isinstance(value, list):
            return _is_number(value)
        return all(isinstance(band, list) and all(map(_is_range, band)) for band in value)

    def __str__(self) -> str:
        return "that is a number or, for each band, a list of ranges"


def nodata_values(nodata: Optional[Nodata]) -> Any:
    """Return JSON values of what `RasterSource` takes as nodata; None stays None."""
    if isinstance(nodata, (tuple, list)):
        return [nodata_values(one) for one in nodata]
    if nodata is None or math.isfinite(nodata):
        return nodata
    return "nan" if math.isnan(nodata) else "inf" if nodata > 0 else "-inf"


def given_nodata(values: Any) -> Optional[Nodata]:
    """Return what `nodata_values` has written."""
    if isinstance(values, list):
        return tuple(given_nodata(one) for one in values)
    return _WORDS[values] if isinstance(values, str) else values


def _is_range(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return value in _WORDS
    return type(value) in (int, float) and abs(value) <= _LARGEST
