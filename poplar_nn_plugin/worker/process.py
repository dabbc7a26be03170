"""One worker process, from start to clean-up: nothing of it outlives `Process.stop`."""

from __future__ import annotations

import glob
import os
import signal
import subprocess  # nosec B404
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from poplar_nn_plugin.errors import MissingDependencyError, WorkerError
from poplar_nn_plugin.guard import NO_WINDOW, Guard
from poplar_nn_plugin.leftovers import new_scratch
from poplar_nn_plugin.worker import frames
from poplar_nn_plugin.worker.environment import child_environment
from poplar_nn_plugin.worker.semaphores import clear_semaphores, semaphore_pattern

__all__ = ["Process"]

_MAIN = Path(__file__).resolve().parent / "__main__.py"
_GRACE = 2.0  # seconds between asking the process to end and making it
_LOG = 2**16  # bytes of its standard error that are kept, the last ones
_LINE = 2**13  # bytes of a line that are passed on
_SHOWN = 2000  # characters of them that an error shows


class Process:
    """A running worker, its pipes, and its private folder for arrays.

    Two threads read what it writes, so that it never waits for us.

    Parameters
    ----------
    python : Path
        The worker's Python.
    jobs : str
        The module that holds the table of jobs.
    path : Path, optional
        The folder of that package, if it is not the plugin's own.
    on_line : callable, optional
        Called with each line the process prints, the beginning of a long one, in a thread of ours.

    Raises
    ------
    MissingDependencyError
        If `python` cannot be started.
    """

    def __init__(
        self,
        python: Path,
        jobs: str,
        path: Path | None = None,
        on_line: Callable[[str], None] | None = None,
    ):
        self._private = new_scratch()
        self.folder, scratch = self._private.path / "arrays", self._private.path / "tmp"
        self.folder.mkdir()
        scratch.mkdir()
        # TensorFlow leaves generated files behind when it is interrupted: they go with us.
        temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP", "JOBLIB_TEMP_FOLDER"), str(scratch))
        command = [str(python), "-I", "-X", "utf8", str(_MAIN), str(self.folder), "--jobs", jobs]
        try:
            # No shell, and nothing of the command line comes from a file or a form.
            self._process = subprocess.Popen(  # nosec B603
                command + (["--path", str(path)] if path else []),
                bufsize=0,  # its buffers' locks would trouble the end of our own Python
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd="/",
                env={**child_environment(python), **temporary},
                start_new_session=True,  # Ctrl+C is for us; and it can be ended with its children
                creationflags=NO_WINDOW,
            )
        except OSError as error:
            self._private.remove()
            raise _no_start(python, error) from error
        try:
            remove = glob.escape(str(self._private.path)), semaphore_pattern(self._process.pid)
            self._guard = Guard(python, remove, child_environment(python))
        except OSError as error:
            with self._process:  # closes its pipes, and waits for it
                self._process.kill()
            self._private.remove()
            raise _no_start(python, error) from error
        self._guard.watch(self._process.pid)
        self._frames = SimpleQueue()
        self._log = bytearray()
        self._on_line = on_line
        self._readers = [
            Thread(target=read, name=f"poplarnn-{read.__name__}", daemon=True)
            for read in (self._read_frames, self._read_log)
        ]
        for reader in self._readers:
            reader.start()

    def running(self) -> bool:
        """Return whether the process lives."""
        return self._process.poll() is None

    def send(self, body: bytes) -> None:
        """Send one frame; that nobody listens any more shows in `receive`."""
        with suppress(OSError):
            frames.send(self._process.stdin, body)

    def receive(self, seconds: float) -> bytes | None:
        """Return the next frame, or None if none comes within `seconds`.

        Raises
        ------
        EOFError
            If none will come any more.
        WorkerError
            If what came is no frame.
        """
        came = self._next(seconds)
        if came is None and not self.running():
            # What it said last is on the way, unless a child of it holds the pipe open.
            came = self._next(_GRACE) or EOFError()
        if isinstance(came, Exception):
            raise came
        return came

    def clear(self) -> None:
        """Remove the arrays of the last call."""
        for path in self.folder.iterdir():
            with suppress(PermissionError):  # on Windows while mapped: `stop` gets it
                path.unlink()

    def stop(self, *, ask: bool = True) -> None:
        """End the process and all it has started, close the pipes, remove the folder.

        Parameters
        ----------
        ask : bool
            Whether to end the pipe first, on which an idle worker goes at once. Without, a job
            is interrupted in a way that lets it clean up.
        """
        process = self._process
        first = [process.stdin.close] if ask else []
        for end in (*first, process.terminate, process.kill):
            end()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE)
                break
        if os.name == "posix":
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        self._guard.stop()
        process.stdin.close()
        for reader in self._readers:
            reader.join(_GRACE)
        self._private.remove()
        clear_semaphores(process.pid)

    @property
    def exit_code(self) -> int | None:
        """The exit code of the stopped process; minus the signal's number if one killed it."""
        return self._process.returncode

    def log(self) -> str:
        """Return the end of what the process has printed."""
        return self._log.decode(errors="replace")[-_SHOWN:].strip()

    def how_it_ended(self) -> str:
        """Return how the stopped process ended, in words."""
        code = self.exit_code
        if code is None:
            return "cannot be ended even by force"
        if code >= 0:
            return f"ended with exit code {code if code < 2**31 else hex(code)}"
        name = {known.value: known.name for known in signal.Signals}.get(-code, "without a name")
        hint = ", often for want of memory" if name == "SIGKILL" else ""
        return f"was killed by signal {-code} ({name}){hint}"

    def _next(self, seconds: float) -> bytes | Exception | None:
        with suppress(Empty):
            return self._frames.get(timeout=seconds)

    def _read_frames(self) -> None:
        with self._process.stdout as pipe:
            try:
                while (body := frames.receive(pipe)) is not None:
                    self._frames.put(body)
                self._frames.put(EOFError())
            except WorkerError as error:
                self._frames.put(error)

    def _read_log(self) -> None:
        with self._process.stderr as pipe:
            line = b""  # its beginning, if it is long
            while part := pipe.read(_LOG):
                self._log += part
                del self._log[:-_LOG]
                if self._on_line is not None:
                    *lines, line = (line + part).split(b"\n")
                    for whole in lines:
                        self._on_line(_line_text(whole))
                    line = line[: _LINE + 1]
            if line:
                self._on_line(_line_text(line))


def _line_text(line: bytes) -> str:
    """Return a line as text, cut if it is long."""
    return line[:_LINE].decode(errors="replace") + ("…" if len(line) > _LINE else "")


def _no_start(python: Path, error: OSError) -> MissingDependencyError:
    return MissingDependencyError(
        f"The worker's Python {python} cannot be started: {error.strerror}. Run the algorithm "
        "'Check installation' (poplarnn:checkinstallation).",
        python=str(python),
    )
