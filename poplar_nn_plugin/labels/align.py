"""Sources brought onto the grid that the work runs on: masks of other grids, parts of an image."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal

from poplar_nn_plugin.engine import Grid, RasterSource, Window
from poplar_nn_plugin.engine.georeference import PIXELS, place
from poplar_nn_plugin.engine.handles import opened, quiet
from poplar_nn_plugin.errors import GridMismatchError, ParameterError
from poplar_nn_plugin.labels.extents import require_overlap
from poplar_nn_plugin.progress import Progress

__all__ = ["Part", "on_grid", "window_of"]


@dataclass(frozen=True)
class Part:
    """A rectangle of a source, read as if it were the whole; what lies around it stays readable.

    Parameters
    ----------
    source : RasterSource or PolygonSource
    window : Window
        In pixels of the source.
    """

    source: object
    window: Window

    @property
    def grid(self) -> Grid:
        """Return the grid of the rectangle."""
        return self.source.grid.part(self.window)

    def __getattr__(self, name: str):
        # What does not depend on the place (bands, dtype, nodata, path) is the source's own.
        if name.startswith("__") or name == "source":
            raise AttributeError(name)
        return getattr(self.source, name)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return (rows, cols, bands) and (rows, cols) of a window of the rectangle."""
        moved = Window(
            window.col + self.window.col, window.row + self.window.row, window.width, window.height
        )
        return self.source.read(moved)


def window_of(grid: Grid, extent: tuple[float, float, float, float], multiple_of: int) -> Window:
    """Return the pixels of an extent, grown outwards to multiples of a stride.

    Parameters
    ----------
    grid : Grid
    extent : tuple of float
        x min, y min, x max, y max in the grid's CRS.
    multiple_of : int
        Corner columns and rows are multiples of it, so that a part gives the pixels of the whole.

    Raises
    ------
    ParameterError
        If the extent lies off the grid.
    """
    left, bottom, right, top = extent
    corners = [grid.to_pixel(x, y) for x in (left, right) for y in (bottom, top)]
    columns, rows = zip(*corners)
    # A pixel counts from a thousandth on: extents come as text with rounded digits.
    first = [
        max(0, math.floor(min(v) + 1e-3) // multiple_of * multiple_of) for v in (columns, rows)
    ]
    last = [
        min(limit, math.ceil((math.ceil(max(v) - 1e-3)) / multiple_of) * multiple_of)
        for v, limit in ((columns, grid.width), (rows, grid.height))
    ]
    if last[0] <= first[0] or last[1] <= first[1]:
        raise ParameterError(
            f"The extent {extent} does not overlap the image {grid.bounds} (x min, y min, x max, "
            "y max in the image's CRS): choose an extent on the image.",
        )
    return Window(first[0], first[1], last[0] - first[0], last[1] - first[1])


def on_grid(
    raster: RasterSource | str | Path, grid: Grid, folder: str | Path, progress: Progress
) -> RasterSource:
    """Return a raster as a source on another grid, by nearest neighbour where they differ.

    Parameters
    ----------
    raster : RasterSource or str or Path
        Of codes, such as a mask.
    grid : Grid
        Where it is wanted.
    folder : str or Path
        Where the recipe (a small VRT file) of the resampling may be written, or what was resampled
        to an image that is turned or bent; it must outlive the source.
    progress : Progress
        Is told of the resampling.

    Raises
    ------
    GridMismatchError
        If the raster does not cover any of the grid, or cannot be brought onto it.
    """
    source = raster if isinstance(raster, RasterSource) else RasterSource(raster, scaled=False)
    path = Path(source.path)
    same = source if grid.shown is None else source.but(own=True)
    try:
        grid.require_same(same.grid)
    except GridMismatchError:
        require_overlap(source.grid, path.name, grid.shown or grid)
    else:
        return same
    progress.message(
        f"{path.name} lies on another grid than the image: it is resampled to the image by nearest "
        "neighbour."
    )
    folder = Path(folder)
    with quiet() as failures:
        try:
            given = _placed(source, folder / f"{path.stem}.placed.vrt")
            aligned = _aligned(given, source.grid.crs, grid, folder / f"{path.stem}.aligned")
        except RuntimeError as error:  # after somebody's gdal.UseExceptions()
            failures.append(str(error))
            aligned = None
    if aligned is None:
        reason = failures[-1] if failures else "GDAL gives no reason"
        raise GridMismatchError(
            f"{path.name} cannot be brought onto the image's grid: {reason}. Align it with "
            "'Warp (reproject)' first."
        )
    return source.but(path=aligned, options=(), crs=None, own=grid.shown is not None)


def _placed(source: RasterSource, recipe: Path) -> gdal.Dataset:
    """Return a raster as a file of which GDAL knows where it lies."""
    if source.grid.control is None or source.grid.transform != PIXELS:
        return gdal.OpenEx(source.path, gdal.OF_RASTER, [], list(source.options))
    bare = opened(source.path, source.options)
    placed = gdal.GetDriverByName("VRT").CreateCopy(str(recipe), bare)
    placed.SetGCPs([], "")
    place(placed, PIXELS, source.grid.crs, None)
    placed.FlushCache()
    return placed


def _aligned(given: gdal.Dataset, crs: str, grid: Grid, target: Path) -> Path | None:
    """Resample a raster to a grid, and return where the result is; None where GDAL fails."""
    systems = {"srcSRS": crs or grid.crs or None, "dstSRS": grid.crs or None}
    _, _, x_row, _, y_col, y_row = grid.transform
    if x_row == y_col == 0 and y_row < 0 and grid.shown is None:
        target = target.with_suffix(".vrt")  # a recipe, followed where it is read
        made = gdal.Warp(
            str(target),
            given,
            format="VRT",
            outputBounds=grid.bounds,
            width=grid.width,
            height=grid.height,
            resampleAlg="near",
            **systems,
        )
        return None if made is None else target
    # GDAL makes recipes for straight rows that go down only: here all pixels are written.
    target = target.with_suffix(".tif")
    made = gdal.GetDriverByName("GTiff").Create(
        str(target),
        grid.width,
        grid.height,
        given.RasterCount,
        given.GetRasterBand(1).DataType,
        ["TILED=YES", "COMPRESS=DEFLATE", "BIGTIFF=IF_SAFER", "SPARSE_OK=TRUE"],
    )
    place(made, grid.transform, grid.crs, grid.control if grid.shown else None, grid.rpc)
    for number in range(1, given.RasterCount + 1):
        theirs, ours = given.GetRasterBand(number), made.GetRasterBand(number)
        ours.SetColorInterpretation(theirs.GetColorInterpretation())
        if theirs.GetNoDataValue() is not None:
            ours.SetNoDataValue(theirs.GetNoDataValue())
            ours.Fill(theirs.GetNoDataValue())
    done = gdal.Warp(made, given, resampleAlg="near", **systems)
    made.FlushCache()
    return target if done else None
