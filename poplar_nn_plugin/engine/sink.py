"""Where blocks go: a GeoTIFF that appears under its name only when it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
from osgeo import gdal, gdal_array

from poplar_nn_plugin.engine.blocks.output import OutputSpec
from poplar_nn_plugin.engine.georeference import place
from poplar_nn_plugin.engine.grid import Grid, Window
from poplar_nn_plugin.engine.handles import close, quiet
from poplar_nn_plugin.engine.outputs.layout import (
    add_overviews,
    check_layout,
    configured,
    copy_as_cog,
    creation_options,
)
from poplar_nn_plugin.engine.outputs.legend import (
    attribute_table,
    category_names,
    colour_table,
    missing_item,
    names_item,
)
from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.files import Outputs
from poplar_nn_plugin.places import public, require_folder, require_name, target_of
from poplar_nn_plugin.progress import Progress, Silent, Slice, checkpoint

__all__ = ["RasterSink", "check_target"]

_NO_REASON = "GDAL gives no reason"
_SILENT = Silent()


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
    require_name(path)
    if target_of(path).is_dir():
        raise OutputError(f"{path} cannot be written: it is a folder.", path=str(path))
    require_folder(path)
    return path


class RasterSink:
    """A compressed GeoTIFF, written window by window.

    A context manager. The file grows in a hidden folder beside its final place and takes its
    name when the block ends without an error. On any error it is removed and what was there
    before stays as it was. (What a process that is killed leaves, the next one removes.)

    Parameters
    ----------
    path : str or Path
        Ends in .tif or .tiff.
    grid : Grid
    output : OutputSpec
        With a legend the file gets colours, names, an attribute table and overviews.
    threads : int
        How many threads compress.
    layout : {"tiled", "uncompressed", "overviews", "cog"}
        A Cloud Optimized GeoTIFF is copied from a tiled one at the end: until then the disk
        holds both.
    outputs : Outputs, optional
        Those it takes its name with; without, it takes its name alone.

    Raises
    ------
    OutputError
        If the file cannot be written: folder, rights or a full disk.
    ParameterError
        If there is no such layout.
    """

    def __init__(
        self,
        path: str | Path,
        grid: Grid,
        output: OutputSpec,
        threads: int = 1,
        layout: str = "tiled",
        outputs: Outputs | None = None,
    ):
        self.path = Path(path)
        self.grid = grid
        self.output = output
        self.threads = threads
        self.layout = check_layout(layout)
        self._outputs = outputs or Outputs()
        self._alone = outputs is None
        self._file: Path | None = None  # what is written to now
        self._dataset: gdal.Dataset | None = None

    def __enter__(self) -> RasterSink:
        check_target(self.path)
        with ExitStack() as on_failure:  # whatever it is, nothing half-made is left
            on_failure.callback(self._discard)
            self._file = self._outputs.path(self.path)
            if self.layout == "cog":
                self._file = self._outputs.scratch(self.path, self.path.suffix)
            self._dataset = self._create()
            on_failure.pop_all()
        return self

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
        """Finish and close the file and look whether it is whole; only its name is still to come.

        Whoever writes several files completes all of them before the first takes its name.

        Raises
        ------
        OutputError
        Cancelled
            If `progress` is cancelled while overviews or a Cloud Optimized GeoTIFF are made.
        """
        self._close()
        if self.output.legend or self.layout in ("overviews", "cog"):
            self._describe(Slice(progress, 0.0, 0.5 if self.layout == "cog" else 1.0))
        if self.layout == "cog":
            self._optimise(Slice(progress, 0.5, 1.0))
        with self._checked() as failures:
            self._reopened(failures)

    def __exit__(self, kind, error, trace) -> None:
        if kind is not None:
            self._discard()
            return
        try:
            if self._dataset is not None:
                self.complete()
            if self._alone:
                self._outputs.publish()
        finally:
            self._discard()

    def _create(self) -> gdal.Dataset:
        """Return the new, empty dataset."""
        output = self.output
        code = gdal_array.NumericTypeCodeToGDALTypeCode(np.dtype(output.dtype).type)
        with self._checked() as failures:
            dataset = gdal.GetDriverByName("GTiff").Create(
                str(self._file),
                self.grid.width,
                self.grid.height,
                output.bands,
                code,
                creation_options(output, self.threads, self.layout),
            )
            if dataset is None:
                self._fail(failures)
            grid = self.grid
            place(dataset, grid.transform, grid.crs, grid.control, grid.rpc)
            for number in range(1, output.bands + 1):
                band = dataset.GetRasterBand(number)
                if output.nodata is not None:
                    band.SetNoDataValue(output.nodata)
                if output.band_names:
                    band.SetDescription(output.band_names[number - 1])
                if output.scale and output.scale[number - 1] != (1, 0):
                    band.SetScale(output.scale[number - 1][0])
                    band.SetOffset(output.scale[number - 1][1])
            if output.legend:
                band.SetRasterColorTable(colour_table(output.legend))
                band.SetMetadataItem(*names_item(output.legend))
            if output.missing:
                band.SetMetadataItem(*missing_item(output.missing))
            if output.mask:
                with configured({"GDAL_TIFF_INTERNAL_MASK": "YES"}):
                    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        return dataset

    def _describe(self, progress: Progress) -> None:
        """Add what is drawn from the legend and the finished pixels."""
        with self._checked(progress) as failures:
            self._dataset = self._reopened(failures, gdal.OF_UPDATE)
            if self.output.legend:
                band = self._dataset.GetRasterBand(1)
                band.SetRasterCategoryNames(category_names(self.output.legend))
                band.SetDefaultRAT(attribute_table(self.output.legend))
                del band
            code = add_overviews(self._dataset, self.output, self.threads, progress)
            if code != gdal.CE_None:
                failures.append(_NO_REASON)
        self._close()

    def _optimise(self, progress: Progress) -> None:
        """Replace the finished file by its copy in the order of a Cloud Optimized GeoTIFF."""
        with self._checked(progress) as failures:
            tiled = self._reopened(failures)
            self._file = self._outputs.path(self.path)
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
            failures += self._let_go()  # GDAL writes the directory of the file here

    def _let_go(self) -> list[str]:
        """Close the dataset, if there is one, and return what GDAL raised."""
        dataset, self._dataset = self._dataset, None
        try:
            if dataset is not None:
                close(dataset)
        except RuntimeError as error:
            return [str(error)]
        return []

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
        import shutil  # with all its archives, when something went wrong and only then

        free = shutil.disk_usage(self.path.parent).free
        reason = public((failures or [_NO_REASON])[0]).strip().rstrip(".")
        raise OutputError(
            f"Writing {self.path} failed: {reason}. {free / 2**20:.0f} MB are free in "
            f"{self.path.parent}; make room there or choose another folder.",
            path=str(self.path),
            free=free,
        )

    def _discard(self) -> None:
        """Close what is still open, and remove what has no name."""
        with quiet():
            self._let_go()
        if self._alone:
            self._outputs.discard()
