"""The worker's side of the pipes: take a call, run the job, answer; listen for cancel and the end.

The main thread runs the jobs, as TensorFlow and signals want it. A second thread listens, so
that a cancel, or the end of whoever started us, is heard in the midst of a job.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import BinaryIO

from poplar_nn_plugin import errors, jobs
from poplar_nn_plugin.errors import PoplarError
from poplar_nn_plugin.language.current import speak
from poplar_nn_plugin.worker import frames
from poplar_nn_plugin.worker.heartbeat import Heartbeat
from poplar_nn_plugin.worker.semaphores import clear_semaphores

__all__ = ["JobProgress", "Service"]

_EVERY = 0.1  # seconds between two reports of progress
_LONGEST_TRACEBACK = 4000  # characters


class JobProgress:
    """The Progress that a job is given: it reports to the other end of the pipe.

    Parameters
    ----------
    send : callable
        Sends a dict of one key, ``advance``, ``message`` or ``warning``, as a frame.
    asked_to_stop : Event
        Set when the user cancels.
    heartbeat : Heartbeat
        Learns that the job goes on, whatever it waits for.
    """

    def __init__(self, send: Callable[[dict], None], asked_to_stop: Event, heartbeat: Heartbeat):
        self._send = send
        self._asked_to_stop = asked_to_stop
        self._heartbeat = heartbeat
        self._sent_at = float("-inf")
        self._kept_back = None

    def advance(self, fraction: float) -> None:
        """Report `fraction`, at most ten times a second; the last one always arrives."""
        self._heartbeat.touched = True
        self._kept_back = fraction
        if time.monotonic() - self._sent_at >= _EVERY:
            self.flush()

    def message(self, text: str) -> None:
        """Report one line of text."""
        self.flush()
        self._send({"message": text})

    def warn(self, text: str) -> None:
        """Report one line of text as a warning."""
        self.flush()
        self._send({"warning": text})

    def cancelled(self) -> bool:
        """Return whether the user has cancelled."""
        self._heartbeat.touched = True
        return self._asked_to_stop.is_set()

    def flush(self) -> None:
        """Report the fraction that was kept back, if any."""
        if self._kept_back is not None:
            self._send({"advance": self._kept_back})
            self._kept_back = None
            self._sent_at = time.monotonic()


class Service:
    """Serve calls until the pipe that brings them ends.

    Parameters
    ----------
    requests, answers : binary file
        Unbuffered. A call is a frame ``{"job": …, "arguments": …, "language": …}``, an
        empty frame cancels it.
        Answers are ``alive``, ``advance``, ``message`` and ``warning``, then one of ``result``,
        ``error`` (a `PoplarError`) and ``fault`` (anything else; it ends the worker).
    folder : Path
        For arrays; ours to remove when nobody else is left to.
    table : str
        The module that holds the table of jobs.
    """

    def __init__(self, requests: BinaryIO, answers: BinaryIO, folder: Path, table: str):
        self._requests = requests
        self._answers = answers
        self._folder = folder
        self._table = table
        self._calls = SimpleQueue()
        self._sending = Lock()

    def run(self) -> None:
        """Serve; it ends with the process."""
        Thread(target=self._listen, daemon=True).start()
        while True:
            self._serve(*self._calls.get())

    def report_fault(self, kind, error, trace) -> None:
        """Tell what nobody expected, in the place of `sys.excepthook`, and end the process."""
        told = "".join(traceback.format_exception(kind, error, trace))
        summary = "".join(traceback.format_exception_only(kind, error)).strip()
        self._send({"fault": {"exception": summary, "traceback": told[-_LONGEST_TRACEBACK:]}})
        os._exit(1)

    def _listen(self) -> None:
        try:
            asked_to_stop = Event()
            while (body := frames.receive(self._requests)) is not None:
                if body:
                    asked_to_stop = Event()
                    self._calls.put((body, asked_to_stop))
                else:
                    asked_to_stop.set()
        finally:
            self._end()

    def _serve(self, body: bytes, asked_to_stop: Event) -> None:
        try:
            with Heartbeat(lambda moved: self._send({"alive": moved})) as heartbeat:
                progress = JobProgress(self._send, asked_to_stop, heartbeat)
                call = frames.decode(body, self._folder, mmap_mode="r")
                speak(call.get("language", ""))
                result = jobs.run(call["job"], call["arguments"], progress, self._table)
                answer = frames.encode({"result": result}, self._folder)
                progress.flush()
        except PoplarError as error:
            answer = frames.encode({"error": _described(error)}, self._folder)
        self._write(answer)

    def _send(self, values: dict) -> None:
        self._write(frames.encode(values, self._folder))

    def _write(self, body: bytes) -> None:
        with self._sending:
            frames.send(self._answers, body)

    def _end(self) -> None:
        """End at once, in the midst of a job if need be, with every process a job has started."""
        shutil.rmtree(self._folder.parent, ignore_errors=True)
        clear_semaphores(os.getpid())
        if os.name == "posix" and os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os._exit(0)


def _described(error: PoplarError) -> dict:
    """Return what it takes to raise the error again: the class nearest to it that both know."""
    known = next(
        kind.__name__ for kind in type(error).__mro__ if kind.__module__ == errors.__name__
    )
    return {"class": known, "message": error.message, "fields": error.fields}
