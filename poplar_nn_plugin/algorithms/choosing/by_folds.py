"""Models that are scored by folds of polygons and then learn from all: no patch is kept back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm
from poplar_nn_plugin.dataset.fields import read
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.model.card import add_card, read_card
from poplar_nn_plugin.model.scores import Calibration, Scores
from poplar_nn_plugin.model.settings import Settings, TrainingOptions
from poplar_nn_plugin.patches.splitting.splits import SplitRule
from poplar_nn_plugin.progress import Progress, Slice
from poplar_nn_plugin.scoring.held_out import held_out_plan

__all__ = ["WantedModel", "rule_for_folds", "score_by_folds", "train_by_folds", "train_on_all"]

_SCORING = 0.7  # of the progress of both


@dataclass(frozen=True)
class WantedModel:
    """A model that is wanted, whatever its kind.

    Parameters
    ----------
    algorithm : PoplarAlgorithm
        That runs.
    output, report : str
        Where model and report appear; an empty report is not written.
    options : TrainingOptions
    settings : Settings
    """

    algorithm: PoplarAlgorithm
    output: str
    report: str
    options: TrainingOptions
    settings: Settings


def rule_for_folds(rule: SplitRule) -> SplitRule:
    """Return how patches are split that folds judge: not at all."""
    return replace(rule, validation_share=0.0, buffer=0, folds=True)


def score_by_folds(
    wanted: WantedModel, architecture: str, patches: Path, folds: dict, progress: Progress
) -> dict:
    """Return what a kind of model is worth on polygons held out in turn.

    Parameters
    ----------
    wanted : WantedModel
    architecture : str
    patches : Path
        Folder of a dataset.
    folds : dict
        ``folds``, ``buffer`` and ``apart`` of `FoldRule`.
    progress : Progress
    """
    return wanted.algorithm.call(
        architecture,
        "crossvalidate",
        progress,
        dataset=str(patches),
        architecture=architecture,
        interest=wanted.options.interest,
        by="groups",
        compare=False,
        **folds,
        **asdict(wanted.settings),
    )


def train_on_all(
    wanted: WantedModel, architecture: str, patches: Path, scored: dict | None, progress: Progress
) -> dict:
    """Train a kind of model on all patches and write it, with what folds found of it.

    Parameters
    ----------
    wanted : WantedModel
    architecture : str
    patches : Path
        Folder of a dataset, all of it for training.
    scored : dict or None
        Its ``scores``, and ``calibration`` where there is any; None where nothing scored it.
    progress : Progress

    Returns
    -------
    dict
        `scored`, or what the training answers where there is none.
    """
    options, output = wanted.options, wanted.output
    trained = wanted.algorithm.call(
        architecture,
        "train_model",
        progress,
        dataset=str(patches),
        output=output,
        report="" if scored else wanted.report,
        keep=False,
        tested_later=scored is not None,  # by folds, and before
        made_by=wanted.algorithm.TITLE,
        **{**asdict(options), "architecture": architecture, "refit": False},
        **asdict(wanted.settings),
    )
    if scored is None:
        return trained
    # What is claimed is what was found on all polygons in turn, not on the few of one split.
    card = replace(read_card(output), scores=replace(read(Scores, scored["scores"]), split="valid"))
    if "calibration" in scored:
        card = replace(card, calibration=read(Calibration, scored["calibration"]))
    add_card(output, card)
    if wanted.report:
        wanted.algorithm.report(
            "report_training",
            progress,
            model=output,
            dataset=str(patches),
            report=wanted.report,
            made_by=wanted.algorithm.TITLE,
        )
    return scored


def train_by_folds(
    wanted: WantedModel, architecture: str, patches: Path, progress: Progress
) -> dict:
    """Score a kind of model by folds of polygons, then train it on all patches and write it.

    Parameters
    ----------
    wanted : WantedModel
    architecture : str
        One that is trained in seconds.
    patches : Path
        Folder of a dataset, all of it for training.
    progress : Progress

    Returns
    -------
    dict
        As of `train_on_all`.
    """
    dataset = PatchDataset.open(patches)
    plan = held_out_plan(dataset, (dataset.spec.size, 0), wanted.settings.seed, progress)
    scored = None
    if plan is not None:
        scored = score_by_folds(
            wanted, architecture, patches, plan.rule.held_out, Slice(progress, 0.0, _SCORING)
        )
    return train_on_all(wanted, architecture, patches, scored, Slice(progress, _SCORING, 1.0))
