"""Train again and again, each time tested on what was held out, and compare easier tests."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import numpy as np

from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.model.crossvalidation import CrossValidationScores, FoldScores, Optimism
from poplar_nn_plugin.model.foldrule import FoldRule
from poplar_nn_plugin.model.scores import Scores, score_result
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.architectures.base import Architecture, find
from poplar_nn_plugin.nn.crossvalidation.capacity import largest_pool, pool_within
from poplar_nn_plugin.nn.crossvalidation.fold import (
    Fold,
    fold_probabilities,
    scored_fold,
    split_as,
    until_settled,
)
from poplar_nn_plugin.nn.crossvalidation.folds import NO_PART, fold_of_patches, split_of_fold
from poplar_nn_plugin.nn.crossvalidation.pool import MemoryTrial, PoolSize, PoolTask, run_each
from poplar_nn_plugin.nn.measure import find_interest, measure, patch_hectares
from poplar_nn_plugin.nn.network.hardware import device_name
from poplar_nn_plugin.nn.training.samples import require_masks
from poplar_nn_plugin.places import require_writable
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.reports.cross_validation import write_cross_report

__all__ = ["crossvalidate"]


_LEARNED_FROM_NONE = {
    "patches": "by networks that learned from its neighbours, which overlap it",
    "groups": "by networks that learned nothing of its polygon",
    "blocks": "by networks that learned nothing of its block",
    "images": "by networks that learned nothing of its image",
    "field": "by networks that learned nothing of its fold",
}


def crossvalidate(
    *,
    dataset: str,
    folds: int = 5,
    by: str = "groups",
    buffer: int | None = None,
    block: int | None = None,
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
    folds, by, buffer, block
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
    chosen, rule = Settings(**settings), FoldRule(folds, by, buffer, block, settings.get("seed", 0))
    kind, patches = find(architecture), PatchDataset.open(dataset)
    kind.require_patch(patches.spec.size)
    require_masks(patches, kind)
    asked = find_interest(patches.classes, interest)
    fold = fold_of_patches(patches, rule)
    if rule.by == "field":
        rule = replace(rule, count=len(np.unique(fold[fold >= 0])))
        _say_no_part(fold, progress)
    plans = [_plan(patches, one, chosen, fold) for one in _rules(rule, compare)]
    total = sum(len(plan.splits) for plan in plans)
    progress.message(
        f"{total} trainings: {', '.join(f'{len(p.splits)} {p.title}' for p in plans)}."
    )
    progress.message(f"Computed on {device_name(kind.networks)}.")
    folds, pool = _trained(patches, plans, kind, chosen, jobs, progress)
    rounds = [_round(patches, plan, asked, found) for plan, found in zip(plans, folds)]
    strict = rounds[-1]
    macro_f1 = [fold.macro_f1 for fold in strict.folds]
    result = CrossValidationScores(
        scores=strict.scores,
        macro_f1_mean=float(np.mean(macro_f1)),
        macro_f1_std=float(np.std(macro_f1, ddof=1)),
        folds=strict.folds,
        optimism=tuple(one.optimism(strict.scores) for one in rounds) if compare else (),
        jobs=pool.count,
    )
    if report:
        used = {"architecture": architecture, **settings, "trainings_at_a_time": pool.count}
        write_cross_report(report, patches, result, strict.plan.title, used, made_by)
    progress.advance(1.0)
    codes = np.asarray(patches.classes.codes, np.uint8)
    true = np.searchsorted(codes, patches.y[strict.index])
    return {
        **score_result(strict.scores),
        **write(result),
        "index": strict.index,
        "predicted": codes[strict.probabilities.argmax(axis=1)],
        "probability": strict.probabilities.max(axis=1),
        "true_probability": strict.probabilities[np.arange(len(true)), true],
    }


@dataclass(frozen=True)
class _Plan:
    """One way to divide the patches: the split of each, fold after fold."""

    rule: FoldRule
    title: str
    splits: list

    def fold(self, number: int) -> str:
        """Return the name of a fold."""
        return f"{self.title}, fold {number + 1} of {len(self.splits)}"


@dataclass(frozen=True)
class _Round:
    """What came of a plan."""

    plan: _Plan
    index: np.ndarray
    probabilities: np.ndarray
    scores: Scores
    folds: tuple[FoldScores, ...]

    def optimism(self, strict: Scores) -> Optimism:
        """Return what this plan promises beside the scores of the strictest."""
        (interest_f1,) = (r.f1 for r in self.scores.classes if r.code == strict.interest.code)
        return Optimism(
            title=self.plan.title,
            macro_f1=self.scores.macro_f1,
            interval=self.scores.macro_f1_interval,
            interest_f1=interest_f1,
            too_much=self.scores.macro_f1 - strict.macro_f1,
        )


def _rules(rule: FoldRule, compare: bool) -> list[FoldRule]:
    """Return the ways to score, from the one that flatters most to the one asked for."""
    if not compare:
        return [rule]
    easier = [
        replace(rule, by="patches", apart=False),
        replace(rule, by="groups", apart=False),
        replace(rule, by="groups"),
    ]
    return [*(one for one in easier if one != rule), rule]


def _plan(patches: PatchDataset, rule: FoldRule, settings: Settings, strict: np.ndarray) -> _Plan:
    """Divide the patches; what has no fold by the rule asked for has none by any, to compare."""
    fold = fold_of_patches(patches, rule, like=strict)
    splits = [
        split_of_fold(patches, fold, number, rule, choose_epoch=bool(settings.patience))
        for number in np.unique(fold[fold >= 0])
    ]
    return _Plan(rule, rule.title(patches.spec.size), splits)


def _say_no_part(fold: np.ndarray, progress: Progress) -> None:
    without = int((fold == NO_PART).sum())
    if without:
        progress.message(
            f"{without} of {len(fold)} patches have no fold, as those of test polygons, and take "
            "no part."
        )


def _trained(
    patches: PatchDataset,
    plans: list[_Plan],
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
            found[position] = scored_fold(split_as(patches, plan.splits[number]), probabilities)
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


def _round(patches: PatchDataset, plan: _Plan, asked: int | None, found: list[Fold]) -> _Round:
    """Score all folds of a plan together."""
    index = np.concatenate([fold.index for fold in found])
    probabilities = np.concatenate([fold.probabilities for fold in found])
    order = np.argsort(index)
    index, probabilities = index[order], probabilities[order]
    group = patches.group[index]
    measured_on = (
        f"{len(index)} patches of {len(np.unique(group))} polygons, each "
        f"{_LEARNED_FROM_NONE[plan.rule.by]} ({len(found)} folds {plan.title})"
    )
    scores = measure(
        np.searchsorted(patches.classes.codes, patches.y[index]),
        probabilities,
        group,
        patches.classes,
        measured_on,
        interest=asked,
        hectares=patch_hectares(patches.spec, patches.description.image),
    )
    return _Round(plan, index, probabilities, scores, tuple(fold.scores for fold in found))
