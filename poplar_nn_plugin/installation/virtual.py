"""A virtual environment: made without pip, given one, and moved to where it stays."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable
from pathlib import Path

from poplar_nn_plugin.errors import InstallationError
from poplar_nn_plugin.installation.complaints import complaint
from poplar_nn_plugin.installation.interpreter import Interpreter, examine
from poplar_nn_plugin.installation.locks import Lock, missing_wheels
from poplar_nn_plugin.installation.pip import Source, pip
from poplar_nn_plugin.installation.process import run_program
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.worker.environment import python_of

__all__ = ["bring_pip", "make_environment", "settle"]

_NO_PIP = (
    "No Python here has pip, nor the module ensurepip that brings it: on Debian and Ubuntu 'sudo "
    "apt install python3-venv' adds it; elsewhere install Python 3.11, 3.12 or 3.13 for your user "
    "from its home page, and try again."
)


def make_environment(base: Interpreter, folder: Path, source: Source, progress: Progress) -> Path:
    """Make an empty environment of a Python, and return its Python.

    Raises
    ------
    Cancelled
    InstallationError
        If that Python cannot make one, or the one it makes does not run.
    """
    command = [str(base.path), "-I", "-m", "venv", "--clear", "--without-pip", str(folder)]
    code, said = run_program(command, source.environment(base.path), progress, python=base.path)
    if code:
        raise complaint(f"Making an environment of {base.path}", code, said)
    python = python_of(folder)
    made = examine(python)
    if isinstance(made, str) or made.unfit():
        reason = made if isinstance(made, str) else made.unfit()
        raise InstallationError(f"The environment that {base.path} makes {reason}.")
    return python


def bring_pip(
    python: Path,
    base: Interpreter,
    others: Iterable[Path],
    lock: Lock,
    source: Source,
    progress: Progress,
) -> None:
    """Give an environment the pip that is locked.

    It is installed by the pip that the module ensurepip brings, or where a system has split that
    off, as Debian does, by the pip of a Python beside it; either checks its hash.

    Parameters
    ----------
    python : Path
        Of the environment.
    base : Interpreter
        What it was made of.
    others : iterable of Path
        Programs that may be a Python with pip.
    lock : Lock
        Of pip.
    source : Source
    progress : Progress

    Raises
    ------
    Cancelled
    InstallationError
        If there is no pip anywhere, or it does not install.
    """
    wanted = source.temporary / "pip.txt"
    wanted.write_text(lock.only("pip"), encoding="utf-8")
    arguments = ["--require-hashes", "--requirement", str(wanted)]
    doing = "Installing pip"
    if base.ensurepip:
        command = [str(python), "-I", "-m", "ensurepip"]
        code, said = run_program(command, source.environment(python), progress, python=python)
        if not code:
            lacking = missing_wheels(lock, source.wheels) if source.wheels is not None else []
            if not any(name.startswith("pip ") for name in lacking):
                pip(python, ["--upgrade", *arguments], source, progress, doing)
            return
        if not base.pip:
            raise complaint(doing, code, said)
    packages = _packages(python, base)
    for helper in _with_pip(base, others):
        target = ["--target", str(packages), *arguments]
        pip(helper.path, target, source, progress, doing)
        return
    raise InstallationError(_NO_PIP)


def settle(folder: Path, final: Path) -> None:
    """Let the scripts of an environment work where it will stay.

    An environment names its own place in its scripts. Ours start Python with ``-m`` and need none
    of them, but users do, as of Dask. On Windows these are programs, and stay as they are.
    """
    changes = [
        (os.fsencode(as_written(folder)), os.fsencode(as_written(final)))
        for as_written in (str, lambda path: shlex.quote(str(path))[1:-1])
    ]
    for path in [folder / "pyvenv.cfg", *(folder / "bin").glob("*")]:
        if path.is_symlink() or not path.is_file():
            continue
        text = path.read_bytes()
        if b"\0" in text:
            continue
        for before, after in changes:
            text = text.replace(before, after)
        path.write_bytes(text)


def _packages(python: Path, base: Interpreter) -> Path:
    folder = python.parent.parent
    if os.name == "nt":
        return folder / "Lib" / "site-packages"
    return folder / "lib" / f"python{base.version[0]}.{base.version[1]}" / "site-packages"


def _with_pip(base: Interpreter, others: Iterable[Path]) -> Iterable[Interpreter]:
    if base.pip:
        yield base
    for path in others:
        found = examine(path)
        if not isinstance(found, str) and found.pip and path != base.path:
            yield found
