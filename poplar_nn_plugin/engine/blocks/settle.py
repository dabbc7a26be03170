"""From what a step returned to what is written: rounded, held in range, nodata burned."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.engine.blocks.output import OutputSpec
from poplar_nn_plugin.errors import StepOutputError

__all__ = ["settle"]


def settle(values: np.ndarray, output: OutputSpec, keep: np.ndarray) -> np.ndarray:
    """Turn what a step returned into what is written.

    An integer output rounds to the nearest integer (halves to the even one) and holds values
    beyond its range at the end of the range; NaN becomes nodata. A float output takes values as
    they are. A valid result that happens to equal nodata cannot be told from it: choose a nodata
    value that the step never gives, or let `values` or `mask` of the output keep them apart.

    Parameters
    ----------
    values : ndarray
        (rows, cols, bands) of real numbers.
    output : OutputSpec
    keep : ndarray
        (rows, cols) bool; elsewhere nodata is written.

    Returns
    -------
    ndarray
        (rows, cols, planes), a new array whose planes lie one after the other in memory. The
        last one is the mask, if the output has one: 1 where all bands have a value.

    Raises
    ------
    StepOutputError
        If values are not numbers, or NaN has no nodata value to become.
    """
    target = np.dtype(output.dtype)
    if values.dtype.kind not in "buif":
        raise StepOutputError(f"values of type {values.dtype} cannot be written as {target}.")
    rows, cols, bands = values.shape
    planes = np.empty((output.planes, rows, cols), target)
    hole = None if keep.all() else ~keep
    known = keep.copy() if output.mask else None
    for band, plane in enumerate(planes[:bands]):
        unknown = _convert(values[..., band], plane, output, keep)
        if unknown is not None and known is not None:
            known &= ~unknown
        if hole is not None:
            plane[hole] = output.fill
    if known is not None:
        planes[-1] = known
    return np.moveaxis(planes, 0, -1)


def _convert(values: np.ndarray, plane: np.ndarray, output: OutputSpec, keep: np.ndarray):
    """Write `values` of one band into `plane`, in its type; return where they are NaN, if any.

    Of a float output NaN is what it is, and nothing is returned.
    """
    limits = np.iinfo(output.values or plane.dtype) if _bounded(output) else None
    if limits is None or np.can_cast(values.dtype, limits.dtype, "safe"):
        with np.errstate(over="ignore"):  # beyond float32's range is infinite, as it should be
            plane[...] = values
        return None
    if values.dtype.kind != "f":
        low, high = max(limits.min, int(_least(values))), min(limits.max, _greatest(values))
        np.clip(values, low, high, out=plane, casting="unsafe")
        return None
    # float32 cannot hold the ends of a 32-bit range: clip those in float64.
    rounded = np.rint(values, dtype=np.float64 if limits.dtype.itemsize > 2 else None)
    unknown = np.isnan(rounded)
    some = bool(unknown.any())
    if some:
        if output.nodata is None and not output.mask and unknown[keep].any():
            raise StepOutputError(
                f"NaN cannot be written as {plane.dtype} without a nodata value; declare one."
            )
        rounded[unknown] = limits.min
    np.clip(rounded, limits.min, limits.max, out=plane, casting="unsafe")
    if not some:
        return None
    plane[unknown] = output.fill
    return unknown


def _bounded(output: OutputSpec) -> bool:
    """Return whether results are held in the range of an integer type."""
    return bool(output.values) or np.dtype(output.dtype).kind != "f"


def _least(values: np.ndarray) -> int:
    return 0 if values.dtype.kind == "b" else np.iinfo(values.dtype).min


def _greatest(values: np.ndarray) -> int:
    return 1 if values.dtype.kind == "b" else np.iinfo(values.dtype).max
