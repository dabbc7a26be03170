"""Pages of what was done in QGIS's own process, made elsewhere: jobs that take JSON values."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from poplar_nn_plugin.dataset.fields import read
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.model.crossvalidation import CrossValidationScores
from poplar_nn_plugin.model.foldrule import FoldRule
from poplar_nn_plugin.model.scores import Scores
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.reports.cross_validation import write_cross_report
from poplar_nn_plugin.reports.report import write_evaluation_report, write_model_report

__all__ = ["report_evaluation", "report_folds", "report_training"]


def report_training(
    *, model: str, dataset: str, report: str, made_by: str = "", progress: Progress
) -> dict:
    """Write the report of a training, of which the card tells.

    Parameters
    ----------
    model, dataset : str
        The model file and the folder of its patches.
    report : str
        Where the HTML report appears.
    made_by : str
        The algorithm, as the toolbox calls it.
    progress : Progress
    """
    card = read_card(model)
    write_model_report(report, card, Path(dataset), model=Path(model).name, made_by=made_by)
    progress.advance(1.0)
    return {}


def report_evaluation(
    *, model: str, dataset: str, scores: dict, report: str, made_by: str = "", progress: Progress
) -> dict:
    """Write the report of an evaluation.

    Parameters
    ----------
    model, dataset
        As of `report_training`.
    scores : dict
        `Scores` as JSON values.
    report, made_by, progress
        As of `report_training`.
    """
    found = read(Scores, scores)
    name, folder = Path(model).name, Path(dataset)
    write_evaluation_report(report, read_card(model), found, name, folder, made_by)
    progress.advance(1.0)
    return {}


def report_folds(
    *,
    dataset: str,
    result: dict,
    rule: dict,
    settings: dict,
    report: str,
    made_by: str = "",
    progress: Progress,
) -> dict:
    """Write the report of a cross-validation.

    Parameters
    ----------
    dataset
        As of `report_training`.
    result : dict
        `CrossValidationScores` as JSON values.
    rule : dict
        The fields of `FoldRule`.
    settings : dict
        What the report says of the trainings.
    report, made_by, progress
        As of `report_training`.
    """
    patches, found = PatchDataset.open(dataset), read(CrossValidationScores, result)
    told = replace(FoldRule(**rule), count=len(found.folds)).title(patches.spec.size)
    write_cross_report(report, patches, found, told, settings, made_by)
    progress.advance(1.0)
    return {}
