"""Whether two rasters overlap on the ground, whatever their CRS are."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.engine.crs import crs_name, reference, same_crs, way
from poplar_nn_plugin.errors import GridMismatchError
from poplar_nn_plugin.labels.geometry import known_crs

__all__ = ["require_overlap"]

_STEPS = 20  # points along a side of a raster that are looked up in another CRS


def require_overlap(grid: Grid, name: str, image: Grid) -> None:
    """Raise unless a raster overlaps an image.

    Parameters
    ----------
    grid : Grid
        Of the raster.
    name : str
        What it is called, for the message.
    image : Grid

    Raises
    ------
    GridMismatchError
        With both extents, if it does not, or if nothing can be brought from one CRS to the other.
    """
    # Either way round: a raster of the whole earth has no outline in the CRS of a small one.
    if _meets(grid, image) or _meets(image, grid):
        return
    raise GridMismatchError(
        f"{name} does not overlap the image: it reaches over {_extent(grid)}, the image over "
        f"{_extent(image)} (x min, y min, x max, y max). Check both coordinate reference systems."
    )


def _meets(grid: Grid, other: Grid) -> bool:
    """Return whether the outline of a grid, in the CRS of another, meets the other's extent."""
    share = np.linspace(0, 1, _STEPS + 1)
    outline = [*((s, e) for s in share for e in (0, 1)), *((e, s) for s in share for e in (0, 1))]
    points = np.array([grid.to_map(col * grid.width, row * grid.height) for col, row in outline])
    source, target = known_crs(grid.crs), known_crs(other.crs)
    if source and target and not same_crs(source, target):
        change = way(reference(source), reference(target))
        points = np.array(change.TransformPoints(points.tolist()))[:, :2]
        points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return False
    (left, bottom), (right, top) = points.min(axis=0), points.max(axis=0)
    xmin, ymin, xmax, ymax = other.bounds
    return bool(left < xmax and right > xmin and bottom < ymax and top > ymin)


def _extent(grid: Grid) -> str:
    crs = known_crs(grid.crs)
    numbers = ", ".join(f"{value:.10g}" for value in grid.bounds)
    return f"{numbers} in {crs_name(crs) if crs else 'no coordinate reference system'}"
