"""A program beside us ends with all it has started, when the user cancels or we are killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from wheel_samples import write_program

from build import ROOT
from poplar_nn_plugin.errors import Cancelled, InstallationError
from poplar_nn_plugin.installation import process
from poplar_nn_plugin.installation.process import run_program
from poplar_nn_plugin.progress import Silent

PYTHON = Path(sys.executable)


def gone(pid: int) -> bool:
    """Return whether a process ends within a few seconds."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def family(tmp_path):
    """Return a program that starts another one and waits, and where it writes that one's number."""
    told = tmp_path / "child"
    lines = f"sleep 60 &\necho $! > '{told}.new'\nmv '{told}.new' '{told}'\necho ready\nwait"
    return write_program(tmp_path / "parent", lines), told


def test_what_it_prints_comes_line_by_line(tmp_path):
    program = write_program(
        tmp_path / "p", "echo one; echo two >&2; echo 'Progress 1 of 2'; exit 3"
    )
    came = []

    code, said = run_program([program], os.environ, Silent(), on_line=came.append, python=PYTHON)

    assert (code, said) == (3, "one\ntwo")
    assert came == ["one", "two", "Progress 1 of 2"]


def test_cancel_ends_it_and_what_it_has_started(family, log):
    program, told = family
    progress = log(cancel_on="ready")

    with pytest.raises(Cancelled):
        run_program([program], os.environ, progress, on_line=progress.message, python=PYTHON)

    assert gone(int(told.read_text()))


def test_when_we_are_killed_it_ends_too(family):
    program, told = family
    code = (
        "import os; from pathlib import Path; from poplar_nn_plugin.progress import Silent; "
        "from poplar_nn_plugin.installation.process import run_program; "
        f"run_program([{str(program)!r}], os.environ, Silent(), python=Path({sys.executable!r}))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "build")}
    with subprocess.Popen([sys.executable, "-c", code], env=environment) as ours:
        while not told.exists():
            assert ours.poll() is None
            time.sleep(0.05)
        ours.send_signal(signal.SIGKILL)

    assert gone(int(told.read_text()))


def test_one_that_does_nothing_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "_SILENCE", 0.3)
    program = write_program(tmp_path / "slow", "exec sleep 60")

    with pytest.raises(InstallationError, match="has done nothing for"):
        run_program([program], os.environ, Silent(), python=PYTHON)


def test_one_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InstallationError, match="cannot be started: No such file"):
        run_program([tmp_path / "none"], os.environ, Silent(), python=PYTHON)
