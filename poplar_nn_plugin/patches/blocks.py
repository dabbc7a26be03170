"""Polygons cut into blocks, where a class has too few of them to train and judge it apart.

A class of one tile-wide polygon and a speck would be judged by the speck alone. Its large polygon
is cut across its longer side: a part then judges what the rest has taught, a buffer away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.patches.candidates import Candidates
from poplar_nn_plugin.progress import Progress

__all__ = ["Blocks", "cut_into_blocks"]

_ENOUGH = 3.0  # groups of a class, counted by size, that are split as they are
_LARGE = 0.25  # share of its class from which a polygon is cut
_HALVES = (
    4.0  # reaches that a polygon is long which is halved: each half keeps half beside the other
)
_LEFT = 0.25  # share of a polygon's length that must be left to train beside a block and its buffer
_LEAST, _MOST = 0.1, 0.4  # of a polygon that a block takes to judge the rest


@dataclass(frozen=True)
class Blocks:
    """How polygons are cut.

    Parameters
    ----------
    reach : int
        Distance, in pixels of the frame, from which two patches are apart: a patch and a buffer.
    share : float
        Of each class to be kept from training.
    seed : int
        Draws at which end a block is cut off.
    """

    reach: int
    share: float
    seed: int

    @property
    def taken(self) -> float:
        """Share of a polygon that is cut off to judge the rest."""
        return min(max(self.share, _LEAST), _MOST)


def cut_into_blocks(
    found: Candidates,
    groups: Sequence[str],
    classes: ClassMap,
    blocks: Blocks,
    progress: Progress,
) -> tuple[Candidates, list[str]]:
    """Return the candidates with blocks of large polygons as groups of their own, and all groups.

    Only classes whose groups are fewer than three, or as unequal as if they were, are looked at:
    groups count by the number of their patches (the inverse of Simpson's index).

    Parameters
    ----------
    found : Candidates
        Of labels without a group field, one class a group.
    groups : sequence of str
        Names.
    classes : ClassMap
    blocks : Blocks
    progress : Progress
        Is told what is cut.
    """
    rng = np.random.default_rng(blocks.seed)
    kept, names = found.kept, list(groups)
    group = found.group.copy()
    told: dict[int, list[str]] = defaultdict(list)
    for code in np.unique(found.code[kept]).tolist():
        members = kept[found.code[kept] == code]
        own, count = np.unique(found.group[members], return_counts=True)
        part = count / count.sum()
        if 1 / (part**2).sum() >= _ENOUGH:
            continue
        for number in own[part >= _LARGE].tolist():
            place = found.frame_position[members[found.group[members] == number]]
            cuts = _cuts(place, _LARGE * len(members), blocks, rng)
            whole = np.flatnonzero(found.group == number)
            block = _after(cuts, found.frame_position[whole])
            for new in range(1, len(cuts) + 1):
                group[whole[block == new]] = len(names)
                names.append(f"{groups[number]}, block {new + 1}")
            if cuts:
                told[code].append(f"{groups[number]} into {len(cuts) + 1}")
    for code, cuts in told.items():
        progress.message(
            f"Class '{classes.names[classes.index(code)]}' has few polygons, or unequal ones: cut "
            f"into blocks, so that a part judges the rest, {'; '.join(cuts)}."
        )
    return replace(found, group=group), names


def _cuts(place: np.ndarray, most: float, blocks: Blocks, rng: np.random.Generator) -> list:
    """Return the cuts through a polygon, each (block to cut, axis, where), in their order.

    What lies beyond a cut is the next block. Long polygons are halved until a block has no more
    than `most` patches or is not long; of a shorter one an end is cut off.

    Parameters
    ----------
    place : ndarray of float, shape (n, 2)
        Of its patches.
    most : float
    blocks : Blocks
    rng : numpy.random.Generator
    """
    cuts: list[tuple[int, int, float]] = []
    pending = [0]
    while pending:
        one = pending.pop()
        here = place[_after(cuts, place) == one]
        axis = int(np.argmax(np.ptp(here, axis=0)))
        along, length = here[:, axis], np.ptp(here[:, axis])
        if length >= _HALVES * blocks.reach:
            if len(here) <= most:
                continue
            where = float(np.median(along))
            pending += [one, len(cuts) + 1]
        elif not cuts and length * (1 - _LEFT - blocks.taken) >= blocks.reach:
            end = blocks.taken if rng.random() < 0.5 else 1 - blocks.taken
            where = float(np.quantile(along, end))
        else:
            continue
        cuts.append((one, axis, where))
    return cuts


def _after(cuts: list, place: np.ndarray) -> np.ndarray:
    """Return the block, from 0, in which each place lies after the cuts."""
    block = np.zeros(len(place), int)
    for number, (one, axis, where) in enumerate(cuts, start=1):
        block[(block == one) & (place[:, axis] > where)] = number
    return block
