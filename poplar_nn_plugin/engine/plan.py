"""How large blocks may be, and how many at once, under a cap of memory."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from poplar_nn_plugin.engine.blocks.step import Step
from poplar_nn_plugin.engine.cost import Cost, Workers, cache_within, megabytes, too_small
from poplar_nn_plugin.engine.grid import Grid
from poplar_nn_plugin.engine.outputs.layout import TILE
from poplar_nn_plugin.engine.source import Source
from poplar_nn_plugin.errors import ParameterError

__all__ = ["Plan", "plan_blocks"]

# Measured: blocks beyond this gain nothing unless a wide halo makes small ones dear.
_LARGEST = 1024
_HALOS_PER_BLOCK = 16
# Smaller blocks only where the cap forbids these, and then fewer are computed at once first.
_LEAST = TILE
_TINIEST = 16
# A core that waits costs more than blocks that are a little small.
_BLOCKS_PER_WORKER = 4
# With a halo as wide as this blocks of a tile read more than twice their pixels, and larger ones
# are worth it: features of 1000 x 1000 pixels, halo 128, take 6.5 s in four blocks of 512 and 8.4 s
# in sixteen of 256.
_WIDE_HALO, _FEWER_BLOCKS = TILE // 4, 2
# Where one block is computed at a time: one more is read meanwhile, and one is ready.
_ENOUGH_TO_READ = 3


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
    wanted : int
        How many might have been; the cap does not hold more.
    in_flight : int
        Most blocks begun and not yet written.
    cache : int
        GDAL's cache, in bytes.
    need : int
        Most memory the work takes, in bytes, as far as the steps' `scratch` is true.
    cap : int
        The memory that it may take, in bytes.
    """

    block: tuple[int, int]
    blocks: int
    workers: int
    wanted: int
    in_flight: int
    cache: int
    need: int
    cap: int

    def __str__(self) -> str:
        width, height = self.block
        fewer = "" if self.workers == self.wanted else f" (the cap does not hold {self.wanted})"
        return (
            f"{_count(self.blocks, 'block')} of {width} x {height} pixels, "
            f"{self.workers} at a time{fewer}, at most {megabytes(self.need)} of "
            f"{megabytes(self.cap)} of memory."
        )


def plan_blocks(
    grid: Grid,
    sources: Sequence[Source],
    steps: Sequence[Step],
    pool: Workers,
    *,
    masked: bool,
    block_size: int | tuple[int, int] | None,
    memory: int,
) -> Plan:
    """Choose the largest blocks that stay under the cap.

    A larger cap, or fewer workers, never makes blocks smaller: what fits then is all that fitted
    before, and more. Where the cap does not hold blocks of a tile for all workers, fewer work.

    Parameters
    ----------
    grid : Grid
    sources : sequence of Source
        Read for every block, with the largest halo of the steps.
    steps : sequence of Step
    pool : Workers
        Its workers are the most that compute at once.
    masked : bool
        Whether a mask is read too.
    block_size : int, (int, int) or None
        Side, or width and height, that the caller insists on.
    memory : int
        The cap in bytes, for everything the work adds to the process.

    Returns
    -------
    Plan

    Raises
    ------
    MemoryBudgetError
        If no blocks, or not those of `block_size`, fit; names the smallest cap that would do.
    """
    cost = Cost(sources, steps, masked, pool)
    cache = cache_within(memory)
    most = min(pool.workers, _ENOUGH_TO_READ) if cost.serial else pool.workers

    def need(size: tuple[int, int], workers: int) -> int:
        return cost.of(min(size[0], grid.width), min(size[1], grid.height), workers)

    def fitting(sizes: list[tuple[int, int]], workers: int) -> tuple[int, int] | None:
        fit = (size for size in sizes if need(size, workers) + cache <= memory)
        return max(fit, key=math.prod, default=None)

    multiple = math.lcm(*(step.multiple_of for step in steps))
    if block_size is None:
        halo = max(step.halo for step in steps)
        large, small = _candidates(grid, sources, halo, multiple)
        shared = _shared(large, grid, 1 if cost.serial else most, halo)
        size = fitting(shared, most) or fitting(small, 1)
    else:
        small = [_as_asked(block_size, multiple)]
        size = fitting(small, 1)
    if size is None:
        width, height = small[0]
        blocks = f"blocks of {width} x {height} pixels"
        raise too_small(megabytes(memory), blocks, need(small[0], 1), memory=memory)
    workers = next(n for n in range(most, 0, -1) if need(size, n) + cache <= memory)
    columns, rows = -(-grid.width // size[0]), -(-grid.height // size[1])
    return Plan(
        size,
        columns * rows,
        workers,
        most,
        pool.held(workers),
        cache,
        need(size, workers) + cache,
        memory,
    )


def _candidates(
    grid: Grid, sources: Sequence[Source], halo: int, multiple: int
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return the block sizes worth having, and those for when none of them fits for all workers.

    The latter begin with the smallest and end with the least of the former.
    """
    least = _rounded_up(_LEAST, multiple)
    tiles = math.lcm(TILE, multiple)

    def aligned(side: int) -> bool:
        """Whether blocks hold whole tiles, unless they are smaller than the least that would."""
        return side < tiles or side % tiles == 0

    largest = max(_LARGEST, _HALOS_PER_BLOCK * halo, least, tiles if tiles <= 2 * _LARGEST else 0)
    sides = range(_rounded_up(_TINIEST, multiple), largest + 1, multiple)
    squares = [(side, side) for side in sides if aligned(side)]
    small = [size for size in squares if size[0] <= least]
    large = [size for size in squares if size[0] >= least]
    # Rows of a file kept in strips come whole: reading a part of one costs as much as all of it.
    if any(s.tile[0] >= grid.width > largest and s.tile[1] < TILE for s in sources):
        whole = _rounded_up(grid.width, multiple)
        heights = range(least, max(largest**2 // whole, least) + 1, multiple)
        strips = [(whole, height) for height in heights if aligned(height)]
        large = [size for size in large if math.prod(size) < math.prod(strips[0])] + strips
    return large, small


def _shared(
    sizes: list[tuple[int, int]], grid: Grid, workers: int, halo: int
) -> list[tuple[int, int]]:
    """Return the sizes that leave each worker enough blocks, or the smallest if none does."""
    if workers == 1:
        return sizes
    wanted = (_FEWER_BLOCKS if halo >= _WIDE_HALO else _BLOCKS_PER_WORKER) * workers
    return [
        (width, height)
        for width, height in sizes
        if (width, height) == sizes[0]
        or -(-grid.width // width) * -(-grid.height // height) >= wanted
    ]


def _as_asked(block_size: int | tuple[int, int], multiple: int) -> tuple[int, int]:
    """Return the width and height that the caller insists on, as multiples."""
    sides = (block_size, block_size) if isinstance(block_size, int) else block_size
    if min(sides) < 1:
        raise ParameterError(f"Blocks need at least 1 pixel a side, got {block_size}.")
    width, height = (_rounded_up(side, multiple) for side in sides)
    return width, height


def _rounded_up(number: int, multiple: int) -> int:
    return -(-number // multiple) * multiple


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
