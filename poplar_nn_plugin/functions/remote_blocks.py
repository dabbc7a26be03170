"""Blocks read and written here, computed in the worker: batch after batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import numpy as np

from poplar_nn_plugin.engine import Window
from poplar_nn_plugin.engine.blocks.parallel import Pool
from poplar_nn_plugin.engine.scanning import in_order
from poplar_nn_plugin.engine.work import Done, Reading, Work
from poplar_nn_plugin.functions.worker.crossing import packed
from poplar_nn_plugin.progress import Progress, checkpoint
from poplar_nn_plugin.worker.client import Worker

__all__ = ["BLOCKS_HELD", "InWorker"]

_BATCHES = 3  # one is read, one computed, one written
_PER_WORKER = 2  # blocks in a batch, so that a slow one keeps few waiting
_AHEAD = 2  # read before a batch takes them

BLOCKS_HELD = _BATCHES * _PER_WORKER + _AHEAD
"""Most copies of blocks that are under way at once, for each that is computed."""


class InWorker:
    """An executor that has blocks computed in the worker.

    While one batch is computed, the one before is written and the next one read.

    Parameters
    ----------
    worker : Worker
    function : dict
        Fields of `poplar_nn_plugin.functions.worker.script.UserFunction`.
    pool : dict
        ``backend``, ``n_jobs`` and ``scheduler``, as the job `run` takes them.
    workers : int
        How many blocks that pool computes at once.
    progress : Progress
        Looked at for cancel.
    """

    remote = False

    def __init__(
        self, worker: Worker, function: dict, pool: dict, workers: int, progress: Progress
    ):
        self.workers = workers
        self._worker = worker
        self._job = {"function": function, "pool": pool}
        self._progress = progress

    def held(self, workers: int) -> int:
        """Return the most blocks begun and not yet written where `workers` compute."""
        return _BATCHES * _PER_WORKER * workers

    def limited(self, workers: int) -> InWorker:
        """Return the same with so many workers at most; a cluster is given fewer blocks."""
        if workers >= self.workers:
            return self
        pool = dict(self._job["pool"])
        if pool["backend"] != "dask":
            pool["n_jobs"] = workers
        return InWorker(self._worker, self._job["function"], pool, workers, self._progress)

    def run(self, function: Work, tasks: Iterable[Window]) -> Iterator[Done]:
        """Yield what is to be written of every window, in order."""
        readers = Pool(self._job["pool"]["n_jobs"])
        with ExitStack() as stack:
            readings = stack.enter_context(closing(in_order(readers, function.read, tasks)))
            caller = stack.enter_context(ThreadPoolExecutor(1))
            batch = self._batch(readings)
            call = caller.submit(self._compute, batch)
            while batch:
                following = self._batch(readings)
                results = call.result()
                call = caller.submit(self._compute, following)
                yield from _settled(function, batch, results)
                batch = following

    def _batch(self, readings: Iterator[Reading]) -> list[Reading]:
        """Take readings until there is enough to compute."""
        batch, blocks = [], 0
        for reading in readings:
            checkpoint(self._progress)
            batch.append(reading)
            blocks += reading.block is not None
            if blocks == _PER_WORKER * self.workers:
                break
        return batch

    def _compute(self, batch: list[Reading]) -> list[np.ndarray]:
        """Return (bands, rows, cols) of every block there is."""
        blocks = [packed(reading.block) for reading in batch if reading.block is not None]
        if not blocks:
            return []
        answer = self._worker.call(
            "run_function", progress=self._progress, blocks=blocks, **self._job
        )
        return answer["results"]


def _settled(work: Work, batch: Sequence[Reading], results: Iterable[np.ndarray]) -> Iterator[Done]:
    """Yield what is to be written of every window read, given what came of their blocks."""
    (step,) = work.steps
    results = iter(results)
    for reading in batch:
        if reading.block is None:
            yield work.empty(reading)
        else:
            result = np.moveaxis(next(results), 0, -1)
            yield work.done([step.finish(result, reading.block.trim(0), reading.keep)])
