"""Where blocks go: a GeoTIFF that appears under its name only when it is whole."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from osgeo import gdal, gdal_array

from poplar_nn_plugin.engine.grid import Grid, Window
from poplar_nn_plugin.engine.handles import close, quiet
from poplar_nn_plugin.engine.legend import attribute_table, category_names, colour_table
from poplar_nn_plugin.engine.step import OutputSpec
from poplar_nn_plugin.errors import OutputError

__all__ = ["TILE", "RasterSink", "check_target"]

TILE = 256
"""Side of a tile of the files we write, in pixels."""

# What GDAL and others keep beside a raster; it describes the old pixels once these are replaced.
_COMPANIONS = (".aux.xml", ".ovr", ".msk")
_SMALLEST_OVERVIEW = 256


def check_target(path: str | Path) -> Path:
    """Return `path` if a raster can be written there.

    Raises
    ------
    OutputError
        If it does not end in .tif or .tiff, or its folder is missing or may not be written to.
    """
    path = Path(path)
    if path.suffix.lower() not in (".tif", ".tiff"):
        raise OutputError(
            f"{path.name} cannot be written: outputs are GeoTIFF, so let the name end in .tif.",
            path=str(path),
        )
    if not path.parent.is_dir():
        raise OutputError(
            f"{path.name} cannot be written: there is no folder {path.parent}.", path=str(path)
        )
    if path.is_dir():
        raise OutputError(f"{path} cannot be written: it is a folder.", path=str(path))
    if not os.access(path.parent, os.W_OK):
        raise OutputError(
            f"{path.name} cannot be written: you may not write into {path.parent}.", path=str(path)
        )
    return path


class RasterSink:
    """A tiled, compressed GeoTIFF, written window by window.

    A context manager. The file grows beside its final place under a name that ends in ``.part``
    and takes its final name when the block ends without an error. On any error it is removed and
    what was there before stays as it was. (A process that is killed leaves the ``.part`` file.)

    Parameters
    ----------
    path : str or Path
        Ends in .tif or .tiff.
    grid : Grid
    output : OutputSpec
        With a legend the file gets colours, names, an attribute table and overviews.
    threads : int
        How many threads compress.

    Raises
    ------
    OutputError
        If the file cannot be written: folder, rights or a full disk.
    """

    def __init__(self, path: str | Path, grid: Grid, output: OutputSpec, threads: int = 1):
        self.path = Path(path)
        self.grid = grid
        self.output = output
        self.threads = threads
        self._part = self.path.with_name(f".{self.path.name}.{uuid.uuid4().hex[:8]}.part")
        self._dataset: gdal.Dataset | None = None

    def __enter__(self) -> RasterSink:
        check_target(self.path)
        try:
            self._dataset = self._create()
        except OutputError:
            self._discard()
            raise
        return self

    def write(self, window: Window, data: np.ndarray) -> None:
        """Write one window of the grid.

        Parameters
        ----------
        window : Window
        data : ndarray
            (rows, cols, bands), of the output's type.
        """
        planes = np.moveaxis(data, -1, 0)
        with quiet() as failures:
            try:
                code = self._dataset.WriteArray(planes, window.col, window.row)
            except RuntimeError as error:
                failures.append(str(error))
                code = gdal.CE_Failure
        if code != gdal.CE_None or failures:
            self._fail(failures)

    def complete(self) -> None:
        """Close the file and look whether it is whole; only its name is still to come.

        Whoever writes several files completes all of them before the first takes its name.

        Raises
        ------
        OutputError
        """
        self._close()
        if self.output.legend:
            self._describe()
        with quiet() as failures:
            try:
                dataset = gdal.OpenEx(str(self._part), gdal.OF_RASTER)
            except RuntimeError as error:
                failures.append(str(error))
                dataset = None
            if dataset is None or failures:
                self._fail(failures)
            del dataset

    def __exit__(self, kind, error, trace) -> None:
        if kind is not None:
            self._discard()
            return
        try:
            if self._dataset is not None:
                self.complete()
            self._appear()
        except OutputError:
            self._discard()
            raise

    def _create(self) -> gdal.Dataset:
        """Return the new, empty dataset."""
        output, driver = self.output, gdal.GetDriverByName("GTiff")
        code = gdal_array.NumericTypeCodeToGDALTypeCode(np.dtype(output.dtype).type)
        options = _creation_options(driver, output, self.threads)
        with quiet() as failures:
            try:
                dataset = driver.Create(
                    str(self._part), self.grid.width, self.grid.height, output.bands, code, options
                )
            except RuntimeError as error:
                failures.append(str(error))
                dataset = None
            if dataset is None:
                self._fail(failures)
            dataset.SetGeoTransform(self.grid.transform)
            if self.grid.crs:
                dataset.SetProjection(self.grid.crs)
            for number in range(1, output.bands + 1):
                band = dataset.GetRasterBand(number)
                if output.nodata is not None:
                    band.SetNoDataValue(output.nodata)
                if output.band_names:
                    band.SetDescription(output.band_names[number - 1])
            if output.legend:
                band.SetRasterColorTable(colour_table(output.legend))
        return dataset

    def _appear(self) -> None:
        """Give the finished file its name, and its companions theirs."""
        try:
            os.replace(self._part, self.path)
            for ending in _COMPANIONS:
                ours, theirs = Path(f"{self._part}{ending}"), Path(f"{self.path}{ending}")
                if ours.exists():
                    os.replace(ours, theirs)
                else:
                    theirs.unlink(missing_ok=True)
        except OSError as error:  # on Windows another program may hold the old file open
            raise OutputError(
                f"{self.path} cannot be replaced: {error.strerror}. Close what uses it, or choose "
                "another name.",
                path=str(self.path),
            ) from error

    def _describe(self) -> None:
        """Add what is drawn from the legend and the finished pixels."""
        compression = {"COMPRESS_OVERVIEW": "DEFLATE", "GDAL_NUM_THREADS": str(self.threads)}
        with quiet() as failures, _configured(compression):
            try:
                self._dataset = gdal.OpenEx(str(self._part), gdal.OF_RASTER | gdal.OF_UPDATE)
                band = self._dataset.GetRasterBand(1)
                band.SetRasterCategoryNames(category_names(self.output.legend))
                band.SetDefaultRAT(attribute_table(self.output.legend))
                levels = _overview_levels(self.grid)
                if levels:
                    self._dataset.BuildOverviews("NEAREST", levels)
                del band
            except RuntimeError as error:
                failures.append(str(error))
        if failures:
            self._fail(failures)
        self._close()

    def _close(self) -> None:
        """Flush and close, and raise if any of it failed."""
        with quiet() as failures:
            try:
                self._dataset.FlushCache()
            except RuntimeError as error:
                failures.append(str(error))
            failures += self._let_go()  # GDAL writes the directory of the file here
        if failures:
            self._fail(failures)

    def _let_go(self) -> list[str]:
        """Close the dataset, if there is one, and return what GDAL raised."""
        dataset, self._dataset = self._dataset, None
        try:
            if dataset is not None:
                close(dataset)
        except RuntimeError as error:
            return [str(error)]
        return []

    def _fail(self, failures: list[str]) -> None:
        """Raise what GDAL's complaints mean for the user."""
        free = shutil.disk_usage(self.path.parent).free
        reason = failures[0].strip().rstrip(".") if failures else "GDAL gives no reason"
        raise OutputError(
            f"Writing {self.path} failed: {reason}. {free / 2**20:.0f} MB are free in "
            f"{self.path.parent}; make room there or choose another folder.",
            path=str(self.path),
            free=free,
        )

    def _discard(self) -> None:
        """Close and remove what was written so far."""
        with quiet():
            self._let_go()
        for ending in ("", *_COMPANIONS):
            Path(f"{self._part}{ending}").unlink(missing_ok=True)


def _creation_options(driver: gdal.Driver, output: OutputSpec, threads: int) -> list[str]:
    """Return GDAL's options: the quickest compression that is as small as the common one.

    ZSTD at level 1 with a predictor needs a fifth of DEFLATE's time for the same size. It is
    missing in some builds of GDAL.
    """
    dtype = np.dtype(output.dtype)
    zstd = "ZSTD" in driver.GetMetadataItem("DMD_CREATIONOPTIONLIST")
    compression = ["COMPRESS=ZSTD", "ZSTD_LEVEL=1"] if zstd else ["COMPRESS=DEFLATE", "ZLEVEL=6"]
    # Class codes are labels, their differences mean nothing to a predictor.
    # For float32 the whole-number predictor is more than twice as fast as the float one.
    predictor = 1 if output.legend else 3 if dtype == np.float64 else 2
    return [
        "TILED=YES",
        f"BLOCKXSIZE={TILE}",
        f"BLOCKYSIZE={TILE}",
        "BIGTIFF=IF_SAFER",
        "INTERLEAVE=BAND",
        f"NUM_THREADS={threads}",
        f"PREDICTOR={predictor}",
        *compression,
    ]


@contextmanager
def _configured(options: dict[str, str]) -> Iterator[None]:
    """Set GDAL options of this thread for a while."""
    before = {name: gdal.GetThreadLocalConfigOption(name) for name in options}
    for name, value in options.items():
        gdal.SetThreadLocalConfigOption(name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            gdal.SetThreadLocalConfigOption(name, value)


def _overview_levels(grid: Grid) -> list[int]:
    """Return the factors of overviews down to about one screen tile."""
    levels, factor = [], 2
    while max(grid.width, grid.height) / factor >= _SMALLEST_OVERVIEW / 2:
        levels.append(factor)
        factor *= 2
    return levels
