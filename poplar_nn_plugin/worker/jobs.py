"""The jobs of the worker: functions that a module of one package lists in its tuple ``JOBS``."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec

from poplar_nn_plugin.errors import MissingDependencyError, WorkerError
from poplar_nn_plugin.progress import Progress

__all__ = ["PACKAGE", "run"]

PACKAGE = "poplar_nn_plugin.nn"
"""Where jobs are looked up, and nowhere else."""


def run(job: str, arguments: dict, progress: Progress, package: str = PACKAGE) -> dict:
    """Run a job and return its result.

    Parameters
    ----------
    job : str
        Module and function, such as ``train.train_model``.
    arguments : dict
        What the function is given besides `progress`.
    progress : Progress
        Handed to the function.
    package : str
        The package that holds the module.

    Raises
    ------
    WorkerError
        If there is no such job.
    MissingDependencyError
        If the job needs a package that this Python lacks.
    """
    module, _, function = job.partition(".")
    if not (module.isidentifier() and function.isidentifier()):
        raise WorkerError(f"A job is named module.function, got {job!r}.", job=job)
    if find_spec(f"{package}.{module}") is None:
        raise WorkerError(f"There is no job {job}: {package} has no module {module}.", job=job)
    try:
        offered = import_module(f"{package}.{module}")
        if function not in getattr(offered, "JOBS", ()):
            raise WorkerError(
                f"There is no job {job}: {package}.{module} offers "
                f"{', '.join(getattr(offered, 'JOBS', ())) or 'none'}.",
                job=job,
            )
        return getattr(offered, function)(progress=progress, **arguments)
    except ModuleNotFoundError as error:
        raise MissingDependencyError(
            f"The worker's Python {sys.executable} lacks {error.name}, which the job {job} needs. "
            "Run the algorithm 'Check installation' (poplarnn:checkinstallation), which says how "
            "to install it.",
            python=sys.executable,
            missing=[error.name],
        ) from error
