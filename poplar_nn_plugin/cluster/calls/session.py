"""The connection to a Dask cluster, held in the plugin's worker between its jobs."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from secrets import token_hex
from typing import Any

from poplar_nn_plugin.cluster.calls.task import TaskOf, asked
from poplar_nn_plugin.cluster.portable import sealed, unsealed
from poplar_nn_plugin.engine.blocks.cluster import Cluster, connected
from poplar_nn_plugin.errors import MissingDependencyError, PoplarError, WorkerError
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["begin_order", "end_order", "next_results", "open_cluster"]


class _Waiting:
    """Tasks that are handed on as they come; there may be more after the last."""

    def __init__(self):
        self.tasks = deque()

    def __iter__(self):
        return self

    def __next__(self) -> Any:
        if not self.tasks:
            raise StopIteration
        return self.tasks.popleft()


class _Session:
    """An order under way."""

    def __init__(self, scheduler: str, mark: str, in_flight: int):
        self.client = connected(scheduler)
        self.mark = mark
        self.waiting = _Waiting()
        self.progress = None
        cluster = Cluster(self.client, look=lambda: checkpoint(self.progress))
        self.cluster, self._in_flight = cluster, in_flight
        self._results: Iterator | None = None

    def next(self) -> Any:
        """Return the result of the task that was given first."""
        for _ in range(2):  # a second time where all that was given before has been taken
            if self._results is None:
                self._results = self.cluster.run(TaskOf(self.mark), self.waiting, self._in_flight)
            for result in self._results:
                return result
            self._results = None
        raise WorkerError("A result was asked for where no task had been given.")

    def close(self) -> None:
        """Give up what is under way, and let the workers forget the order."""
        if self._results is not None:
            self._results.close()
        try:
            self.client.unregister_worker_plugin(_plugin_name(self.mark))
        except (OSError, ValueError):  # the scheduler has gone, or never had it
            return


_sessions: dict[str, _Session] = {}


def open_cluster(*, scheduler: str, progress: Progress) -> dict:
    """Connect to a scheduler and say what there is.

    Returns
    -------
    dict
        ``workers``: how many; ``threads``: of all of them together; ``least``: of one of them;
        ``memory``: bytes that one of their threads may take, None where there is no limit.

    Raises
    ------
    ParameterError
        If no scheduler can be reached.
    WorkerError
        If it has no workers.
    """
    client = connected(scheduler)
    workers = client.scheduler_info(n_workers=-1)["workers"].values()
    if not workers:
        Cluster(client).require_ready(asked)  # says that there are none
    limits = [one["memory_limit"] // one["nthreads"] for one in workers if one["memory_limit"]]
    return {
        "workers": len(workers),
        "threads": sum(one["nthreads"] for one in workers),
        "least": min(one["nthreads"] for one in workers),
        "memory": min(limits, default=None),
    }


def begin_order(*, scheduler: str, order: dict, in_flight: int, progress: Progress) -> dict:
    """Give every worker an order, and have each say whether it can do it.

    Parameters
    ----------
    scheduler : str
    order : dict
        As of `poplar_nn_plugin.cluster.orders.keep_order`, arrays as arrays.
    in_flight : int
        Most tasks begun whose results have not been taken yet.
    progress : Progress

    Returns
    -------
    dict
        ``mark``: what the order is called by; ``versions``: what each worker says of itself.

    Raises
    ------
    MissingDependencyError, WorkerError
        If a worker cannot do it, or does not say so in time; says which, and why.
    """
    values = sealed(order)
    mark = token_hex(16)
    session = _Session(scheduler, mark, in_flight)
    session.progress = progress
    session.cluster.require_ready(TaskOf(mark))
    try:
        _register(session.client, mark, values)
        versions = session.cluster.ask_each(asked, "try_order", mark)
    except PoplarError as error:
        session.close()
        if "missing" in error.fields:  # what is said of this computer's worker is no help there
            raise _unfit(**error.fields) from error
        raise
    _sessions[mark] = session
    return {"mark": mark, "versions": versions}


def next_results(*, mark: str, tasks: list, progress: Progress) -> dict:
    """Give more tasks to an order and return the next result, in the order of the tasks.

    Returns
    -------
    dict
        ``result``: portable.
    """
    session = _sessions.get(mark)
    if session is None:
        raise WorkerError("The connection to the Dask cluster was lost: run this again.")
    session.progress = progress
    session.waiting.tasks.extend(map(sealed, tasks))
    return {"result": unsealed(session.next())}


def end_order(*, mark: str, progress: Progress) -> dict:
    """Let an order go."""
    session = _sessions.pop(mark, None)
    if session is not None:
        session.close()
    return {}


def _unfit(python: str, missing: list[str]) -> MissingDependencyError:
    return MissingDependencyError(
        f"A Dask worker cannot do this work: its Python {python} lacks {', '.join(missing)}. Start "
        "the workers of the cluster by a Python that has NumPy, GDAL (osgeo) and distributed.",
        python=python,
        missing=missing,
    )


def _plugin_name(mark: str) -> str:
    return f"poplarnn-{mark[:16]}"


def _register(client: Any, mark: str, values: dict) -> None:
    """Have all workers keep an order, also those that come later."""
    from distributed import WorkerPlugin

    class KeptOrder(WorkerPlugin):
        """An order that a worker keeps as long as it lives, or the order does."""

        name = _plugin_name(mark)
        kept = False

        def setup(self, worker: Any) -> None:
            asked("keep_order", mark, values=values)
            self.kept = True

        def teardown(self, worker: Any) -> None:
            if self.kept:
                asked("drop_order", mark)

    client.register_plugin(KeptOrder())
