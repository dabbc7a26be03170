"""The Dask cluster that SCHEDULER names, where a run asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from poplar_nn_plugin.algorithms.declared import settings_of
from poplar_nn_plugin.algorithms.profile import profile_folder
from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.cluster.executor import OnCluster
from poplar_nn_plugin.engine.resources import ClusterSettings, Resources
from poplar_nn_plugin.worker.environment import CLUSTER, worker_python

__all__ = ["resources_of"]


@contextmanager
def resources_of(kind: type[Resources], request: Request, progress) -> Iterator[dict]:
    """Give what a run may take, as options of `poplar_nn_plugin.engine.apply`.

    Where SCHEDULER is given there is an ``executor`` on its cluster, until the end, and ``memory``
    is what each of its threads can have.

    Parameters
    ----------
    kind : type of Resources
        The settings of the run.
    request : Request
    progress : Progress

    Raises
    ------
    MissingDependencyError
        If the worker's Python lacks Dask.
    ParameterError, WorkerError
        If the scheduler cannot be reached, or has no workers.
    """
    resources = asdict(settings_of(kind, request))
    scheduler = settings_of(ClusterSettings, request).scheduler
    if not scheduler:
        yield {**resources, "executor": None}
        return
    python = worker_python(profile_folder(), CLUSTER)
    with OnCluster(python, scheduler, resources["memory"], progress) as executor:
        yield {**resources, "memory": executor.memory, "executor": executor}
