"""Where blocks go: a GeoTIFF that appears under its name only when it is whole."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import numpy as np

from poplar_nn_plugin.engine.blocks.output import OutputSpec
from poplar_nn_plugin.engine.grid import Grid, Window
from poplar_nn_plugin.engine.handles import quiet
from poplar_nn_plugin.engine.outputs.geotiff import GeoTiff
from poplar_nn_plugin.engine.outputs.layout import ONE_FILE, check_layout
from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.files import Outputs
from poplar_nn_plugin.places import require_folder, require_name, target_of
from poplar_nn_plugin.progress import Progress, Silent

__all__ = ["RasterSink", "check_target"]

_TIFF, _VRT = (".tif", ".tiff"), ".vrt"
_SILENT = Silent()


def check_target(path: str | Path, layout: str = "tiled") -> Path:
    """Return `path` if a raster can be written there.

    Parameters
    ----------
    path : str or Path
    layout : str
        Of ``"vrt"`` it is a VRT that joins tiles, otherwise a GeoTIFF.

    Raises
    ------
    OutputError
        If its ending is not that of the layout, or its folder is missing or may not be written to.
    """
    path = Path(path)
    ending = path.suffix.lower()
    if layout == "vrt" and ending != _VRT:
        raise OutputError(
            f"{path.name} cannot be written with the layout vrt, which is a VRT that joins tiles: "
            "let the name end in .vrt, or choose another LAYOUT.",
            path=str(path),
        )
    if layout != "vrt" and ending == _VRT:
        raise OutputError(
            f"{path.name} cannot be written with the layout {layout}: a name that ends in .vrt is "
            "that of tiles and a VRT that joins them (LAYOUT vrt, where there is one). Choose "
            "that, or let the name end in .tif.",
            path=str(path),
        )
    if layout != "vrt" and ending not in _TIFF:
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
        self.layout = check_layout(layout, ONE_FILE)
        self._outputs = outputs or Outputs()
        self._alone = outputs is None
        self._tiff: GeoTiff | None = None

    def __enter__(self) -> RasterSink:
        check_target(self.path)
        with ExitStack() as on_failure:  # whatever it is, nothing half-made is left
            on_failure.callback(self._discard)
            file = final = self._outputs.path(self.path)
            if self.layout == "cog":
                file = self._outputs.scratch(self.path, self.path.suffix)
            how = self.threads, self.layout
            self._tiff = GeoTiff(file, self.grid, self.output, *how, shown=self.path, final=final)
            on_failure.pop_all()
        return self

    def write(self, window: Window, data: np.ndarray) -> None:
        """Write one window of the grid; see `GeoTiff.write`."""
        self._tiff.write(window, data)

    def complete(self, progress: Progress = _SILENT) -> None:
        """Finish and close the file and look whether it is whole; only its name is still to come.

        Whoever writes several files completes all of them before the first takes its name.

        Raises
        ------
        OutputError
        Cancelled
            If `progress` is cancelled while overviews or a Cloud Optimized GeoTIFF are made.
        """
        self._tiff.complete(progress)

    def __exit__(self, kind, error, trace) -> None:
        if kind is not None:
            self._discard()
            return
        try:
            if not self._tiff.completed:
                self.complete()
            if self._alone:
                self._outputs.publish()
        finally:
            self._discard()

    def _discard(self) -> None:
        """Close what is still open, and remove what has no name."""
        with quiet():
            if self._tiff is not None:
                self._tiff.let_go()
        if self._alone:
            self._outputs.discard()
