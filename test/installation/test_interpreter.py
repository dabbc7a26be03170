"""A Python is tried before it is believed: it runs, its version, its bits, its platform."""

import json
import sys
from pathlib import Path

import pytest
from wheel_samples import write_program

from poplar_nn_plugin.errors import InstallationError
from poplar_nn_plugin.installation import interpreter
from poplar_nn_plugin.installation.interpreter import examine, first_fit

FIT = {
    "version": [3, 12, 1],
    "bits": 64,
    "system": "linux",
    "machine": "x86_64",
    "missing": [],
    "ensurepip": True,
    "pip": False,
    "implementation": "cpython",
}


@pytest.fixture
def python(tmp_path):
    """Write a program that answers as a Python of some kind."""

    def write(name="python3", **changed):
        told = json.dumps({**FIT, **changed})
        return write_program(tmp_path / name, f"echo 'a word before'; echo '{told}'")

    return write


def test_this_python_is_one():
    found = examine(Path(sys.executable))

    assert found.version == tuple(sys.version_info[:3])
    assert (found.bits, found.system, found.implementation) == (64, sys.platform, "cpython")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, ""),
        ({"bits": 32}, "is a 32-bit Python"),
        ({"version": [3, 9, 18]}, "is Python 3.9.18"),
        ({"version": [3, 14, 0]}, "is Python 3.14.0"),
        ({"missing": ["ssl", "venv"]}, "lacks ssl and venv"),
        ({"implementation": "pypy"}, "is pypy, not CPython"),
        ({"system": "darwin", "machine": "x86_64"}, "TensorFlow is not built for darwin on x86_64"),
        ({"system": "darwin", "machine": "arm64"}, ""),
        ({"system": "win32", "machine": "AMD64"}, ""),
        ({"system": "win32", "machine": "ARM64"}, "TensorFlow is not built for win32 on ARM64"),
        ({"machine": "aarch64"}, ""),
    ],
)
def test_what_is_not_fit_is_said(python, changed, said):
    found = examine(python(**changed)).unfit()

    assert found.startswith(said)
    assert bool(found) == bool(said)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("exit 0", "does not answer like a Python"),
        ("echo 5", "does not answer like a Python"),
        ("echo '{}'", "does not answer like a Python"),
        ("kill -9 $$", "does not answer like a Python"),
    ],
)
def test_a_program_that_is_none_is_told(tmp_path, lines, said):
    assert examine(write_program(tmp_path / "qgis", lines)) == said


def test_one_that_hangs_is_given_up_and_a_text_is_no_program(tmp_path, monkeypatch):
    monkeypatch.setattr(interpreter, "_PATIENCE", 0.2)
    (tmp_path / "text").write_text("none")

    assert examine(write_program(tmp_path / "slow", "exec sleep 20")).startswith("gives no answer")
    assert examine(tmp_path / "text") == "cannot be started: Permission denied"


def test_the_first_that_is_fit_is_taken_and_others_are_named(python, tmp_path):
    old, fit = python("old", version=[3, 9, 1]), python("fit")
    paths = [tmp_path / "none", old, fit, python("later")]

    found, running, refused = first_fit(paths)

    assert found.path == fit
    assert [one.path for one in running] == [old, fit]
    assert refused[0].startswith(f"{tmp_path / 'none'} cannot be started")
    assert refused[1] == f"{old} is Python 3.9.1"


def test_where_the_first_cannot_be_used_the_next_has_its_turn(python):
    first, second = python("first"), python("second")

    def use(found):
        if found.path == first:
            raise InstallationError("it makes no environment")

    found, _, refused = first_fit([first, second], use)

    assert found.path == second
    assert refused == [f"{first} cannot be used: it makes no environment"]
