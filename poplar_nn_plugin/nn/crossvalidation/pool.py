"""Run one function on many tasks, several at a time, each in a process of its own.

What is random in Keras follows from one seed a process, and TensorFlow is told once a process how
many threads it has: trainings side by side in threads would not be those that run one by one.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poplar_nn_plugin.errors import PoplarError, WorkerError
from poplar_nn_plugin.guard import Guard
from poplar_nn_plugin.nn.crossvalidation.board import Board, do, end_with
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["Task", "Team", "Trial", "run_each"]

_TICK = 0.1  # seconds between two looks at cancel
_BOARD = "progress.f8"
_ENDED = "the process was ended from outside, most often because the memory ran out"
_REMEDY = "let other programs end, or choose a lighter kind of model or smaller batches."


@dataclass(frozen=True)
class Task:
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
class Team:
    """How many processes work at a time, and with what.

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

    def surroundings(self, number: int) -> dict[str, str]:
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
class Trial:
    """Let the first task run alone until it is known how many there is memory for.

    Parameters
    ----------
    until : float
        How much of the first task must be done, 0 to 1; its memory does not grow after that.
    team : callable
        Is given the bytes of the first task, and returns the team that there is memory for. If
        that shares the machine otherwise, the first begins again as the others do.
    """

    until: float
    team: Callable[[int], Team]


def run_each(
    function: Callable,
    tasks: list[Task],
    team: Team,
    scratch: str | Path,
    progress: Progress,
    trial: Trial | None = None,
) -> Iterator[tuple[int, Any]]:
    """Yield the position of each task and what the function returned, as they come.

    A process that is ended from outside, most often because the memory ran out, is not started
    again: its task waits for one of the others.

    Parameters
    ----------
    function : callable
        Of a module; called as ``function(*arguments, progress=...)``. Of what it says the warnings
        are passed on, each once.
    tasks : list of Task
    team : Team
    scratch : str or Path
        A folder for what they write; it is not cleared.
    progress : Progress
    trial : Trial, optional
        By default all begin at once.

    Raises
    ------
    PoplarError
        The first that a task raised, with the title of the task. The others are ended.
    OutputError
        If nothing can be written in `scratch`.
    WorkerError
        If the last of the processes is ended from outside.
    Cancelled
        All processes are ended at once.
    """
    from joblib.externals.loky.process_executor import TerminatedWorkerError

    board = Board(Path(scratch) / _BOARD, len(tasks))
    crew = _Crew(team, 1 if trial else min(team.count, len(tasks)))
    waiting, running, told, furthest = deque(range(len(tasks))), {}, set(), 0.0
    try:
        guard, watched = Guard(Path(sys.executable)), set()
    except OSError as error:
        crew.dismiss()
        raise WorkerError(f"No further process can be started ({error}): {_REMEDY}") from error

    def lose(pool, number: int, error: Exception) -> None:
        """Do without a process that was ended from outside, and let another do its task."""
        crew.dismiss(pool)
        task = tasks[number]
        if not crew.pools:
            raise WorkerError(task.told(f"{_ENDED}: {_REMEDY}")) from error
        progress.warn(
            f"{task.told(_ENDED)}. It will be done again; from here on {len(crew.pools)} at a time."
        )
        waiting.append(number)

    try:
        while waiting or running:
            while waiting and crew.free:
                pool, number = crew.free.pop(), waiting.popleft()
                try:
                    call = pool.submit(do, function, tasks[number].arguments, board.path, number)
                except TerminatedWorkerError as error:  # while it had nothing to do
                    lose(pool, number, error)
                else:
                    running[call] = pool, number
            done, _ = wait(running, _TICK, FIRST_COMPLETED)
            for process in board.processes - watched:
                guard.watch(process)
                watched.add(process)
            furthest = max(furthest, float(board.fractions.mean()))
            checkpoint(progress, furthest)
            if trial and (done or board.fractions[0] >= trial.until):
                found, trial = trial.team(int(board.memory[0])), None
                if found.surroundings(0) != team.surroundings(0):
                    crew.dismiss()
                    waiting, running, done = deque(range(len(tasks))), {}, ()
                team = found
                crew.enlist(team, min(team.count, len(tasks)))
            for future in done:
                pool, number = running.pop(future)
                task = tasks[number]
                try:
                    result, warnings = future.result()
                except TerminatedWorkerError as error:
                    lose(pool, number, error)
                    continue
                except PoplarError as error:
                    raise type(error)(task.told(error.message), **error.fields) from error
                crew.free.append(pool)
                for said in warnings:
                    if said not in told:
                        told.add(said)
                        progress.warn(task.told(said))
                yield number, result
    finally:
        crew.dismiss()
        guard.stop()


class _Crew:
    """Processes: a pool for each, so that the end of one is not the end of all."""

    def __init__(self, team: Team, count: int):
        self.pools, self.free = [], []
        self.enlist(team, count)

    def enlist(self, team: Team, count: int) -> None:
        """Have that many."""
        from joblib.externals.loky import ProcessPoolExecutor

        for number in range(len(self.pools), count):
            pool = ProcessPoolExecutor(
                1, env=team.surroundings(number), initializer=end_with, initargs=(os.getpid(),)
            )
            self.pools.append(pool)
            self.free.insert(0, pool)

    def dismiss(self, *some) -> None:
        """End some of them, or all, in the midst of what they do."""
        for pool in some or self.pools[:]:
            self.pools.remove(pool)
            pool.shutdown(kill_workers=True)
        self.free = [pool for pool in self.free if pool in self.pools]
