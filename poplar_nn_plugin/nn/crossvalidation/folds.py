"""Train the models of folds, as many at a time as the machine carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Callable

import numpy as np

from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.architectures.base import Architecture
from poplar_nn_plugin.nn.crossvalidation.capacity import largest_pool, pool_within
from poplar_nn_plugin.nn.crossvalidation.fold import fold_probabilities, until_settled
from poplar_nn_plugin.nn.crossvalidation.pool import MemoryTrial, PoolSize, PoolTask, run_each
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.scoring.crossvalidation import Fold

__all__ = ["FoldTask", "say_fold", "train_folds"]


@dataclass(frozen=True, eq=False)
class FoldTask:
    """What one model learns, and what it is tested on.

    Parameters
    ----------
    title : str
        Names the fold.
    dataset : str
        Folder of the patches that it learns from.
    split : ndarray of int, shape (n,)
        Values of `Split`: which patches it is trained on, which choose the epoch, which test it.
    tested : str
        Folder of another dataset that tests it, of patches at least as large; empty for none.
    index : ndarray of int or None
        The patches of that one that do.
    """

    title: str
    dataset: str
    split: np.ndarray
    tested: str = ""
    index: np.ndarray | None = None


def train_folds(
    tasks: Sequence[FoldTask],
    kind: Architecture,
    settings: Settings,
    jobs: int | None,
    score: Callable[[int, np.ndarray], None],
    progress: Progress,
) -> PoolSize:
    """Train the models of folds and have what they predict scored; return how many at a time.

    The first shows how much memory one takes, unless it is said how many run at a time.

    Parameters
    ----------
    tasks : sequence of FoldTask
    kind : Architecture
    settings : Settings
    jobs : int or None
        How many at a time; None for as many as cores, GPUs and free memory carry.
    score : callable
        Given the position of a fold and its probabilities, shape (n_held, n_classes), as they come.
    progress : Progress

    Raises
    ------
    WorkerError
        If not even one training at a time fits the memory.
    """
    pool = largest_pool(len(tasks), kind.networks, jobs)

    def fitting(need: int) -> PoolSize:
        nonlocal pool
        pool = pool_within(pool, len(tasks), need)
        progress.message(f"A training takes {need / 1e6:,.0f} MB of memory. {_told(pool)}")
        return pool

    trial = None
    if pool.count > 1 and jobs is None:
        trial = MemoryTrial(until_settled(settings, kind), fitting)
        progress.message("The first training shows how many there is memory for.")
    else:
        progress.message(_told(pool))
    with scratch_folder() as scratch:
        pooled = []
        for position, task in enumerate(tasks):
            output = str(scratch / f"{position}.keras")
            how = kind.name, asdict(settings), output
            tested = task.tested, task.index
            pooled.append(PoolTask(task.title, (task.dataset, task.split, *how, *tested)))
        for position, probabilities in run_each(
            fold_probabilities, pooled, pool, scratch, progress, trial
        ):
            score(position, probabilities)
    return pool


def say_fold(title: str, fold: Fold, progress: Progress) -> None:
    """Tell what a fold learned from, what tested it, and how it did."""
    scores = fold.scores
    progress.message(
        f"{title}: {scores.train} training patches, {scores.test} test patches, "
        f"{scores.left_out} left out; macro F1 {scores.macro_f1:.3f}"
    )


def _told(pool: PoolSize) -> str:
    if pool.count == 1:
        return "One training at a time."
    if pool.gpus:
        return f"{pool.count} trainings at a time, on one GPU each."
    cores = "one core" if pool.cores == 1 else f"{pool.cores} cores"
    return f"{pool.count} trainings at a time, on {cores} each."
