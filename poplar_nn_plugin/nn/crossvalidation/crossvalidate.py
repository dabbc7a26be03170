"""Train again and again, each time tested on what was held out, and compare easier tests."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.model.foldrule import FoldRule
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.architectures.base import Architecture, find
from poplar_nn_plugin.nn.crossvalidation.folds import FoldTask, say_fold, train_folds
from poplar_nn_plugin.nn.crossvalidation.pool import PoolSize
from poplar_nn_plugin.nn.network.hardware import device_name
from poplar_nn_plugin.nn.training.samples import require_masks
from poplar_nn_plugin.places import require_writable
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.reports.cross_validation import write_cross_report
from poplar_nn_plugin.scoring.crossvalidation import (
    Fold,
    FoldPlan,
    crossvalidated,
    plan_folds,
    split_as,
)
from poplar_nn_plugin.scoring.measure import find_interest

__all__ = ["crossvalidate"]


def crossvalidate(
    *,
    dataset: str,
    folds: int = 5,
    by: str = "groups",
    buffer: int | None = None,
    block: int | None = None,
    apart: bool = True,
    compare: bool = True,
    interest: str = "",
    report: str = "",
    architecture: str = "compact",
    jobs: int | None = None,
    made_by: str = "",
    progress: Progress,
    **settings,
) -> dict:
    """Score a kind of network by folds, and compare with easier ways to score it.

    Parameters
    ----------
    dataset : str
        Folder of a dataset; its split is not used.
    folds, by, buffer, block, apart
        As of `FoldRule`.
    compare : bool
        Whether random patches, and groups however near they lie, are test sets, too.
    interest : str
        Name or code of the class that matters most; empty for the rarest.
    report : str
        Where the HTML report appears; empty for none.
    architecture : str
        Name of an architecture.
    jobs : int, optional
        How many trainings run at a time; by default as many as cores, GPUs and free memory carry.
        The cores are shared between them, and how many threads add up rounds differently: the
        same number on the same machine gives the same scores.
    made_by : str
        What the report says made it.
    progress : Progress
    **settings
        Of `Settings`.

    Returns
    -------
    dict
        ``accuracy`` and ``macro_f1`` of all patches together, ``scores``; ``macro_f1_mean`` and
        ``macro_f1_std`` over the folds; ``folds`` and ``optimism``, a row each; ``jobs``, how many
        ran at a time; and for each patch tested ``index``, ``predicted`` class code,
        ``probability`` of that class and ``true_probability`` of its own.

    Raises
    ------
    DatasetError
        If the dataset cannot be read, or a fold leaves a class nothing to learn from.
    ParameterError
        If a setting is out of range, or there are fewer places than folds.
    WorkerError
        If not even one training at a time fits the memory.
    """
    if report:
        require_writable(report)
    chosen = Settings(**settings)
    rule = FoldRule(folds, by, buffer, block, chosen.seed, apart)
    kind, patches = find(architecture), PatchDataset.open(dataset)
    kind.require_patch(patches.spec.size, patches.spec.by_centre)
    require_masks(patches, kind)
    asked = find_interest(patches.classes, interest, patches.description.missing_classes)
    plans = plan_folds(patches, rule, compare, bool(chosen.patience), progress)
    progress.message(f"Computed on {device_name(kind.networks)}.")
    trained, pool = _trained(patches, plans, kind, chosen, jobs, progress)
    found = crossvalidated(patches, plans, trained, asked, pool.count)
    if report:
        used = {"architecture": architecture, **settings, "trainings_at_a_time": pool.count}
        write_cross_report(report, patches, found.result, found.plan.title, used, made_by)
    progress.advance(1.0)
    return found.answer(patches)


def _trained(
    patches: PatchDataset,
    plans: list[FoldPlan],
    kind: Architecture,
    settings: Settings,
    jobs: int | None,
    progress: Progress,
) -> tuple[list[list[Fold]], PoolSize]:
    """Train and score all folds of all plans; return them plan by plan, and who did it."""
    folds = [(plan, number) for plan in plans for number in range(len(plan.splits))]
    found = [None] * len(folds)

    def score(position: int, probabilities: np.ndarray) -> None:
        plan, number = folds[position]
        found[position] = Fold.scored(split_as(patches, plan.splits[number]), probabilities)
        say_fold(plan.fold(number), found[position], progress)

    tasks = [
        FoldTask(plan.fold(number), str(patches.folder), plan.splits[number])
        for plan, number in folds
    ]
    pool = train_folds(tasks, kind, settings, jobs, score, progress)
    each = iter(found)
    return [[next(each) for _ in plan.splits] for plan in plans], pool
