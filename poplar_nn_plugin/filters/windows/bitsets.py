"""Ranks of windows of any size whose pixels have many values, such as 16-bit or float ones.

As in the wavelet matrix of Moroto and Umetani (2022), "Constant time median filter using 2D wavelet
matrix" (ACM Transactions on Graphics 41), pixels are numbered in the order of a tile's values, and
the wanted number is narrowed down by counting. Its upper part, the group that the pixel is in,
comes from sums of windows. Which pixels of a group lie in a window is then a set of bits: those in
its rows and in its columns, both known beforehand; the wanted pixel is one of these bits. So the
time hardly depends on the window, and not on the type of the values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from poplar_nn_plugin.filters.windows.sliding import CIRCLE, SQUARE, Footprint

__all__ = ["Ordered", "by_halving"]

# Pixels of a group. Measured: larger ones have longer sets, smaller ones more sums of windows, and
# those of circles are dear.
_GROUP = {SQUARE: 512, CIRCLE: 1024}
_AT_ONCE = 2048

_ONES = np.array([bin(byte).count("1") for byte in range(256)], np.uint8)
# Where the n-th of a byte's bits is: one row a byte, one column for each of its bits that are set.
_NTH = np.array(
    [sorted(range(8), key=lambda bit, byte=byte: not byte >> bit & 1) for byte in range(256)],
    np.uint8,
)


class Ordered:
    """The pixels of a tile in the order of their values, in groups of equally many.

    Parameters
    ----------
    tile : ndarray
        (rows, cols).
    order : ndarray of int
        (rows * cols,): `tile`, row after row, is sorted by it.
    window : Footprint
    """

    def __init__(self, tile: np.ndarray, order: np.ndarray, window: Footprint):
        self._tile, self._order, self._window = tile, order, window
        self._size = _GROUP[window.shape]
        group, member = np.divmod(np.arange(tile.size), self._size)
        self._groups = int(group[-1]) + 1
        self._group_of = np.empty(tile.size, np.uint8 if self._groups <= 256 else np.uint16)
        self._group_of[self._order] = group
        self._group_of = self._group_of.reshape(tile.shape)
        self._before = [
            self._sets(group, member, along, length)
            for along, length in zip(np.divmod(self._order, tile.shape[1]), tile.shape)
        ]

    def ranked(self, wanted: Sequence[np.ndarray]) -> list[np.ndarray]:
        """Return the pixels of some ranks, from 0 for the least.

        Parameters
        ----------
        wanted : sequence of ndarray
            (rows - side + 1, cols - side + 1), or one for all windows as (1, 1).

        Returns
        -------
        list of ndarray
            (rows - side + 1, cols - side + 1) an entry of `wanted`.
        """
        groups = by_halving(self._group_of, self._window, wanted)
        return [
            self._of_group(group, rank - below.astype(np.int32))
            for rank, (group, below) in zip(wanted, groups)
        ]

    def _of_group(self, group: np.ndarray, rank: np.ndarray) -> np.ndarray:
        """Return the pixels of a rank among those of a group in each window."""
        inside, rank = self._inside(group), rank.reshape(-1)
        position = self._size * group.reshape(-1).astype(np.intp)
        for part in _parts(position.size):
            position[part] += _nth(inside[part], rank[part])
        return self._tile.reshape(-1)[self._order[position]].reshape(group.shape)

    def _sets(self, group, member, along, length: int) -> np.ndarray:
        """Return which pixels of each group lie before each row, or each column.

        Parameters
        ----------
        group, member, along : ndarray of int
            Of every pixel: its group, its number there, and its row or column.
        length : int
            Rows or columns of the tile.

        Returns
        -------
        ndarray of uint64
            (length + 1, groups, words).
        """
        sets = np.zeros((length + 1, self._groups, self._size // 8), np.uint8)
        byte = ((along + 1) * self._groups + group) * sets.shape[-1] + member // 8
        for bit in range(8):  # no two of these pixels share a byte
            sets.reshape(-1)[byte[bit::8]] |= np.uint8(1 << bit)
        sets = sets.view(np.uint64)
        for before, here in zip(sets, sets[1:]):
            here |= before
        return sets

    def _inside(self, group: np.ndarray) -> np.ndarray:
        """Return which pixels of a group lie in each window, (windows, words)."""
        rows, cols = (np.arange(length) * self._groups for length in group.shape)
        by_row = (rows[:, None] + group).reshape(-1)
        by_col = (cols + group).reshape(-1)
        inside = np.zeros((group.size, self._size // 64), np.uint64)
        for halves in self._window.rectangles:
            down, across = map(self._between, self._before, halves, group.shape)
            for part in _parts(len(inside)):
                both = down.take(by_row[part], axis=0)
                both &= across.take(by_col[part], axis=0)
                inside[part] |= both
        return inside

    def _between(self, sets: np.ndarray, half: int, length: int) -> np.ndarray:
        """Return which pixels lie within `half` rows or columns of each window's middle."""
        middle = self._window.radius
        first, last = sets[middle - half :][:length], sets[middle + half + 1 :][:length]
        return (first ^ last).reshape(-1, sets.shape[-1])


def by_halving(
    codes: np.ndarray, window: Footprint, wanted: Sequence[np.ndarray]
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Find ranks by halving the codes, counting in every window how many are not above.

    Only those halves are looked into further in which some window has an answer.

    Parameters
    ----------
    codes : ndarray of uint8 or uint16
        (rows, cols).
    window : Footprint
    wanted : sequence of ndarray
        Ranks from 0: (rows - side + 1, cols - side + 1) of them, or (1, 1).

    Returns
    -------
    list of (ndarray, ndarray)
        For each entry of `wanted` codes, and how many pixels of the window have lower ones:
        (rows - side + 1, cols - side + 1) of the type of `codes`, and of uint16.
    """
    shape = window.number_in(codes.shape)
    found = [(np.empty(shape, codes.dtype), np.zeros(shape, np.uint16)) for _ in wanted]
    open_ranges = [(0, int(codes.max()), [np.ones(shape, bool) for _ in wanted])]
    while open_ranges:
        low, high, here = open_ranges.pop()
        if low == high:
            for mask, (code, _) in zip(here, found):
                code[mask] = low
            continue
        middle = (low + high) // 2
        count = window.sum((codes <= middle).astype(np.uint16))
        reached = [count > rank for rank in wanted]
        upper = [mask & ~past for mask, past in zip(here, reached)]
        lower = [mask & past for mask, past in zip(here, reached)]
        if any(mask.any() for mask in upper):
            open_ranges.append((middle + 1, high, upper))
            for mask, (_, below) in zip(upper, found):
                np.copyto(below, count, where=mask)
        if any(mask.any() for mask in lower):
            open_ranges.append((low, middle, lower))
    return found


def _parts(length: int) -> Iterator[slice]:
    """Cut the windows of a tile so that what is held of each at a time stays in a core's cache."""
    return (slice(first, first + _AT_ONCE) for first in range(0, length, _AT_ONCE))


def _nth(sets: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """Return the position of the bit that is the `rank`-th of its set, from 0.

    Parameters
    ----------
    sets : ndarray of uint64
        (n, words); the bits of a set follow each other byte by byte, the least of a byte first.
    rank : ndarray of int
        (n,); the set has more bits than that.

    Returns
    -------
    ndarray of intp, shape (n,)
    """
    each = np.arange(len(sets))
    word, rank = _reached(_count(sets), rank)
    taken = sets[each, word].view(np.uint8).reshape(-1, 8)
    byte, rank = _reached(_ONES[taken], rank)
    return 64 * word + 8 * byte + _NTH[taken[each, byte], rank]


def _reached(counts: np.ndarray, rank: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return in which of the parts, with so many bits each, a rank lies, and its rank there."""
    part = np.zeros(rank.size, np.intp)
    total, before = np.zeros_like(rank), np.zeros_like(rank)
    for column in range(counts.shape[1] - 1):
        total += counts[:, column]
        past = total <= rank
        part += past
        np.copyto(before, total, where=past)
    return part, rank - before


def _count(words: np.ndarray) -> np.ndarray:
    """Return how many bits of each word are set, uint8; NumPy counts them itself since 2.0."""
    if hasattr(np, "bitwise_count"):
        return np.bitwise_count(words)
    pairs = words - ((words >> np.uint64(1)) & np.uint64(0x5555555555555555))
    fours = pairs & np.uint64(0x3333333333333333)
    fours += (pairs >> np.uint64(2)) & np.uint64(0x3333333333333333)
    eights = (fours + (fours >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    eights *= np.uint64(0x0101010101010101)
    return (eights >> np.uint64(56)).astype(np.uint8)
