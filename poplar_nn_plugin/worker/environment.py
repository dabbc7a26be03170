"""Which Python is the worker, whether it is fit, and what it gets to see of our environment.

Never `sys.executable`: inside QGIS that is QGIS itself, or whatever ``python3`` comes first on
the path.
"""

from __future__ import annotations

import json
import os
import subprocess  # nosec B404
from functools import lru_cache
from pathlib import Path

from poplar_nn_plugin.errors import MissingDependencyError
from poplar_nn_plugin.guard import NO_WINDOW

__all__ = [
    "BLOCKS",
    "CLUSTER",
    "FORESTS",
    "NETWORKS",
    "VARIABLE",
    "child_environment",
    "inspect",
    "python_of",
    "require_fit",
    "worker_folder",
    "worker_python",
]

VARIABLE = "POPLARNN_WORKER_PYTHON"
"""The environment variable that names another worker's Python."""

_REMEDY = (
    "Run the algorithm 'Check installation' with 'Install' ticked (qgis_process run "
    f"poplarnn:checkinstallation -- INSTALL=1), or set {VARIABLE} to the Python of an environment "
    "that is complete."
)
_OLDEST = (3, 9)
_PATIENCE = 60  # seconds; a first start may wait for a virus scanner

# What QGIS, its launcher or another plugin set for themselves, and what would mislead the worker.
_STRIPPED = ("PYTHON", "QT_", "PROJ_", "DYLD_", "__PYVENV_LAUNCHER__")
_STRIPPED_NAMES = ("LD_LIBRARY_PATH", "LD_PRELOAD", "GDAL_DATA")

# Each package of the worker, by the name it is imported by, and the names it is installed by.
_PACKAGES = {
    "numpy": ["numpy"],
    "tensorflow": ["tensorflow", "tensorflow-cpu", "tensorflow-intel", "tensorflow-macos"],
    "keras": ["keras"],
    "sklearn": ["scikit-learn"],
    "matplotlib": ["matplotlib"],
    "jinja2": ["jinja2"],
    "joblib": ["joblib"],
    "psutil": ["psutil"],
    "distributed": ["distributed"],
}
FORESTS = ("numpy", "sklearn", "matplotlib", "jinja2", "joblib", "psutil")
"""What it needs to train random forests and to predict with them."""
NETWORKS = (*FORESTS, "tensorflow", "keras")
"""What it needs to do that with networks."""
BLOCKS = ("numpy", "joblib")
"""What it needs to run a user's function."""
CLUSTER = (*BLOCKS, "distributed")
"""What it needs to have that run on a Dask cluster."""

# Looks without importing, which would take seconds. A package without origin is an empty folder,
# left by an installation that broke off.
_PROBE = """
import json, sys
from importlib import metadata, util

def version(names):
    for name in names:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return "of unknown version"

found = {}
for package, names in json.loads(sys.argv[1]).items():
    spec = util.find_spec(package)
    found[package] = version(names) if spec is not None and spec.origin else None
print()
print(json.dumps({"version": list(sys.version_info[:3]), "packages": found}))
"""


def worker_folder(profile: Path) -> Path:
    """Return where the worker's own environment lies in a QGIS profile."""
    return Path(profile) / "poplarnn" / "worker"


def python_of(folder: Path) -> Path:
    """Return the Python of the virtual environment in `folder`."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def worker_python(profile: Path | None = None, packages: tuple[str, ...] = NETWORKS) -> Path:
    """Return the worker's Python once it has proven to be one and to have what it needs.

    Parameters
    ----------
    profile : Path, optional
        The folder of the QGIS profile; looked at if ``POPLARNN_WORKER_PYTHON`` is not set.
    packages : tuple of str
        What it must have: `NETWORKS`, `FORESTS`, `BLOCKS` or `CLUSTER`.

    Raises
    ------
    MissingDependencyError
        If there is none, it is no Python, too old, or lacks a package such as TensorFlow.
    """
    named = os.environ.get(VARIABLE)
    if named:
        # Not resolved: a virtual environment's Python is a link, and must be called by it.
        python = Path(named).expanduser().absolute()
    elif profile is not None:
        python = python_of(worker_folder(profile)).absolute()
    else:
        raise MissingDependencyError(
            f"There is no Python for the worker: {VARIABLE} is not set and no QGIS profile was "
            f"looked at. {_REMEDY}"
        )
    require_fit(python, packages)
    return python


def require_fit(python: Path, packages: tuple[str, ...] = NETWORKS) -> None:
    """Raise MissingDependencyError unless `python` can be the worker and has `packages`."""
    try:
        changed = python.stat().st_mtime_ns
    except OSError as error:
        raise MissingDependencyError(
            f"There is no Python for the worker at {python}. {_REMEDY}", python=str(python)
        ) from error
    _require_fit(python, changed, packages)


@lru_cache(maxsize=8)  # only a pass is remembered: what is missing may be installed meanwhile
def _require_fit(python: Path, changed: int, packages: tuple[str, ...]) -> None:
    """Raise unless `python`, last changed at `changed`, can be the worker and has `packages`."""
    found = inspect(python)
    if found["version"] < _OLDEST:
        raise MissingDependencyError(
            f"The worker needs Python {_text(_OLDEST)} or newer, {python} is "
            f"{_text(found['version'])}. {_REMEDY}",
            python=str(python),
        )
    missing = [
        package
        for package, version in found["packages"].items()
        if version is None and package in packages
    ]
    if missing:
        raise MissingDependencyError(
            f"The worker's Python {python} lacks {', '.join(missing)}. {_REMEDY}",
            python=str(python),
            missing=missing,
        )


def _text(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def inspect(python: Path) -> dict:
    """Return what `python` is, without importing what it has.

    Returns
    -------
    dict
        ``version``, a tuple such as (3, 11, 2); ``packages``, the name of each package that the
        worker uses to its version, or to None where it is missing.

    Raises
    ------
    MissingDependencyError
        If `python` cannot be started or is no Python.
    """
    try:
        # No shell, and the program is the user's own choice.
        probe = subprocess.run(  # nosec B603
            [str(python), "-I", "-c", _PROBE, json.dumps(_PACKAGES)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=child_environment(python),
            timeout=_PATIENCE,
            creationflags=NO_WINDOW,
        )
    except OSError as error:
        raise _no_python(python, error.strerror) from error
    except subprocess.TimeoutExpired as error:
        raise _no_python(python, f"no answer within {_PATIENCE} s") from error
    try:
        found = json.loads(probe.stdout.splitlines()[-1])
        return {"version": tuple(found["version"]), "packages": found["packages"]}
    except (ValueError, LookupError, TypeError) as error:
        said = (probe.stderr or probe.stdout).decode(errors="replace").strip()[-200:]
        raise _no_python(python, f"exit code {probe.returncode}, {said!r}") from error


def _no_python(python: Path, reason: str) -> MissingDependencyError:
    return MissingDependencyError(
        f"{python} was to be the worker's Python, but does not answer like one ({reason}). "
        f"{_REMEDY}",
        python=str(python),
    )


def child_environment(python: Path) -> dict[str, str]:
    """Return our environment without what would mislead `python`, and with what Keras needs.

    Keras reads settings and keeps downloaded weights in ``KERAS_HOME``: a folder beside the
    worker's Python, unless the user has set one, so that no ``~/.keras/keras.json`` of other
    work changes a result.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_STRIPPED) and name not in _STRIPPED_NAMES
    }
    return {
        "KERAS_HOME": str(python.parent.parent / "keras"),
        **kept,
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
