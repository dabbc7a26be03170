"""The report of a cross-validation: scores of all folds together, each fold, and the optimism."""

from __future__ import annotations

from pathlib import Path

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.versions import versions
from poplar_nn_plugin.reports.page import score_values, write_page
from poplar_nn_plugin.reports.score_plots import optimism_figure

__all__ = ["write_cross_report"]


def write_cross_report(
    path: str | Path,
    dataset: PatchDataset,
    result: dict,
    title: str,
    settings: dict,
    made_by: str = "",
) -> None:
    """Write the report of a cross-validation.

    Parameters
    ----------
    path : str or Path
    dataset : PatchDataset
    result : dict
        ``scores``, ``folds``, ``optimism``, ``macro_f1_mean`` and ``macro_f1_std``, as of
        `poplar_nn_plugin.nn.crossvalidation.crossvalidate.crossvalidate`.
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
    optimism = result["optimism"]
    write_page(
        path,
        "crossvalidation.html",
        title=f"Cross-validation: {dataset.folder.name}",
        made_by=made_by,
        subject=f"{settings['architecture']} on {dataset.folder.name}, "
        f"{len(result['folds'])} folds {title}",
        folds=result["folds"],
        mean=result["macro_f1_mean"],
        std=result["macro_f1_std"],
        optimism=optimism,
        optimism_figure=optimism_figure(optimism) if optimism else "",
        facts=[(key.replace("_", " ").capitalize(), str(value)) for key, value in settings.items()],
        versions=versions(),
        **score_values(result["scores"], dataset.classes),
    )
