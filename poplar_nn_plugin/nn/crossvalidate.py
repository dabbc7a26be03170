"""Train again and again, each time judged by what was held out, and compare easier tests."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.calibration import calibrated
from poplar_nn_plugin.nn.crossreport import write_cross_report
from poplar_nn_plugin.nn.dataset import PatchDataset
from poplar_nn_plugin.nn.devices import device_name
from poplar_nn_plugin.nn.files import require_writable
from poplar_nn_plugin.nn.foldrule import FoldRule
from poplar_nn_plugin.nn.folds import LEFT_OUT, fold_of_patches, split_of_fold
from poplar_nn_plugin.nn.judge import answers
from poplar_nn_plugin.nn.measure import find_interest, measure, patch_hectares
from poplar_nn_plugin.nn.model import TrainedModel
from poplar_nn_plugin.nn.scores import confusion_matrix, plain, summary
from poplar_nn_plugin.nn.settings import Settings
from poplar_nn_plugin.nn.train import train_model
from poplar_nn_plugin.progress import Progress, Slice, checkpoint

__all__ = ["crossvalidate"]

JOBS = ("crossvalidate",)

_LEARNED_FROM_NONE = {
    "patches": "by networks that learned from its neighbours, which overlap it",
    "groups": "by networks that learned nothing of its polygon",
    "blocks": "by networks that learned nothing of its block",
    "images": "by networks that learned nothing of its image",
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
        Whether random patches, and groups however near they lie, are made to judge, too.
    interest : str
        Name or code of the class that matters most; empty for the rarest.
    report : str
        Where the HTML report appears; empty for none.
    architecture : str
        Name of an architecture.
    progress : Progress
    **settings
        Of `Settings`.

    Returns
    -------
    dict
        ``accuracy`` and ``macro_f1`` of all patches together, ``scores``; ``macro_f1_mean`` and
        ``macro_f1_std`` over the folds; ``folds`` and ``optimism``, a row each; and for each
        patch judged ``index``, ``predicted`` class code, ``probability`` of that class and
        ``true_probability`` of its own.

    Raises
    ------
    DatasetError
        If the dataset cannot be read, or a fold leaves a class nothing to learn from.
    ParameterError
        If a setting is out of range, or there are fewer places than folds.
    """
    if report:
        require_writable(report)
    chosen, rule = Settings(**settings), FoldRule(by, folds, buffer, block, settings.get("seed", 0))
    patches = PatchDataset.open(dataset)
    asked = find_interest(patches.classes, interest)
    always = fold_of_patches(patches, rule) < 0
    plans = [_plan(patches, one, chosen, always) for one in _rules(rule, compare)]
    total, done = sum(len(plan.splits) for plan in plans), 0
    progress.message(
        f"{total} trainings: {', '.join(f'{len(p.splits)} {p.title}' for p in plans)}."
    )
    progress.message(f"Computed on {device_name(find(architecture).networks)}.")
    rounds = []
    for plan in plans:
        stage = Slice(progress, done / total, (done + len(plan.splits)) / total)
        rounds.append(_run(patches, plan, architecture, settings, asked, stage))
        done += len(plan.splits)
    strict = rounds[-1]
    result = {
        "accuracy": strict.scores["accuracy"],
        "macro_f1": strict.scores["macro_f1"],
        "macro_f1_mean": strict.mean,
        "macro_f1_std": strict.std,
        "scores": strict.scores,
        "folds": strict.folds,
        "optimism": [one.row(strict) for one in rounds] if compare else [],
    }
    if report:
        facts = {"architecture": architecture, **settings}
        write_cross_report(report, patches, result, strict.plan.title, facts)
    progress.advance(1.0)
    codes = np.asarray(patches.classes.codes, np.uint8)
    true = np.searchsorted(codes, patches.y[strict.index])
    return {
        **result,
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


@dataclass(frozen=True)
class _Round:
    """What came of a plan."""

    plan: _Plan
    index: np.ndarray
    probabilities: np.ndarray
    scores: dict
    folds: list

    @property
    def mean(self) -> float:
        return float(np.mean([fold["macro_f1"] for fold in self.folds]))

    @property
    def std(self) -> float:
        return float(np.std([fold["macro_f1"] for fold in self.folds], ddof=1))

    def row(self, strict: _Round) -> dict:
        """Return what stands in the table of optimism."""
        code = strict.scores["interest"]["code"]
        f1 = next(row["f1"] for row in self.scores["classes"] if row["code"] == code)
        return {
            "title": self.plan.title,
            "macro_f1": self.scores["macro_f1"],
            "interval": self.scores["macro_f1_interval"],
            "interest_f1": f1,
            "too_much": self.scores["macro_f1"] - strict.scores["macro_f1"],
        }


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


def _plan(patches: PatchDataset, rule: FoldRule, settings: Settings, always) -> _Plan:
    """Divide the patches; those that `always` teach are judged by no way, so that all compare."""
    fold = np.where(always, -1, fold_of_patches(patches, rule))
    splits = [
        split_of_fold(patches, fold, number, rule, choose_epoch=bool(settings.patience))
        for number in np.unique(fold[fold >= 0])
    ]
    return _Plan(rule, rule.title(patches.spec.size), splits)


def _run(patches, plan: _Plan, architecture, settings, asked, progress: Progress) -> _Round:
    """Train and judge each fold of a plan."""
    names, count = patches.classes.codes, len(plan.splits)
    judged, found, rows = [], [], []
    for number, split in enumerate(plan.splits):
        stage = Slice(progress, number / count, (number + 1) / count)
        checkpoint(stage, 0.0)
        labels = patches.labels.copy()
        labels["split"] = split
        part = replace(patches, labels=labels)
        held = part.select("test")
        probabilities = _trained_answers(part, held, architecture, settings, stage)
        reference = np.searchsorted(names, patches.y[held])
        confusion = confusion_matrix(reference, probabilities.argmax(axis=1), len(names))
        each = {key: plain(value) for key, value in summary(confusion).items()}
        row = {**_counts(part, held, split), **each}
        progress.message(
            f"{plan.title}, fold {number + 1} of {count}: {row['train']} patches teach, "
            f"{row['judge']} judge, {row['left_out']} left out; macro F1 {row['macro_f1']:.3f}"
        )
        judged.append(held)
        found.append(probabilities)
        rows.append(row)
    index, probabilities = np.concatenate(judged), np.concatenate(found)
    order = np.argsort(index)
    index, probabilities = index[order], probabilities[order]
    group = patches.group[index]
    said = (
        f"{len(index)} patches of {len(np.unique(group))} polygons, each "
        f"{_LEARNED_FROM_NONE[plan.rule.by]} ({count} folds {plan.title})"
    )
    scores = measure(
        np.searchsorted(names, patches.y[index]),
        probabilities,
        group,
        patches.classes,
        said,
        interest=asked,
        hectares=patch_hectares(patches.spec, patches.meta["image"]),
    )
    return _Round(plan, index, probabilities, scores, rows)


def _trained_answers(part: PatchDataset, held, architecture, settings, progress: Progress):
    """Return what a network trained on a fold says of those held out."""
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder) / "fold.keras")
        train_model(
            dataset=part,
            output=output,
            architecture=architecture,
            yardstick=False,
            resume=False,
            progress=_Quiet(Slice(progress, 0.0, 0.95)),
            **settings,
        )
        model = TrainedModel.load(output)
    return calibrated(
        answers(model, part, held, Slice(progress, 0.95, 1.0)), model.card.temperature
    )


def _counts(part: PatchDataset, held: np.ndarray, split: np.ndarray) -> dict:
    return {
        "train": len(part.select("train")),
        "train_groups": len(np.unique(part.group[part.select("train")])),
        "judge": len(held),
        "judge_groups": len(np.unique(part.group[held])),
        "left_out": int((split == LEFT_OUT).sum()),
    }


@dataclass(frozen=True)
class _Quiet:
    """Progress of one training among many: moves the bar, and leaves the talking to the whole."""

    whole: Progress

    def advance(self, fraction: float) -> None:
        self.whole.advance(fraction)

    def message(self, text: str) -> None:
        """Leave out what is said of every epoch."""

    def cancelled(self) -> bool:
        return self.whole.cancelled()
