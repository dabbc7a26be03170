"""What all pixels of an image tell: its extremes, and whether an alpha band is a mask."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine.blocks.parallel import Pool
from poplar_nn_plugin.engine.blocks.window import Window
from poplar_nn_plugin.engine.grid import Grid
from poplar_nn_plugin.engine.handles import OpenFiles, cache_limited
from poplar_nn_plugin.engine.source import RasterSource
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["alpha_is_mask", "extremes"]

_VALUES = 2**19  # read at once by a thread, about
_ROWS = 1024  # of a window, where tiles are higher
_WORKERS = 4  # at most: more would wait for the disk, and hold a window each
_CACHE = 32 * 2**20
_NEAR = 0.02  # of the greatest value: so near to nothing or all, lossy compression moves a mask
_MOSTLY = 0.5  # of all pixels of a mask are nothing or all
_OPAQUE = 0.25  # of the pixels of a mask that are not nothing are all
_MOST_VALUES = 2**16  # different ones: no mask has more


def extremes(
    source: RasterSource,
    progress: Progress,
    *,
    n_jobs: int = -1,
    enough: Callable[[float, float], bool] | None = None,
) -> tuple[float, float] | None:
    """Return the least and greatest valid value of an image, all bands; None where all is empty.

    Parameters
    ----------
    source : RasterSource
    progress : Progress
        Looked at for cancel.
    n_jobs : int
        Windows read at once.
    enough : callable, optional
        Takes the least and greatest value so far; once it is true the rest is not read.

    Raises
    ------
    Cancelled, RasterOpenError
    """
    found = None
    with contextlib.closing(_read(source, _Ends(source), n_jobs)) as results:
        for ends in results:
            checkpoint(progress)
            if ends is None:
                continue
            found = ends if found is None else (min(found[0], ends[0]), max(found[1], ends[1]))
            if enough is not None and enough(*found):
                break
    return found


def alpha_is_mask(source: RasterSource, progress: Progress, *, n_jobs: int = -1) -> bool:
    """Read the alpha band of an image once and tell whether it masks, or is a band like others.

    A mask is mostly nothing or all, even where its edges are soft; near infrared that a program
    has called alpha is not.

    Parameters
    ----------
    source : RasterSource
        With an alpha band.
    progress : Progress
        Looked at for cancel.
    n_jobs : int
        Windows read at once.

    Raises
    ------
    Cancelled, RasterOpenError
    """
    band = RasterSource(
        source.path,
        (source.alpha_band,),
        scaled=False,
        alpha=False,
        options=source.options,
        own=True,
    )
    counts: dict[float, int] = {}
    with contextlib.closing(_read(band, _Histogram(band), n_jobs)) as results:
        for values, numbers in results:
            checkpoint(progress)
            for value, number in zip(values, numbers):
                counts[value] = counts.get(value, 0) + number
            if len(counts) > _MOST_VALUES:
                return False
    return _is_mask(np.abs(np.array(list(counts), float)), np.array(list(counts.values())))


def _is_mask(values: np.ndarray, counts: np.ndarray) -> bool:
    """Return whether values, found so many times, are those of a mask."""
    if not values.size or not values.max():
        return True
    low, high = _NEAR * values.max(), (1 - _NEAR) * values.max()
    none, full, total = counts[values <= low].sum(), counts[values >= high].sum(), counts.sum()
    return bool(none + full >= _MOSTLY * total and full >= _OPAQUE * (total - none))


@dataclass(frozen=True)
class _Ends:
    source: RasterSource

    def __call__(self, window: Window) -> tuple[float, float] | None:
        data, valid = self.source.read(window)
        values = data if valid.all() else data[valid]
        return (values.min().item(), values.max().item()) if values.size else None


@dataclass(frozen=True)
class _Histogram:
    source: RasterSource

    def __call__(self, window: Window) -> tuple[list[float], list[int]]:
        values = self.source.read(window)[0].ravel()
        if values.dtype.kind == "f":
            values = values[~np.isnan(values)]
        if values.dtype in (np.uint8, np.uint16):
            counts = np.bincount(values)
            found = np.flatnonzero(counts)
            return found.tolist(), counts[found].tolist()
        found, counts = np.unique(values, return_counts=True)
        return found.tolist(), counts.tolist()


@dataclass(frozen=True)
class _Task:
    """What is done in a thread: one window, with files that stay open."""

    func: Callable
    files: OpenFiles | None

    def __call__(self, window: Window):
        with self.files.here() if self.files else contextlib.nullcontext():
            return self.func(window)


def _read(source: RasterSource, func: Callable, n_jobs: int) -> Iterator:
    """Yield what a function returns of every window of an image."""
    pool = Pool(min(Pool(n_jobs).workers, _WORKERS))
    files = None if pool.remote else OpenFiles()
    windows = source.grid.windows(_block(source.grid, source.tile, len(source.bands)))
    try:
        results = pool.run(_Task(func, files), windows)
        with cache_limited(_CACHE), contextlib.closing(results):
            yield from results
    finally:
        if files is not None:
            files.close()


def _block(grid: Grid, tile: tuple[int, int], bands: int) -> tuple[int, int]:
    """Return width and height of windows: whole tiles, or whole rows of a file kept in strips."""
    pixels, rows = max(_VALUES // bands, 1), min(tile[1], _ROWS)
    if tile[0] >= grid.width:
        return grid.width, max(pixels // grid.width // rows, 1) * rows
    return max(pixels // rows // tile[0], 1) * tile[0], rows
