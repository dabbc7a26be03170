"""Blocks read and written here, computed elsewhere: batch after batch."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from typing import Any

from poplar_nn_plugin.engine.blocks.parallel import Pool, cores
from poplar_nn_plugin.engine.blocks.step import Block
from poplar_nn_plugin.engine.blocks.window import Window
from poplar_nn_plugin.engine.scanning import in_order
from poplar_nn_plugin.engine.work import Done, Reading, Work
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["BLOCKS_HELD", "InBatches"]

_BATCHES = 3  # one is read, one computed, one written
_PER_WORKER = 2  # blocks in a batch, so that a slow one keeps few waiting
_AHEAD = 2  # read before a batch takes them
_EMPTY = 64  # most windows without a block in a batch: progress is told once they are done

BLOCKS_HELD = _BATCHES * _PER_WORKER + _AHEAD
"""Most copies of blocks that are under way at once, for each that is computed."""


class InBatches:
    """An executor that has blocks computed elsewhere, for work of one step.

    While one batch is computed, the one before is written and the next one read.

    Parameters
    ----------
    compute : callable
        Takes a list of `Block` and the number of workers. Returns an iterable of what the step's
        function would have returned for each block, but without the halo. It runs in a thread of
        its own, one call at a time; what an iterator leaves to be done is done while the next
        call runs.
    workers : int
        How many blocks are computed at once.
    progress : Progress
        Looked at for cancel.
    serial : bool
        Whether `compute` takes one block at a time. Then a batch is one block, and `workers` is
        how many of them are under way: 1 overlaps nothing, 3 read, compute and write at once.
    """

    remote = apart = False

    def __init__(
        self,
        compute: Callable[[list[Block], int], Iterable[Any]],
        workers: int,
        progress: Progress,
        *,
        serial: bool = False,
    ):
        self.workers = workers
        self._compute = compute
        self._progress = progress
        self._serial = serial

    def held(self, workers: int) -> int:
        """Return the most blocks begun and not yet written where `workers` compute."""
        return workers if self._serial else _BATCHES * _PER_WORKER * workers

    def limited(self, workers: int) -> InBatches:
        """Return the same with so many workers at most."""
        fewer = min(workers, self.workers)
        return InBatches(self._compute, fewer, self._progress, serial=self._serial)

    def run(self, work: Work, windows: Iterable[Window]) -> Iterator[Done]:
        """Yield what is to be written of every window, in order."""
        readers = Pool(1 if self._serial else min(self.workers, cores()))
        most = self.workers if self._serial else _BATCHES
        under_way: deque[tuple[list[Reading], Future]] = deque()
        ended = threading.Event()

        def compute(blocks: list[Block]) -> Iterable[Any]:
            """Compute a batch, unless one before it has failed or nobody waits any more."""
            if ended.is_set() or not blocks:
                return ()
            try:
                return self._compute(blocks, self.workers)
            except BaseException:
                ended.set()
                raise

        with ExitStack() as stack:
            readings = stack.enter_context(closing(in_order(readers, work.read, windows)))
            caller = stack.enter_context(ThreadPoolExecutor(1, thread_name_prefix="poplar-nn"))
            stack.callback(ended.set)
            while batch := self._batch(readings):
                blocks = [reading.block for reading in batch if reading.block is not None]
                under_way.append((batch, caller.submit(compute, blocks)))
                del batch, blocks  # of what is under way only the queue holds them
                if len(under_way) == most:
                    yield from _written(work, *under_way.popleft())
            while under_way:
                yield from _written(work, *under_way.popleft())

    def _batch(self, readings: Iterator[Reading]) -> list[Reading]:
        """Take readings until there is enough to compute."""
        size = 1 if self._serial else _PER_WORKER * self.workers
        batch, blocks = [], 0
        for reading in readings:
            checkpoint(self._progress)
            batch.append(reading)
            blocks += reading.block is not None
            if blocks == size or len(batch) - blocks == _EMPTY:
                break
        return batch


def _written(work: Work, batch: list[Reading], call: Future) -> Iterator[Done]:
    """Yield what is to be written of every window read, given what came of their blocks."""
    (step,) = work.steps
    results = iter(call.result())
    for reading in batch:
        if reading.block is None:
            yield work.empty(reading)
        else:
            block = reading.block.trim(0)
            yield work.done([step.finish(next(results), block, reading.keep)], reading)
