"""A Dask cluster: asked before any work whether it can do it, then given task after task."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from poplar_nn_plugin.errors import MissingDependencyError, WorkerError

__all__ = ["Cluster"]

_PATIENCE = 60.0  # seconds; a first import from a network drive takes its time
_LOOK = 1.0  # seconds between two looks whether there are workers


class Cluster:
    """Scheduler and workers behind a client.

    Parameters
    ----------
    client : distributed.Client
    patience : float
        Seconds within which every worker must have said that it can do the work, and after which
        a cluster that has lost all of its workers is given up.
    """

    def __init__(self, client: Any, patience: float = _PATIENCE):
        self._client = client
        self._patience = patience
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
        from distributed import TimeoutError as LateError
        from distributed import wait
        from distributed.protocol import deserialize_bytes, serialize_bytes

        address = self._client.scheduler.address
        workers = sorted(self._client.ncores())
        if not workers:
            raise WorkerError(
                f'The Dask cluster at {address} has no workers; start some with "dask worker '
                f'{address}".',
                scheduler=address,
            )
        packed = serialize_bytes(function)
        try:
            self._client.run_on_scheduler(deserialize_bytes, packed)
        except (ImportError, AttributeError) as error:
            raise _lacking(f"scheduler {address}", error) from error
        answers = {
            worker: self._client.submit(deserialize_bytes, packed, workers=[worker], pure=False)
            for worker in workers
        }
        try:
            wait(list(answers.values()), timeout=self._patience)
        except LateError as error:
            silent = [worker for worker, answer in answers.items() if not answer.done()]
            raise WorkerError(
                f"The Dask workers {', '.join(silent)} did not answer within {self._patience:g} s: "
                "they are busy with other work, or out of reach.",
                workers=silent,
            ) from error
        for worker, answer in answers.items():
            if answer.status != "finished":
                raise _lacking(f"worker {worker}", answer.exception())


def _lacking(who: str, reason: BaseException | None) -> MissingDependencyError:
    return MissingDependencyError(
        f"The Dask {who} cannot load what it is to run ({reason}). Scheduler and workers need the "
        "same modules as this computer: start them with PYTHONPATH set to the folder that holds "
        "poplar_nn_plugin, or send it to them with client.upload_file(zip).",
        who=who,
    )
