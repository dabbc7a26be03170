"""A program that runs beside us and can be cancelled: nothing it has started outlives that."""

from __future__ import annotations

import subprocess  # nosec B404
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from poplar_nn_plugin.errors import InstallationError
from poplar_nn_plugin.guard import NO_WINDOW, Guard, end
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["run_program"]

_TICK = 0.1  # seconds between two looks at cancel
_KEPT = 60  # lines of its output that are kept, the last ones
_SILENCE = 900.0  # seconds without a line, and without `alive`, after which it is given up


def run_program(
    command: Sequence[str],
    environment: Mapping[str, str],
    progress: Progress,
    *,
    on_line: Callable[[str], None] = lambda line: None,
    on_tick: Callable[[], bool] = lambda: False,
    python: Path,
) -> tuple[int, str]:
    """Run a program to its end, and return its exit code and the end of what it printed.

    Parameters
    ----------
    command : sequence of str
        The program and its arguments.
    environment : mapping of str to str
        Its environment variables.
    progress : Progress
        Asked about cancel ten times a second.
    on_line : callable
        Called with each line that it prints, in this thread.
    on_tick : callable
        Called ten times a second; returns whether the program has visibly worked since.
    python : Path
        A Python, for the guard that ends the program when this process is killed.

    Raises
    ------
    Cancelled
        If the user cancels; the program and all that it has started have ended then.
    InstallationError
        If it cannot be started, or prints and does nothing for a quarter of an hour.
    """
    try:
        # No shell; the program is a Python that was tried, or what one has installed.
        process = subprocess.Popen(  # nosec B603
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            start_new_session=True,  # it is ended with its children
            creationflags=NO_WINDOW,
        )
    except OSError as error:
        raise InstallationError(
            f"{command[0]} cannot be started: {error.strerror}. Try again.", program=str(command[0])
        ) from error
    lines: SimpleQueue = SimpleQueue()
    kept: deque[str] = deque(maxlen=_KEPT)
    reader = Thread(target=_read, args=(process.stdout, lines), daemon=True)
    with process, Guard(python, env=dict(environment)) as guard:
        guard.watch(process.pid)
        reader.start()
        try:
            _follow(process, lines, kept, progress, on_line, on_tick)
        finally:
            if process.poll() is None:
                end(process.pid)
            process.wait()
            reader.join(1.0)
        _drain(lines, kept, on_line)
    return process.returncode, "\n".join(kept)


def _follow(process, lines, kept, progress, on_line, on_tick) -> None:
    """Pass on what comes until the program has ended, or the user cancels."""
    heard = time.monotonic()
    while process.poll() is None:
        checkpoint(progress)
        if _drain(lines, kept, on_line, _TICK) or on_tick():
            heard = time.monotonic()
        if time.monotonic() - heard > _SILENCE:
            raise InstallationError(
                f"The installation has done nothing for {_SILENCE / 60:.0f} min and was ended: "
                "see whether the connection works, and try again; what was loaded is kept."
            )


def _drain(lines: SimpleQueue, kept: deque, on_line, patience: float = 0.0) -> bool:
    """Pass on the lines that have come; return whether there were any."""
    came = False
    try:
        while True:
            line = lines.get(timeout=patience) if patience else lines.get_nowait()
            came, patience = True, 0.0
            if not line.startswith("Progress "):
                kept.append(line)
            on_line(line)
    except Empty:
        return came


def _read(pipe, lines: SimpleQueue) -> None:
    for line in pipe:
        text = line.decode(errors="replace").strip()
        if text:
            lines.put(text)
