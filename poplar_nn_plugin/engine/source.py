"""Where blocks come from: rasters read window by window, with what is valid in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from osgeo import gdal, gdal_array

from poplar_nn_plugin.engine.grid import Grid, Window
from poplar_nn_plugin.engine.handles import opened, quiet
from poplar_nn_plugin.errors import ParameterError, RasterOpenError

__all__ = ["RasterSource", "Source"]


class Source(Protocol):
    """What can be read window by window."""

    grid: Grid
    bands: tuple[int, ...]
    dtype: str
    tile: tuple[int, int]

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return (rows, cols, bands) and the (rows, cols) bool of what is valid."""


@dataclass(frozen=True)
class RasterSource:
    """A raster file, or anything else that GDAL opens.

    A pixel is invalid

    - where an alpha band is 0, whether or not that band is read;
    - where the mask of the dataset (``.msk`` file or internal) says so;
    - where a band that is read is NaN;
    - by nodata, each band its own: in signed and float types where *any* band that is read has
      it, in unsigned integers only where *all* of them do, for there nodata (0 or 255) is also a
      legitimate brightness of a single band.

    Parameters
    ----------
    path : str or Path
        What GDAL opens: a path, or a name such as ``/vsizip/...`` or a QGIS raster's source.
    bands : tuple of int, optional
        Bands to read, numbered from 1; default: all but alpha bands.

    Attributes
    ----------
    grid : Grid
    bands : tuple of int
    dtype : str
        The NumPy type that holds every band that is read.
    nodata : float or None
        Of the first band that is read.
    band_names : tuple of str
        Descriptions of the bands that are read, ``Band n`` where there is none.
    tile : (int, int)
        Width and height of the file's own blocks.

    Raises
    ------
    RasterOpenError
        If GDAL cannot open it, or it holds complex numbers.
    ParameterError
        If it lacks one of the bands.
    """

    path: str
    bands: tuple[int, ...] | None = None
    grid: Grid = field(init=False, repr=False)
    dtype: str = field(init=False, repr=False)
    nodata: float | None = field(init=False, repr=False, compare=False)  # NaN equals nothing
    band_names: tuple[str, ...] = field(init=False, repr=False)
    tile: tuple[int, int] = field(init=False, repr=False)
    _alpha: int | None = field(init=False, repr=False)
    _masks: tuple[int, ...] = field(init=False, repr=False)
    _nodata: tuple = field(init=False, repr=False)

    def __post_init__(self):
        path = str(self.path)
        dataset = opened(path)
        alpha = [
            number
            for number in range(1, dataset.RasterCount + 1)
            if dataset.GetRasterBand(number).GetColorInterpretation() == gdal.GCI_AlphaBand
        ]
        numbers = _chosen(self.bands, dataset.RasterCount, alpha, path)
        bands = [dataset.GetRasterBand(number) for number in numbers]
        dtype = _common_type(bands, path)
        facts = {
            "path": path,
            "bands": numbers,
            "grid": Grid(
                dataset.RasterXSize,
                dataset.RasterYSize,
                tuple(dataset.GetGeoTransform()),
                dataset.GetProjection() or "",
            ),
            "dtype": dtype.name,
            "nodata": bands[0].GetNoDataValue(),
            "band_names": tuple(
                band.GetDescription() or f"Band {number}" for number, band in zip(numbers, bands)
            ),
            "tile": tuple(bands[0].GetBlockSize()),
            "_alpha": alpha[0] if alpha else None,
            "_masks": _mask_bands(numbers, bands),
            "_nodata": tuple(_as_type(band.GetNoDataValue(), dtype) for band in bands),
        }
        for name, value in facts.items():
            object.__setattr__(self, name, value)

    @property
    def whole(self) -> bool:
        """Whether every pixel is known to have a value: no nodata, mask, alpha band or NaN."""
        marked = self._alpha or self._masks or any(value is not None for value in self._nodata)
        return not marked and np.dtype(self.dtype).kind != "f"

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Read one window.

        Parameters
        ----------
        window : Window
            May reach beyond the grid: there the pixels are 0 and invalid.

        Returns
        -------
        data : ndarray
            (rows, cols, bands), values as stored; bands lie one after the other in memory.
        valid : ndarray
            (rows, cols) bool.

        Raises
        ------
        RasterOpenError
            If the file is damaged or has gone.
        """
        inside = window.clip(self.grid)
        whole = inside == window
        make = np.empty if whole else np.zeros
        planes = make((len(self.bands), window.height, window.width), self.dtype)
        valid = make((window.height, window.width), bool)
        if inside.width and inside.height:
            rows, cols = inside.slices(window)
            dataset = opened(self.path)
            self._read_into(planes[:, rows, cols], dataset, list(self.bands), inside)
            valid[rows, cols] = self._valid(planes[:, rows, cols], dataset, inside)
        return np.moveaxis(planes, 0, -1), valid

    def _valid(self, planes: np.ndarray, dataset: gdal.Dataset, window: Window) -> np.ndarray:
        """Return the (rows, cols) bool of what is valid in planes (bands, rows, cols)."""
        valid = np.ones(planes.shape[1:], bool)
        if planes.dtype.kind == "u":
            if all(value is not None for value in self._nodata):
                valid = np.zeros(planes.shape[1:], bool)
                for plane, value in zip(planes, self._nodata):
                    valid |= plane != value
        else:
            for plane, value in zip(planes, self._nodata):
                if value is not None:
                    valid &= plane != value
                if planes.dtype.kind == "f":
                    valid &= plane == plane  # NaN alone differs from itself
        numbers = [(number, True) for number in self._masks]
        numbers += [(self._alpha, False)] if self._alpha else []
        for number, is_mask in numbers:
            band = dataset.GetRasterBand(number)
            flags = np.empty((1, *valid.shape), np.uint8)  # GDAL clips: what is not 0 stays so
            self._read_into(flags, band.GetMaskBand() if is_mask else band, None, window)
            valid &= flags[0] != 0
        return valid

    def _read_into(self, planes: np.ndarray, raster, bands: list[int] | None, window: Window):
        """Fill planes (bands, rows, cols) from `raster`, a dataset or a band."""
        place = (window.col, window.row, window.width, window.height)
        extra = {} if bands is None else {"band_list": bands}
        with quiet() as failures:
            try:
                done = raster.ReadAsArray(*place, buf_obj=planes, **extra)
            except RuntimeError as error:
                failures.append(str(error))
                done = None
        if done is None:
            reason = failures[-1] if failures else "GDAL gives no reason"
            raise RasterOpenError(
                f"Reading {self.path} failed at column {window.col}, row {window.row}: {reason}. "
                "The file may be damaged or no longer there.",
                path=self.path,
            )


def _chosen(wanted, count: int, alpha: list[int], path: str) -> tuple[int, ...]:
    """Return the bands to read, as a tuple."""
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


def _common_type(bands: list[gdal.Band], path: str) -> np.dtype:
    """Return the NumPy type that holds the values of all bands."""
    types = [gdal_array.GDALTypeCodeToNumericTypeCode(band.DataType) for band in bands]
    if any(kind is None or np.dtype(kind).kind not in "uif" for kind in types):
        raise RasterOpenError(
            f"{path} holds values that are not real numbers; convert it first.", path=path
        )
    return np.result_type(*types)


def _mask_bands(numbers: tuple[int, ...], bands: list[gdal.Band]) -> tuple[int, ...]:
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


def _as_type(value: float | None, dtype: np.dtype):
    """Return a nodata value as pixels hold it, or None where no pixel can."""
    if value is None or np.isnan(value):
        return None  # NaN is invalid in any case
    if dtype.kind == "f":
        limits = np.finfo(dtype)
        # -3.4028235e38 written with few digits lies a little beyond float32's range.
        return dtype.type(value if np.isinf(value) else np.clip(value, limits.min, limits.max))
    limits = np.iinfo(dtype)
    return dtype.type(value) if limits.min <= value <= limits.max and value == int(value) else None
