"""Run a job in the worker process as if it were a function of ours."""

from __future__ import annotations

import atexit
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock, Timer, current_thread

from poplar_nn_plugin.errors import Cancelled, WorkerError
from poplar_nn_plugin.jobs import TABLE
from poplar_nn_plugin.language.current import language
from poplar_nn_plugin.progress import Progress, Silent, checkpoint
from poplar_nn_plugin.worker import frames
from poplar_nn_plugin.worker.heartbeat import HeartbeatMonitor
from poplar_nn_plugin.worker.messages import error_of, parsed
from poplar_nn_plugin.worker.process import Process

__all__ = ["Worker", "close_shared_worker", "shared_worker"]

_SILENT = Silent()
_TICK = 0.1  # seconds between two looks at cancel
_IDLE = 15 * 60.0  # seconds; TensorFlow holds 600 MB
_PATIENCE = 4.0  # seconds
_SILENCE = 300.0  # seconds; TensorFlow on a slow drive takes two minutes to load


class Worker:
    """The worker process: started by the first call, kept alive between calls.

    It ends when it was idle for long, and the next call starts another. One call runs at a
    time; others, from other threads, wait for their turn.

    Parameters
    ----------
    python : Path
        Of `poplar_nn_plugin.worker.environment.worker_python`.
    jobs : str
        The module that holds the table of jobs.
    path : Path, optional
        The folder of that module, if it is not the plugin's own.
    idle : float
        Seconds without a call after which the process is ended.
    patience : float
        Seconds that a cancelled job has to end by itself.
    silence : float or None
        Seconds without a sign of life after which a job is given up and the process ended, twice
        that where it lives and does nothing; None for ever.
    on_line : callable, optional
        Called with each line that jobs print, as it comes, in a thread of ours. Once `close` has
        returned it is not called any more.
    """

    def __init__(
        self,
        python: Path,
        *,
        jobs: str = TABLE,
        path: Path | None = None,
        idle: float = _IDLE,
        patience: float = _PATIENCE,
        silence: float | None = _SILENCE,
        on_line: Callable[[str], None] | None = None,
    ):
        self.python = Path(python)
        self._jobs = jobs
        self._path = path
        self._idle = idle
        self._patience = patience
        self._silence = silence
        self._on_line = on_line
        self._turn = Lock()
        self._process = None
        self._idle_timer = None
        self._closed = False

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def call(self, job: str, *, progress: Progress = _SILENT, **arguments) -> dict:
        """Run a job and return its result.

        Parameters
        ----------
        job : str
            A name of the table `poplar_nn_plugin.jobs.JOBS`, such as ``train_model``.
        progress : Progress
            Asked and told in the calling thread, while the job runs.
        **arguments
            JSON values, paths and numpy arrays. The job sees paths as absolute text, and arrays
            mapped from a file, read-only.

        Returns
        -------
        dict
            What the job returned: JSON values and numpy arrays.

        Raises
        ------
        Cancelled
            If the user cancels. A job that does not end within a few seconds is interrupted.
        PoplarError
            The one that the job raised.
        WorkerError
            If there is no such job, it failed in an unexpected way, or the process died or
            hangs.
        MissingDependencyError
            If the worker cannot be started or lacks a package.
        """
        with self._my_turn(progress), ExitStack() as on_failure:
            on_failure.callback(self._stop, ask=False)
            process = self._started()
            call = {"job": job, "arguments": arguments, "language": language()}
            process.send(frames.encode(call, process.folder))
            kind, value = self._reply(job, process, progress)
            process.clear()
            on_failure.pop_all()
        if kind == "error":
            raise error_of(value)
        return value

    def close(self) -> None:
        """End the process. A call that runs in another thread ends with a `WorkerError`."""
        self._closed = True
        with self._turn:
            self._stop()

    def _reply(self, job: str, process: Process, progress: Progress) -> tuple[str, dict]:
        """Pass progress on until the result or error has come, and return its kind and it."""
        cancelled_at, monitor = None, HeartbeatMonitor(job, self._silence)
        while True:
            if self._closed:
                raise WorkerError(f"The worker was closed while the job {job} ran.", job=job)
            if cancelled_at is None and progress.cancelled():
                cancelled_at = time.monotonic()
                process.send(b"")
            if cancelled_at is not None and time.monotonic() - cancelled_at > self._patience:
                raise Cancelled
            try:
                body = process.receive(_TICK)
            except EOFError:
                if cancelled_at is not None:
                    raise Cancelled from None
                self._stop()
                raise _ended(job, process) from None
            if body is None:
                monitor.heard(None)
                continue
            kind, value = parsed(frames.decode(body, process.folder))
            monitor.heard(kind, value is not False)
            if kind == "alive":
                continue
            if kind == "advance":
                progress.advance(value)
            elif kind == "message":
                progress.message(value)
            elif kind == "warning":
                progress.warn(value)
            elif kind == "fault":  # the process ends by it
                raise _fault(job, value) if cancelled_at is None else Cancelled
            elif cancelled_at is not None:
                return "error", {"class": "Cancelled", "message": "Cancelled.", "fields": {}}
            else:
                return kind, value

    @contextmanager
    def _my_turn(self, progress: Progress) -> Iterator[None]:
        """Wait until no other call runs, and end the process if none comes after this one."""
        while not self._turn.acquire(timeout=_TICK):
            checkpoint(progress)
        try:
            if self._closed:
                raise WorkerError("The worker has been closed, it takes no more jobs.")
            if self._idle_timer is not None:
                self._idle_timer.cancel()
            yield
        finally:
            if self._process is not None:
                self._idle_timer = Timer(self._idle, self._stop_idle)
                self._idle_timer.daemon = True
                self._idle_timer.start()
            self._turn.release()

    def _stop_idle(self) -> None:
        """End the idle process, unless a call came between."""
        if self._turn.acquire(blocking=False):
            try:
                if self._idle_timer is current_thread():
                    self._stop()
            finally:
                self._turn.release()

    def _started(self) -> Process:
        """Return the process, a new one if there is none or it has died since the last call."""
        if self._process is not None and not self._process.running():
            self._stop()
        if self._process is None:
            self._process = Process(self.python, self._jobs, self._path, self._on_line)
        return self._process

    def _stop(self, *, ask: bool = True) -> None:
        if self._idle_timer is not None:
            self._idle_timer.cancel()
        if self._process is not None:
            self._process.stop(ask=ask)
            self._process = None


def _ended(job: str, process: Process) -> WorkerError:
    how = process.how_it_ended()
    return WorkerError(
        f"The worker {how}, during the job {job}. The end of its log:\n{process.log() or '-'}",
        job=job,
        exit_code=process.exit_code,
        log=process.log(),
    )


def _fault(job: str, fault: dict) -> WorkerError:
    return WorkerError(
        f"The job {job} failed in the worker with an unexpected {fault['exception']}. If that "
        f"repeats itself, please report it with what follows.\n{fault['traceback']}",
        job=job,
        exception=fault["exception"],
        log=fault["traceback"],
    )


_shared: Worker | None = None
_sharing = Lock()


def shared_worker(python: Path) -> Worker:
    """Return the one worker of this process, kept until `close_shared_worker`.

    Parameters
    ----------
    python : Path
        The worker's Python. If it differs from that of the worker so far, that one is closed.
    """
    global _shared
    with _sharing:
        if _shared is not None and _shared.python != Path(python):
            _shared.close()
            _shared = None
        if _shared is None:
            _shared = Worker(python)
        return _shared


@atexit.register
def close_shared_worker() -> None:
    """End the shared worker, if there is one; the next `shared_worker` is a new one."""
    global _shared
    with _sharing:
        if _shared is not None:
            _shared.close()
            _shared = None
