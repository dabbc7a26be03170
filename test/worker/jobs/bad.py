"""Jobs that misbehave."""

import ctypes
import os
import re
import signal
import sys
import threading
import time
from pathlib import Path

from poplar_nn_plugin.errors import Cancelled, DatasetError


class NarrowError(DatasetError):
    """Known on this side only."""


def refuse(*, progress):
    """Raise an error of the user's."""
    raise DatasetError("Été: no patch is left.", size=15, bands=[1, 2], name="poplar")


def derived(*, progress):
    """Raise an error whose class the other side does not know."""
    raise NarrowError("narrow", size=1)


def divide(*, progress, by):
    """Raise what nobody expected."""
    return {"quotient": 1 / by}


def lacks(*, progress):
    """Import what is not installed."""
    import package_that_nobody_has  # noqa: F401

    return {}


def stop_by_itself(*, progress):
    """Be cancelled without anybody having asked."""
    raise Cancelled


def die(*, progress):
    """Die as for want of memory."""
    print("last words", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def leave(*, progress, code):
    """Leave without a word to Python."""
    os._exit(code)


def panic(*, progress):
    """Fail as soon as cancelled."""
    progress.message("waiting")
    while not progress.cancelled():
        time.sleep(0.01)
    raise ZeroDivisionError


def shout(*, progress, megabytes):
    """Print very much, and die."""
    for _ in range(megabytes):
        print("x" * (2**20 - 1))
    print("last words", flush=True)
    os._exit(3)


def deaf(*, progress, trace):
    """Never look at cancel; leave a trace on the way out."""
    progress.message(str(os.getpid()))
    try:
        while True:
            time.sleep(0.01)
    finally:
        Path(trace).write_text("cleaned up")


def deafer(*, progress):
    """Never look at cancel, and ignore SIGTERM."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    progress.message(str(os.getpid()))
    while True:
        time.sleep(0.01)


def choke(*, progress):
    """Hold the interpreter for ever: no other thread of it runs."""
    progress.message(str(os.getpid()))
    re.match(r"(a|a)+$", "a" * 60 + "b")


def doze(*, progress):
    """Wait for what never comes, without a word."""
    progress.message(str(os.getpid()))
    threading.Event().wait()


def exhaust(*, progress):
    """Ask for more memory than there is."""
    return {"bytes": len(bytearray(2**60))}


def unloadable(*, progress):
    """Import a library for which there is no memory."""
    raise ImportError("libmuch.so: failed to map segment from shared object", name="much")


def crash(*, progress):
    """Die as in a library: read where there is no memory."""
    return {"byte": ctypes.string_at(0)}


def spoil(*, progress):
    """Write into the pipe of the frames, wherever it is."""
    for descriptor in range(3, 20):
        try:
            os.write(descriptor, b"Hello, here I am")
        except OSError:
            continue
    time.sleep(60)
    return {}


if "tensorflow" in sys.modules:
    raise RuntimeError("the worker imports TensorFlow only when a job needs it")
