"""Processes that do tasks, each started afresh and with an environment of its own."""

from __future__ import annotations

import os
import subprocess  # nosec B404
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from poplar_nn_plugin.guard import NO_WINDOW, Guard
from poplar_nn_plugin.nn.crossvalidation.child import read, write

__all__ = ["ProcessEnded", "Processes"]

_CODE = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from poplar_nn_plugin.nn.crossvalidation.child import serve; serve()"
)


class ProcessEnded(Exception):  # noqa: N818 (the pool goes on without it)
    """A process has ended, and nobody here has asked it to."""


class Processes:
    """The processes of a pool; they end with this one, however it ends.

    Attributes
    ----------
    all, idle : list of _Process
        Those there are, and those with nothing to do.
    """

    def __init__(self):
        self.all, self.idle, self._guard = [], [], None

    def start(self, environment: dict[str, str]) -> None:
        """Start another.

        Parameters
        ----------
        environment : dict of str to str
            Variables that differ from ours.

        Raises
        ------
        OSError
            If it cannot be started.
        """
        self._guard = self._guard or Guard(Path(sys.executable))
        process = _Process(environment)
        self._guard.watch(process.pid)
        self.all.append(process)
        self.idle.insert(0, process)

    def stop(self, *some: _Process) -> None:
        """End some of the processes, or all, in the midst of what they do."""
        for process in some or self.all[:]:
            self.all.remove(process)
            process.stop()
        self.idle = [process for process in self.idle if process in self.all]

    def close(self) -> None:
        """End all processes, and what watches them."""
        self.stop()
        if self._guard:
            self._guard.stop()


class _Process:
    """A process of its own that does one task at a time."""

    def __init__(self, environment: dict[str, str]):
        # No shell; the program is the Python that runs this code, which is all it is given.
        self._process = subprocess.Popen(  # nosec B603
            [sys.executable, "-I", "-X", "utf8", "-c", _CODE, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **environment},
            creationflags=NO_WINDOW,
        )
        self.pid = self._process.pid
        self._thread = ThreadPoolExecutor(1, "task")

    def begin(self, *call) -> Future:
        """Have a task done, given the arguments of `board.do`.

        Returns
        -------
        Future
            Of the result and the warnings, or of what the task raised; of `ProcessEnded` where the
            process ends before.
        """
        return self._thread.submit(self._answer, call)

    def _answer(self, call: tuple) -> tuple[Any, list[str]]:
        try:
            write(self._process.stdin, call)
            first, second = read(self._process.stdout)
        except (EOFError, OSError) as error:
            raise ProcessEnded from error
        if isinstance(first, BaseException):
            raise first from _Traceback(second)
        return first, second

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.shutdown()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # a call that was on its way
                pipe.close()


class _Traceback(Exception):  # noqa: N818 (it tells of an error, and is never raised itself)
    """Where a task raised an error, as text: tracebacks cross to no other process."""
