"""What processes of a pool are given to do in tests; each process imports it from here."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import numpy as np

from poplar_nn_plugin.errors import DatasetError

MEGABYTES = 2**20


def wait_for(happened):
    """Return the first value of `happened()` that is true, or None after twenty seconds."""
    for _ in range(200):
        if value := happened():
            return value
        time.sleep(0.1)
    return None


def meet(folder: Path, count: int) -> None:
    """Wait until that many processes have come, so that none does the work of all."""
    folder.mkdir(exist_ok=True)
    (folder / str(os.getpid())).touch()
    wait_for(lambda: len(list(folder.iterdir())) >= count)


def environment(folder, names, count, *, progress):
    meet(folder, count)
    progress.advance(1.0)
    return os.getpid(), [os.environ.get(name) for name in names]


def warning(text, *, progress):
    progress.message("epoch 1/1")
    progress.warn(text)
    progress.message("not a Warning: at all")


def fail(kind, *, progress):
    if kind == "ours":
        raise DatasetError("no patches of oak.", missing=["oak"])
    if kind == "disk":
        raise OSError("the disk is full")
    raise ZeroDivisionError("a bug")


def die_once(path, *, progress):
    """End this process from outside, but for the second time it is tried."""
    progress.advance(0.5)
    if path and not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def die(*, progress):
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(folder, victims, *, progress):
    """Be one of three; the first ends others once they have nothing to do, and itself once."""
    first = not (folder / "done").exists() and victims is not None
    if not first:
        meet(folder, 3)
        return "done"
    (folder / "done").touch()
    wait_for(lambda: len(list(folder.iterdir())) == 3)
    time.sleep(1.0)
    others = [int(path.name) for path in folder.iterdir() if path.name.isdigit()]
    for process in others[:victims]:
        os.kill(process, signal.SIGKILL)
    time.sleep(1.0)
    os.kill(os.getpid(), signal.SIGKILL)


def wait_long(path, *, progress):
    Path(path).write_text(str(os.getpid()))
    for step in range(600):
        progress.advance(step / 600)
        time.sleep(0.1)


def choke(path, *, progress):
    """Hold the interpreter for ever: no other thread of it runs."""
    Path(path).write_text(str(os.getpid()))
    re.match(r"(a|a)+$", "a" * 60 + "b")


def hold(folder, size, count, number, *, progress):
    """Hold some memory for a moment, and map a file, which counts for nothing."""
    started = time.monotonic()
    mapped = np.memmap(folder / f"mapped-{number}", np.uint8, "w+", shape=(150 * MEGABYTES,))
    mapped[:] = 1
    memory = np.ones(size * MEGABYTES, np.uint8)
    time.sleep(0.3)
    progress.advance(0.5)
    meet(folder / "met", count)
    assert memory[-1] == mapped[-1]
    os.unlink(mapped.filename)
    return started, time.monotonic(), os.getpid(), os.environ["OMP_NUM_THREADS"]
