"""The one seam to parallel work: results in order, and never more in the air than agreed.

Threads come from the standard library: a stock QGIS works the same as one with joblib, and each
result that is taken lets the next task begin. Processes, and whatever was chosen by
``joblib.parallel_config``, come from joblib, batch after batch: its generators do not hold back
tasks when results are not fetched (``return_as="generator"`` ran all of 100 tasks while one
result was held), so they would not bound memory. Batches wait for their slowest task; with
threads that took 1.2 to 2.5 times as long as one task after the other, with more in the air.

A Dask cluster chosen that way is given its tasks by its own client: joblib (1.6) waits for ever
once a worker of the cluster has died, and runs tasks itself if the cluster has a single thread.
"""

from __future__ import annotations

import contextlib
import copy
import os
import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

from poplar_nn_plugin.engine.blocks.cluster import Cluster
from poplar_nn_plugin.errors import MissingDependencyError, ParameterError, WorkerError

__all__ = ["Pool", "cores"]


class Pool:
    """Workers that run one function on many tasks.

    Parameters
    ----------
    n_jobs : int
        How many; -1 for one a core, -2 for one less, and so on.
    prefer : {"threads", "processes"}
        Threads share this process. Processes need joblib and a real Python interpreter. A
        backend set by ``joblib.parallel_config`` wins over either.

    Raises
    ------
    ParameterError
        If a value is none of these, or processes are asked for inside another program.
    MissingDependencyError
        If processes are asked for and joblib is not installed. On a Dask cluster `run` raises it
        before any work if scheduler or workers cannot load the function.
    """

    apart = False

    def __init__(self, n_jobs: int = -1, prefer: str = "threads"):
        if prefer not in ("threads", "processes"):
            raise ParameterError(f'Prefer "threads" or "processes", not {prefer!r}.')
        # Where nobody has imported it nobody has chosen a backend: threads need not wait for it.
        wanted = prefer == "processes" or "joblib" in sys.modules
        self._joblib = _joblib() if wanted else None
        self._cluster = None
        self._prefer = prefer
        self.remote = prefer == "processes"
        self.workers = _workers(n_jobs)
        if self._joblib is not None:
            backend, jobs = self._joblib.parallel.get_active_backend(prefer=prefer)
            self.remote = not getattr(backend, "supports_sharedmem", False)
            if self.remote and not _is_default(backend, self._joblib):
                self.workers = max(backend.effective_n_jobs(jobs if n_jobs == -1 else n_jobs), 1)
                if hasattr(backend, "client"):
                    self._cluster = Cluster(backend.client)
                return
        if self.remote:
            _require_python()
            if self._joblib is None:
                raise MissingDependencyError(
                    "Work in processes needs joblib, which is not installed: install it, or "
                    'prefer "threads".'
                )

    @property
    def in_flight(self) -> int:
        """Most tasks begun whose results have not been taken yet."""
        return self.held(self.workers)

    def held(self, workers: int) -> int:
        """Return the most tasks begun whose results have not been taken yet, with `workers`."""
        if self.remote:
            return 4 * workers  # two batches: one computed, one taken
        return 1 if workers == 1 else workers + 2

    def limited(self, workers: int) -> Pool:
        """Return the same pool with so many workers at most."""
        fewer = copy.copy(self)
        fewer.workers = min(workers, self.workers)
        return fewer

    def run(self, function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
        """Yield ``function(task)`` for every task, in order.

        An error of `function` comes out here; closing the iterator lets begun tasks end and
        begins no more.
        """
        if self._cluster is not None:
            yield from self._cluster.run(function, tasks, self.in_flight)
        elif self.remote:
            yield from self._in_batches(function, tasks)
        elif self.workers == 1:
            yield from map(function, tasks)
        else:
            yield from self._in_threads(function, tasks)

    def _in_threads(self, function, tasks):
        tasks = iter(tasks)
        pool = ThreadPoolExecutor(self.workers, thread_name_prefix="poplar-nn")
        try:
            begun = deque(pool.submit(function, task) for task in islice(tasks, self.in_flight))
            while begun:
                result = begun.popleft().result()
                yield result
                del result  # before the next is awaited: it counts as in flight until now
                begun.extend(pool.submit(function, task) for task in islice(tasks, 1))
        finally:
            pool.shutdown(cancel_futures=True)

    def _in_batches(self, function, tasks):
        tasks, size = iter(tasks), self.in_flight // 2
        delayed = self._joblib.delayed
        with contextlib.ExitStack() as stack:
            parallel = stack.enter_context(
                self._joblib.Parallel(n_jobs=self.workers, prefer=self._prefer)
            )
            # One more thread waits for joblib: results are taken while the next are made.
            waiter = stack.enter_context(ThreadPoolExecutor(1))

            def begin():
                batch = [delayed(function)(task) for task in islice(tasks, size)]
                return waiter.submit(parallel, batch) if batch else None

            current = begin()
            while current is not None:
                try:
                    results = deque(current.result())
                except BrokenExecutor as error:
                    raise WorkerError(
                        f"A process that computed blocks died: {error} If it lacked memory, lower "
                        "the memory cap or the number of jobs."
                    ) from error
                current = begin()
                while results:
                    yield results.popleft()


def _joblib() -> ModuleType | None:
    """Return joblib where it is installed: a stock QGIS has none."""
    try:
        import joblib
        import joblib.parallel
    except ImportError:
        return None
    return joblib


def _is_default(backend, joblib: ModuleType) -> bool:
    """Return whether nobody has chosen `backend`: it is joblib's own process backend."""
    return isinstance(backend, joblib.parallel.LokyBackend)


def _workers(n_jobs: int) -> int:
    """Return how many workers `n_jobs` means on this machine."""
    if n_jobs == 0:
        raise ParameterError("The number of jobs must be 1 or more, or -1 for all cores.")
    if n_jobs > 0:
        return n_jobs
    return max(cores() + 1 + n_jobs, 1)


def cores() -> int:
    """Return how many cores this process may use: in containers fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _require_python() -> None:
    """Check that a new process would be a Python and not, for example, a second QGIS."""
    programs = [sys.executable or ""]
    running = Path("/proc/self/exe")
    if running.exists():  # embedded in another program, sys.executable names a python all the same
        programs.append(os.path.realpath(running))
    for program in programs:
        if not re.match(r"(python|pypy)", Path(program).name.lower()):
            raise ParameterError(
                f"Work in processes would start {program or 'an unknown program'}, which is not "
                'Python: prefer "threads" here.',
                program=program,
            )
