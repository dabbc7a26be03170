"""How large blocks may be, and how many at once, under a cap of memory."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine.grid import Grid
from poplar_nn_plugin.engine.layout import TILE
from poplar_nn_plugin.engine.source import Source
from poplar_nn_plugin.engine.step import SLACK, Step
from poplar_nn_plugin.errors import MemoryBudgetError, ParameterError

__all__ = ["Plan", "parse_bytes", "plan_blocks"]

_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}

# Measured: blocks beyond this gain nothing unless a wide halo makes small ones dear.
_LARGEST = 1024
_HALOS_PER_BLOCK = 16
# A core that waits costs more than blocks that are a little small.
_BLOCKS_PER_WORKER = 4

_GDAL_CACHE = 32 * 2**20
_CACHE_SHARE = 8  # at most this part of the cap
# Bytes a pixel while a window is read: `valid`, what it is made from, one comparison.
_READING = 4
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


@dataclass(frozen=True)
class Plan:
    """How the work is cut.

    Parameters
    ----------
    block : (int, int)
        Width and height of blocks, without halo, in pixels.
    blocks : int
        How many there are.
    workers : int
        How many are computed at once.
    in_flight : int
        Most blocks begun and not yet written.
    cache : int
        GDAL's cache, in bytes.
    need : int
        Most memory the work takes, in bytes, as far as the steps' `scratch` is true.
    """

    block: tuple[int, int]
    blocks: int
    workers: int
    in_flight: int
    cache: int
    need: int

    def __str__(self) -> str:
        width, height = self.block
        return (
            f"{_count(self.blocks, 'block')} of {width} x {height} pixels, "
            f"{self.workers} at a time, at most {_megabytes(self.need)} of memory."
        )


def plan_blocks(
    grid: Grid,
    sources: Sequence[Source],
    steps: Sequence[Step],
    *,
    masked: bool,
    block_size: int | tuple[int, int] | None,
    memory: int,
    workers: int,
    in_flight: int,
) -> Plan:
    """Choose the largest blocks that stay under the cap.

    Parameters
    ----------
    grid : Grid
    sources : sequence of Source
        Read for every block, with the largest halo of the steps.
    steps : sequence of Step
    masked : bool
        Whether a mask is read too.
    block_size : int, (int, int) or None
        Side, or width and height, that the caller insists on.
    memory : int
        The cap in bytes, for everything the work adds to the process.
    workers, in_flight : int
        Blocks computed at once, and begun but not yet written.

    Returns
    -------
    Plan

    Raises
    ------
    MemoryBudgetError
        If no blocks, or not those of `block_size`, fit; names the smallest cap that would do.
    """
    multiple = math.lcm(*(step.multiple_of for step in steps))
    cost = _Cost(sources, steps, masked, workers, in_flight)
    if block_size is None:
        candidates = list(_candidates(grid, sources, steps, multiple, workers))
    else:
        sides = (block_size, block_size) if isinstance(block_size, int) else block_size
        if min(sides) < 1:
            raise ParameterError(f"Blocks need at least 1 pixel a side, got {block_size}.")
        candidates = [tuple(-(-side // multiple) * multiple for side in sides)]
    for width, height in candidates:
        block = min(width, grid.width), min(height, grid.height)
        cache = min(_GDAL_CACHE, memory // _CACHE_SHARE)
        need = cost.of(*block) + cache
        if need <= memory:
            columns, rows = -(-grid.width // width), -(-grid.height // height)
            return Plan((width, height), columns * rows, workers, in_flight, cache, need)
    # The cache takes its share of whatever the cap is, until it is as large as it ever is.
    blocks = cost.of(*block)
    smallest = min(-(-blocks * _CACHE_SHARE // (_CACHE_SHARE - 1)), blocks + _GDAL_CACHE)
    smallest = max(-(-smallest // 2**20), 1)
    raise MemoryBudgetError(
        f"A memory cap of {_megabytes(memory)} is too small for blocks of {width} x {height} "
        f"pixels, {workers} at a time: set it to {smallest}M or more, or let fewer jobs run.",
        memory=memory,
        smallest=smallest * 2**20,
    )


@dataclass(frozen=True)
class _Cost:
    """The bytes that blocks of a size take, all that are in flight together."""

    sources: Sequence[Source]
    steps: Sequence[Step]
    masked: bool
    workers: int
    in_flight: int

    def of(self, width: int, height: int) -> int:
        """Return the bytes for blocks of `width` x `height` pixels."""
        pixel = sum(len(s.bands) * np.dtype(s.dtype).itemsize for s in self.sources)
        read = _area(width, height, max(step.halo for step in self.steps))
        reading = read * (pixel + _READING) + self.masked * width * height * _READING
        scratch = max(
            step.scratch * _area(width, height, step.halo) * (pixel + 1 + step.output.pixel_bytes)
            for step in self.steps
        )
        written = width * height * sum(step.output.pixel_bytes for step in self.steps)
        working = reading + scratch + SLACK + written + _SETTLING * width * height
        waiting = (self.in_flight - self.workers) * written
        return math.ceil(self.workers * working + waiting) + _FIXED


def _candidates(
    grid: Grid, sources: Sequence[Source], steps: Sequence[Step], multiple: int, workers: int
) -> Iterator[tuple[int, int]]:
    """Yield block sizes to try, the best first, down to the smallest that makes sense."""
    halo = max(step.halo for step in steps)
    unit = math.lcm(TILE, multiple)
    largest = max(_LARGEST, _HALOS_PER_BLOCK * halo, unit) // unit * unit
    # Rows of a file kept in strips come whole: reading a part of one costs as much as all of it.
    stripped = any(s.tile[0] >= grid.width > largest and s.tile[1] < TILE for s in sources)
    if stripped and multiple <= TILE:
        whole = -(-grid.width // multiple) * multiple
        for rows in range(max(largest**2 // whole // unit, 1), 0, -1):
            yield whole, rows * unit
    wanted = _BLOCKS_PER_WORKER * workers
    for side in range(largest, 0, -unit):
        blocks = -(-grid.width // side) * -(-grid.height // side)
        if blocks >= wanted or side == unit or workers == 1:
            yield side, side
    side = TILE // 2
    while side >= 16:
        if side % multiple == 0:
            yield side, side
        side //= 2
    if unit > TILE:
        yield multiple, multiple


def _area(width: int, height: int, halo: int) -> int:
    return (width + 2 * halo) * (height + 2 * halo)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.0f} MB"
