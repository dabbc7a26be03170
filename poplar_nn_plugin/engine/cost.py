"""The memory that the blocks under way take together."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from poplar_nn_plugin.engine.blocks.step import SLACK, Step
from poplar_nn_plugin.engine.source import Source

__all__ = ["Cost", "Workers"]

# Bytes a pixel while a window is read: `valid`, what it is made from, one comparison.
_READING = 4
# Bytes a pixel while one band of a result is rounded and cast, its nodata burned.
_SETTLING = 11
# Buffers of GDAL's compression and the like.
_FIXED = 4 * 2**20


class Workers(Protocol):
    """What computes blocks, as far as memory goes.

    Attributes
    ----------
    workers : int
        Most blocks computed at once.
    remote : bool
        Whether each is computed in a process of its own.
    """

    workers: int
    remote: bool

    def held(self, workers: int) -> int:
        """Return the most blocks begun and not yet written where `workers` compute."""


@dataclass(frozen=True)
class Cost:
    """The bytes that blocks of a size take, all that are in flight together.

    Parameters
    ----------
    sources : sequence of Source
        Read for every block, with the largest halo of the steps.
    steps : sequence of Step
    masked : bool
        Whether a mask is read too.
    pool : Workers
    """

    sources: Sequence[Source]
    steps: Sequence[Step]
    masked: bool
    pool: Workers

    @property
    def serial(self) -> bool:
        """Whether one block is computed at a time, and other workers only read ahead."""
        return not self.pool.remote and not any(step.thread_safe for step in self.steps)

    def of(self, width: int, height: int, workers: int) -> int:
        """Return the bytes for blocks of `width` x `height` pixels, `workers` of them at once."""
        pixel = sum(len(s.bands) * np.dtype(s.dtype).itemsize for s in self.sources)
        read = _area(width, height, max(step.halo for step in self.steps))
        reading = read * (pixel + _READING) + self.masked * width * height * _READING
        written = width * height * sum(step.output.pixel_bytes for step in self.steps)
        working = reading + SLACK + written + _SETTLING * width * height
        waiting = (self.pool.held(workers) - workers) * written
        scratch = self._scratch(width, height, pixel, workers)
        return math.ceil(workers * working + scratch + waiting) + _FIXED

    def _scratch(self, width: int, height: int, pixel: int, workers: int) -> float:
        """Return the most bytes that steps take besides, in all workers together."""
        each = [
            (
                step.scratch * _area(width, height, step.halo) * (pixel + 1 + output.pixel_bytes),
                step.thread_safe or self.pool.remote,
            )
            for step in self.steps
            for output in [step.output]
        ]
        most = workers * max(size for size, _ in each)
        at_once = workers * max((size for size, anywhere in each if anywhere), default=0)
        in_turn = max((size for size, anywhere in each if not anywhere), default=0)
        return min(most, at_once + in_turn)


def _area(width: int, height: int, halo: int) -> int:
    return (width + 2 * halo) * (height + 2 * halo)
