"""Patches read from an image: each piece of it once for all patches there, pieces in parallel.

Patches are taken block by block, whatever the memory and the number of threads, so that neither
changes which patches there are nor their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.dataset.fill import fill_invalid
from poplar_nn_plugin.engine import RasterSource, Window, parse_bytes, scan
from poplar_nn_plugin.engine.blocks.parallel import Pool
from poplar_nn_plugin.engine.cost import cache_within, pixel_bytes, too_small, workers_within
from poplar_nn_plugin.engine.resources import Resources
from poplar_nn_plugin.engine.source import Source
from poplar_nn_plugin.labels.cover_sums import cover_sums, window_sums
from poplar_nn_plugin.patches.candidates import Status
from poplar_nn_plugin.progress import Progress

__all__ = ["cut", "look", "reading_order", "require_memory"]

_BLOCK = 1024
_LARGEST = 64 * 2**20  # bytes of a piece; larger ones gain nothing
_LEAST = 2 * 2**20  # smaller ones read much twice: fewer jobs run rather
_READING = 14  # bytes a pixel besides its values: what is valid, and a table of sums


@dataclass(frozen=True)
class _Piece:
    """A window of an image with the patches in it.

    Parameters
    ----------
    window : Window
    members : ndarray of int, shape (k,)
        Their positions among those asked for.
    row, col : ndarray of int, shape (k,)
        Their upper left pixels, from the window's.
    need : int
        Bytes that its pixels and patches take.
    """

    window: Window
    members: np.ndarray
    row: np.ndarray
    col: np.ndarray
    need: int


def require_memory(image: RasterSource, size: int, resources: Resources) -> None:
    """Raise MemoryBudgetError if the memory does not hold a patch."""
    _budget(image, size, resources)


def reading_order(position: np.ndarray) -> np.ndarray:
    """Return the order in which patches are read: block by block, from the upper left.

    Parameters
    ----------
    position : ndarray of int, shape (n, 2)
        Rows and columns of upper left pixels.
    """
    row, col = position.T
    return np.lexsort((col, row, col // _BLOCK, row // _BLOCK))


def look(
    image: RasterSource,
    mask: Source | None,
    position: np.ndarray,
    size: int,
    nodata_share: float,
    resources: Resources,
    progress: Progress,
) -> np.ndarray:
    """Return the status of patches as far as the pixels decide it.

    Parameters
    ----------
    image : RasterSource
    mask : Source or None
        On the image's grid.
    position : ndarray of int, shape (n, 2)
    size : int
    nodata_share : float
        Greatest share of a patch's pixels that may be invalid.
    resources : Resources
    progress : Progress

    Returns
    -------
    ndarray of uint8, shape (n,)
        Values of `Status`: kept, nodata or mask.
    """
    status = np.full(len(position), Status.KEPT, np.uint8)
    if image.whole and mask is None:
        return status

    work = _Look(None if image.whole else image, mask, size, nodata_share)
    for found, piece in _each(image, position, size, work, resources, progress):
        status[piece.members] = found
    return status


def cut(
    image: RasterSource, position: np.ndarray, size: int, resources: Resources, progress: Progress
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield patches with their positions among those asked for, in `reading_order`.

    Parameters
    ----------
    image : RasterSource
    position : ndarray of int, shape (n, 2)
    size : int
    resources : Resources
    progress : Progress

    Yields
    ------
    members : ndarray of int, shape (k,)
    patches : ndarray, shape (k, size, size, bands)
        Values as stored; invalid pixels are filled by `fill_invalid`.
    """
    for patches, piece in _each(image, position, size, _Cut(image, size), resources, progress):
        yield piece.members, patches


@dataclass(frozen=True)
class _Look:
    image: RasterSource | None
    mask: Source | None
    size: int
    nodata_share: float

    def __call__(self, piece: _Piece) -> np.ndarray:
        status = np.full(len(piece.members), Status.KEPT, np.uint8)
        if self.mask is not None:
            data, known = self.mask.read(piece.window)
            half = self.size // 2
            inside = known & (data[..., 0] != 0)
            status[~inside[piece.row + half, piece.col + half]] = Status.MASK
        if self.image is not None:
            _, valid = self.image.read(piece.window)
            sums = cover_sums(~valid)
            holes = window_sums(sums, np.stack([piece.row, piece.col], axis=1), self.size)
            status[holes > self.nodata_share * self.size**2 + 1e-6] = Status.NODATA
        return status


@dataclass(frozen=True)
class _Cut:
    image: RasterSource
    size: int

    def __call__(self, piece: _Piece) -> np.ndarray:
        data, valid = self.image.read(piece.window)
        places = piece.row, piece.col
        patches = self._windows(np.ascontiguousarray(data))[places]
        if not valid.all():
            known = self._windows(valid[..., None])[places][..., 0]
            partial = np.flatnonzero(~known.all(axis=(1, 2)))
            patches[partial] = fill_invalid(patches[partial], known[partial])
        return patches

    def _windows(self, array: np.ndarray) -> np.ndarray:
        """Return the patch at every pixel as a view (rows, cols, size, size, bands)."""
        views = np.lib.stride_tricks.sliding_window_view(array, (self.size,) * 2, axis=(0, 1))
        return np.moveaxis(views, 2, -1)


def _budget(image: RasterSource, size: int, resources: Resources) -> int:
    """Return the most bytes of a piece; where memory is short, fewer jobs run first."""
    memory, pool = parse_bytes(resources.memory), resources.executor or Pool(resources.n_jobs)
    least = size**2 * (3 * pixel_bytes(image) + _READING)
    workers = workers_within(pool, max(least, _LEAST), memory) or 1
    most = (memory - cache_within(memory)) // pool.held(workers)
    if least > most:
        what = f"patches of {size} x {size} pixels"
        raise too_small(str(resources.memory), what, least * pool.held(1))
    return max(min(most, _LARGEST), least)


def _each(
    image: RasterSource,
    position: np.ndarray,
    size: int,
    work: Callable[[_Piece], np.ndarray],
    resources: Resources,
    progress: Progress,
) -> Iterator[tuple[np.ndarray, _Piece]]:
    """Yield what the work makes of each piece, with the piece, in reading order."""
    most = _budget(image, size, resources)
    pieces = list(_pieces(position, size, pixel_bytes(image), most))
    results = scan(
        [image],
        pieces,
        work,
        need=lambda piece: piece.need,
        memory=resources.memory,
        n_jobs=resources.n_jobs,
        executor=resources.executor,
        progress=progress,
    )
    return zip(results, pieces)


def _pieces(position: np.ndarray, size: int, pixel: int, most: int) -> Iterator[_Piece]:
    """Yield pieces whose pixels and patches take at most `most` bytes."""
    order = reading_order(position)
    block = position[order] // _BLOCK
    ends = np.flatnonzero((np.diff(block, axis=0) != 0).any(axis=1)) + 1
    for members in np.split(order, ends):
        if len(members):
            yield from _parts(position, members, size, pixel, most)


def _parts(position, members: np.ndarray, size: int, pixel: int, most: int) -> Iterator[_Piece]:
    """Yield patches of one block as one piece, or in halves where it is too large."""
    first, last = position[members].min(axis=0), position[members].max(axis=0)
    height, width = (last - first + size).tolist()
    need = height * width * (pixel + _READING) + 2 * len(members) * size**2 * pixel
    if need > most and len(members) > 1:
        for half in np.array_split(members, 2):
            yield from _parts(position, half, size, pixel, most)
        return
    row, col = (position[members] - first).T
    yield _Piece(Window(int(first[1]), int(first[0]), width, height), members, row, col, need)
