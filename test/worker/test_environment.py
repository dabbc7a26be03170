"""The worker's Python is found, proven to be one, and shielded from our environment."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from poplar_nn_plugin.errors import MissingDependencyError
from poplar_nn_plugin.worker import environment
from poplar_nn_plugin.worker.environment import (
    BLOCKS,
    CLUSTER,
    FORESTS,
    NETWORKS,
    child_environment,
    inspect,
    python_of,
    worker_folder,
    worker_python,
)

VARIABLE = "POPLARNN_WORKER_PYTHON"


@pytest.fixture
def bare_python(tmp_path):
    """Return a profile whose worker environment is a Python with nothing installed."""
    profile = tmp_path / "profil d'été"
    folder = worker_folder(profile)
    subprocess.run([sys.executable, "-I", "-m", "venv", "--without-pip", folder], check=True)
    return profile


def script(path: Path, lines: str) -> Path:
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)
    return path


def test_the_variable_names_the_python(python, monkeypatch):
    monkeypatch.setenv(VARIABLE, str(python))

    assert worker_python() == python


def test_a_link_into_an_environment_is_not_resolved(python, tmp_path, monkeypatch):
    environment = tmp_path / "with spaces é"
    environment.symlink_to(python.parent.parent)
    monkeypatch.setenv(VARIABLE, str(environment / "bin" / "python"))

    assert worker_python() == environment / "bin" / "python"


def test_the_environment_of_the_profile_is_found(python, tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE)
    worker_folder(tmp_path).parent.mkdir()
    worker_folder(tmp_path).symlink_to(python.parent.parent)

    assert worker_python(tmp_path) == tmp_path / "poplarnn" / "worker" / "bin" / "python"


def test_the_variable_goes_before_the_profile_even_if_it_is_wrong(python, tmp_path, monkeypatch):
    worker_folder(tmp_path).parent.mkdir()
    worker_folder(tmp_path).symlink_to(python.parent.parent)
    monkeypatch.setenv(VARIABLE, "/nowhere/python")

    with pytest.raises(MissingDependencyError, match="/nowhere/python"):
        worker_python(tmp_path)


@pytest.mark.parametrize("profile", [None, Path("/no/profile")], ids=["unknown", "empty"])
def test_no_python_names_the_remedies(profile, monkeypatch):
    monkeypatch.delenv(VARIABLE)

    with pytest.raises(MissingDependencyError, match=f"poplarnn:checkinstallation.*{VARIABLE}"):
        worker_python(profile)


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: Path("/bin/true"),
        lambda folder: Path("/bin/echo"),
        lambda folder: Path("/bin/cat"),
        lambda folder: folder,
        lambda folder: script(folder / "text", "").chmod(0o644) or folder / "text",
        lambda folder: script(folder / "five", "echo 5"),
        lambda folder: script(folder / "dying", "kill -9 $$"),
    ],
    ids=["true", "echo", "cat", "folder", "text file", "prints 5", "dies"],
)
def test_what_is_no_python_is_told(make, tmp_path, monkeypatch):
    program = make(tmp_path)
    monkeypatch.setenv(VARIABLE, str(program))

    with pytest.raises(MissingDependencyError, match="does not answer like one") as caught:
        worker_python()
    assert str(program) in str(caught.value)
    assert len(str(caught.value)) < 700


def test_a_program_that_never_answers_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "_PATIENCE", 0.2)

    with pytest.raises(MissingDependencyError, match=r"no answer within 0\.2 s"):
        inspect(script(tmp_path / "slow", "exec sleep 20"))


def test_a_python_without_tensorflow_is_told_what_it_lacks(bare_python, monkeypatch):
    monkeypatch.delenv(VARIABLE)
    with pytest.raises(MissingDependencyError, match="tensorflow") as caught:
        worker_python(bare_python)

    assert caught.value.fields["python"] == str(python_of(worker_folder(bare_python)))
    assert {"tensorflow", "sklearn"} <= set(caught.value.fields["missing"])


def test_only_what_the_work_needs_is_asked_for(bare_python, monkeypatch):
    monkeypatch.delenv(VARIABLE)
    (packages,) = worker_folder(bare_python).glob("lib/python3*/site-packages")
    for name in BLOCKS:
        (packages / name).mkdir()
        (packages / name / "__init__.py").touch()

    assert worker_python(bare_python, BLOCKS) == python_of(worker_folder(bare_python))
    with pytest.raises(MissingDependencyError, match="lacks distributed") as caught:
        worker_python(bare_python, CLUSTER)
    assert caught.value.fields["missing"] == ["distributed"]


def test_random_forests_do_without_tensorflow(bare_python, monkeypatch):
    monkeypatch.delenv(VARIABLE)
    (packages,) = worker_folder(bare_python).glob("lib/python3*/site-packages")
    for name in FORESTS:
        (packages / name).mkdir(exist_ok=True)
        (packages / name / "__init__.py").touch()

    assert worker_python(bare_python, FORESTS) == python_of(worker_folder(bare_python))
    with pytest.raises(MissingDependencyError, match="lacks tensorflow, keras"):
        worker_python(bare_python, NETWORKS)


def test_what_is_installed_meanwhile_is_seen_and_an_empty_folder_is_not(bare_python):
    python = python_of(worker_folder(bare_python))
    (packages,) = worker_folder(bare_python).glob("lib/python3*/site-packages")
    (packages / "keras").mkdir()
    (packages / "jinja2").mkdir()
    (packages / "jinja2" / "__init__.py").touch()
    found = inspect(python)

    assert found["version"] == tuple(sys.version_info[:3])
    assert found["packages"]["keras"] is None
    assert found["packages"]["jinja2"] == "of unknown version"


def test_a_python_too_old_is_told_both_versions(tmp_path, monkeypatch):
    old = script(tmp_path / "python", """echo '{"version": [3, 6, 1], "packages": {}}'""")
    monkeypatch.setenv(VARIABLE, str(old))

    with pytest.raises(MissingDependencyError, match=r"Python 3\.9 or newer.* 3\.6\.1"):
        worker_python()


def test_a_pass_is_remembered_until_the_program_changes(tmp_path, monkeypatch):
    answer = '{"version": [3, 11, 2], "packages": {}}'
    program = script(tmp_path / "python", f"echo x >> {tmp_path}/asked; echo '{answer}'")
    monkeypatch.setenv(VARIABLE, str(program))
    worker_python()
    worker_python()

    assert (tmp_path / "asked").read_text() == "x\n"

    os.utime(program, (1, 1))
    worker_python()
    assert (tmp_path / "asked").read_text() == "x\nx\n"


def test_inspect_reads_versions_without_importing(python):
    found = inspect(python)

    assert found["version"] >= (3, 9)
    assert int(found["packages"]["numpy"].split(".")[0]) >= 2
    assert all(version is not None for version in found["packages"].values())


def test_our_environment_is_kept_but_for_what_misleads(monkeypatch):
    monkeypatch.delenv("KERAS_HOME", raising=False)
    for name in ("PYTHONHOME", "PYTHONPATH", "QT_PLUGIN_PATH", "LD_LIBRARY_PATH", "LD_PRELOAD"):
        monkeypatch.setenv(name, "/nonsense")
    for name in ("GDAL_DATA", "PROJ_LIB", "PROJ_DATA", "__PYVENV_LAUNCHER__", "KERAS_BACKEND"):
        monkeypatch.setenv(name, "/nonsense")
    monkeypatch.setenv("HTTPS_PROXY", "proxy")
    child = child_environment(Path("/env/bin/python"))

    assert "/nonsense" not in child.values()
    assert child["HTTPS_PROXY"] == "proxy"
    assert child["KERAS_HOME"] == str(Path("/env/keras"))
    assert (child["KERAS_BACKEND"], child["TF_CPP_MIN_LOG_LEVEL"]) == ("tensorflow", "3")


def test_a_keras_home_of_the_user_is_kept(monkeypatch):
    monkeypatch.setenv("KERAS_HOME", "/weights")

    assert child_environment(Path("/env/bin/python"))["KERAS_HOME"] == "/weights"
