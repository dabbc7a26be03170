"""Where large polygons are cut, so that a class of few of them is trained and judged apart.

A class of one tile-wide polygon and a speck would be judged by the speck alone. Its large polygon
is cut across its longer side: a part then judges what the rest has taught, a buffer away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Blocks", "CutLine", "block_of", "cuts_of", "large_groups"]

_ENOUGH = 3.0  # groups of a class, counted by size, that are split as they are
_LARGE = 0.25  # share of its class from which a group is cut
_HALVES = 4.0  # reaches that make a polygon long: each half keeps half of it beside the other
_LEFT = 0.25  # share of a polygon's length that must be left to train beside a block and its buffer
_LEAST, _MOST = 0.1, 0.4  # of a polygon that a block takes to judge the rest


@dataclass(frozen=True)
class Blocks:
    """How polygons are cut.

    Parameters
    ----------
    reach : float
        Distance from which two patches are apart, between their corners: a patch and a buffer.
    share : float
        Of each class to be kept from training.
    """

    reach: float
    share: float

    @property
    def taken(self) -> float:
        """Share of a polygon that is cut off to judge the rest."""
        return min(max(self.share, _LEAST), _MOST)


@dataclass(frozen=True)
class CutLine:
    """A line that cuts a block: what lies beyond it is the next block.

    Parameters
    ----------
    block : int
        Number of the block that is cut, from 0.
    axis : int
        Which coordinate decides.
    where : float
        What is greater lies beyond.
    """

    block: int
    axis: int
    where: float


def large_groups(size: np.ndarray) -> np.ndarray:
    """Return which groups of a class are to be cut: large ones, where groups are few or unequal.

    Groups count by their size (the inverse of Simpson's index); three suffice.

    Parameters
    ----------
    size : ndarray of float, shape (n,)
        Of each group of one class: patches, or area.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    part = size / size.sum()
    return (part >= _LARGE) & (1 / (part**2).sum() < _ENOUGH)


def cuts_of(
    place: np.ndarray, of_class: float, blocks: Blocks, rng: np.random.Generator
) -> tuple[CutLine, ...]:
    """Return the cuts through a polygon, in their order.

    Long polygons are halved until a block is no quarter of its class or is not long; of a shorter
    one an end is cut off, where that leaves enough to train on.

    Parameters
    ----------
    place : ndarray of float, shape (n, 2)
        Places all over it.
    of_class : float
        The number of places in all polygons of its class, as dense as these.
    blocks : Blocks
    rng : numpy.random.Generator
        Draws which end.
    """
    cuts: list[CutLine] = []
    pending = [0]
    while pending:
        one = pending.pop()
        here = place[block_of(place, cuts) == one]
        if len(here) < 2:
            continue
        axis = int(np.argmax(np.ptp(here, axis=0)))
        along, length = here[:, axis], np.ptp(here[:, axis])
        if length >= _HALVES * blocks.reach:
            if len(here) <= _LARGE * of_class:
                continue
            where = float(np.median(along))
            pending += [one, len(cuts) + 1]
        elif not cuts and length * (1 - _LEFT - blocks.taken) >= blocks.reach:
            end = blocks.taken if rng.random() < 0.5 else 1 - blocks.taken
            where = float(np.quantile(along, end))
        else:
            continue
        if not (along > where).any():
            continue
        cuts.append(CutLine(one, axis, where))
    return tuple(cuts)


def block_of(place: np.ndarray, cuts: Sequence[CutLine]) -> np.ndarray:
    """Return the block, from 0, in which each place of shape (n, 2) lies after the cuts."""
    block = np.zeros(len(place), int)
    for number, cut in enumerate(cuts, start=1):
        block[(block == cut.block) & (place[:, cut.axis] > cut.where)] = number
    return block
