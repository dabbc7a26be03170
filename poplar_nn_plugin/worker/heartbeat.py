"""Whether the worker is alive: it sends beats while a job runs, with whether anything has moved."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread

from poplar_nn_plugin.errors import WorkerError

__all__ = ["Heartbeat", "HeartbeatMonitor"]

_EVERY = 1.0  # seconds between two beats
_BUSY = 0.01  # share of a core below which a process does nothing
_LONGEST_STEP = 1.0  # seconds between two looks that count; a computer that slept counts no more
_STILL = 2  # a job that waits for another machine or a disk may be still that much longer


class Heartbeat:
    """In the worker: send a beat every second, from a thread, until it is stopped.

    A library that holds the interpreter holds this thread, too, so no beat comes from a worker
    that hangs in one.

    Parameters
    ----------
    beat : callable
        Called with whether the job has reported progress, or the process has computed, since the
        last beat.
    """

    def __init__(self, beat: Callable[[bool], None]):
        self._beat = beat
        self._stopped = Event()
        self.touched = True

    def __enter__(self) -> Heartbeat:
        try:
            Thread(target=self._run, daemon=True).start()
        except RuntimeError as error:
            raise WorkerError(
                f"The worker cannot start a thread ({error}): close other programs, or raise a "
                "limit such as 'ulimit -v'."
            ) from error
        return self

    def __exit__(self, *_) -> None:
        self._stopped.set()

    def _run(self) -> None:
        computed = time.process_time()
        while not self._stopped.wait(_EVERY):
            now = time.process_time()
            moved = self.touched or now - computed > _BUSY * _EVERY
            computed, self.touched = now, False
            try:
                self._beat(moved)
            except OSError:  # nobody listens any more
                break


class HeartbeatMonitor:
    """In QGIS: notice a worker that sends no beats any more.

    Parameters
    ----------
    job : str
        What it runs.
    silence : float or None
        Seconds without a beat after which it is given up; None for ever.
    """

    def __init__(self, job: str, silence: float | None):
        self._job, self._silence = job, silence
        self._unheard = self._still = 0.0
        self._looked = time.monotonic()

    def heard(self, kind: str | None, moved: bool = True) -> None:
        """Take note of what came, None if nothing did.

        Raises
        ------
        WorkerError
            If nothing has come, or nothing has moved, for too long.
        """
        now = time.monotonic()
        step, self._looked = min(now - self._looked, _LONGEST_STEP), now
        self._unheard = 0.0 if kind else self._unheard + step
        self._still = 0.0 if kind and moved else self._still + step
        if self._silence is None:
            return
        if self._unheard > self._silence or self._still > _STILL * self._silence:
            seconds = max(self._unheard, self._still)
            raise WorkerError(
                f"The worker has given no sign of life for {seconds:.0f} s, during the job "
                f"{self._job}, and was ended: most often the memory is short (close other "
                "programs, raise a limit such as 'ulimit -v', choose a lighter architecture), or "
                "a file lies on a drive that does not answer.",
                job=self._job,
            )
