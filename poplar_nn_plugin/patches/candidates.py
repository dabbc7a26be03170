"""Candidates: all windows that may become patches, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import IntEnum

import numpy as np

__all__ = ["NO_SPLIT", "STATUSES", "Candidates", "Status"]

STATUSES = ("kept", "cover", "mixed", "nodata", "mask", "buffer", "split", "cap", "known")
"""The texts of `Status`, as the footprints say them."""

NO_SPLIT = 255
"""The split of a candidate that has none yet."""


class Status(IntEnum):
    """What became of a candidate: kept, or the first reason why not.

    ``COVER``: the polygon covers too little of it; ``MIXED``: another class covers as much of it as
    its own, or others together more than the least cover leaves them; ``NODATA``: too many of its
    pixels are without data; ``MASK``: its centre is masked; ``BUFFER``: it lies too near to a patch
    of another split; ``UNSPLIT``: its label says no split where others do; ``LIMIT``: its class has
    enough; ``KNOWN``: the dataset that patches are added to has it.
    """

    KEPT = 0
    COVER = 1
    MIXED = 2
    NODATA = 3
    MASK = 4
    BUFFER = 5
    UNSPLIT = 6
    LIMIT = 7
    KNOWN = 8

    @property
    def text(self) -> str:
        """One of `STATUSES`."""
        return STATUSES[self]


@dataclass(frozen=True)
class Candidates:
    """All candidate windows: arrays of one entry each, which nobody changes.

    Parameters
    ----------
    position : ndarray of int, shape (n, 2)
        Row and column of the upper left pixel.
    status, code, group, split : ndarray, shape (n,)
        Values of `Status`, class codes, groups, values of `Split` (`NO_SPLIT` for none yet).
    image : ndarray of int, shape (n,)
        Which image they are of.
    frame_position : ndarray of float, shape (n, 2)
        Row and column among the patches of all images; see `Frame`.
    weight : ndarray of float, shape (n,), optional
        How many candidates each stands for, of those that could be kept; 1 where all are here.
    """

    position: np.ndarray
    status: np.ndarray
    code: np.ndarray
    group: np.ndarray
    split: np.ndarray
    image: np.ndarray
    frame_position: np.ndarray
    weight: np.ndarray | None = None

    def __post_init__(self):
        if self.weight is None:
            object.__setattr__(self, "weight", np.ones(len(self.status)))

    @classmethod
    def merge(cls, parts: Sequence[Candidates]) -> Candidates:
        """Return the candidates of several tables as one."""
        names = [field.name for field in fields(cls)]
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))

    @property
    def kept(self) -> np.ndarray:
        """Positions of those that are kept, ascending."""
        return np.flatnonzero(self.status == Status.KEPT)

    def part(self, members: np.ndarray) -> Candidates:
        """Return some of the candidates."""
        return Candidates(*(getattr(self, field.name)[members] for field in fields(Candidates)))

    def marked(self, members: np.ndarray, status: Status) -> Candidates:
        """Return the candidates, of which some, by their positions, have another status."""
        changed = self.status.copy()
        changed[members] = status
        return replace(self, status=changed)
