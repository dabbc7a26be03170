"""What filters with a moving square window share: tiles that fit a cache, and sums."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from poplar_nn_plugin.engine import Block

__all__ = ["box_sum", "result_planes", "tiles"]


def result_planes(block: Block, dtype: str | np.dtype) -> np.ndarray:
    """Return zeros of (bands, rows, cols) for a result; `np.moveaxis` makes them channels last."""
    rows, cols, bands = block.data.shape
    return np.zeros((bands, rows, cols), dtype)


def tiles(
    shape: tuple[int, int], radius: int, pixels: int, least_rows: int = 1
) -> Iterator[tuple[tuple[slice, slice], tuple[slice, slice]]]:
    """Cut the inner part of a block into strips and pieces small enough for a CPU's cache.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns of the block, halo included.
    radius : int
        Of the window; the outer `radius` pixels are context only.
    pixels : int
        About how many pixels a tile should have.
    least_rows : int
        How high tiles are at least, where the rows that two of them share cost time.

    Yields
    ------
    inner : (slice, slice)
        Rows and columns of the tile.
    outer : (slice, slice)
        The same with `radius` pixels of context on every side.
    """
    rows, cols = (length - 2 * radius for length in shape)
    width = min(max(cols, 1), 1024)
    height = max(pixels // width, least_rows)
    for top in range(0, rows, height):
        bottom = min(top + height, rows)
        for left in range(0, cols, width):
            right = min(left + width, cols)
            yield (
                (slice(top + radius, bottom + radius), slice(left + radius, right + radius)),
                (slice(top, bottom + 2 * radius), slice(left, right + 2 * radius)),
            )


def box_sum(values: np.ndarray, side: int) -> np.ndarray:
    """Sum every square window of `side` pixels.

    Sums of 1, 2, 4, ... neighbours are made by doubling and put together to `side`, down the
    columns and then along the rows: the work grows with the logarithm of `side`, and each sum
    adds the same numbers in the same order wherever its window lies in the array, so even float
    sums do not depend on how an image is cut.

    Parameters
    ----------
    values : ndarray
        (rows, cols), of a type that holds the sums.
    side : int

    Returns
    -------
    ndarray
        (rows - side + 1, cols - side + 1).
    """
    return _run_sum(_run_sum(values, side).T, side).T


def _run_sum(part: np.ndarray, side: int) -> np.ndarray:
    """Sum every `side` neighbours along the first axis."""
    length = part.shape[0] - side + 1
    total, begin, span = None, 0, 1
    while True:
        if side & span:  # `part` holds sums of `span` neighbours; these are the next to be added
            piece = part[begin : begin + length]
            total = piece if total is None else total + piece
            begin += span
        if 2 * span > side:
            return total
        part = part[:-span] + part[span:]
        span *= 2
