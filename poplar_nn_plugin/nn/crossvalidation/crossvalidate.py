"""Train again and again, each time tested on what was held out, and compare easier tests."""

from __future__ import annotations

from dataclasses import asdict

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.model.foldrule import FoldRule
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.architectures.base import Architecture, find
from poplar_nn_plugin.nn.crossvalidation.capacity import largest_pool, pool_within
from poplar_nn_plugin.nn.crossvalidation.fold import fold_probabilities, until_settled
from poplar_nn_plugin.nn.crossvalidation.pool import MemoryTrial, PoolSize, PoolTask, run_each
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
    """Train and score all folds of all plans; return them plan by plan, and who did it.

    The first shows how much memory one takes, unless it is said how many run at a time.
    """
    folds = [(plan, number) for plan in plans for number in range(len(plan.splits))]
    pool, found = largest_pool(len(folds), kind.networks, jobs), [None] * len(folds)

    def fitting(need: int) -> PoolSize:
        nonlocal pool
        pool = pool_within(pool, len(folds), need)
        progress.message(f"A training takes {need / 1e6:,.0f} MB of memory. {_told(pool)}")
        return pool

    trial = None
    if pool.count > 1 and jobs is None:
        trial = MemoryTrial(until_settled(settings, kind), fitting)
        progress.message("The first training shows how many there is memory for.")
    else:
        progress.message(_told(pool))
    with scratch_folder() as scratch:
        tasks = []
        for position, (plan, number) in enumerate(folds):
            output = str(scratch / f"{position}.keras")
            values = plan.splits[number], kind.name, asdict(settings), output
            tasks.append(PoolTask(plan.fold(number), (str(patches.folder), *values)))
        for position, probabilities in run_each(
            fold_probabilities, tasks, pool, scratch, progress, trial
        ):
            plan, number = folds[position]
            found[position] = Fold.scored(split_as(patches, plan.splits[number]), probabilities)
            fold = found[position].scores
            progress.message(
                f"{plan.fold(number)}: {fold.train} training patches, {fold.test} test patches, "
                f"{fold.left_out} left out; macro F1 {fold.macro_f1:.3f}"
            )
    each = iter(found)
    return [[next(each) for _ in plan.splits] for plan in plans], pool


def _told(pool: PoolSize) -> str:
    if pool.count == 1:
        return "One training at a time."
    if pool.gpus:
        return f"{pool.count} trainings at a time, on one GPU each."
    cores = "one core" if pool.cores == 1 else f"{pool.cores} cores"
    return f"{pool.count} trainings at a time, on {cores} each."
