"""Make the worker's environment: whole and tried, or not at all."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from poplar_nn_plugin.errors import InstallationError, ParameterError
from poplar_nn_plugin.files import Outputs
from poplar_nn_plugin.installation.interpreter import Interpreter, first_fit
from poplar_nn_plugin.installation.locks import FOLDER, INSTALLER, Lock, missing_wheels, read_lock
from poplar_nn_plugin.installation.pip import INSTALLING, Source, pip
from poplar_nn_plugin.installation.platforms import GPU
from poplar_nn_plugin.installation.room import describe_cost, require_room
from poplar_nn_plugin.installation.slim import install_slim
from poplar_nn_plugin.installation.stamp import Stamp, read_stamp
from poplar_nn_plugin.installation.standalone import bring_python, standalone_pythons
from poplar_nn_plugin.installation.turn import my_turn
from poplar_nn_plugin.installation.virtual import bring_pip, make_environment, settle
from poplar_nn_plugin.progress import Progress, Slice, checkpoint, duration
from poplar_nn_plugin.worker.environment import python_of, worker_folder

__all__ = ["Wanted", "install", "remove"]

_CACHE = "loaded"
_KERAS = "keras"  # weights that Keras loaded outlive an environment
_SHOWN = 5  # packages that a sentence names


@dataclass(frozen=True)
class Wanted:
    """What is to be installed, and from where.

    Parameters
    ----------
    pythons : sequence of Path
        Programs that may be a Python, the best first.
    plugin : str
        The version of the plugin.
    wheels : Path or None
        A folder of wheels; None for the package index.
    gpu : bool
        Whether TensorFlow shall compute on NVIDIA's cards.
    variables : mapping of str to str
        Proxy and certificates, as environment variables.
    locks : Path
        The folder of the locked packages.
    slim : bool
        Whether to leave out C++ headers, whose paths are too long for Windows.
    """

    pythons: Sequence[Path]
    plugin: str
    wheels: Path | None = None
    gpu: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)
    locks: Path = FOLDER
    slim: bool = os.name == "nt"

    @property
    def installer(self) -> Lock:
        """The locked packages that install."""
        return read_lock(INSTALLER, folder=self.locks)

    def lock(self, python: Interpreter) -> Lock:
        """Return the locked packages for a Python.

        Raises
        ------
        InstallationError
            If there are none.
        """
        if self.gpu and python.platform.name not in GPU:
            raise InstallationError(
                f"GPU: TensorFlow computes on a graphics card on {', '.join(GPU)} alone, and this "
                f"is {python.platform.name}: leave GPU out."
            )
        name = python.platform.name + ("-gpu" if self.gpu else "")
        return read_lock(name, python=python.version, folder=self.locks)


def install(
    profile: Path, wanted: Wanted, try_out: Callable[[Path, Progress], None], progress: Progress
) -> Path:
    """Make the worker's environment in a QGIS profile, in place of any that is there.

    It is made beside the old one, tried, and then takes its name; until then, and after any error,
    the old one is as it was. What was loaded is kept for the next try.

    Parameters
    ----------
    profile : Path
        The folder of the QGIS profile.
    wanted : Wanted
    try_out : callable
        Called with the new environment's Python; raises where that cannot do the work.
    progress : Progress

    Returns
    -------
    Path
        The folder of the environment.

    Raises
    ------
    Cancelled
        If the user cancels, at any step.
    ParameterError
        If the folder of wheels is none, or lacks some.
    InstallationError, OutputError
        If it cannot be made: no Python, no network, no room.
    """
    folder, ours = worker_folder(profile), worker_folder(profile).parent
    started = time.monotonic()
    with my_turn(ours), Outputs() as outputs:
        staged = outputs.path(folder, _of_the_old(folder))
        temporary = outputs.scratch(folder, ".tmp")
        temporary.mkdir()
        source = Source(wanted.wheels, ours / _CACHE, temporary, wanted.variables)
        base, lock = _base(staged, ours, wanted, source, Slice(progress, 0.0, 0.07))
        python = python_of(staged)
        bring_pip(python, base, wanted.pythons, wanted.installer, source, progress)
        checkpoint(progress, 0.1)
        packages = Slice(progress, 0.1, 0.9)
        if wanted.slim:
            install_slim(python, lock, source, packages)
        else:
            arguments = ["--require-hashes", "--requirement", str(lock.path)]
            pip(python, arguments, source, packages, INSTALLING, lock)
        progress.message("The packages are installed and are tried now, with a small network.")
        checkpoint(progress, 0.9)
        try_out(python, Slice(progress, 0.9, 0.99))
        settle(staged, folder)
        Stamp(lock.path.stem, lock.stamp, str(base.path), wanted.plugin).write(staged)
        checkpoint(progress, 0.99)
        outputs.publish()
        shutil.rmtree(ours / _CACHE, ignore_errors=True)
    progress.message(f"Installed in {folder}, in {duration(time.monotonic() - started)}.")
    progress.advance(1.0)
    return folder


def remove(profile: Path) -> bool:
    """Remove the worker's environment, a Python of its own, and what was loaded for them.

    Returns
    -------
    bool
        Whether there was any.

    Raises
    ------
    InstallationError
        If another QGIS is installing, or a file cannot be removed.
    """
    folder, ours = worker_folder(profile), worker_folder(profile).parent
    with my_turn(ours):
        there = [path for path in (folder, ours / "python", ours / _CACHE) if _is_there(path)]
        for path in there:
            try:
                _remove(path)
            except OSError as error:
                raise InstallationError(
                    f"{path} cannot be removed: {error.strerror}. Close other QGIS windows, and "
                    "try again.",
                    path=str(path),
                ) from error
    return bool(there)


def _base(
    staged: Path, ours: Path, wanted: Wanted, source: Source, progress: Progress
) -> tuple[Interpreter, Lock]:
    """Make an empty environment of the first Python that can, and return it and its packages."""
    if wanted.wheels is not None and not wanted.wheels.is_dir():
        raise ParameterError(
            f"WHEELS: there is no folder {wanted.wheels}: name one that holds the packages."
        )

    lacking: list[ParameterError] = []

    def make(python: Interpreter) -> None:
        try:
            _require_wheels(wanted, python)
        except ParameterError as error:  # the folder may be for another Python of this computer
            lacking.append(error)
            raise InstallationError(str(error)) from error
        make_environment(python, staged, source, progress)

    pythons = [*wanted.pythons, *standalone_pythons(ours)]
    found, running, refused = first_fit(pythons, make)
    checkpoint(progress, 0.2)
    for reason in refused:
        progress.message(f"Not used: {reason}.")
    if found is None and lacking:
        raise lacking[0]
    if found is None:
        found = _brought(ours, wanted, source, running, refused, progress)
        make(found)
    lock = wanted.lock(found)
    progress.message(f"The worker's Python is made of {found.path} (Python {found.text}).")
    progress.message(describe_cost(lock, wanted.wheels))
    require_room(lock, ours, wanted.wheels, wanted.slim)
    old = read_stamp(worker_folder(ours.parent))
    if old is not None and old.stamp != lock.stamp:
        progress.message(f"This replaces the packages of {old.lock} from Poplar NN {old.plugin}.")
    checkpoint(progress, 1.0)
    return found, lock


def _brought(ours, wanted, source, running, refused, progress) -> Interpreter:
    """Return a Python that is brought, where one that runs here says that there are wheels."""
    if wanted.wheels is not None or (running and not any(one.platform for one in running)):
        raise InstallationError(
            "No Python here can be the worker's: "
            f"{'; '.join(refused) or 'none was found'}. Install Python 3.11, 3.12 or 3.13, of 64 "
            "bits, for your user from its home page, and try again."
        )
    return bring_python(ours, running, wanted.installer, source, progress)


def _require_wheels(wanted: Wanted, python: Interpreter) -> None:
    if wanted.wheels is None:
        return
    lock, folder = wanted.lock(python), wanted.wheels
    lacking = missing_wheels(lock, folder)
    if lacking:
        asked = (
            f"--platform {python.platform.name} --python {python.version[0]}.{python.version[1]}"
        )
        raise ParameterError(
            f"WHEELS: {folder} lacks {len(lacking)} of {len(lock.versions)} packages for "
            f"{lock.path.stem}, such as {', '.join(lacking[:_SHOWN])}: fill it on a computer with "
            "a connection, by python3 poplar_nn_plugin/installation/collect.py FOLDER "
            f"{asked}{' --gpu' if wanted.gpu else ''}.",
            missing=lacking,
        )


def _of_the_old(folder: Path) -> tuple[str, ...]:
    """Return what goes with the old environment: all but weights that Keras has loaded."""
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    if folder.is_symlink():
        return tuple(names)  # what it leads to is another's
    return tuple(name for name in names if name != _KERAS)


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _remove(path: Path) -> None:
    """Remove a folder; of a link, the link alone."""
    if path.is_symlink():
        path.unlink()
        return
    # Renamed first: what is half removed must not be taken for an environment.
    going = path.with_name(f".{path.name}.going")
    with suppress(FileNotFoundError):
        shutil.rmtree(going)
    path.rename(going)
    shutil.rmtree(going)
