"""A GeoTIFF as a file: created, written window by window, completed and looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from osgeo import gdal

from poplar_nn_plugin.engine.blocks.output import OutputSpec
from poplar_nn_plugin.engine.georeference import place
from poplar_nn_plugin.engine.grid import Grid, Window
from poplar_nn_plugin.engine.handles import close, quiet
from poplar_nn_plugin.engine.outputs.description import describe, gdal_type, name_classes
from poplar_nn_plugin.engine.outputs.layout import (
    add_overviews,
    configured,
    copy_as_cog,
    creation_options,
)
from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.places import public
from poplar_nn_plugin.progress import Progress, Silent, Slice, checkpoint

__all__ = ["GeoTiff", "write_failure"]

_NO_REASON = "GDAL gives no reason"
_SILENT = Silent()


class GeoTiff:
    """A new GeoTIFF; whoever makes it gives it its name, and removes it after an error.

    Parameters
    ----------
    file : Path
        Where it is written.
    grid : Grid
    output : OutputSpec
        With a legend the file gets colours, names, an attribute table and overviews.
    threads : int
        How many threads compress.
    layout : str
        See `poplar_nn_plugin.engine.apply`; of ``"vrt"`` it is a tile, which has overviews, and
        no file of names beside it.
    shown : Path
        What it is called in messages: the name that it will have.
    final : Path, optional
        Where the copy goes that is a Cloud Optimized GeoTIFF.

    Raises
    ------
    OutputError
        If it cannot be written.
    """

    def __init__(
        self,
        file: Path,
        grid: Grid,
        output: OutputSpec,
        threads: int,
        layout: str,
        *,
        shown: Path,
        final: Path | None = None,
    ):
        self.grid = grid
        self.output = output
        self.threads = threads
        self.layout = layout
        self._file, self._shown, self._final = file, shown, final
        self._dataset: gdal.Dataset | None = self._create()

    @property
    def completed(self) -> bool:
        """Whether nothing more can be written."""
        return self._dataset is None

    def write(self, window: Window, data: np.ndarray) -> None:
        """Write one window of the grid.

        Parameters
        ----------
        window : Window
        data : ndarray
            (rows, cols, planes), of the output's type; the last plane is its mask, if it has one.
        """
        planes = np.moveaxis(data, -1, 0)[: self.output.bands]
        with self._checked() as failures:
            if self._dataset.WriteArray(planes, window.col, window.row) != gdal.CE_None:
                failures.append(_NO_REASON)
            if self.output.mask:
                flags = np.where(data[..., -1] != 0, 255, 0).astype(np.uint8)
                band = self._dataset.GetRasterBand(1).GetMaskBand()
                if band.WriteArray(flags, window.col, window.row) != gdal.CE_None:
                    failures.append(_NO_REASON)

    def complete(self, progress: Progress = _SILENT) -> None:
        """Finish and close the file and look whether it is whole.

        Raises
        ------
        OutputError
        Cancelled
            If `progress` is cancelled while overviews or a Cloud Optimized GeoTIFF are made.
        """
        self._close()
        if self.output.legend or self.layout in ("overviews", "cog", "vrt"):
            self._overview(Slice(progress, 0.0, 0.5 if self.layout == "cog" else 1.0))
        if self.layout == "cog":
            self._optimise(Slice(progress, 0.5, 1.0))
        with self._checked() as failures:
            self._reopened(failures)

    def let_go(self) -> list[str]:
        """Close the dataset, if it is open, and return what GDAL raised."""
        dataset, self._dataset = self._dataset, None
        try:
            if dataset is not None:
                close(dataset)
        except RuntimeError as error:
            return [str(error)]
        return []

    def _create(self) -> gdal.Dataset:
        """Return the new, empty dataset."""
        output, grid = self.output, self.grid
        with self._checked() as failures:
            dataset = gdal.GetDriverByName("GTiff").Create(
                str(self._file),
                grid.width,
                grid.height,
                output.bands,
                gdal_type(output),
                creation_options(output, self.threads, self.layout),
            )
            if dataset is None:
                self._fail(failures)
            place(dataset, grid.transform, grid.crs, grid.control, grid.rpc)
            describe(dataset, output)
            if output.mask:
                with configured({"GDAL_TIFF_INTERNAL_MASK": "YES"}):
                    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        return dataset

    def _overview(self, progress: Progress) -> None:
        """Add what is drawn from the legend and the finished pixels."""
        with self._checked(progress) as failures:
            self._dataset = self._reopened(failures, gdal.OF_UPDATE)
            if self.output.legend and self.layout != "vrt":
                name_classes(self._dataset, self.output.legend)
            code = add_overviews(self._dataset, self.output, self.threads, progress)
            if code != gdal.CE_None:
                failures.append(_NO_REASON)
        self._close()

    def _optimise(self, progress: Progress) -> None:
        """Replace the finished file by its copy in the order of a Cloud Optimized GeoTIFF."""
        with self._checked(progress) as failures:
            tiled = self._reopened(failures)
            self._file = self._final
            self._dataset = copy_as_cog(tiled, self._file, self.output, self.threads, progress)
            if self._dataset is None:
                failures.append(_NO_REASON)
            del tiled
        self._close()

    def _reopened(self, failures: list[str], mode: int = gdal.OF_READONLY) -> gdal.Dataset:
        """Return the file that was written, opened again."""
        dataset = gdal.OpenEx(str(self._file), gdal.OF_RASTER | gdal.OF_VERBOSE_ERROR | mode)
        if dataset is None:
            self._fail(failures)
        return dataset

    def _close(self) -> None:
        """Flush and close, and raise if any of it failed."""
        with self._checked() as failures:
            self._dataset.FlushCache()
            failures += self.let_go()  # GDAL writes the directory of the file here

    @contextmanager
    def _checked(self, progress: Progress = _SILENT) -> Iterator[list[str]]:
        """Raise what GDAL complains about, in whichever way it does."""
        with quiet() as failures:
            try:
                yield failures
            except RuntimeError as error:  # after somebody's gdal.UseExceptions()
                failures.append(str(error))
        if failures:
            checkpoint(progress)  # what was cancelled fails too
            self._fail(failures)

    def _fail(self, failures: list[str]) -> None:
        """Raise what GDAL's complaints mean for the user."""
        raise write_failure(self._shown, failures)


def write_failure(path: Path, failures: list[str]) -> OutputError:
    """Return what GDAL's complaints about a file that is written mean for the user."""
    import shutil  # with all its archives, when something went wrong and only then

    free = shutil.disk_usage(path.parent).free
    reason = public((failures or [_NO_REASON])[0]).strip().rstrip(".")
    return OutputError(
        f"Writing {path} failed: {reason}. {free / 2**20:.0f} MB are free in {path.parent}; make "
        "room there or choose another folder.",
        path=str(path),
        free=free,
    )
