"""A worker with the tests' own jobs, and a look at processes."""

import os
import time
from pathlib import Path

import pytest

from poplar_nn_plugin.worker.client import Worker

JOBS = Path(__file__).resolve().parent


class Recorder:
    """A Progress that keeps what it is told, with the time, and cancels when told to."""

    def __init__(self, cancel_on=None):
        self.told = []
        self.times = []
        self._cancel_on = cancel_on

    def advance(self, fraction):
        self.told.append(fraction)
        self.times.append(time.monotonic())

    def message(self, text):
        self.told.append(text)
        self.times.append(time.monotonic())

    def warn(self, text):
        self.message(f"Warning: {text}")

    def cancelled(self):
        return self._cancel_on is not None and any(self._cancel_on(told) for told in self.told)


@pytest.fixture
def recorder():
    return Recorder


@pytest.fixture(scope="session")
def python():
    """Return the worker's Python, with a numpy of its own."""
    return Path(os.environ["POPLARNN_WORKER_PYTHON"])


@pytest.fixture
def make_worker(python):
    """Return a function that makes workers with the tests' jobs; they are closed at the end."""
    made = []

    def make(**options):
        made.append(Worker(python, jobs="jobs", path=JOBS, **options))
        return made[-1]

    yield make
    for worker in made:
        worker.close()


@pytest.fixture(scope="session")
def calm_worker(python):
    """Return one worker for all tests whose jobs behave."""
    with Worker(python, jobs="jobs", path=JOBS) as worker:
        yield worker


@pytest.fixture
def gone():
    """Return a function that waits until a process has ended, and says whether it has."""

    def wait(pid, seconds=3.0):
        end = time.monotonic() + seconds
        while _runs(pid) and time.monotonic() < end:
            time.sleep(0.02)
        return not _runs(pid)

    return wait


def _runs(pid):
    """Return whether any thread of the process lives; a zombie that nobody waits for does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
        threads = os.listdir(f"/proc/{pid}/task")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z" or len(threads) > 1
