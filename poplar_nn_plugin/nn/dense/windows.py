"""Layers that look at a window, over all patches of a block at once.

A layer that moves by two pixels sees other pixels in the next patch, so its map of the block holds
all of them, and the layers after it skip some ("à trous": Giusti et al., 2013, "Fast image
scanning with deep max-pooling convolutional neural networks", ICIP).
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Callable

import numpy as np

from poplar_nn_plugin.nn.dense.place import Place

if TYPE_CHECKING:
    import tensorflow

__all__ = ["convolved", "flattened", "pooled", "vectors"]


def convolved(
    maps: tensorflow.Tensor, kernel: np.ndarray, place: Place, after: Place, dilation: int = 1
) -> tensorflow.Tensor:
    """Return the convolution of maps (n, rows, cols, channels), without padding.

    Parameters
    ----------
    maps : Tensor
    kernel : ndarray, shape (rows, cols, channels, filters)
    place, after : Place
        Of the maps, and of what comes out.
    dilation : int
        Cells of a patch from one weight to the next.
    """
    import tensorflow

    every, apart = after.spacing // place.spacing, place.dilation * dilation
    if apart == 1 or kernel.shape[:2] == (1, 1):
        return tensorflow.nn.conv2d(maps, kernel, every, "VALID")
    found = tensorflow.nn.conv2d(maps, kernel, 1, "VALID", dilations=apart)
    return found[:, ::every, ::every]  # TensorFlow does not skip both weights and cells


def pooled(
    maps: tensorflow.Tensor, side: int, combine: Callable, place: Place, after: Place
) -> tensorflow.Tensor:
    """Return what windows of `side` cells hold together, such as their maximum.

    Parameters
    ----------
    maps : Tensor, shape (n, rows, cols, channels)
    side : int
    combine : callable
        Of two arrays, such as ``tensorflow.maximum``.
    place, after : Place
    """
    return _gathered(maps, side, combine, place.dilation, after.spacing // place.spacing)


def vectors(maps: tensorflow.Tensor, place: Place, combine: Callable) -> tensorflow.Tensor:
    """Return for each patch what all cells of its map hold together, such as their sum."""
    return _gathered(maps, place.side, combine, place.dilation, place.kept)


def flattened(maps: tensorflow.Tensor, kernel: np.ndarray, place: Place) -> tensorflow.Tensor:
    """Return for each patch the product of its map, taken as one vector, and a matrix.

    Parameters
    ----------
    maps : Tensor, shape (n, rows, cols, channels)
    kernel : ndarray, shape (place.side**2 * channels, units)
    place : Place
        Of the maps.
    """
    import tensorflow

    side, apart, every = place.side, place.dilation, place.kept
    kernel = kernel.reshape(side, side, place.channels, -1)
    if apart == 1 or side == 1:
        return tensorflow.nn.conv2d(maps, kernel, every, "VALID")
    if every == 1:
        return tensorflow.nn.conv2d(maps, kernel, 1, "VALID", dilations=apart)
    total = None
    for row, col in np.ndindex(side, side):
        rows, cols = (slice(n * apart, (n + 1 - side) * apart or None, every) for n in (row, col))
        part = tensorflow.linalg.matmul(maps[:, rows, cols], kernel[row, col])
        total = part if total is None else total + part
    return total


def _gathered(maps, side: int, combine: Callable, apart: int, every: int):
    for axis in (1, 2):
        parts = []
        for number in range(side):
            cells = slice(number * apart, (number + 1 - side) * apart or None, every)
            parts.append(maps[(slice(None),) * axis + (cells,)])
        maps = reduce(combine, parts)
    return maps
