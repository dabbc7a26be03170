"""End processes when the one that started them is gone, whatever they are doing.

A thread of theirs would not do: it waits for the lock of the interpreter, which a call into a
library may hold for ever. The guard is a tiny process of its own. It waits for the end of a pipe
that only the watcher holds, so it wakes however that one ends, killed or crashed.

Run as a program, by its path, it is that process.
"""

from __future__ import annotations

import glob
import os
import shutil
import signal
import subprocess  # nosec B404
import sys
import time
from contextlib import suppress
from pathlib import Path

__all__ = ["NO_WINDOW", "Guard", "end"]

_GRACE = 2.0  # seconds that processes have to end by themselves and clean up
_LOOK = 0.05  # seconds between two looks whether they have
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Windows opens a console for a Python otherwise; 0 elsewhere."""


class Guard:
    """A process that ends others, with all they have started, when this one is gone.

    Parameters
    ----------
    python : Path
        A Python.
    remove : sequence of str
        Patterns of files and folders that it removes then.
    env : dict, optional
        Its environment variables, by default ours.

    Raises
    ------
    OSError
        If it cannot be started.
    """

    def __init__(self, python: Path, remove: tuple[str, ...] = (), env: dict | None = None):
        # No shell; the program is the worker's own Python, the script is this file.
        self._process = subprocess.Popen(  # nosec B603
            [str(python), "-I", "-S", os.path.abspath(__file__), *remove],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=os.path.abspath(os.sep),
            env=env,
            start_new_session=True,  # what is sent to our group is not for it
            creationflags=NO_WINDOW,
        )

    def __enter__(self) -> Guard:
        return self

    def __exit__(self, *_) -> None:
        self.stop()

    def watch(self, pid: int) -> None:
        """Let it end that process, too; best told while it runs."""
        with suppress(OSError):  # somebody has ended the guard
            self._process.stdin.write(b"%d\n" % pid)

    def stop(self) -> None:
        """End the guard: those it watched have ended, or may go on."""
        self._process.kill()
        self._process.stdin.close()
        self._process.wait()


def _main(remove: list[str]) -> None:
    """Wait for the end of the pipe, then end those it named, and clear up after them."""
    born = {}
    for line in iter(sys.stdin.buffer.readline, b""):
        pid = int(line)
        born[pid] = _birth(pid)
    until = time.monotonic() + _GRACE
    while any(map(_runs, born)) and time.monotonic() < until:
        time.sleep(_LOOK)
    for pid, birth in born.items():
        if _birth(pid) in (birth, ""):  # others may have got its number since
            end(pid)
    for path in (path for pattern in remove for path in glob.glob(pattern)):
        if os.path.isdir(path):
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                os.unlink(path)


def _runs(pid: int) -> bool:
    if os.name == "nt":  # a signal would end it there
        return True
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


def _birth(pid: int) -> str:
    """Return what tells a process from later ones of its number, empty where there is none."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def end(pid: int) -> None:
    """End a process, its group if it leads one, and on Windows those it has started."""
    if os.name == "nt":
        taskkill = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "taskkill.exe"
        # No shell, and nothing of the command line comes from a file or a form.
        subprocess.run(  # nosec B603
            [str(taskkill), "/F", "/T", "/PID", str(pid)],
            check=False,
            creationflags=NO_WINDOW,
        )
        return
    for kill in (os.killpg, os.kill):
        with suppress(OSError):
            kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    _main(sys.argv[1:])
