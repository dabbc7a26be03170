"""A Dask cluster: asked before any work whether it can do it, then given task after task."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from poplar_nn_plugin.errors import (
    MissingDependencyError,
    ParameterError,
    PoplarError,
    WorkerError,
)

__all__ = ["Cluster", "connected"]

_PATIENCE = 60.0  # seconds; a first import from a network drive takes its time
_REACHED = 20  # seconds to reach a scheduler
_LOOK = 1.0  # seconds between two looks whether there are workers


class Cluster:
    """Scheduler and workers behind a client.

    Parameters
    ----------
    client : distributed.Client
    patience : float
        Seconds within which every worker must have said that it can do the work, and after which
        a cluster that has lost all of its workers is given up.
    look : callable
        Called about once a second while anything is awaited; what it raises ends the work.
    """

    def __init__(
        self,
        client: Any,
        patience: float = _PATIENCE,
        look: Callable[[], None] = lambda: None,
    ):
        self._client = client
        self._patience = patience
        self._look = look
        self._ready_for = None

    def run(
        self, function: Callable[[Any], Any], tasks: Iterable[Any], in_flight: int
    ) -> Iterator[Any]:
        """Yield ``function(task)`` for every task, in order.

        An error of `function` comes out here.

        Parameters
        ----------
        function : callable
        tasks : iterable
        in_flight : int
            Most tasks begun whose results have not been taken yet.

        Raises
        ------
        MissingDependencyError
            If the scheduler or a worker cannot import what it needs; says which, and what to do.
        WorkerError
            If there is no worker, one does not answer, one dies, or all are gone for long.
        """
        from distributed import KilledWorker
        from distributed.client import FutureCancelledError

        if self._ready_for != function:
            self.require_ready(function)
            self._ready_for = function
        tasks = iter(tasks)
        begun = deque()
        try:
            for task in islice(tasks, in_flight):
                begun.append(self._client.submit(function, task, pure=False))
            while begun:
                self._await(begun[0])
                result = begun[0].result()
                begun.popleft()
                yield result
                del result  # before the next is awaited: it counts as in flight until now
                for task in islice(tasks, 1):
                    begun.append(self._client.submit(function, task, pure=False))
        except (KilledWorker, FutureCancelledError) as error:
            raise WorkerError(
                f"A Dask worker that computed blocks died, or the scheduler did: {error}"
            ) from error
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] != __name__.partition(".")[0]:
                raise  # the function's own
            raise _lacking("worker that has come since", error) from error
        finally:
            self._client.cancel(list(begun))

    def _await(self, future: Any) -> None:
        """Wait until a task is done, however long it takes, while there is a worker to do it.

        Raises
        ------
        WorkerError
            If there is none for long.
        """
        from distributed import TimeoutError as LateError
        from distributed import wait

        left = time.monotonic()
        while True:
            try:
                wait([future], timeout=min(_LOOK, self._patience))
                return
            except LateError:
                now = time.monotonic()
            self._look()
            if self._has_workers():
                left = now
            elif now - left > self._patience:
                address = self._client.scheduler.address
                raise WorkerError(
                    f"The Dask cluster at {address} has lost all of its workers, and none has come "
                    f'back for {self._patience:g} s: start some with "dask worker {address}", then '
                    "run this again.",
                    scheduler=address,
                )

    def _has_workers(self) -> bool:
        try:
            return bool(self._client.ncores())
        except OSError:  # the scheduler does not answer either
            return False

    def require_ready(self, function: object) -> None:
        """Check that scheduler and workers can load `function`.

        One that cannot import what a task is made of drops the connection and tries again, while
        we would wait for ever.

        Raises
        ------
        MissingDependencyError, WorkerError
            As `run`.
        """
        from distributed.protocol import deserialize_bytes, serialize_bytes

        packed = serialize_bytes(function)
        address = self._client.scheduler.address
        if self._workers():
            try:
                self._client.run_on_scheduler(deserialize_bytes, packed)
            except (ImportError, AttributeError) as error:
                raise _lacking(f"scheduler {address}", error) from error
        self.ask_each(deserialize_bytes, packed)

    def ask_each(self, function: Callable, *arguments: Any) -> dict[str, Any]:
        """Return what a function returns on each worker, by the workers' addresses.

        Raises
        ------
        MissingDependencyError
            If a worker cannot import what it needs.
        WorkerError
            If there is no worker, one does not answer in time, or the function raises an error of
            ours there; says which worker, and what it says.
        """
        address, workers = self._client.scheduler.address, self._workers()
        if not workers:
            raise WorkerError(
                f'The Dask cluster at {address} has no workers; start some with "dask worker '
                f'{address}".',
                scheduler=address,
            )
        answers = {
            worker: self._client.submit(function, *arguments, workers=[worker], pure=False)
            for worker in workers
        }
        self._await_all(answers)
        for worker, answer in answers.items():
            error = None if answer.status == "finished" else answer.exception()
            if isinstance(error, PoplarError) and not isinstance(error, ImportError):
                raise WorkerError(
                    f"The Dask worker {worker} cannot do this work: {error} All computers of a "
                    "cluster must see images, masks, models and folders of tiles under the same "
                    "names, and have the same plugin.",
                    worker=worker,
                )
            if answer.status != "finished":
                raise _lacking(f"worker {worker}", error)
        return {worker: answer.result() for worker, answer in answers.items()}

    def _await_all(self, answers: dict[str, Any]) -> None:
        """Wait until all workers have answered.

        Raises
        ------
        WorkerError
            If one does not in time.
        """
        from distributed import TimeoutError as LateError
        from distributed import wait

        until = time.monotonic() + self._patience
        while True:
            left = max(until - time.monotonic(), 0.0)
            try:
                wait(list(answers.values()), timeout=min(_LOOK, left))
                return
            except LateError as error:
                if left <= _LOOK:
                    silent = [worker for worker, answer in answers.items() if not answer.done()]
                    self._client.cancel(list(answers.values()))
                    raise WorkerError(
                        f"The Dask workers {', '.join(silent)} did not answer within "
                        f"{self._patience:g} s: they are busy with other work, or out of reach.",
                        workers=silent,
                    ) from error
            self._look()

    def _workers(self) -> list[str]:
        return sorted(self._client.ncores())


@lru_cache(maxsize=1)
def connected(scheduler: str) -> Any:
    """Return the connection to a Dask scheduler, kept until this process ends.

    Raises
    ------
    ParameterError
        If none can be reached there.
    """
    from distributed import Client

    try:
        return Client(scheduler, timeout=_REACHED)
    except (OSError, ValueError) as error:
        raise ParameterError(
            f"No Dask scheduler can be reached at {scheduler!r}: {error}. Start one with "
            '"dask scheduler", and give the address it prints, such as tcp://192.168.1.5:8786.',
            scheduler=scheduler,
        ) from error


def _lacking(who: str, reason: BaseException | None) -> MissingDependencyError:
    return MissingDependencyError(
        f"The Dask {who} cannot load what it is to run ({reason}). Scheduler and workers need the "
        "same modules as this computer: start them with PYTHONPATH set to the folder that holds "
        "poplar_nn_plugin, or send it to them with client.upload_file(zip).",
        who=who,
    )
