"""The raster that a step makes: its bands, their type, and what marks pixels without a value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.errors import ParameterError

__all__ = ["DTYPES", "LegendEntry", "OutputSpec", "holds"]

DTYPES = ("uint8", "uint16", "int16", "uint32", "int32", "float32", "float64")
"""NumPy names of the types that outputs can have."""


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
    values : str, optional
        An integer type that `dtype` holds and in whose range results are held, so that a nodata
        value beyond it is never a result.
    mask : bool
        Whether the file gets a mask of its own, which says of each pixel, all bands, whether it
        has a value. It marks them where no value of the type is left for nodata.
    scale : tuple of (float, float), optional
        Scale and offset of each band: what is written times the scale plus the offset is the
        value it stands for.
    missing : tuple of str
        Names of classes that the raster should show and no code stands for; kept in the file.
    excluded : float, optional
        Written instead of nodata where the mask of the run excludes a pixel, whether or not the
        sources have data there.

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
    values: str = ""
    mask: bool = False
    scale: tuple[tuple[float, float], ...] = ()
    missing: tuple[str, ...] = ()
    excluded: float | None = None

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
        if self.scale and len(self.scale) != self.bands:
            raise ParameterError(
                f"{self.bands} bands have {len(self.scale)} scales; give one a band or none."
            )
        if self.nodata is not None and not holds(self.dtype, self.nodata):
            raise ParameterError(f"The nodata value {self.nodata} does not fit into {self.dtype}.")
        if self.excluded is not None and (self.mask or not holds(self.dtype, self.excluded)):
            raise ParameterError(
                f"What the mask excludes cannot be written as {self.excluded} in {self.dtype}"
                f"{' beside a mask in the file' if self.mask else ''}."
            )

    @property
    def fill(self) -> float:
        """The value of pixels that have none."""
        if self.nodata is not None:
            return self.nodata
        return float("nan") if np.dtype(self.dtype).kind == "f" else 0

    def blank(self, rows: int, cols: int, *, masked: bool) -> np.ndarray:
        """Return (rows, cols, planes) of pixels without a value, excluded by the mask or not."""
        excluded = masked and self.excluded is not None
        array = np.full(
            (rows, cols, self.planes), self.excluded if excluded else self.fill, self.dtype
        )
        if self.mask:
            array[..., -1] = 0
        return array

    def leaves_out(self, *, masked: bool) -> bool:
        """Return whether a file need not hold pixels without a value: nodata is what it lacks."""
        excluded = masked and self.excluded is not None
        return self.nodata is not None and not self.mask and not excluded

    @property
    def planes(self) -> int:
        """How many planes are written: the bands, and the mask if there is one."""
        return self.bands + self.mask

    @property
    def pixel_bytes(self) -> int:
        """Bytes of one pixel, all planes."""
        return self.planes * np.dtype(self.dtype).itemsize


def holds(dtype: str, value: float) -> bool:
    """Return whether `dtype` has `value`."""
    kind = np.dtype(dtype)
    if kind.kind == "f":
        return bool(np.isnan(value) or np.isinf(value) or abs(value) <= np.finfo(kind).max)
    limits = np.iinfo(kind)
    return bool(limits.min <= value <= limits.max and value == int(value))
