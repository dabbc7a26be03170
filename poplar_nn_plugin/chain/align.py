"""Sources brought onto the grid that the work runs on: masks of other grids, parts of an image."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from osgeo import gdal

from poplar_nn_plugin.engine import Grid, RasterSource, Window
from poplar_nn_plugin.engine.handles import opened
from poplar_nn_plugin.errors import GridMismatchError, ParameterError
from poplar_nn_plugin.progress import Progress

__all__ = ["OTHER_PIXEL", "Part", "on_grid", "window_of"]

OTHER_PIXEL = 1.25
"""Ratio of pixel sizes from which images do not go together: patterns have another size there."""


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
        whole = self.source.grid
        transform = whole.window_transform(self.window)
        return Grid(self.window.width, self.window.height, transform, whole.crs)

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
        Where the recipe (a small VRT file) of the resampling may be written; it must outlive the
        source.
    progress : Progress
        Is told of the resampling.

    Raises
    ------
    GridMismatchError
        If the raster does not cover any of the grid, or cannot be brought onto it.
    """
    source = raster if isinstance(raster, RasterSource) else RasterSource(raster, scaled=False)
    path = Path(source.path)
    try:
        grid.require_same(source.grid)
    except GridMismatchError:
        progress.message(
            f"{path.name} lies on another grid than the image: it is resampled to the image "
            "by nearest neighbour."
        )
    else:
        return source
    left, bottom, right, top = grid.bounds
    recipe = Path(folder) / f"{path.stem}.aligned.vrt"
    if grid.transform[2] or grid.transform[4]:
        raise GridMismatchError(
            f"{path.name} lies on another grid than the image, which is rotated: align it "
            "first with 'Warp (reproject)'.",
        )
    warped = gdal.Warp(
        str(recipe),
        opened(source.path, source.options),
        format="VRT",
        srcSRS=source.grid.crs or None,
        dstSRS=grid.crs or None,
        outputBounds=(left, bottom, right, top),
        width=grid.width,
        height=grid.height,
        resampleAlg="near",
    )
    if warped is None:
        raise GridMismatchError(
            f"{path.name} cannot be brought onto the image's grid: {gdal.GetLastErrorMsg()}."
        )
    warped.FlushCache()
    del warped
    return source.but(path=recipe, options=(), crs=None)
