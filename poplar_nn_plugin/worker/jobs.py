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
        If there is no such job, or the memory runs out.
    MissingDependencyError
        If the job needs a package that this Python lacks, or a library cannot be loaded.
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
    except MissingDependencyError:
        raise
    except MemoryError as error:
        raise WorkerError(
            f"The memory ran out in the worker, during the job {job}: close other programs, raise "
            "a limit such as 'ulimit -v', or choose smaller batches or a lighter architecture.",
            job=job,
        ) from error
    except ModuleNotFoundError as error:
        raise MissingDependencyError(
            f"The worker's Python {sys.executable} lacks {error.name}, which the job {job} needs. "
            "Run the algorithm 'Check installation' (poplarnn:checkinstallation), which says how "
            "to install it.",
            python=sys.executable,
            missing=[error.name],
        ) from error
    except ImportError as error:
        if error.msg.startswith("cannot import name"):
            raise  # a bug
        raise MissingDependencyError(
            f"A library of the worker's Python {sys.executable} cannot be loaded ({error}), which "
            f"the job {job} needs: if the memory is short, close other programs or raise a limit "
            "such as 'ulimit -v'; otherwise install it again with 'Check installation' "
            "(poplarnn:checkinstallation).",
            python=sys.executable,
            reason=str(error),
        ) from error
