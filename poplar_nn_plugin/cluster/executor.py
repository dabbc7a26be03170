"""A Dask cluster as what runs blocks: tasks go out, results come back in order, to one writer.

Dask itself lies in the plugin's worker, as for users' own functions, and not in QGIS: orders and
results cross to it as JSON values and arrays.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from poplar_nn_plugin.cluster.orders import files_of, versions_here
from poplar_nn_plugin.cluster.portable import portable, restored
from poplar_nn_plugin.engine.cost import cache_within, parse_bytes
from poplar_nn_plugin.progress import Progress, Still
from poplar_nn_plugin.worker.client import Worker

__all__ = ["OnCluster"]

_HELD = 3  # results here: one comes, one has come, one is written
_AHEAD, _FAR_AHEAD = 2, 32  # tasks begun a thread; where results are small, slow ones delay none
_SHARE = 0.5  # of what a Dask worker may take; the rest is for Python, libraries and results


@dataclass
class _Connection:
    """The way to the scheduler, and the order that its workers have."""

    worker: Worker
    scheduler: str
    function: Callable[[Any], Any] | None = None
    mark: str = ""

    def end(self) -> None:
        """Let the cluster forget the order."""
        mark, self.function, self.mark = self.mark, None, ""
        if mark:
            self.worker.call("end_order", mark=mark)


class OnCluster:
    """An executor whose tasks are computed by the workers of a Dask cluster.

    A context manager: it holds the connection.

    Parameters
    ----------
    python : Path
        Of the plugin's worker; it must have Dask's ``distributed``.
    scheduler : str
        Its address, such as ``tcp://192.168.1.5:8786``.
    memory : int or str
        Cap of what is held here, and of what each thread of the cluster takes for its task.
    progress : Progress

    Attributes
    ----------
    workers : int
        Tasks computed at once.
    memory : int
        The cap in bytes: less than was asked for where Dask workers have less.

    Raises
    ------
    ParameterError
        If no scheduler can be reached.
    WorkerError
        If it has no workers.
    """

    remote = apart = True

    def __init__(self, python: Path, scheduler: str, memory: int | str, progress: Progress):
        self._progress = progress
        self._to = _Connection(Worker(python), scheduler)
        try:
            found = self._to.worker.call("open_cluster", progress=progress, scheduler=scheduler)
        except BaseException:
            self._to.worker.close()
            raise
        self.workers, self.least = found["threads"], found["least"]
        self.memory = parse_bytes(memory)
        if found["memory"] is not None:
            self.memory = min(self.memory, int(found["memory"] * _SHARE))
        progress.message(
            f"Blocks are computed on the Dask cluster at {scheduler}: {_count(found['workers'])} "
            f"with {found['threads']} threads together."
        )

    def __enter__(self) -> OnCluster:
        return self

    def __exit__(self, *_) -> None:
        try:
            self._to.end()
        finally:
            self._to.worker.close()

    def held(self, workers: int) -> int:
        """Return the most results held here at once."""
        return _HELD

    def limited(self, workers: int) -> OnCluster:
        """Return the same with so many workers at most; the connection is shared."""
        fewer = copy.copy(self)
        fewer.workers = min(workers, self.workers)
        return fewer

    def run(self, function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
        """Yield ``function(task)`` for every task, in order.

        The same function is not sent a second time.

        Parameters
        ----------
        function : callable
            What `poplar_nn_plugin.cluster.portable.portable` takes apart, and opens its files anew.
        tasks : iterable
            Of what it takes apart, too.

        Raises
        ------
        MissingDependencyError, WorkerError
            If a Dask worker cannot do it, before any work; if workers die again and again, or all
            are gone for long.
        PoplarError
            The one that the function raised.
        """
        if function is not self._to.function:
            self._begin(function)
        tasks, in_flight, under_way = iter(tasks), self._in_flight(function), 0
        try:
            while True:
                more = [portable(task) for task in islice(tasks, in_flight - under_way)]
                under_way += len(more)
                if not under_way:
                    return
                answer = self._to.worker.call(
                    "next_results", progress=Still(self._progress), mark=self._to.mark, tasks=more
                )
                under_way -= 1
                yield restored(answer["result"])
                del answer  # before the next is awaited: it counts as held until now
        finally:
            if under_way:
                self._to.end()

    def _in_flight(self, function: Callable[[Any], Any]) -> int:
        """Return the most tasks begun whose results have not been taken yet."""
        small = getattr(function, "small_results", False)
        return (_FAR_AHEAD if small else _AHEAD) * self.workers + 2

    def _begin(self, function: Callable[[Any], Any]) -> None:
        """Have every worker of the cluster take the order, or say why it cannot."""
        self._to.end()
        values = portable(function)
        here = versions_here()
        order = {
            "function": values,
            "files": files_of(values),
            "threads": self.least,
            "cache": cache_within(self.memory),
            "versions": here,
        }
        answer = self._to.worker.call(
            "begin_order",
            progress=Still(self._progress),
            scheduler=self._to.scheduler,
            order=order,
            in_flight=self._in_flight(function),
        )
        self._to.function, self._to.mark = function, answer["mark"]
        for name in ("numpy", "gdal"):
            others = sorted({one[name] for one in answer["versions"].values()} - {here[name]})
            if others:
                self._progress.warn(
                    f"the cluster has {name} {', '.join(others)} where this computer has "
                    f"{here[name]}: the last digits of results may differ from those made here."
                )


def _count(workers: int) -> str:
    return "1 worker" if workers == 1 else f"{workers} workers"
