"""The report of a cross-validation: scores of all folds together, each fold, and the optimism."""

from __future__ import annotations

from pathlib import Path

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.versions import versions
from poplar_nn_plugin.model.crossvalidation import CrossValidationScores
from poplar_nn_plugin.reports.page import score_values, write_page
from poplar_nn_plugin.reports.score_plots import optimism_figure

__all__ = ["write_cross_report"]


def write_cross_report(
    path: str | Path,
    dataset: PatchDataset,
    result: CrossValidationScores,
    title: str,
    settings: dict,
    made_by: str = "",
) -> None:
    """Write the report of a cross-validation.

    Parameters
    ----------
    path : str or Path
    dataset : PatchDataset
    result : CrossValidationScores
    title : str
        How the folds were made.
    settings : dict
        Of the trainings.
    made_by : str
        The algorithm, as the toolbox calls it.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    write_page(
        path,
        "crossvalidation.html",
        title=f"Cross-validation: {dataset.folder.name}",
        made_by=made_by,
        subject=f"{settings['architecture']} on {dataset.folder.name}, "
        f"{len(result.folds)} folds {title}",
        folds=result.folds,
        mean=result.macro_f1_mean,
        std=result.macro_f1_std,
        optimism=result.optimism,
        optimism_figure=optimism_figure(result.optimism) if result.optimism else "",
        rows=[(key.replace("_", " ").capitalize(), str(value)) for key, value in settings.items()],
        versions=versions(),
        **score_values(result.scores, dataset.classes),
    )
