"""Superpixels: small pieces of an image, each of like pixels, that keep to its edges."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.progress import Progress, Silent, checkpoint

__all__ = ["superpixels"]

_ROUNDS = 5  # more move fewer than one pixel of a hundred
_AROUND = [(down, across) for down in (-1, 0, 1) for across in (-1, 0, 1)]
_SILENT = Silent()


def superpixels(
    planes: np.ndarray,
    valid: np.ndarray,
    side: int,
    compactness: float,
    progress: Progress = _SILENT,
) -> np.ndarray:
    """Return the superpixel of each pixel, by simple linear iterative clustering (SLIC).

    Pixels join the nearest of the nine centres around them, in values and in place; centres move
    to the middle of their pixels. The pieces of a superpixel need not hang together yet.

    Parameters
    ----------
    planes : ndarray of float32, shape (channels, rows, cols)
        Values of like spread, finite everywhere.
    valid : ndarray of bool, shape (rows, cols)
    side : int
        Of a superpixel on even ground, in pixels.
    compactness : float
        How far apart values must lie to count as much as the distance of `side` pixels.
    progress : Progress, optional

    Returns
    -------
    ndarray of int32, shape (rows, cols)
        Numbers of superpixels, not all of which occur; -1 where a pixel is not valid.

    Raises
    ------
    Cancelled
        If `progress` is cancelled.

    References
    ----------
    Achanta, R., Shaji, A., Smith, K., Lucchi, A., Fua, P., Süsstrunk, S. (2012). SLIC superpixels
    compared to state-of-the-art superpixel methods. IEEE TPAMI 34(11), 2274-2282.
    """
    rows, cols = valid.shape
    down, across = -(-rows // side), -(-cols // side)
    ring = [(0, down * side - rows), (0, across * side - cols)]
    known = np.pad(valid, ring)
    planes = np.pad(planes, [(0, 0), *ring])
    labels = np.arange(down * side)[:, None] // side * across + np.arange(across * side) // side
    labels = np.where(known, labels, -1).astype(np.int32)
    near = np.float32((compactness / side) ** 2)
    for _ in range(_ROUNDS):
        centres = _centres(planes, labels, down * across).reshape(-1, down, across)
        for row in range(down):
            _assign(planes, labels, centres, row, side, near)
            checkpoint(progress)
        labels[~known] = -1
    return labels[:rows, :cols]


def _centres(planes: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """Return mean values, row and column of each superpixel; infinite where it has no pixel.

    The result is of float32 and shape (channels + 2, count).
    """
    rows, cols = labels.shape
    flat = labels.ravel() + 1  # what is not valid comes first
    sizes = np.bincount(flat, minlength=count + 1)
    place = np.repeat(np.arange(rows), cols), np.tile(np.arange(cols), rows)
    found = np.empty((len(planes) + 2, count), np.float32)
    with np.errstate(divide="ignore", invalid="ignore"):
        for number, values in enumerate([*planes, *place]):
            sums = np.bincount(flat, values.ravel(), minlength=count + 1)
            found[number] = (sums / sizes)[1:]
    found[:, sizes[1:] == 0] = np.inf
    return found


def _assign(
    planes: np.ndarray,
    labels: np.ndarray,
    centres: np.ndarray,
    row: int,
    side: int,
    near: np.float32,
) -> None:
    """Give the pixels of a row of squares the nearest centre of those around them."""
    _, down, across = centres.shape
    here = slice(row * side, (row + 1) * side)
    shape = side, across, side
    values = [plane[here].reshape(shape) for plane in planes]
    lines = np.arange(row * side, (row + 1) * side, dtype=np.float32)[:, None]
    columns = np.arange(across * side, dtype=np.float32).reshape(across, side)
    least = np.full(shape, np.inf, np.float32)
    best = labels[here].reshape(shape)  # a copy where none is nearer
    for step, aside in _AROUND:
        if not 0 <= row + step < down:
            continue
        ours = slice(max(0, -aside), across - max(0, aside))
        theirs = slice(max(0, aside), across - max(0, -aside))
        if ours.start >= ours.stop:
            continue
        centre = centres[:, row + step, theirs]
        with np.errstate(invalid="ignore", over="ignore"):
            away = near * ((lines - centre[-2]) ** 2)[:, :, None]
            away = away + near * (columns[ours] - centre[-1][:, None]) ** 2
            for plane, middle in zip(values, centre):
                gap = plane[:, ours] - middle[:, None]
                gap *= gap
                away += gap
        nearer = away < least[:, ours]
        least[:, ours][nearer] = away[nearer]
        number = ((row + step) * across + np.arange(theirs.start, theirs.stop))[:, None]
        best[:, ours] = np.where(nearer, number, best[:, ours])
    labels[here] = best.reshape(side, -1)
