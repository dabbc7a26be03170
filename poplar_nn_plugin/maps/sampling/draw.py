"""Draw random pixels from each class of a map: how many there are first, then which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine import RasterSource, Window, scan
from poplar_nn_plugin.engine.scanning import windows_of
from poplar_nn_plugin.errors import ParameterError, RasterOpenError
from poplar_nn_plugin.labels.pixel_areas import PixelAreas
from poplar_nn_plugin.maps.classes import ClassTable
from poplar_nn_plugin.maps.sampling.allocation import allocate
from poplar_nn_plugin.maps.sampling.settings import SampleSettings
from poplar_nn_plugin.progress import Progress, Slice

__all__ = ["MapSample", "draw_points"]

_SCRATCH = 24  # positions, areas and keys of 8 bytes each, beside codes of 8 bits
_PIXELS = 2**19  # of a strip, about


@dataclass(frozen=True)
class MapSample:
    """Pixels of a map, in random order.

    Parameters
    ----------
    table : ClassTable
        Classes of the map that it holds.
    pixels : ndarray of int, shape (n_classes,)
        Of each class on the map.
    hectares : ndarray of float, shape (n_classes,)
    place : ndarray of int, shape (n,)
        Position of the class of each point.
    col, row : ndarray of int, shape (n,)
    left_out : int
        Pixels with a value that is no class.
    """

    table: ClassTable
    pixels: np.ndarray
    hectares: np.ndarray
    place: np.ndarray
    col: np.ndarray
    row: np.ndarray
    left_out: int = 0

    @property
    def counts(self) -> np.ndarray:
        """Number of points of each class."""
        return np.bincount(self.place, minlength=len(self.pixels))

    @property
    def weight(self) -> np.ndarray:
        """Hectares that each point stands for."""
        return (self.hectares / np.maximum(self.counts, 1))[self.place]


@dataclass(frozen=True)
class _Wanted:
    """Rows of a map, and which pixels of each class are wanted in them.

    Parameters
    ----------
    window : Window
        Whole rows.
    rank : ndarray of int, shape (n, 3)
        Row, position of the class, and how many of it come before in that row.
    """

    window: Window
    rank: np.ndarray


def draw_points(
    mapped: RasterSource,
    table: ClassTable,
    settings: SampleSettings,
    progress: Progress,
    **resources,
) -> MapSample:
    """Draw pixels of each class at random, without replacement.

    The same seed draws the same pixels, however the file keeps them and whatever the resources.

    Parameters
    ----------
    mapped : RasterSource
        Values of `table`; 0 and nodata are no class, and neither are values that it lacks.
    table : ClassTable
        Of the map.
    settings : SampleSettings
    progress : Progress
    **resources
        ``memory`` and ``n_jobs`` of `scan`.

    Raises
    ------
    ParameterError
        If the map holds none of the classes.
    RasterOpenError
        If it cannot be read, or changes while it is.
    """
    by_row, hectares, strange = _counted(mapped, table, Slice(progress, 0.0, 0.6), resources)
    held = by_row.sum(axis=0) > 0
    if not held.any():
        raise ParameterError(
            f"No point can be drawn: {mapped.path} holds no pixel of a class, only nodata. Check "
            "the layer's nodata and its values."
        )
    table = table.only(np.array(table.values)[held].tolist())
    by_row, hectares = by_row[:, held], hectares[held]
    pixels = by_row.sum(axis=0)
    counts = allocate(pixels, settings.count, settings.allocation, settings.minimum)
    rng = np.random.default_rng(settings.seed)
    ranks = []
    for place, (many, count) in enumerate(zip(pixels.tolist(), counts.tolist())):
        chosen = np.sort(rng.choice(many, count, replace=False))
        row = np.searchsorted(np.cumsum(by_row[:, place]), chosen, side="right")
        before = np.cumsum(by_row[:, place])[row] - by_row[row, place]
        ranks.append(np.stack([row, np.full(count, place), chosen - before], axis=1))
    found = _located(mapped, table, np.concatenate(ranks), Slice(progress, 0.6, 1.0), resources)
    order = rng.permutation(len(found))  # so that nobody can guess the class by the order
    row, col, place = found[order].T
    return MapSample(table, pixels, hectares, place, col, row, strange)


def _counted(mapped, table: ClassTable, progress: Progress, resources) -> tuple:
    """Return pixels in each row (n_rows, n_classes), hectares of each class, and others."""
    areas, size = PixelAreas(mapped.grid), len(table.values)

    def counts(window: Window) -> tuple:
        data, valid = mapped.read(window)
        place, known = table.places(data[..., 0], valid)
        strange = int((valid & ~known & (data[..., 0] != 0)).sum())
        rows = np.nonzero(known)[0]
        of_rows = np.bincount(rows * size + place[known], minlength=window.height * size)
        _, hectares = areas.by_class(window, place[known], known, size)
        return window, of_rows.reshape(window.height, size), hectares, strange

    by_row, ground = np.zeros((mapped.grid.height, size), np.int64), np.zeros(size)
    left_out = 0
    found = scan(
        [mapped], windows_of(mapped), counts, scratch=_SCRATCH, progress=progress, **resources
    )
    for window, of_rows, hectares, strange in found:
        left_out += strange
        by_row[window.row : window.row_stop] += of_rows
        ground += hectares
    return by_row, ground, left_out


def _located(mapped, table: ClassTable, ranks, progress: Progress, resources) -> np.ndarray:
    """Return row, column and position of the class of each rank, in their order by rows."""
    ranks = ranks[np.lexsort(ranks.T[::-1])]
    height = max(1, min(mapped.tile[1], _PIXELS // mapped.grid.width))
    strips, first = np.unique(ranks[:, 0] // height, return_index=True)
    tasks = []
    for strip, rank in zip(strips.tolist(), np.split(ranks, first[1:])):
        window = Window(0, strip * height, mapped.grid.width, height).clip(mapped.grid)
        tasks.append(_Wanted(window, rank))

    def located(task: _Wanted) -> np.ndarray:
        data, valid = mapped.read(task.window)
        place, known = table.places(data[..., 0], valid)
        found = []
        for row, one, rank in task.rank.tolist():
            line = row - task.window.row
            cols = np.flatnonzero(known[line] & (place[line] == one))
            if rank >= len(cols):
                raise RasterOpenError(
                    f"{mapped.path} held other values when it was read again: is another program "
                    "writing it? Wait until it has ended, and draw the points anew.",
                    path=mapped.path,
                )
            found.append((row, cols[rank], one))
        return np.array(found)

    found = scan([mapped], tasks, located, scratch=_SCRATCH, progress=progress, **resources)
    return np.concatenate(list(found))
