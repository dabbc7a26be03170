"""What is sent to Dask workers: the mark of an order and the name of what to do with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from poplar_nn_plugin import jobs
from poplar_nn_plugin.progress import Silent

__all__ = ["TaskOf", "asked"]


@dataclass(frozen=True)
class TaskOf:
    """A function of a task: what the order with a mark makes of it, where it is kept.

    Parameters
    ----------
    mark : str
    """

    mark: str

    def __call__(self, task: Any) -> Any:
        """Compute on the worker that has been chosen for it."""
        return asked("compute_task", self.mark, task=task)


def asked(job: str, mark: str, **arguments: Any) -> Any:
    """Return what a job of the table returns on the worker that has been chosen for it."""
    return jobs.run(job, {"mark": mark, **arguments}, Silent())
