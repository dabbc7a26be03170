"""An environment gets pip from ensurepip, or from the pip of another Python, by its hash."""

import subprocess
from pathlib import Path

import pytest
from wheel_samples import write_lock, write_program, write_wheel

from poplar_nn_plugin.errors import InstallationError
from poplar_nn_plugin.installation.interpreter import examine
from poplar_nn_plugin.installation.locks import read_lock
from poplar_nn_plugin.installation.pip import Source
from poplar_nn_plugin.installation.standalone import bring_python, standalone_pythons
from poplar_nn_plugin.installation.virtual import bring_pip, make_environment
from poplar_nn_plugin.progress import Silent

BASE = Path("/usr/bin/python3")


@pytest.fixture
def source(tmp_path):
    (tmp_path / "temporary").mkdir()
    return Source(tmp_path / "wheels", tmp_path / "loaded", tmp_path / "temporary")


@pytest.fixture
def lock(tmp_path):
    """Return the lock of a pip and a uv that are not the real ones."""
    uv = (
        '#!/bin/sh\necho "$@"\nmkdir -p "$5/cpython-3.12/bin"\n'
        'ln -s /usr/bin/python3 "$5/cpython-3.12/bin/python3"\n'
    )
    wheels = [
        write_wheel(tmp_path / "wheels", "pip", "99.0"),
        write_wheel(tmp_path / "wheels", "uv", files={"uv-1.0.data/scripts/uv": uv.encode()}),
    ]
    write_lock(tmp_path, "installer", *wheels)
    return read_lock("installer", folder=tmp_path)


@pytest.fixture
def base():
    return examine(BASE)


def without(base, name):
    """Return a Python that lacks one of the ways to pip."""
    from dataclasses import replace

    return replace(base, **{name: False})


@pytest.fixture
def environment(base, source, tmp_path):
    return make_environment(base, tmp_path / "environment é", source, Silent())


def version(python):
    (found,) = python.parent.parent.glob("lib/python3*/site-packages/pip-*.dist-info")
    return found.name.removeprefix("pip-").removesuffix(".dist-info")


def test_ensurepip_s_pip_brings_the_locked_one(base, environment, lock, source):
    assert base.ensurepip
    bring_pip(environment, base, [], lock, source, Silent())

    assert version(environment) == "99.0"


def test_where_ensurepip_is_split_off_another_python_s_pip_brings_it(
    base, environment, lock, source, pip_package
):
    helper = pip_package.parents[2] / "bin" / "python"
    bare = without(without(base, "ensurepip"), "pip")

    bring_pip(environment, bare, [Path("/bin/true"), helper], lock, source, Silent())

    assert version(environment) == "99.0"


def test_without_any_pip_the_remedy_is_named(base, environment, lock, source):
    bare = without(without(base, "ensurepip"), "pip")

    with pytest.raises(InstallationError, match="apt install python3-venv"):
        bring_pip(environment, bare, [Path("/bin/true")], lock, source, Silent())


def test_a_python_that_cannot_make_one_is_told(base, source, tmp_path):
    from dataclasses import replace

    broken = replace(base, path=write_program(tmp_path / "python", "echo no such module; exit 1"))

    with pytest.raises(InstallationError, match="no such module"):
        make_environment(broken, tmp_path / "environment", source, Silent())


def test_where_no_python_fits_uv_brings_one(base, lock, source, pip_package, tmp_path, log):
    helper = examine(pip_package.parents[2] / "bin" / "python")
    told = log()

    found = bring_python(tmp_path / "poplarnn", [helper], lock, source, told)

    assert found.version == base.version
    assert standalone_pythons(tmp_path / "poplarnn") == [found.path]
    assert found.path.is_relative_to(tmp_path / "poplarnn" / "python")
    assert told.said[0].startswith("No Python here is fit")
    assert told.said[1].startswith("python install 3.12 --install-dir")


def test_where_uv_cannot_bring_one_that_is_told(lock, source, pip_package, tmp_path):
    helper = examine(pip_package.parents[2] / "bin" / "python")
    with pytest.raises(InstallationError, match=r"none has pip to bring one: install Python 3\.12"):
        bring_python(tmp_path / "poplarnn", [], lock, source, Silent())

    script = b"#!/bin/sh\necho 'error: dns error: failed to lookup address'; exit 2\n"
    wheel = write_wheel(source.wheels, "uv", files={"uv-1.0.data/scripts/uv": script})
    path = write_lock(tmp_path / "locks", "installer", wheel)
    with pytest.raises(
        InstallationError, match=r"Bringing Python 3\.12 failed.*be reached.*Or install Python"
    ):
        bring_python(
            tmp_path / "poplarnn",
            [helper],
            read_lock("installer", folder=path.parent),
            source,
            Silent(),
        )


def test_the_environment_runs(environment):
    asked = subprocess.run([environment, "-c", "print(5)"], capture_output=True, check=True)

    assert asked.stdout == b"5\n"
