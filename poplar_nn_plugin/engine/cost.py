"""The memory that blocks under way take together, and the cap they stay under."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from poplar_nn_plugin.engine.blocks.step import SLACK, Step
from poplar_nn_plugin.engine.source import Source
from poplar_nn_plugin.errors import MemoryBudgetError, ParameterError

__all__ = [
    "READING",
    "Cost",
    "Workers",
    "cache_within",
    "megabytes",
    "parse_bytes",
    "pixel_bytes",
    "too_small",
    "workers_within",
]

READING = 4
"""Bytes a pixel while a window is read: `valid`, what it is made from, one comparison."""

_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}
_GDAL_CACHE = 32 * 2**20
_CACHE_SHARE = 8  # at most this part of the cap
# Bytes a pixel while one band of a result is rounded and cast, its nodata burned.
_SETTLING = 11
# Buffers of GDAL's compression and the like.
_FIXED = 4 * 2**20


def parse_bytes(size: int | str) -> int:
    """Return a number of bytes from ``268435456``, ``"256M"`` or ``"1.5 GB"``.

    Raises
    ------
    ParameterError
        If `size` is not a positive amount in K, M, G or T.
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(?:I?B)?\s*", str(size).upper())
    amount = int(float(match[1]) * _UNITS[match[2]]) if match else 0
    if amount < 1:
        raise ParameterError(
            f"{size!r} is not an amount of memory; write it like 256M or 1G.", memory=str(size)
        )
    return amount


def megabytes(size: int) -> str:
    """Return a number of bytes for people."""
    return f"{size / 2**20:.0f} MB"


def pixel_bytes(source: Source) -> int:
    """Return the bytes of one pixel of a source, all bands."""
    return len(source.bands) * np.dtype(source.dtype).itemsize


def cache_within(memory: int) -> int:
    """Return the size of GDAL's cache under a cap of `memory` bytes."""
    return min(_GDAL_CACHE, memory // _CACHE_SHARE)


class Workers(Protocol):
    """What computes blocks, as far as memory goes.

    Attributes
    ----------
    workers : int
        Most blocks computed at once.
    remote : bool
        Whether each is computed in a process of its own.
    apart : bool
        Whether that is on other computers, each of which has memory of its own: then the cap
        counts for what is held here, and for what one of them takes, each by itself.
    """

    workers: int
    remote: bool
    apart: bool

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
        """Return the bytes for blocks of `width` x `height` pixels, `workers` of them at once.

        Where they are computed apart, it is the more of what is taken here and there.
        """
        if self.pool.apart:
            written = width * height * sum(step.pixel_bytes for step in self.steps)
            here = self.pool.held(workers) * written + _FIXED
            return max(here, self._together(width, height, 1, 1))
        return self._together(width, height, workers, self.pool.held(workers) - workers)

    def _together(self, width: int, height: int, workers: int, waiting: int) -> int:
        """Return the bytes of a process that computes some blocks while results wait."""
        pixel = sum(map(pixel_bytes, self.sources))
        read = _area(width, height, max(step.halo for step in self.steps))
        copied = sum(getattr(source, "copied", 0) for source in self.sources)
        reading = read * (pixel + copied + READING) + self.masked * width * height * READING
        written = width * height * sum(step.pixel_bytes for step in self.steps)
        working = reading + SLACK + written + _SETTLING * width * height
        scratch = self._scratch(width, height, pixel, workers)
        return math.ceil(workers * working + scratch + waiting * written) + _FIXED

    def _scratch(self, width: int, height: int, pixel: int, workers: int) -> float:
        """Return the most bytes that steps take besides, in all workers together."""
        each = [
            (
                step.scratch * _area(width, height, step.halo) * (pixel + 1 + step.pixel_bytes),
                step.thread_safe or self.pool.remote,
            )
            for step in self.steps
        ]
        most = workers * max(size for size, _ in each)
        at_once = workers * max((size for size, anywhere in each if anywhere), default=0)
        in_turn = max((size for size, anywhere in each if not anywhere), default=0)
        return min(most, at_once + in_turn)


def _area(width: int, height: int, halo: int) -> int:
    return (width + 2 * halo) * (height + 2 * halo)


def workers_within(pool: Workers, each: int, memory: int) -> int:
    """Return how many workers a cap holds beside GDAL's cache; 0 where it does not hold one.

    Parameters
    ----------
    pool : Workers
        Its workers are the most there are.
    each : int
        Bytes of every task that is begun and whose result has not been taken.
    memory : int
        The cap in bytes.
    """
    free = memory - cache_within(memory)
    return next((n for n in range(pool.workers, 0, -1) if pool.held(n) * each <= free), 0)


def too_small(cap: str, what: str, need: int, **fields) -> MemoryBudgetError:
    """Return the error that names the least memory for `need` bytes and GDAL's cache.

    Parameters
    ----------
    cap : str
        The memory there is, for people.
    what : str
        What it does not hold, in the plural.
    need : int
        Bytes of one of them.
    **fields
        Of the error.
    """
    # The cache takes its share of whatever the cap is, until it is as large as it ever is.
    smallest = min(-(-need * _CACHE_SHARE // (_CACHE_SHARE - 1)), need + _GDAL_CACHE)
    smallest = max(-(-smallest // 2**20), 1)
    return MemoryBudgetError(
        f"A memory cap of {cap} is too small for {what}, one at a time: set it to {smallest}M or "
        "more.",
        **fields,
        smallest=smallest * 2**20,
    )
