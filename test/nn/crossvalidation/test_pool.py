"""Tasks in processes of their own, some of which are killed."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial

import psutil
import pytest
from pool_tasks import (
    MEGABYTES,
    die,
    die_after,
    die_once,
    environment,
    fail,
    hold,
    wait_for,
    wait_long,
    warning,
)
from watch import Watch, refused

from poplar_nn_plugin.errors import Cancelled, DatasetError, WorkerError
from poplar_nn_plugin.nn.crossvalidation.pool import MemoryTrial, PoolSize, PoolTask, run_each

# A program that has one task done.
CODE = """
from pool_tasks import {function}
from poplar_nn_plugin.nn.crossvalidation.pool import PoolSize, PoolTask, run_each
from poplar_nn_plugin.progress import Silent

list(run_each({function}, [PoolTask("", {arguments!r})], PoolSize(1, 1), {place!r}, Silent()))
"""
ENVIRON = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
ONE, TWO = PoolSize(1, 2), PoolSize(2, 1)
NAMES = ["TF_NUM_INTRAOP_THREADS", "OMP_NUM_THREADS", "CUDA_VISIBLE_DEVICES"]


def run_in(folder, function, arguments, size=TWO, watch=None, titles=None, trial=None):
    """Have tasks done and return what they gave, by their numbers."""
    titles = titles or [f"task {number}" for number in range(len(arguments))]
    tasks = [PoolTask(title, given) for title, given in zip(titles, arguments)]
    return dict(run_each(function, tasks, size, folder, watch or Watch(), trial))


@pytest.fixture
def run(tmp_path):
    return partial(run_in, tmp_path)


@pytest.fixture(scope="module")
def on_gpus(tmp_path_factory):
    """Return what four tasks on two GPUs gave, and what was told meanwhile."""
    folder, watch = tmp_path_factory.mktemp("gpus"), Watch()
    given = [(folder / "met", NAMES, 2)] * 4
    return run_in(folder, environment, given, PoolSize(2, 3, ("5", "7")), watch), watch


def test_every_task_is_done_and_the_bar_never_runs_back(on_gpus):
    done, watch = on_gpus

    assert sorted(done) == [0, 1, 2, 3]
    assert watch.fractions == sorted(watch.fractions)
    assert watch.fractions[-1] == 1


def test_each_process_has_its_share_of_the_cores_and_a_gpu_of_its_own(on_gpus):
    one, other = sorted({(process, *values) for process, values in on_gpus[0].values()})

    assert one[1:3] == other[1:3] == ("3", "3")
    assert one[0] != other[0]
    assert {one[3], other[3]} == {"5", "7"}


def test_without_gpus_a_process_sees_what_there_is(run, tmp_path, monkeypatch):
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)

    ((_, values),) = run(environment, [(tmp_path / "met", NAMES, 1)], PoolSize(4, 1)).values()

    assert values == ["1", "1", None]


def test_a_warning_is_passed_on_once_with_the_task_and_nothing_else_is(run):
    watch = Watch()

    run(warning, [("dark",), ("dark",), ("wide",)], PoolSize(1, 1), watch)

    assert watch.messages == ["Warning: task 0: dark", "Warning: task 2: wide"]


@pytest.mark.parametrize(
    ("title", "said"),
    [("task 0", "task 0: no patches of oak."), ("", "no patches of oak.")],
    ids=["titled", "untitled"],
)
def test_an_error_names_its_task(run, title, said):
    with pytest.raises(DatasetError) as caught:
        run(fail, [("ours",)], titles=[title])

    assert str(caught.value) == said


def test_an_error_of_the_system_is_not_taken_for_the_end_of_a_process(run):
    watch = Watch()

    with refused(OSError, "the disk is full"):
        run(fail, [("disk",)], watch=watch)

    assert watch.messages == []


def test_a_script_that_calls_is_not_run_again_by_the_processes(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(f"""
print("begins")
{CODE.format(function="warning", place=str(tmp_path), arguments=("dark",))}
""")

    done = subprocess.run([sys.executable, script], env=ENVIRON, capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("begins\n", "")


def test_a_bug_shows_where_it_is(run):
    with pytest.raises(ZeroDivisionError) as caught:
        run(fail, [("bug",)])

    assert str(caught.value) == "a bug"
    assert "in fail" in str(caught.value.__cause__)


def test_what_a_killed_process_had_to_do_is_done_by_another(run, tmp_path):
    watch = Watch()

    done = run(die_once, [(tmp_path / "died",), (None,), (None,)], watch=watch)

    assert done == {0: "done", 1: "done", 2: "done"}
    (said,) = watch.messages
    assert said.startswith("Warning: task 0: the process was ended from outside")
    assert said.endswith("It will be done again; from here on 1 at a time.")
    assert watch.fractions == sorted(watch.fractions)


@pytest.mark.parametrize("victims", [1, 2])
def test_processes_killed_while_they_had_nothing_to_do_are_not_counted_on(run, tmp_path, victims):
    watch, met = Watch(), tmp_path / "idle"
    met.mkdir()
    given = [(met, victims), (met, None), (met, None)]

    if victims == 1:
        run(die_after, given, PoolSize(3, 1), watch)

        assert 1 <= len(watch.messages) <= 2
        assert all("ended from outside" in said for said in watch.messages)
    else:
        with refused(WorkerError, "choose a lighter kind of model"):
            run(die_after, given, PoolSize(3, 1), watch)


def test_the_end_of_the_last_process_is_an_error_that_says_what_to_do(run):
    with refused(WorkerError, "choose a lighter kind of model"):
        run(die, [(), ()])


def test_cancel_ends_all_processes_at_once(run, tmp_path):
    class StopOnceBothRun(Watch):
        def cancelled(self):
            return len(list(tmp_path.glob("cancel-*"))) == 2

    before = {child.pid for child in psutil.Process().children(recursive=True)}
    started = time.monotonic()
    with refused(Cancelled):
        run(wait_long, [(tmp_path / f"cancel-{n}",) for n in range(2)], watch=StopOnceBothRun())

    assert time.monotonic() - started < 20  # of the 60 that a task would take
    # Those of an earlier test, such as joblib's tracker of files, may live on.
    assert {child.pid for child in psutil.Process().children(recursive=True)} <= before


def start_with_child(function, folder):
    """Start a process that runs a task; return it, and the number of the task's process."""
    child = folder / "child"
    code = CODE.format(function=function, place=str(folder), arguments=(str(child),))
    parent = subprocess.Popen([sys.executable, "-c", code], env=ENVIRON)
    return parent, int(wait_for(lambda: child.exists() and child.read_text()))


def kill(process):
    process.kill()
    process.wait()


def test_a_process_whose_parent_was_killed_ends_by_itself(tmp_path):
    parent, child = start_with_child("wait_long", tmp_path)

    kill(parent)

    assert wait_for(lambda: not psutil.pid_exists(child))


def test_a_process_deaf_in_a_library_goes_with_its_killed_parent(tmp_path):
    parent, child = start_with_child("choke", tmp_path)
    time.sleep(1)
    assert psutil.pid_exists(child)

    kill(parent)

    assert wait_for(lambda: not psutil.pid_exists(child))


@dataclass
class Tried:
    """What came of a trial: the need of the first task in megabytes, and what each task gave."""

    needs: list
    tasks: list


@pytest.fixture(scope="module")
def trials(tmp_path_factory):
    """Return what came of it where there is room, less of it and little."""
    found = {}
    # How many processes come: the first is ended where the machine is to be shared otherwise.
    for case, size, count, settled in (
        ("room", 1, 2, TWO),
        ("less", 200, 3, PoolSize(2, 3)),
        ("little", 1, 2, ONE),
    ):
        folder, needs = tmp_path_factory.mktemp(case), []

        def fitting(need, needs=needs, settled=settled):
            needs.append(need / MEGABYTES)
            return settled

        given = [(folder, size, count, number) for number in range(3)]
        done = run_in(folder, hold, given, trial=MemoryTrial(0.5, fitting))
        found[case] = Tried(needs, [done[number] for number in range(3)])
    return found


def test_the_first_task_shows_its_memory_then_others_begin_beside_it(trials):
    room = trials["room"]
    (first, ended, process, _), *others = room.tasks

    assert len(room.needs) == 1
    assert all(begun > first + 0.3 for begun, *_ in others)
    assert min(begun for begun, *_ in others) < ended
    assert len({process, *(task[2] for task in others)}) == 2


def test_memory_is_that_of_the_task_and_mapped_files_do_not_count(trials):
    ((little,), (much,)) = (trials[case].needs for case in ("room", "less"))

    assert 150 < much - little < 250
    assert little < 150


@pytest.mark.parametrize(("case", "cores", "processes"), [("less", "3", 2), ("little", "2", 1)])
def test_where_others_share_the_cores_the_first_begins_again_as_they_do(
    trials, case, cores, processes
):
    tasks = trials[case].tasks

    assert {task[3] for task in tasks} == {cores}
    assert len({task[2] for task in tasks}) == processes
