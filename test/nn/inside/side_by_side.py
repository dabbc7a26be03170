"""Run tasks in processes of their own; what was found goes to found.json in the folder given."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil
from watch import Watch, error_of

from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.nn.crossvalidation.pool import Task, Team, Trial, run_each

FOLDER = Path(sys.argv[1])
MEGABYTES = 2**20
ONE, TWO = Team(1, 2), Team(2, 1)


def meet(place, count):
    """Wait until that many processes have come, so that none does the work of all."""
    folder = FOLDER / place
    folder.mkdir(exist_ok=True)
    (folder / str(os.getpid())).touch()
    wait_for(lambda: len(list(folder.iterdir())) >= count)


def surroundings(names, count, *, progress):
    meet(f"surroundings-{count}", count)
    progress.advance(1.0)
    return os.getpid(), [os.environ.get(name) for name in names]


def warning(text, *, progress):
    progress.message("epoch 1/1")
    progress.warn(text)
    progress.message("not a Warning: at all")


def fail(kind, *, progress):
    if kind == "ours":
        raise DatasetError("no patches of oak.", missing=["oak"])
    raise ZeroDivisionError("a bug")


def die_once(path, *, progress):
    """End this process from outside, but for the second time it is tried."""
    progress.advance(0.5)
    if path and not Path(path).exists():
        Path(path).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def choke(path, *, progress):
    """Hold the interpreter for ever: no other thread of it runs."""
    Path(path).write_text(str(os.getpid()))
    re.match(r"(a|a)+$", "a" * 60 + "b")


def die(*, progress):
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(case, victims, *, progress):
    """Be one of three; the first ends others once they have nothing to do, and itself once."""
    folder = FOLDER / f"idle-{case}"
    first = not (folder / "done").exists() and victims is not None
    if not first:
        meet(folder.name, 3)
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


def held(case, size, count, path, *, progress):
    """Hold some memory for a moment, and map a file, which counts for nothing."""
    started = time.monotonic()
    mapped = np.memmap(path, np.uint8, "w+", shape=(150 * MEGABYTES,))
    mapped[:] = 1
    memory = np.ones(size * MEGABYTES, np.uint8)
    time.sleep(0.3)
    progress.advance(0.5)
    meet(f"held-{case}", count)
    assert memory[-1] == mapped[-1]
    return started, time.monotonic(), os.getpid(), os.environ["OMP_NUM_THREADS"]


def run(function, arguments, team=TWO, watch=None, titles=None, trial=None):
    titles = titles or [f"task {number}" for number in range(len(arguments))]
    tasks = [Task(title, given) for title, given in zip(titles, arguments)]
    return dict(run_each(function, tasks, team, FOLDER, watch or Watch(), trial))


def children():
    """Return how many processes there are but those that joblib keeps to clear up behind us."""
    ours = psutil.Process().children(recursive=True)
    return sum("resource_tracker" not in " ".join(process.cmdline()) for process in ours)


class StopOnceBothRun(Watch):
    def cancelled(self):
        return len(list(FOLDER.glob("cancel-*"))) == 2


def main():
    found = {}
    names = ["TF_NUM_INTRAOP_THREADS", "OMP_NUM_THREADS", "CUDA_VISIBLE_DEVICES"]
    watch = Watch()
    two = run(surroundings, [(names, 2)] * 4, Team(2, 3, ("5", "7")), watch)
    found["gpus"] = sorted({(pid, *values) for pid, values in two.values()})
    found["numbers"], found["fractions"] = sorted(two), watch.fractions
    ((_, values),) = run(surroundings, [(names, 1)], Team(4, 1)).values()
    found["alone"] = values

    watch = Watch()
    run(warning, [("dark",), ("dark",), ("wide",)], Team(1, 1), watch)
    found["said"] = watch.messages

    found["ours"] = error_of(run, function=fail, arguments=[("ours",)])
    found["untitled"] = error_of(run, function=fail, arguments=[("ours",)], titles=[""])
    try:
        run(fail, [("bug",)])
    except ZeroDivisionError as error:
        found["bug"] = [str(error), "in fail" in str(error.__cause__)]

    watch = Watch()
    killed = run(die_once, [(str(FOLDER / "died"),), ("",), ("",)], watch=watch)
    found["killed"], found["killed_said"] = killed, watch.messages
    found["killed_fractions"] = watch.fractions
    found["idle"] = []
    for victims in (1, 2):
        (FOLDER / f"idle-{victims}").mkdir()
        watch = Watch()
        given = [(victims, victims), (victims, None), (victims, None)]
        error = error_of(run, function=die_after, arguments=given, team=Team(3, 1), watch=watch)
        found["idle"].append({"error": error, "said": watch.messages})
    found["last"] = error_of(run, function=die, arguments=[(), ()])

    paths = [(str(FOLDER / f"cancel-{number}"),) for number in range(2)]
    started = time.monotonic()
    found["cancelled"] = error_of(run, function=wait_long, arguments=paths, watch=StopOnceBothRun())
    found["cancel_seconds"], found["children"] = time.monotonic() - started, children()

    found["trials"] = {}
    # How many processes come: the first is ended where the machine is to be shared otherwise.
    for case, size, count, settled in (
        ("room", 1, 2, TWO),
        ("less", 200, 3, Team(2, 3)),
        ("little", 1, 2, ONE),
    ):
        needs = []

        def fitting(need, needs=needs, settled=settled):
            needs.append(need / MEGABYTES)
            return settled

        arguments = [(case, size, count, str(FOLDER / f"mapped-{number}")) for number in range(3)]
        done = run(held, arguments, trial=Trial(0.5, fitting))
        found["trials"][case] = {"needs": needs, "tasks": [done[number] for number in range(3)]}

    (FOLDER / "orphan.py").write_text(
        "from side_by_side import *\nrun(wait_long, [(str(FOLDER / 'child'),)])\n", encoding="utf-8"
    )
    parent = subprocess.Popen(
        [sys.executable, str(FOLDER / "orphan.py"), str(FOLDER)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    child = wait_for(lambda: (FOLDER / "child").exists() and (FOLDER / "child").read_text())
    parent.kill()
    parent.wait()
    found["orphan_ends"] = bool(wait_for(lambda: not psutil.pid_exists(int(child))))

    (FOLDER / "deaf.py").write_text(
        "from side_by_side import *\nrun(choke, [(str(FOLDER / 'deaf'),)])\n", encoding="utf-8"
    )
    parent = subprocess.Popen(
        [sys.executable, str(FOLDER / "deaf.py"), str(FOLDER)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    child = wait_for(lambda: (FOLDER / "deaf").exists() and (FOLDER / "deaf").read_text())
    time.sleep(1)
    found["deaf_runs"] = psutil.pid_exists(int(child))
    parent.kill()
    parent.wait()
    found["deaf_ends"] = bool(wait_for(lambda: not psutil.pid_exists(int(child))))
    (FOLDER / "found.json").write_text(json.dumps(found), encoding="utf-8")


def wait_for(happened):
    for _ in range(200):
        if value := happened():
            return value
        time.sleep(0.1)
    return None


if __name__ == "__main__":
    main()
