"""What is done to a block of pixels: the block, the step, and the raster a step makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from poplar_nn_plugin.engine.window import Window
from poplar_nn_plugin.errors import ParameterError, StepOutputError

__all__ = ["DTYPES", "SLACK", "Block", "LegendEntry", "OutputSpec", "Step", "holds", "settle"]

SLACK = 4 * 2**20
"""Bytes that a step may take for one block besides its `scratch`: tiles, tables."""

DTYPES = ("uint8", "uint16", "int16", "uint32", "int32", "float32", "float64")
"""NumPy names of the types that outputs can have."""


@dataclass(frozen=True)
class Block:
    """The pixels of one window, of every source.

    Parameters
    ----------
    arrays : tuple of ndarray
        One a source, each (rows, cols, bands) of the size of the window plus `halo` pixels on
        every side. Outside the image they are padded, so nobody special-cases its edge. The
        engine hands them out read-only and with 0 wherever `valid` is False.
    valid : ndarray
        (rows, cols) bool: True where every source has a value. False in the padding.
    window : Window
        The pixels that are to be written, without the halo.
    halo : int
        Pixels of context on every side.
    """

    arrays: tuple[np.ndarray, ...]
    valid: np.ndarray
    window: Window
    halo: int

    @property
    def data(self) -> np.ndarray:
        """The pixels of the first source."""
        return self.arrays[0]

    def trim(self, halo: int) -> Block:
        """Return the block with a smaller halo; arrays are views."""
        if halo == self.halo:
            return self
        inner = _inner(self.valid.shape, self.halo - halo)
        arrays = tuple(array[inner] for array in self.arrays)
        return replace(self, arrays=arrays, valid=self.valid[inner], halo=halo)


@dataclass(frozen=True)
class LegendEntry:
    """What one code of a class raster means.

    Parameters
    ----------
    code : int
        The pixel value.
    name : str
        The class.
    colour : str
        ``#rrggbb``.
    """

    code: int
    name: str
    colour: str


@dataclass(frozen=True)
class OutputSpec:
    """The raster a step makes.

    Parameters
    ----------
    bands : int
        How many.
    dtype : str
        NumPy name: uint8, uint16, int16, uint32, int32, float32 or float64.
    nodata : float or None
        Written where a source is invalid or masked. None where nothing marks them: they are
        then written as 0, in float rasters as NaN.
    band_names : tuple of str, optional
        One a band.
    legend : tuple of LegendEntry, optional
        Makes it a class raster: one band of uint8 or uint16 with colours and names.

    Raises
    ------
    ParameterError
        If the parts do not fit together.
    """

    bands: int
    dtype: str
    nodata: float | None
    band_names: tuple[str, ...] = ()
    legend: tuple[LegendEntry, ...] = ()

    def __post_init__(self):
        if self.dtype not in DTYPES:
            raise ParameterError(
                f"An output cannot be of type {self.dtype}; choose one of {', '.join(DTYPES)}."
            )
        if self.bands < 1:
            raise ParameterError(f"An output needs at least one band, got {self.bands}.")
        if self.band_names and len(self.band_names) != self.bands:
            raise ParameterError(
                f"{self.bands} bands have {len(self.band_names)} names; give one a band or none."
            )
        if self.legend and (self.bands != 1 or self.dtype not in ("uint8", "uint16")):
            raise ParameterError(
                "A legend belongs to one band of uint8 or uint16, got "
                f"{self.bands} of {self.dtype}."
            )
        for entry in self.legend:
            if not holds(self.dtype, entry.code):
                raise ParameterError(
                    f"Class {entry.name} has code {entry.code}, which does not fit into "
                    f"{self.dtype}."
                )
        if self.nodata is not None and not holds(self.dtype, self.nodata):
            raise ParameterError(f"The nodata value {self.nodata} does not fit into {self.dtype}.")

    @property
    def fill(self) -> float:
        """The value of pixels that have none."""
        if self.nodata is not None:
            return self.nodata
        return float("nan") if np.dtype(self.dtype).kind == "f" else 0

    @property
    def pixel_bytes(self) -> int:
        """Bytes of one pixel, all bands."""
        return self.bands * np.dtype(self.dtype).itemsize


@dataclass(frozen=True)
class Step:
    """One function, run on every block, and the raster it makes.

    Parameters
    ----------
    name : str
        For messages.
    func : callable
        Takes a `Block`, returns (rows, cols, bands) of the size of ``block.data``, halo included
        (what it writes into the halo is cut off). To run in processes it must pickle. None where
        an executor has blocks computed in its own way.
    output : OutputSpec
        What is written; see `settle` for how values become its type.
    halo : int
        Pixels of context it needs on every side.
    multiple_of : int
        Blocks begin at multiples of this many pixels.
    thread_safe : bool
        False keeps it, and all others that are not, to one block at a time; the next blocks are
        read meanwhile.
    scratch : float
        Most memory it takes at once, what it returns included, as a multiple of the bytes of its
        block (arrays and `valid`, with halo) plus those of its output of the same size; what does
        not grow with the block, up to `SLACK` bytes, need not be counted.
    """

    name: str
    func: Callable[[Block], np.ndarray] | None
    output: OutputSpec
    halo: int = 0
    multiple_of: int = 1
    thread_safe: bool = True
    scratch: float = 2

    def __post_init__(self):
        if self.halo < 0 or self.multiple_of < 1 or self.scratch < 0:
            raise ParameterError(
                f"Step {self.name} has halo {self.halo}, multiple_of {self.multiple_of} and "
                f"scratch {self.scratch}; they must be at least 0, 1 and 0."
            )

    def run(self, block: Block, keep: np.ndarray) -> np.ndarray:
        """Return what is to be written for `block`, whose halo is the step's.

        Parameters
        ----------
        block : Block
        keep : ndarray
            (rows, cols) bool of the window, without halo: the pixels that get a value.

        Returns
        -------
        ndarray
            (rows, cols, bands) of the window, in the output's type, nodata where not `keep`.

        Raises
        ------
        StepOutputError
            If `func` returns another shape, or values that are not real numbers.
        """
        return self.finish(self.func(block), block, keep)

    def finish(self, result: np.ndarray, block: Block, keep: np.ndarray) -> np.ndarray:
        """Return what is to be written, as `run` does, from what `func` returned elsewhere."""
        result = np.asarray(result)
        expected = (*block.valid.shape, self.output.bands)
        if result.shape != expected:
            raise StepOutputError(
                f"Step {self.name} returned an array of shape {result.shape} where (rows, cols, "
                f"bands) {expected} was expected.",
                step=self.name,
            )
        try:
            return settle(result[_inner(expected, block.halo)], self.output, keep)
        except StepOutputError as error:
            raise StepOutputError(f"Step {self.name}: {error}", step=self.name) from error


def settle(values: np.ndarray, output: OutputSpec, keep: np.ndarray) -> np.ndarray:
    """Turn what a step returned into what is written.

    An integer output rounds to the nearest integer (halves to the even one) and holds values
    beyond its range at the end of the range; NaN becomes nodata. A float output takes values as
    they are. A valid result that happens to equal nodata cannot be told from it: choose a nodata
    value that the step never gives.

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
        (rows, cols, bands), a new array whose bands lie one after the other in memory.

    Raises
    ------
    StepOutputError
        If values are not numbers, or NaN has no nodata value to become.
    """
    target = np.dtype(output.dtype)
    if values.dtype.kind not in "buif":
        raise StepOutputError(f"values of type {values.dtype} cannot be written as {target}.")
    rows, cols, bands = values.shape
    planes = np.empty((bands, rows, cols), target)
    hole = None if keep.all() else ~keep
    for band, plane in enumerate(planes):
        _convert(values[..., band], plane, output, keep)
        if hole is not None:
            plane[hole] = output.fill
    return np.moveaxis(planes, 0, -1)


def _convert(values: np.ndarray, plane: np.ndarray, output: OutputSpec, keep: np.ndarray) -> None:
    """Write `values` of one band into `plane`, in its type."""
    if plane.dtype.kind == "f" or np.can_cast(values.dtype, plane.dtype, "safe"):
        with np.errstate(over="ignore"):  # beyond float32's range is infinite, as it should be
            plane[...] = values
        return
    limits = np.iinfo(plane.dtype)
    if values.dtype.kind != "f":
        low, high = max(limits.min, int(_least(values))), min(limits.max, _greatest(values))
        np.clip(values, low, high, out=plane, casting="unsafe")
        return
    # float32 cannot hold the ends of a 32-bit range: clip those in float64.
    rounded = np.rint(values, dtype=np.float64 if plane.itemsize > 2 else None)
    unknown = np.isnan(rounded)
    if unknown.any():
        if output.nodata is None and unknown[keep].any():
            raise StepOutputError(
                f"NaN cannot be written as {plane.dtype} without a nodata value; declare one."
            )
        rounded[unknown] = output.fill
    np.clip(rounded, limits.min, limits.max, out=plane, casting="unsafe")


def _least(values: np.ndarray) -> int:
    return 0 if values.dtype.kind == "b" else np.iinfo(values.dtype).min


def _greatest(values: np.ndarray) -> int:
    return 1 if values.dtype.kind == "b" else np.iinfo(values.dtype).max


def holds(dtype: str, value: float) -> bool:
    """Return whether `dtype` has `value`."""
    kind = np.dtype(dtype)
    if kind.kind == "f":
        return bool(np.isnan(value) or np.isinf(value) or abs(value) <= np.finfo(kind).max)
    limits = np.iinfo(kind)
    return bool(limits.min <= value <= limits.max and value == int(value))


def _inner(shape: tuple[int, ...], margin: int) -> tuple[slice, slice]:
    """Return the rows and columns that remain when `margin` pixels are cut on every side."""
    return slice(margin, shape[0] - margin), slice(margin, shape[1] - margin)
