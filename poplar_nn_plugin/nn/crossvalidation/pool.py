"""Run one function on many tasks, several at a time, each in a process of its own.

Neither joblib.Parallel nor the executors of the standard library would do: here each process has an
environment of its own, one that was killed is done without, all are ended at once on cancel, none
imports the script that called, and nothing is left in memory that others share.

What is random in Keras follows from one seed a process, and TensorFlow is told once a process how
many threads it has: trainings side by side in threads would not be those that run one by one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poplar_nn_plugin.errors import PoplarError, WorkerError
from poplar_nn_plugin.nn.crossvalidation.board import Board
from poplar_nn_plugin.nn.crossvalidation.processes import ProcessEnded, Processes
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["MemoryTrial", "PoolSize", "PoolTask", "run_each"]

_TICK = 0.1  # seconds between two looks at cancel
_BOARD = "progress.f8"
_ENDED = "the process was ended from outside, most often because the memory ran out"
_REMEDY = "let other programs end, or choose a lighter kind of model or smaller batches."


@dataclass(frozen=True)
class PoolTask:
    """What a function is given once.

    Parameters
    ----------
    title : str
        Begins what is said of it; empty for nothing.
    arguments : tuple
        Values that can be pickled; arrays are copied.
    """

    title: str
    arguments: tuple

    def told(self, text: str) -> str:
        """Return `text` with what it is said of."""
        return f"{self.title}: {text}" if self.title else text


@dataclass(frozen=True)
class PoolSize:
    """How many processes run at a time, and how they share the machine.

    Parameters
    ----------
    count : int
    cores : int
        For each.
    gpus : tuple of str
        As ``CUDA_VISIBLE_DEVICES`` names them; each process sees one. If there are none, a process
        sees what there is.
    """

    count: int
    cores: int
    gpus: tuple[str, ...] = ()

    def environment(self, number: int) -> dict[str, str]:
        """Return the environment variables of one of the processes."""
        threads = (
            "TF_NUM_INTRAOP_THREADS",
            "TF_NUM_INTEROP_THREADS",
            "OMP_NUM_THREADS",
            "OPENBLAS_NUM_THREADS",
            "LOKY_MAX_CPU_COUNT",
        )
        own = dict.fromkeys(threads, str(self.cores))
        if self.gpus:
            own["CUDA_VISIBLE_DEVICES"] = self.gpus[number % len(self.gpus)]
        return own


@dataclass(frozen=True)
class MemoryTrial:
    """Let the first task run alone until it is known how many there is memory for.

    Parameters
    ----------
    until : float
        How much of the first task must be done, 0 to 1; its memory does not grow after that.
    size : callable
        Is given the bytes of the first task, and returns the `PoolSize` that there is memory for.
        If that shares the machine otherwise, the first begins again as the others do.
    """

    until: float
    size: Callable[[int], PoolSize]


def run_each(
    function: Callable,
    tasks: list[PoolTask],
    size: PoolSize,
    scratch: str | Path,
    progress: Progress,
    trial: MemoryTrial | None = None,
) -> Iterator[tuple[int, Any]]:
    """Yield the position of each task and what the function returned, as they come.

    A process that is ended from outside, most often because the memory ran out, is not started
    again: its task waits for one of the others.

    Parameters
    ----------
    function : callable
        Of a module; called as ``function(*arguments, progress=...)``. Of what it says the warnings
        are passed on, each once.
    tasks : list of PoolTask
    size : PoolSize
    scratch : str or Path
        A folder for what they write; it is not cleared.
    progress : Progress
    trial : MemoryTrial, optional
        By default all begin at once.

    Raises
    ------
    PoplarError
        The first that a task raised, with the title of the task. The others are ended.
    OutputError
        If nothing can be written in `scratch`.
    WorkerError
        If no process can be started, or the last one is ended from outside.
    Cancelled
        All processes are ended at once.
    """
    board = Board(Path(scratch) / _BOARD, len(tasks))
    waiting, running, told, furthest = deque(range(len(tasks))), {}, set(), 0.0
    pool = Processes()

    def start(count: int) -> None:
        """Have as many processes, but no more than tasks."""
        try:
            for number in range(len(pool.all), min(count, len(tasks))):
                pool.start(size.environment(number))
        except OSError as error:
            raise WorkerError(f"No further process can be started ({error}): {_REMEDY}") from error

    def lose(process, number: int, error: ProcessEnded) -> None:
        """Do without a process that was ended from outside, and let another do its task."""
        pool.stop(process)
        task = tasks[number]
        if not pool.all:
            raise WorkerError(task.told(f"{_ENDED}: {_REMEDY}")) from error
        progress.warn(
            f"{task.told(_ENDED)}. It will be done again; from here on {len(pool.all)} at a time."
        )
        waiting.append(number)

    try:
        start(1 if trial else size.count)
        while waiting or running:
            while waiting and pool.idle:
                process, number = pool.idle.pop(), waiting.popleft()
                call = function, tasks[number].arguments, board.path, number
                running[process.begin(*call)] = process, number
            done, _ = wait(running, _TICK, FIRST_COMPLETED)
            furthest = max(furthest, float(board.fractions.mean()))
            checkpoint(progress, furthest)
            if trial and (done or board.fractions[0] >= trial.until):
                before, size, trial = size, trial.size(int(board.memory[0])), None
                if size.environment(0) != before.environment(0):
                    pool.stop()
                    waiting, running, done = deque(range(len(tasks))), {}, ()
                start(size.count)
            for future in done:
                process, number = running.pop(future)
                task = tasks[number]
                try:
                    result, warnings = future.result()
                except ProcessEnded as error:
                    lose(process, number, error)
                    continue
                except PoplarError as error:
                    raise type(error)(task.told(error.message), **error.fields) from error
                pool.idle.append(process)
                for said in warnings:
                    if said not in told:
                        told.add(said)
                        progress.warn(task.told(said))
                yield number, result
    finally:
        pool.close()
