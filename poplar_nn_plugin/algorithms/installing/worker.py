"""The worker's environment of this profile: what it is, made, tried and removed."""

from __future__ import annotations

import os
from pathlib import Path

from poplar_nn_plugin.algorithms.installing.network import network_variables
from poplar_nn_plugin.algorithms.profile import profile_folder
from poplar_nn_plugin.dataset.versions import plugin_version
from poplar_nn_plugin.errors import InstallationError, MissingDependencyError, WorkerError
from poplar_nn_plugin.installation.candidates import Surroundings, candidates
from poplar_nn_plugin.installation.install import Wanted, install, remove
from poplar_nn_plugin.installation.interpreter import first_fit
from poplar_nn_plugin.installation.locks import Lock, read_lock
from poplar_nn_plugin.installation.room import describe_cost
from poplar_nn_plugin.installation.stamp import read_stamp
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.worker.client import Worker, close_shared_worker
from poplar_nn_plugin.worker.environment import VARIABLE, inspect, python_of, worker_folder

__all__ = [
    "describe_environment",
    "describe_installing",
    "has_gpu",
    "install_worker",
    "is_current",
    "is_outdated",
    "remove_worker",
]


def install_worker(wheels: str, gpu: bool, progress: Progress) -> None:
    """Install what training and prediction need, if it is not there already.

    Parameters
    ----------
    wheels : str
        A folder of wheels; empty for the package index.
    gpu : bool
        Whether for NVIDIA's cards.
    progress : Progress

    Raises
    ------
    Cancelled
    PoplarError
        If it cannot be installed.
    """
    profile = profile_folder()
    if os.environ.get(VARIABLE):
        progress.warn(
            f"The variable {VARIABLE} is set: its Python stays the worker's, whatever is installed."
        )
    if is_current(gpu):
        progress.message(
            "What the worker needs is installed already, in the versions that this version of "
            "Poplar NN asks for. To install it anew, remove it first (REMOVE)."
        )
        return
    close_shared_worker()  # on Windows, nothing that runs can be replaced
    wanted = Wanted(
        pythons=candidates(Surroundings.here()),
        plugin=plugin_version(),
        wheels=Path(wheels) if wheels else None,
        gpu=gpu,
        variables=network_variables(worker_folder(profile).parent),
    )
    install(profile, wanted, _try_out, progress)


def remove_worker(progress: Progress) -> None:
    """Remove the worker's environment of this profile, and say whether there was one.

    Raises
    ------
    InstallationError
        If another QGIS is installing, or a file is in use.
    """
    close_shared_worker()
    if remove(profile_folder()):
        progress.message("The worker's Python and its packages were removed.")
    else:
        progress.message("There was no Python of the worker to remove.")


def is_current(gpu: bool = False) -> bool:
    """Return whether the environment is whole, and made of the packages that are locked now."""
    stamp = read_stamp(worker_folder(profile_folder()))
    if stamp is None or _locked(stamp.lock) != stamp.stamp or ("-gpu" in stamp.lock) != gpu:
        return False
    try:
        found = inspect(python_of(worker_folder(profile_folder())))
    except MissingDependencyError:
        return False
    return all(found["packages"].values())


def is_outdated() -> bool:
    """Return whether there is an environment, made of other packages than are locked now.

    Nothing is started for this.
    """
    stamp = read_stamp(worker_folder(profile_folder()))
    return stamp is not None and _locked(stamp.lock) != stamp.stamp


def describe_environment() -> str:
    """Return in words what the environment of this profile is made of."""
    folder = worker_folder(profile_folder())
    stamp = read_stamp(folder)
    if stamp is None:
        return f"{folder}, not made by Poplar NN" if folder.exists() else "none"
    of_now = ", older than this version asks for: INSTALL renews it" if is_outdated() else ""
    return f"{stamp.lock}, made by Poplar NN {stamp.plugin} with {stamp.base}{of_now}"


def describe_installing(gpu: bool = False) -> str:
    """Return what an installation would take here, in words."""
    found, _, refused = first_fit(candidates(Surroundings.here()))
    if found is None:
        return "No Python of this computer is fit: one is brought. " + "; ".join(refused)
    wanted = Wanted([], plugin_version(), gpu=gpu)
    try:
        lock: Lock = wanted.lock(found)
    except InstallationError as error:
        return str(error)
    return f"{describe_cost(lock, None)} They are made for {found.path} (Python {found.text})."


def has_gpu() -> bool:
    """Return whether there is a card of NVIDIA's that TensorFlow's Linux build can compute on."""
    return any(map(os.path.exists, ("/proc/driver/nvidia/version", "/dev/nvidia0")))


def _try_out(python: Path, progress: Progress) -> None:
    """Let a small network run in a new environment."""
    with Worker(python) as worker:
        try:
            found = worker.call("try_network", progress=progress)
        except (MissingDependencyError, WorkerError) as error:
            raise InstallationError(
                f"The packages were installed, but a small network does not run: {error}"
            ) from error
    progress.message(f"A small network runs on {', '.join(found['devices'])}.")


def _locked(name: str) -> str:
    """Return the stamp of a lock by its name, empty where there is none any more."""
    try:
        return read_lock(name).stamp
    except InstallationError:
        return ""
