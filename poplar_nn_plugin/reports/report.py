"""Reports for people: one HTML file with its pictures inside, which opens anywhere."""

from __future__ import annotations

from pathlib import Path

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.split import SPLITS
from poplar_nn_plugin.dataset.versions import versions
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.model.scores import Calibration, Scores
from poplar_nn_plugin.reports.areas.section import area_values
from poplar_nn_plugin.reports.card_rows import image_rows, training_rows
from poplar_nn_plugin.reports.page import picture, score_values, write_page
from poplar_nn_plugin.reports.plots import curves_figure
from poplar_nn_plugin.scoring.areas import AreaEstimates

__all__ = ["write_evaluation_report", "write_map_report", "write_model_report"]

_EXAMPLES = "examples.png"
"""The contact sheet in the folder of a dataset."""

_SPLIT_TITLES = ("Training", "Validation", "Test")
_NOTHING = {
    "history": None,
    "curves": "",
    "patches": None,
    "rows": (),
    "examples": "",
    "areas": None,
}


def write_model_report(
    path: str | Path,
    card: ModelCard,
    dataset: Path | None = None,
    *,
    model: str = "",
    made_by: str = "",
) -> None:
    """Write the report of a training, or of an adoption: scores, curves, data, settings.

    Parameters
    ----------
    path : str or Path
    card : ModelCard
    dataset : Path, optional
        Folder of the patches, for its contact sheet.
    model : str
        The name of its file.
    made_by : str
        The algorithm, as the toolbox calls it.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    training, adopted = card.training, card.adopted
    made = f"adopted with {adopted.dataset}" if adopted else f"trained on {training.dataset}"
    _write(
        path,
        _named("Adopted model" if adopted else "Trained model", model),
        f"{card.architecture}, {len(card.classes.codes)} classes, {made}",
        score_values(
            card.scores,
            card.classes,
            baseline=training.baseline,
            calibration=card.calibration,
        ),
        made_by=made_by,
        history=training.history,
        curves=curves_figure(training.history) if training.history else "",
        patches=training.patches,
        rows=[*image_rows(card), *training_rows(training, card.recipe)],
        examples=picture(dataset / _EXAMPLES) if dataset else "",
        versions=card.versions,
    )


def write_evaluation_report(
    path: str | Path, card: ModelCard, scores: Scores, model: str, dataset: Path, made_by: str = ""
) -> None:
    """Write the report of a model, given by name, scored on a dataset by an algorithm.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    _write(
        path,
        _named("Evaluated model", model),
        f"{model} on {dataset.name}",
        score_values(scores, card.classes, calibration=Calibration(card.temperature)),
        made_by=made_by,
        rows=[("Model", model), ("Patches", dataset.name), *image_rows(card)],
        # What others' network learned from is not what it is scored on here.
        examples="" if card.adopted else picture(dataset / _EXAMPLES),
        versions=card.versions,
    )


def write_map_report(
    path: str | Path,
    classes: ClassMap,
    scores: Scores,
    title: str,
    made_by: str = "",
    areas: AreaEstimates | None = None,
) -> None:
    """Write the report of a map that an algorithm compared with the truth.

    Parameters
    ----------
    path : str or Path
    classes : ClassMap
    scores : Scores
    title, made_by : str
    areas : AreaEstimates, optional
        Of the same classes.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    values = score_values(scores, classes, unit="pixels")
    values |= area_values(areas, classes, scores.of_interest.name)
    subject = "Class map against reference"
    _write(path, title, subject, values, made_by=made_by, versions=versions())


def _named(what: str, name: str) -> str:
    return f"{what}: {name}" if name else what


def _write(path: str | Path, title: str, subject: str, values: dict, **more) -> None:
    splits = list(zip(SPLITS, _SPLIT_TITLES))
    parts = {**_NOTHING, "splits": splits, **values, **more}
    write_page(path, "report.html", title=title, subject=subject, **parts)
