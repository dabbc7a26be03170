"""Jobs that behave."""

import os
import sys
import time

import numpy as np

from poplar_nn_plugin.language.current import say
from poplar_nn_plugin.progress import checkpoint


def echo(*, progress, **values):
    """Return what came."""
    return values


def add(*, progress, a, b):
    """Return a sum, and whether `a` came mapped from a file."""
    return {"sum": a + b, "mapped": isinstance(a, np.memmap), "writeable": a.flags.writeable}


def numpy_version(*, progress):
    """Return this numpy's version."""
    return {"version": np.__version__}


def identity(*, progress):
    """Return the number of this process."""
    return {"pid": os.getpid()}


def environment(*, progress):
    """Return what this process sees."""
    return {"variables": dict(os.environ), "folder": os.getcwd(), "modules": sorted(sys.modules)}


def count(*, progress, to):
    """Report every step, as fast as possible, with messages at both ends."""
    progress.message("start")
    for step in range(to):
        progress.advance((step + 1) / to)
    progress.message("end")
    return {}


def warn(*, progress):
    """Say one thing and warn of another."""
    progress.message("Warning: is a word here")
    progress.warn("careful")
    return {}


def wait(*, progress, seconds):
    """Do nothing for a while, ready to be cancelled."""
    progress.message("waiting")
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        checkpoint(progress, (time.monotonic() - started) / seconds)
        time.sleep(0.01)
    return {"pid": os.getpid()}


def compute(*, progress, seconds):
    """Compute without a word."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        sum(range(10_000))
    return {}


def noise(*, progress, kilobytes):
    """Print on every channel, and read from standard input."""
    for _ in range(kilobytes):
        print("x" * 1023)
    print("straight to the descriptor", file=sys.stderr)
    os.write(1, b"\0\0\0\2{}")
    return {"read": sys.stdin.read()}


def murmur(*, progress):
    """Print without an end of line."""
    sys.stderr.write("Été without an end of line")
    sys.stderr.flush()
    return {}


def spawn(*, progress):
    """Start a process that outlives the job, and return its number."""
    child = os.spawnlp(os.P_NOWAIT, "sleep", "sleep", "1000")
    return {"pid": os.getpid(), "child": child}


def ragged(*, progress):
    """Return an array that cannot cross."""
    return {"array": np.array([[1], [2, 3]], dtype=object)}


def hidden(*, progress):
    """Not in JOBS."""
    return {}


def said(*, progress, text):
    """Say a sentence, as pages do that are made here, and log it."""
    progress.message(text)
    return {"said": say(text)}
