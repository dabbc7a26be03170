"""However a job, the worker or its parent ends, nothing is left, and the next call works."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from poplar_nn_plugin.errors import Cancelled, MissingDependencyError, WorkerError
from poplar_nn_plugin.worker import semaphores

BUILD = Path(__file__).resolve().parents[2] / "build"
JOBS = Path(__file__).resolve().parent


@pytest.fixture(autouse=True)
def nothing_left(tmp_path_factory, monkeypatch, make_worker):
    """Hold every test of this file to leave no file, thread, descriptor, or process.

    It depends on `make_worker` only to look before the workers of the test are closed for it:
    each test closes its own.
    """
    folder = tmp_path_factory.mktemp("été à la mer")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    before = _held()
    yield
    end = time.monotonic() + 3
    while _held() != before and time.monotonic() < end:
        time.sleep(0.02)

    assert list(folder.iterdir()) == []
    assert _held() == before


def _held():
    children = set()
    for task in Path("/proc/self/task").iterdir():
        # A thread may end between being listed and being looked at.
        with suppress(FileNotFoundError, ProcessLookupError):
            children.update(map(int, (task / "children").read_text().split()))
    threads = {thread for thread in threading.enumerate() if "poplarnn" in thread.name}
    timers = {thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)}
    return children, threads, timers, len(os.listdir("/proc/self/fd"))


def test_an_unexpected_failure_shows_its_traceback_and_the_next_call_works(make_worker):
    with make_worker() as worker:
        with pytest.raises(WorkerError, match=r"bad\.divide .* ZeroDivisionError") as caught:
            worker.call("bad.divide", by=0)

        assert 'return {"quotient": 1 / by}' in str(caught.value)
        assert caught.value.fields["exception"] == "ZeroDivisionError: division by zero"
        assert worker.call("bad.divide", by=2) == {"quotient": 0.5}


@pytest.mark.parametrize(
    ("job", "arguments", "said"),
    [
        ("bad.die", {}, r"killed by signal 9 \(SIGKILL\), often for want of memory"),
        ("bad.leave", {"code": 3}, "exit code 3"),
        ("bad.leave", {"code": 0}, "exit code 0"),
        ("bad.crash", {}, r"killed by signal 11 \(SIGSEGV\)"),
        ("bad.spoil", {}, "begins no message"),
    ],
    ids=["killed", "exit 3", "exit 0", "segmentation fault", "spoilt pipe"],
)
def test_a_death_is_one_error_that_names_its_manner(make_worker, job, arguments, said):
    with make_worker() as worker:
        with pytest.raises(WorkerError, match=said):
            worker.call(job, **arguments)

        assert worker.call("good.echo", a=1) == {"a": 1}


def test_a_death_shows_the_last_words(make_worker):
    with make_worker() as worker:
        with pytest.raises(WorkerError, match="last words") as caught:
            worker.call("bad.die")

        assert caught.value.fields == {"job": "bad.die", "exit_code": -9, "log": "last words"}


def test_a_crash_of_a_library_shows_where(make_worker):
    with make_worker() as worker, pytest.raises(WorkerError, match=r"bad\.py.* in crash"):
        worker.call("bad.crash")


def test_a_huge_log_is_kept_to_its_end(make_worker):
    with make_worker() as worker:
        with pytest.raises(WorkerError, match="last words") as caught:
            worker.call("bad.shout", megabytes=30)

        assert len(str(caught.value)) < 3000


def test_a_job_that_listens_is_cancelled_and_its_process_stays(make_worker, recorder):
    with make_worker() as worker:
        before = worker.call("good.identity")
        progress = recorder(cancel_on=lambda told: told == "waiting")
        started = time.monotonic()
        with pytest.raises(Cancelled):
            worker.call("good.wait", seconds=60, progress=progress)

        assert time.monotonic() - started < 10
        assert worker.call("good.identity") == before
        assert worker.call("good.wait", seconds=0.05) == before


def test_a_job_that_fails_while_it_is_cancelled_is_cancelled(make_worker, recorder):
    with make_worker() as worker:
        for _ in range(3):
            progress = recorder(cancel_on=lambda told: told == "waiting")
            with pytest.raises(Cancelled):
                worker.call("bad.panic", progress=progress)

            assert worker.call("good.echo", a=1) == {"a": 1}


def test_a_late_cancel_does_not_reach_the_next_job(make_worker, recorder):
    with make_worker() as worker:
        for _ in range(20):
            progress = recorder(cancel_on=lambda told: told == "end")
            with pytest.raises(Cancelled):
                worker.call("good.count", to=1, progress=progress)
            worker.call("good.wait", seconds=0.01)


def test_a_job_that_does_not_listen_is_interrupted_and_cleans_up(
    make_worker, recorder, gone, tmp_path
):
    progress = recorder(cancel_on=str.isdigit)
    with make_worker(patience=0.3) as worker:
        with pytest.raises(Cancelled):
            worker.call("bad.deaf", trace=tmp_path / "trace", progress=progress)

        assert gone(int(progress.told[0]), 0)
        assert (tmp_path / "trace").read_text() == "cleaned up"
        assert worker.call("good.echo", a=1) == {"a": 1}


def test_a_job_that_resists_is_killed(make_worker, recorder, gone):
    progress = recorder(cancel_on=str.isdigit)
    with make_worker(patience=0.1) as worker:
        with pytest.raises(Cancelled):
            worker.call("bad.deafer", progress=progress)

        assert gone(int(progress.told[0]), 0)


def test_a_call_that_waits_for_its_turn_can_be_cancelled(make_worker, recorder):
    class Impatient:
        def cancelled(self):
            return True

    with make_worker() as worker, ThreadPoolExecutor(1) as other:
        progress = recorder()
        first = other.submit(worker.call, "good.wait", seconds=0.8, progress=progress)
        while not progress.told:
            time.sleep(0.01)
        with pytest.raises(Cancelled):
            worker.call("good.identity", progress=Impatient())

        assert not first.done()
        assert first.result()["pid"]


def test_a_progress_that_raises_ends_the_job(make_worker, recorder, gone):
    class Faulty(recorder):
        def message(self, text):
            super().message(text)
            raise KeyboardInterrupt

    progress = Faulty()
    with make_worker() as worker:
        with pytest.raises(KeyboardInterrupt):
            worker.call("bad.deafer", progress=progress)

        assert gone(int(progress.told[0]), 0)
        assert worker.call("good.echo", a=1) == {"a": 1}


def test_closing_ends_a_call_of_another_thread(make_worker, recorder):
    progress = recorder()
    with ThreadPoolExecutor(1) as other, make_worker() as worker:
        call = other.submit(worker.call, "good.wait", seconds=60, progress=progress)
        while not progress.told:
            time.sleep(0.01)
        worker.close()

        with pytest.raises(WorkerError, match=r"closed while the job good\.wait ran"):
            call.result()


def test_a_process_killed_between_two_calls_is_replaced(make_worker, gone):
    with make_worker() as worker:
        pid = worker.call("good.identity")["pid"]
        os.kill(pid, signal.SIGKILL)

        assert gone(pid)
        assert worker.call("good.identity")["pid"] != pid


def test_an_idle_process_is_ended_and_the_next_call_starts_another(make_worker, gone):
    with make_worker(idle=0.6) as worker:
        pid = worker.call("good.identity")["pid"]
        assert worker.call("good.wait", seconds=0.8)["pid"] == pid  # a job is not idleness

        assert gone(pid)
        assert worker.call("good.identity")["pid"] != pid


def test_what_a_job_has_started_goes_with_its_worker(make_worker, gone):
    with make_worker() as worker:
        child = worker.call("good.spawn")["child"]

        assert not gone(child, 0.1)
    assert gone(child)


PARENT = """
import os, sys, tempfile
build, jobs, python, folder, job = sys.argv[1:]
sys.path.insert(0, build)
tempfile.tempdir = folder
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.worker.client import Worker

class Told(Silent):
    def message(self, text):
        print(text, flush=True)

worker = Worker(python, jobs="jobs", path=jobs)
print(worker.call("good.spawn")["child"], flush=True)
worker.call(job, progress=Told())
print(sorted({"tensorflow", "keras", "h5py", "sklearn"} & set(sys.modules)), flush=True)
if job == "good.echo":
    os._exit(0)
"""


def parent(python, folder, job, build=BUILD, **options):
    return subprocess.Popen(
        [sys.executable, "-I", "-c", PARENT, build, JOBS, python, folder, job],
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )


def test_a_parent_killed_in_the_midst_of_a_job_takes_everything_with_it(python, tmp_path, gone):
    with parent(python, tmp_path, "bad.deafer") as process:
        child, worker = (int(process.stdout.readline()) for _ in range(2))
        assert not gone(worker, 0.1)
        process.kill()

        assert gone(worker)
        assert gone(child)
    assert list(tmp_path.iterdir()) == []


def test_a_worker_deaf_in_a_library_goes_with_its_killed_parent(python, tmp_path, gone):
    """No thread of it can notice: the library holds the interpreter."""
    with parent(python, tmp_path, "bad.choke") as process:
        child, worker = (int(process.stdout.readline()) for _ in range(2))
        time.sleep(0.2)
        assert not gone(worker, 0.1)
        process.kill()

        assert gone(worker, 10)
        assert gone(child)
        end = time.monotonic() + 5
        while list(tmp_path.iterdir()) and time.monotonic() < end:
            time.sleep(0.05)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("job", "silence"), [("bad.choke", 2.5), ("bad.doze", 1.5)])
def test_a_worker_that_hangs_is_given_up_in_one_sentence(make_worker, recorder, gone, job, silence):
    progress = recorder()
    with make_worker(silence=silence) as worker:
        with pytest.raises(WorkerError, match=r"no sign of life for \d s, .* memory is short"):
            worker.call(job, progress=progress)

        assert gone(int(progress.told[0]), 0)
        assert worker.call("good.echo", a=1) == {"a": 1}


def test_a_worker_that_computes_or_tells_of_progress_is_left_in_peace(make_worker, recorder):
    with make_worker(silence=2) as worker:
        worker.call("good.compute", seconds=4.5)
        worker.call("good.wait", seconds=4.5)


@pytest.mark.parametrize(
    ("job", "error", "said"),
    [
        ("bad.exhaust", WorkerError, r"memory ran out in the worker, .* job bad\.exhaust: close"),
        (
            "bad.unloadable",
            MissingDependencyError,
            r"failed to map segment.* if the memory is short",
        ),
    ],
)
def test_too_little_memory_is_one_sentence(make_worker, job, error, said):
    with make_worker() as worker:
        with pytest.raises(error, match=said) as caught:
            worker.call(job)

        assert "Traceback" not in str(caught.value)


def test_a_parent_that_ends_without_a_word_leaves_nothing(python, tmp_path, gone):
    """`qgis_process` ends so: it never runs what Python would do at exit."""
    with parent(python, tmp_path, "good.echo") as process:
        child, modules = process.stdout.read().splitlines()

        assert gone(int(child))
        assert modules == "[]"
    assert list(tmp_path.iterdir()) == []


def test_paths_with_spaces_and_accents_work_in_a_plain_locale(python, tmp_path, gone):
    place = tmp_path / "Profil de l'été 100 %"
    place.mkdir()
    (place / "plugins").symlink_to(BUILD)
    (place / "environment").symlink_to(python.parent.parent)
    (place / "arrays").mkdir()
    with parent(
        place / "environment" / "bin" / "python",
        place / "arrays",
        "good.echo",
        build=place / "plugins",
        env={**os.environ, "LC_ALL": "C"},
    ) as process:
        child, modules = process.stdout.read().splitlines()

        assert gone(int(child))
        assert modules == "[]"
    assert list((place / "arrays").iterdir()) == []


def test_semaphores_of_a_killed_process_are_removed_and_no_others(tmp_path, monkeypatch):
    monkeypatch.setattr(semaphores, "_SHARED", tmp_path)
    for name in ("sem.loky-12-a", "sem.loky-12-b", "sem.loky-123-a", "sem.other-12-a"):
        (tmp_path / name).touch()

    semaphores.clear_semaphores(12)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["sem.loky-123-a", "sem.other-12-a"]
