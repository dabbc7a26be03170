"""The jobs: the one table of what may be asked of the worker, and how a job is run by its name."""

from __future__ import annotations

import sys
from importlib import import_module

from poplar_nn_plugin.errors import MissingDependencyError, WorkerError
from poplar_nn_plugin.progress import Progress

__all__ = ["JOBS", "TABLE", "run"]

JOBS = {
    "describe_installation": "nn.status.describe_installation",
    "try_network": "nn.trial.try_network",
    "train_model": "nn.training.train.train_model",
    "crossvalidate": "nn.crossvalidation.crossvalidate.crossvalidate",
    "crossvalidate_at_pixels": "nn.crossvalidation.at_pixels.crossvalidate_at_pixels",
    "evaluate_model": "nn.evaluate.evaluate_model",
    "train_features": "features.classifier.train.train_features",
    "crossvalidate_features": "features.classifier.crossvalidate.crossvalidate_features",
    "evaluate_features": "features.classifier.evaluate.evaluate_features",
    "adopt_model": "nn.adopt.adopt_model",
    "report_map": "reports.map_report.report_map",
    "report_changes": "reports.areas.change_report.report_changes",
    "write_card": "reports.model_card.write_card",
    "report_training": "reports.pages_of_jobs.report_training",
    "report_evaluation": "reports.pages_of_jobs.report_evaluation",
    "report_folds": "reports.pages_of_jobs.report_folds",
    "predict_block": "nn.predict_block.predict_block",
    "try_function": "functions.worker.function.try_function",
    "run_function": "functions.worker.function.run_function",
    "open_cluster": "cluster.calls.session.open_cluster",
    "begin_order": "cluster.calls.session.begin_order",
    "next_results": "cluster.calls.session.next_results",
    "end_order": "cluster.calls.session.end_order",
    "keep_order": "cluster.orders.keep_order",
    "try_order": "cluster.orders.try_order",
    "compute_task": "cluster.orders.compute_task",
    "drop_order": "cluster.orders.drop_order",
}
"""Name to function of this package. A name that is not here is refused, whatever it says: the
table is all that crosses to the worker. Arguments and results are JSON values, paths and arrays;
every function also takes ``progress``."""

TABLE = __name__
"""The module that holds the table."""


def run(job: str, arguments: dict, progress: Progress, table: str = TABLE) -> dict:
    """Run a job and return its result.

    Parameters
    ----------
    job : str
        A name of the table.
    arguments : dict
        What the function is given besides `progress`.
    progress : Progress
        Handed to the function.
    table : str
        The module whose ``JOBS`` count; functions are looked up in its package.

    Raises
    ------
    WorkerError
        If there is no such job, or the memory runs out.
    MissingDependencyError
        If the job needs a package that this Python lacks, or a library cannot be loaded.
    """
    known = import_module(table)
    if job not in known.JOBS:
        raise WorkerError(f"There is no job {job!r}, only {', '.join(known.JOBS)}.", job=job)
    module, _, function = f"{known.__package__}.{known.JOBS[job]}".rpartition(".")
    try:
        return getattr(import_module(module), function)(progress=progress, **arguments)
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
            "Run the algorithm 'Check installation' with 'Install' ticked (qgis_process run "
            "poplarnn:checkinstallation -- INSTALL=1).",
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
