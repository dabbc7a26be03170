"""Score by folds: plans of what is tested when, what comes of them, and easier ways to compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.model.crossvalidation import CrossValidationScores, FoldScores, Optimism
from poplar_nn_plugin.model.foldrule import FoldRule
from poplar_nn_plugin.model.scores import Scores, score_result
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.scoring.basis import weighed
from poplar_nn_plugin.scoring.confusion import confusion_matrix, defined, overall_scores
from poplar_nn_plugin.scoring.folds import LEFT_OUT, NO_PART, fold_of_patches, split_of_fold
from poplar_nn_plugin.scoring.measure import measure, patch_hectares

__all__ = ["CrossValidation", "Fold", "FoldPlan", "crossvalidated", "plan_folds", "split_as"]

_LEARNED_FROM_NONE = {
    "patches": "by models that learned from its neighbours, which overlap it",
    "groups": "by models that learned nothing of its polygon",
    "blocks": "by models that learned nothing of its block",
    "images": "by models that learned nothing of its image",
    "field": "by models that learned nothing of its fold",
}


@dataclass(frozen=True)
class FoldPlan:
    """One way to divide the patches: the split of each, fold after fold."""

    rule: FoldRule
    title: str
    splits: list

    def fold(self, number: int) -> str:
        """Return the name of a fold."""
        return f"{self.title}, fold {number + 1} of {len(self.splits)}"


@dataclass(frozen=True)
class Fold:
    """A fold that has been scored.

    Parameters
    ----------
    index : ndarray of int, shape (n_held,)
        Its test set.
    probabilities : ndarray of float32, shape (n_held, n_classes)
        Of the test set.
    scores : FoldScores
    """

    index: np.ndarray
    probabilities: np.ndarray
    scores: FoldScores

    @classmethod
    def scored(cls, part: PatchDataset, probabilities: np.ndarray) -> Fold:
        """Return a fold with its scores.

        Parameters
        ----------
        part : PatchDataset
            With the split of the fold.
        probabilities : ndarray of float32, shape (n_held, n_classes)
            Of the patches of its test set.
        """
        train, held = part.select(Split.TRAIN), part.select(Split.TEST)
        codes = part.classes.codes
        reference = np.searchsorted(codes, part.y[held])
        predicted, weight = probabilities.argmax(axis=1), part.weight[held]
        confusion = confusion_matrix(reference, predicted, len(codes), weight)
        missing = len(part.description.missing_classes)
        scores = FoldScores(
            train=len(train),
            train_groups=len(np.unique(part.group[train])),
            test=len(held),
            test_groups=len(np.unique(part.group[held])),
            left_out=int((part.split == LEFT_OUT).sum()),
            **{key: defined(value) for key, value in overall_scores(confusion, missing).items()},
        )
        return cls(held, probabilities, scores)


@dataclass(frozen=True)
class CrossValidation:
    """What came of a cross-validation.

    Parameters
    ----------
    plan : FoldPlan
    index : ndarray of int, shape (n,)
        The patches that were tested, ascending.
    probabilities : ndarray of float32, shape (n, n_classes)
    result : CrossValidationScores
    """

    plan: FoldPlan
    index: np.ndarray
    probabilities: np.ndarray
    result: CrossValidationScores

    @property
    def macro_f1(self) -> float:
        """Of all patches that were tested, together."""
        return self.result.scores.macro_f1

    def answer(self, patches: PatchDataset) -> dict:
        """Return what a job tells of it."""
        codes = np.asarray(patches.classes.codes, np.uint8)
        true = np.searchsorted(codes, patches.y[self.index])
        return {
            **score_result(self.result.scores),
            **write(self.result),
            "index": self.index,
            "predicted": codes[self.probabilities.argmax(axis=1)],
            "probability": self.probabilities.max(axis=1),
            "true_probability": self.probabilities[np.arange(len(true)), true],
        }


def split_as(patches: PatchDataset, split: np.ndarray) -> PatchDataset:
    """Return a dataset with another split.

    Parameters
    ----------
    patches : PatchDataset
    split : ndarray of int, shape (n,)
        As of `poplar_nn_plugin.scoring.folds.split_of_fold`.
    """
    labels = patches.labels.copy()
    labels["split"] = split
    return replace(patches, labels=labels)


def plan_folds(
    patches: PatchDataset, rule: FoldRule, compare: bool, choose_epoch: bool, progress: Progress
) -> list[FoldPlan]:
    """Divide the patches by a rule, and before it by easier ones where these are compared.

    Parameters
    ----------
    patches : PatchDataset
    rule : FoldRule
    compare : bool
        Whether random patches, and groups however near they lie, are test sets, too.
    choose_epoch : bool
        Whether a part of what trains is kept to choose an epoch on.
    progress : Progress

    Raises
    ------
    DatasetError
        If a fold leaves a class nothing to learn from.
    ParameterError
        If there are fewer places than folds.
    """
    fold = fold_of_patches(patches, rule)
    if rule.by == "field":
        rule = replace(rule, count=len(np.unique(fold[fold >= 0])))
        _say_no_part(fold, progress)
    plans = [_plan(patches, one, choose_epoch, fold) for one in _rules(rule, compare)]
    total = sum(len(plan.splits) for plan in plans)
    progress.message(
        f"{total} trainings: {', '.join(f'{len(p.splits)} {p.title}' for p in plans)}."
    )
    return plans


def crossvalidated(
    patches: PatchDataset,
    plans: Sequence[FoldPlan],
    folds: Sequence[Sequence[Fold]],
    asked: int | None,
    jobs: int,
) -> CrossValidation:
    """Return the scores of all folds together; those of easier plans tell how much they flatter.

    Parameters
    ----------
    patches : PatchDataset
    plans : sequence of FoldPlan
        From `plan_folds`.
    folds : sequence of sequence of Fold
        Of each plan.
    asked : int or None
        Code of the class of interest.
    jobs : int
        How many trainings ran at a time.
    """
    rounds = [_joined(patches, plan, asked, found) for plan, found in zip(plans, folds)]
    index, probabilities, scores = rounds[-1]
    strict = [fold.scores for fold in folds[-1]]
    macro_f1 = [fold.macro_f1 for fold in strict]
    result = CrossValidationScores(
        scores=scores,
        macro_f1_mean=float(np.mean(macro_f1)),
        macro_f1_std=float(np.std(macro_f1, ddof=1)),
        folds=tuple(strict),
        optimism=tuple(_optimism(plan, one[2], scores) for plan, one in zip(plans, rounds))
        if len(plans) > 1
        else (),
        jobs=jobs,
    )
    return CrossValidation(plans[-1], index, probabilities, result)


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


def _plan(patches: PatchDataset, rule: FoldRule, choose_epoch: bool, strict: np.ndarray):
    """Divide the patches; what has no fold by the rule asked for has none by any, to compare."""
    fold = fold_of_patches(patches, rule, like=strict)
    splits = [
        split_of_fold(patches, fold, number, rule, choose_epoch=choose_epoch)
        for number in np.unique(fold[fold >= 0])
    ]
    return FoldPlan(rule, rule.title(patches.spec.size), splits)


def _say_no_part(fold: np.ndarray, progress: Progress) -> None:
    without = int((fold == NO_PART).sum())
    if without:
        progress.message(
            f"{without} of {len(fold)} patches have no fold, as those of test polygons, and take "
            "no part."
        )


def _joined(
    patches: PatchDataset, plan: FoldPlan, asked: int | None, found: Sequence[Fold]
) -> tuple[np.ndarray, np.ndarray, Scores]:
    """Return the patches that the folds of a plan test, with probabilities and scores of all."""
    index = np.concatenate([fold.index for fold in found])
    probabilities = np.concatenate([fold.probabilities for fold in found])
    order = np.argsort(index)
    index, probabilities = index[order], probabilities[order]
    group, weight = patches.group[index], patches.weight[index]
    measured_on = (
        f"{len(index)} patches of {len(np.unique(group))} polygons{weighed(weight)}, each "
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
        missing=patches.description.missing_classes,
        weight=weight,
    )
    return index, probabilities, scores


def _optimism(plan: FoldPlan, scores: Scores, strict: Scores) -> Optimism:
    """Return what a plan promises beside the scores of the strictest."""
    (interest_f1,) = (row.f1 for row in scores.classes if row.code == strict.interest.code)
    return Optimism(
        title=plan.title,
        macro_f1=scores.macro_f1,
        interval=scores.macro_f1_interval,
        interest_f1=interest_f1,
        too_much=scores.macro_f1 - strict.macro_f1,
    )
