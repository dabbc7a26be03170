"""Which type an output has and what marks pixels without a value: never what a result can be."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine.blocks.output import holds

__all__ = ["Marking", "marked", "range_of"]

_WIDER = {
    "uint8": "uint16",
    "uint16": "uint32",
    "int16": "int32",
    "uint32": "float64",
    "int32": "float64",
}
_FLOAT_NODATA = -9999.0


@dataclass(frozen=True)
class Marking:
    """The type of an output and what marks its pixels without a value; see `OutputSpec`.

    Parameters
    ----------
    dtype : str
    nodata : float or None
    values : str
    mask : bool
    """

    dtype: str
    nodata: float | None = None
    values: str = ""
    mask: bool = False

    @property
    def full(self) -> bool:
        """Whether no value of the type that was wanted is left for nodata."""
        return self.mask or bool(self.values)

    def __str__(self) -> str:
        if self.mask:
            return (
                f"The output is {self.dtype}. Every value of that type can be a result, so a mask "
                "in the file marks pixels without data; programs that read no masks see 0 there."
            )
        if self.values:
            return (
                f"The output is {self.dtype}, nodata: {self.nodata:g}. The results are "
                f"{self.values}, of which every value can be one, so none is left for nodata."
            )
        nodata = "none, every pixel has a value" if self.nodata is None else f"{self.nodata:g}"
        return f"The output is {self.dtype}, nodata: {nodata}."


def range_of(dtype: str) -> tuple[float, float]:
    """Return the least and greatest value of a type; floats have no end."""
    kind = np.dtype(dtype)
    if kind.kind == "f":
        return -math.inf, math.inf
    limits = np.iinfo(kind)
    return int(limits.min), int(limits.max)


def marked(
    dtype: str,
    bounds: tuple[float, float],
    *,
    own: float | None = None,
    holes: bool,
    fixed: bool = False,
) -> Marking:
    """Choose what marks pixels without a value, so that no result is taken for one.

    Parameters
    ----------
    dtype : str
        That the results are wanted in.
    bounds : (float, float)
        Between which values results lie; infinite where that is not known.
    own : float, optional
        The image's own nodata value: the first choice.
    holes : bool
        Whether pixels can be without a value.
    fixed : bool
        Whether the type must stay: then the file gets a mask where the type is full; otherwise
        the output's type becomes wider.
    """
    if not holes:
        return Marking(dtype)
    low, high = range_of(dtype)
    if np.dtype(dtype).kind == "f":
        choices = [own, _FLOAT_NODATA, math.nan]
        ends = bounds
    else:
        choices = [own, low, high] if low else [own, high, low]
        ends = (max(low, _whole(bounds[0], math.floor)), min(high, _whole(bounds[1], math.ceil)))
    for choice in choices:
        if choice is not None and holds(dtype, choice) and not ends[0] <= choice <= ends[1]:
            return Marking(dtype, choice)
    if fixed:
        return Marking(dtype, mask=True)
    wider = _WIDER[dtype]
    first, last = range_of(wider)
    nodata = math.nan if math.isinf(first) else first or last
    return Marking(wider, nodata, values=dtype)


def _whole(value: float, towards) -> float:
    return value if math.isinf(value) else towards(value)
