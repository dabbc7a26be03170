import builtins
import os
import sys
import threading
import time

import optional
import pytest

from poplar_nn_plugin.engine.blocks.parallel import Pool
from poplar_nn_plugin.errors import MissingDependencyError, ParameterError, WorkerError


@pytest.fixture
def no_joblib(monkeypatch):
    """Make joblib impossible to import, as in a stock QGIS."""
    real = builtins.__import__

    def without(name, *rest):
        if name.split(".")[0] == "joblib":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)


def by_value(function):
    """Let a function travel to processes that cannot import this file."""
    function.__module__ = "__main__"
    return function


@by_value
def square(number):
    time.sleep(0.001 * (number % 3))  # so that they do not end in the order they began
    return number * number


@by_value
def fail_at_three(number):
    if number == 3:
        raise ZeroDivisionError(number)
    return number


@by_value
def die(number):
    os._exit(1)


@pytest.mark.parametrize("n_jobs", [1, 2, 5])
def test_threads_give_results_in_order(n_jobs):
    assert [n * n for n in range(40)] == list(Pool(n_jobs).run(square, range(40)))


@pytest.mark.usefixtures("no_joblib")
@pytest.mark.parametrize("n_jobs", [1, 3])
def test_without_joblib_threads_do_the_same(n_jobs):
    assert [n * n for n in range(40)] == list(Pool(n_jobs).run(square, range(40)))


@pytest.mark.usefixtures("no_joblib")
def test_without_joblib_processes_are_refused():
    with pytest.raises(MissingDependencyError, match="joblib"):
        Pool(2, "processes")


def test_processes_give_results_in_order():
    assert [n * n for n in range(20)] == list(Pool(2, "processes").run(square, range(20)))


def test_a_backend_chosen_by_the_user_wins():
    joblib = optional.module("joblib")

    with joblib.parallel_config(backend="loky"):
        pool = Pool(2)
        pids = set(pool.run(lambda _: os.getpid(), range(8)))

    assert pool.remote
    assert os.getpid() not in pids


@pytest.mark.parametrize("prefer", ["threads", "processes"])
def test_no_more_is_begun_than_agreed(prefer, tmp_path):
    def mark(number):
        (tmp_path / str(number)).touch()

    pool = Pool(2, prefer)
    results = pool.run(mark, range(100))
    for taken in range(1, 4):
        next(results)
        time.sleep(0.2)  # time enough to run ahead, if anything did
        assert len(list(tmp_path.iterdir())) <= taken - 1 + pool.in_flight
    results.close()


def test_closing_begins_no_more_and_waits_for_the_rest():
    running = threading.Semaphore(0)
    ended = []

    def slow(number):
        running.release()
        time.sleep(0.05)
        ended.append(number)

    results = Pool(2).run(slow, range(100))
    next(results)
    results.close()
    count = len(ended)
    time.sleep(0.1)

    assert count == len(ended) < 10


@pytest.mark.parametrize(("n_jobs", "prefer"), [(1, "threads"), (2, "threads"), (2, "processes")])
def test_an_error_of_the_function_comes_out(n_jobs, prefer):
    with pytest.raises(ZeroDivisionError):
        list(Pool(n_jobs, prefer).run(fail_at_three, range(10)))


def test_a_process_that_dies_is_an_error_of_ours():
    with pytest.raises(WorkerError, match="died"):
        list(Pool(2, "processes").run(die, range(4)))


def test_minus_one_means_all_cores_this_process_may_use():
    assert len(os.sched_getaffinity(0)) == Pool(-1).workers
    assert Pool(-1000).workers == 1


def test_no_jobs_at_all_are_refused():
    with pytest.raises(ParameterError, match="1 or more"):
        Pool(0)


def test_an_unknown_preference_is_refused():
    with pytest.raises(ParameterError, match="'dask'"):
        Pool(1, "dask")


@pytest.mark.parametrize("program", ["/usr/bin/qgis", "/Applications/QGIS.app/QGIS", None])
def test_processes_are_refused_where_they_would_start_another_program(monkeypatch, program):
    monkeypatch.setattr(sys, "executable", program)

    with pytest.raises(ParameterError, match="not Python"):
        Pool(2, "processes")


def test_processes_are_refused_inside_a_program_that_names_a_python(monkeypatch):
    monkeypatch.setattr(os.path, "realpath", lambda path: "/usr/bin/qgis_process.bin")

    with pytest.raises(ParameterError, match=r"qgis_process\.bin"):
        Pool(2, "processes")
