"""What a look at images tells before the work: extremes, whether alpha is a mask, one block."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from poplar_nn_plugin.engine.blocks.parallel import Pool
from poplar_nn_plugin.engine.blocks.step import Step
from poplar_nn_plugin.engine.blocks.window import Window
from poplar_nn_plugin.engine.grid import Grid
from poplar_nn_plugin.engine.scanning import scan, windows_of
from poplar_nn_plugin.engine.source import RasterSource, Source
from poplar_nn_plugin.engine.work import Reading, Work, one_at_a_time
from poplar_nn_plugin.progress import Progress, Silent, Still

__all__ = ["alpha_is_mask", "extremes", "sample", "spread_windows", "squares"]

_SILENT = Silent()

_WORKERS = 4  # at most: more would wait for the disk, and hold a window each
_NEAR = 0.02  # of the greatest value: so near to nothing or all, lossy compression moves a mask
_MOSTLY = 0.5  # of all pixels of a mask are nothing or all
_OPAQUE = 0.25  # of the pixels of a mask that are not nothing are all
_MOST_VALUES = 2**16  # different ones: no mask has more
_SIDE = 256  # of the block of a sample, in pixels
_SQUARES = 8  # along each side of the image
_SQUARE = 64  # pixels, side of each
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)  # of the way across the image


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
    with contextlib.closing(_read(source, _Ends(source), n_jobs, progress)) as results:
        for ends in results:
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
    with contextlib.closing(_read(band, _Histogram(band), n_jobs, progress)) as results:
        for values, numbers in results:
            for value, number in zip(values.tolist(), numbers.tolist()):
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


def sample(
    sources: Sequence[Source],
    step: Step,
    mask: Source | None = None,
    windows: Iterable[Window] | None = None,
    progress: Progress = _SILENT,
) -> Reading | None:
    """Read one block as `apply` would, the first that has a pixel to compute.

    Parameters
    ----------
    sources : sequence of Source
        On one grid.
    step : Step
        Whose halo is read too.
    mask : Source, optional
        On the same grid.
    windows : iterable of Window, optional
        Where to look, one after the other; 25 places spread over the image, from its centre
        outwards, if not given.
    progress : Progress, optional
        Looked at for cancel.

    Returns
    -------
    Reading or None
        None if none of the windows has a pixel that would get a value.
    """
    work = Work(tuple(sources), (step,), (), mask, one_at_a_time(remote=True))
    windows = spread_windows(sources[0].grid) if windows is None else windows
    readings = scan(sources, windows, work.read, n_jobs=1, progress=Still(progress))
    with contextlib.closing(readings):
        return next((reading for reading in readings if reading.block is not None), None)


def spread_windows(grid: Grid) -> Iterator[Window]:
    """Yield windows all over the grid, from its centre outwards."""
    width, height = min(_SIDE, grid.width), min(_SIDE, grid.height)
    places = sorted(product(_SHARES, _SHARES), key=lambda p: (p[0] - 0.5) ** 2 + (p[1] - 0.5) ** 2)
    windows = (
        Window(int((grid.width - width) * x), int((grid.height - height) * y), width, height)
        for x, y in places
    )
    yield from dict.fromkeys(windows)


def squares(grid: Grid) -> Iterator[Window]:
    """Yield 64 small squares evenly laid over a grid, or fewer where it is small."""
    rows, cols = (
        np.unique(np.linspace(0, max(0, side - _SQUARE), _SQUARES).astype(int))
        for side in (grid.height, grid.width)
    )
    for row, col in product(rows.tolist(), cols.tolist()):
        yield Window(col, row, _SQUARE, _SQUARE).clip(grid)


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

    def __call__(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        values = self.source.read(window)[0].ravel()
        if values.dtype.kind == "f":
            values = values[~np.isnan(values)]
        if values.dtype in (np.uint8, np.uint16):
            counts = np.bincount(values)
            found = np.flatnonzero(counts)
            return found, counts[found]
        return np.unique(values, return_counts=True)


def _read(source: RasterSource, func: Callable, n_jobs: int, progress: Progress) -> Iterator:
    """Yield what a function returns of every window of an image."""
    return scan(
        [source],
        windows_of(source),
        func,
        n_jobs=min(Pool(n_jobs).workers, _WORKERS),
        progress=Still(progress),
    )
