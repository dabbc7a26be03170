"""Where blocks come from: rasters read window by window, with what is valid in them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Protocol

import numpy as np
from osgeo import gdal

from poplar_nn_plugin.engine.bandfacts import (
    alpha_bands,
    as_type,
    chosen_bands,
    common_type,
    is_signed_byte,
    mask_bands,
    scale_of,
    single,
)
from poplar_nn_plugin.engine.grid import Grid, Window, grid_of
from poplar_nn_plugin.engine.handles import opened, quiet
from poplar_nn_plugin.errors import RasterOpenError

__all__ = ["RasterSource", "Source"]

_STRIP = 64  # rows


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

    - where an alpha band is 0 or NaN, whether or not that band is read;
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
    crs : str, optional
        WKT that counts in place of the file's.
    nodata : float or tuple, optional
        What counts as nodata in place of the file's: one number as it is stored, for all bands; or
        for each band of the file ranges of scaled values, pairs (low, high), both ends included.
    scaled : bool
        Whether values are multiplied by the scale and raised by the offset that their band
        declares; False reads the numbers as they are stored.
    alpha : bool
        Whether a band that GDAL calls alpha is a mask; False makes it a band like the others.
    options : tuple of str
        GDAL's open options, such as ``NUM_THREADS=2``.
    read_as : str, optional
        NumPy type to read stored numbers as; it must hold all of them.
    own : bool
        Whether pixels that no transform places are read as they lie in the file, on a bent grid;
        False reads them resampled, as QGIS shows them.

    Attributes
    ----------
    grid : Grid
    bands : tuple of int
    dtype : str
        Of what `read` returns: it holds every band; a float type where values are scaled.
    nodata : float or None
        Of the first band that is read, as it is stored.
    scale : tuple of (float, float)
        Scale and offset that each band that is read declares, applied or not.
    band_names : tuple of str
        Descriptions of the bands that are read, ``Band n`` where there is none.
    tile : (int, int)
        Width and height of the file's own blocks.
    alpha_band : int or None
        The band that masks because GDAL calls it alpha.
    given_nodata : float, tuple or None
        What counts as nodata in place of what the file says.

    Raises
    ------
    RasterOpenError
        If GDAL cannot open it, or it holds complex numbers.
    ParameterError
        If it lacks one of the bands.
    """

    path: str
    bands: tuple[int, ...] | None = None
    crs: str | None = None
    nodata: float | tuple | None = field(default=None, repr=False, compare=False)  # NaN != NaN
    scaled: bool = True
    alpha: bool = True
    options: tuple[str, ...] = ()
    read_as: str = ""
    own: bool = False
    grid: Grid = field(init=False, repr=False)
    dtype: str = field(init=False, repr=False)
    scale: tuple[tuple[float, float], ...] = field(init=False, repr=False)
    band_names: tuple[str, ...] = field(init=False, repr=False)
    tile: tuple[int, int] = field(init=False, repr=False)
    alpha_band: int | None = field(init=False, repr=False)
    _masks: tuple[int, ...] = field(init=False, repr=False)
    _nodata: tuple = field(init=False, repr=False)
    _ranges: tuple | None = field(init=False, repr=False)
    _stored: str = field(init=False, repr=False)
    _signed: tuple[bool, ...] = field(init=False, repr=False)
    given_nodata: float | tuple | None = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        path = str(self.path)
        dataset = opened(path, self.options, self.own)
        alpha = alpha_bands(dataset) if self.alpha else []
        numbers = chosen_bands(self.bands, dataset.RasterCount, alpha, path)
        bands = [dataset.GetRasterBand(number) for number in numbers]
        stored = np.dtype(self.read_as) if self.read_as else common_type(bands, path)
        scale = tuple(scale_of(band) for band in bands)
        scaling = self.scaled and any(one != (1, 0) for one in scale)
        dtype = np.result_type(stored, np.float32) if scaling else stored
        ranges, nodata = None, [band.GetNoDataValue() for band in bands]
        if isinstance(self.nodata, (tuple, list)):
            ranges = tuple(tuple(map(tuple, self.nodata[number - 1])) for number in numbers)
            nodata = [single(found, *one) for found, one in zip(ranges, scale)]
        elif self.nodata is not None:
            nodata = [self.nodata] * len(bands)
        facts = {
            "path": path,
            "bands": numbers,
            "grid": grid_of(dataset, self.crs),
            "dtype": dtype.name,
            "nodata": nodata[0],
            "scale": scale,
            "band_names": tuple(
                band.GetDescription() or f"Band {number}" for number, band in zip(numbers, bands)
            ),
            "tile": tuple(bands[0].GetBlockSize()),
            "alpha_band": alpha[0] if alpha else None,
            "_masks": mask_bands(numbers, bands),
            "_nodata": tuple(as_type(v, stored, held=bool(self.read_as)) for v in nodata),
            "_ranges": ranges,
            "_stored": stored.name,
            "given_nodata": self.nodata,
            "_signed": tuple(is_signed_byte(band) for band in bands),
        }
        for name, value in facts.items():
            object.__setattr__(self, name, value)

    def but(self, **changes) -> RasterSource:
        """Return the same with other parameters, such as ``bands=None`` for all bands."""
        return replace(self, **{"nodata": self.given_nodata, **changes})

    def made_from(self) -> dict:
        """Return the parameters that it was made with, bands and path as they were found."""
        made = {one.name: getattr(self, one.name) for one in fields(self) if one.init}
        return {**made, "nodata": self.given_nodata}

    @property
    def whole(self) -> bool:
        """Whether every pixel is known to have a value: no nodata, mask, alpha band or NaN."""
        marked = self.alpha_band or self._masks or any(self._marked())
        return not marked and np.dtype(self._stored).kind != "f"

    @property
    def applies_scale(self) -> bool:
        """Whether `read` returns other values than are stored."""
        return self.scaled and any(one != (1, 0) for one in self.scale)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Read one window.

        Parameters
        ----------
        window : Window
            May reach beyond the grid: there the pixels are 0 and invalid.

        Returns
        -------
        data : ndarray
            (rows, cols, bands), values of `dtype`; bands lie one after the other in memory.
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
            dataset = opened(self.path, self.options, self.own)
            part = planes[:, rows, cols]
            self._read_stored(part, dataset, inside)
            valid[rows, cols] = self._valid(part, dataset, inside)
            if self.applies_scale:
                for plane, (scale, offset) in zip(part, self.scale):
                    plane *= plane.dtype.type(scale)
                    plane += plane.dtype.type(offset)
        return np.moveaxis(planes, 0, -1), valid

    def _read_stored(self, planes: np.ndarray, dataset: gdal.Dataset, window: Window) -> None:
        """Fill planes (bands, rows, cols) with the numbers as they are stored."""
        if planes.dtype == np.int8 and all(self._signed):
            self._read_into(planes.view(np.uint8), dataset, list(self.bands), window)
            return
        self._read_into(planes, dataset, list(self.bands), window)
        for plane, signed in zip(planes, self._signed):
            if signed:
                plane[plane > 127] -= 256

    def _valid(self, planes: np.ndarray, dataset: gdal.Dataset, window: Window) -> np.ndarray:
        """Return the (rows, cols) bool of what is valid in planes (bands, rows, cols)."""
        valid = np.ones(planes.shape[1:], bool)
        kind = np.dtype(self._stored).kind
        marked = self._marked()
        if kind == "u":
            if all(marked):
                valid = np.zeros(planes.shape[1:], bool)
                for band, plane in enumerate(planes):
                    valid |= self._known(plane, band)
        else:
            for band, plane in enumerate(planes):
                if marked[band]:
                    valid &= self._known(plane, band)
                if kind == "f":
                    valid &= plane == plane  # NaN alone differs from itself
        for number in self._masks:
            flags = np.empty((1, *valid.shape), np.uint8)
            self._read_into(flags, dataset.GetRasterBand(number).GetMaskBand(), None, window)
            valid &= flags[0] != 0
        if self.alpha_band:
            band = dataset.GetRasterBand(self.alpha_band)
            # In its own type: half transparent may be 0.5, and -1 is not 0.
            flags = np.empty((1, *valid.shape), common_type([band], self.path))
            if is_signed_byte(band):
                flags = flags.view(np.uint8)
            self._read_into(flags, band, None, window)
            valid &= (flags[0] != 0) & (flags[0] == flags[0])
        return valid

    def _marked(self) -> list[bool]:
        """Return of each band whether some stored number is nodata."""
        if self._ranges is None:
            return [value is not None for value in self._nodata]
        return [bool(ranges) for ranges in self._ranges]

    def _known(self, plane: np.ndarray, band: int) -> np.ndarray:
        """Return where a plane of stored numbers is not nodata."""
        if self._ranges is None:
            return plane != self._nodata[band]
        scale, offset = self.scale[band]
        known = np.ones(plane.shape, bool)
        cuts = range(_STRIP, len(plane), _STRIP)  # float64 of a part takes little memory
        for strip, part in zip(np.split(plane, cuts), np.split(known, cuts)):
            values = strip.astype(np.float64) * scale + offset
            for low, high in self._ranges[band]:
                part &= ~((values >= low) & (values <= high))
        return known

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
