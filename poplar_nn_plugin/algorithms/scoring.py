"""Reports and scores as outputs: declared once, shown and returned the same way everywhere."""

from __future__ import annotations

import json

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
)

from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.dataset.fields import read
from poplar_nn_plugin.model.scores import Scores
from poplar_nn_plugin.scoring.coverage import coverage, not_on_map

__all__ = [
    "model_destination",
    "report_destination",
    "score_outputs",
    "scores",
]


def model_destination(key: str = "OUTPUT") -> QgsProcessingParameterFileDestination:
    """Declare the model that is written."""
    kinds = tr("Models (*.keras)")
    return QgsProcessingParameterFileDestination(key, tr("Model"), fileFilter=kinds)


def report_destination(title: str) -> QgsProcessingParameterFileDestination:
    """Declare the report, one HTML file, called after the algorithm of this title.

    QGIS's results viewer lists reports by this name alone.
    """
    name = tr("Report: {}").format(tr(title))
    kinds = tr("HTML files (*.html)")
    return QgsProcessingParameterFileDestination("REPORT", name, fileFilter=kinds)


def score_outputs() -> list:
    """Declare the scores that a model chain may want."""
    return [
        QgsProcessingOutputNumber("ACCURACY", tr("Overall accuracy")),
        QgsProcessingOutputNumber("MACRO_F1", tr("Macro F1")),
        QgsProcessingOutputString("CLASS_F1", tr("F1 of each class (JSON)")),
    ]


def scores(result: dict, progress) -> dict:
    """Show the scores of a job, and return them under the keys of `score_outputs`."""
    found = read(Scores, result["scores"], "scores")
    progress.message(f"Measured on {found.measured_on}:")
    for row in found.classes:
        if row.f1 is None:
            progress.message(f"  {row.name}: not judged")
            continue
        progress.message(
            f"  {row.name}: F1 {row.f1:.2f}{_range(row.f1_interval)} "
            f"(precision {_share(row.precision)}, recall {_share(row.recall)})"
        )
    over = coverage(found)
    progress.message(
        f"  macro F1 {found.macro_f1:.2f}{_range(found.macro_f1_interval)}"
        f"{over and f' ({over})'}, "
        f"accuracy {found.accuracy:.2f}{_range(found.accuracy_interval)}"
        if found.classes
        else "  nothing"
    )
    if found.missing:
        progress.warn(not_on_map(found.missing))
    f1 = {row.name: row.f1 and round(row.f1, 4) for row in found.classes}
    f1.update(dict.fromkeys(found.absent, 0.0))
    return {
        "ACCURACY": found.accuracy,
        "MACRO_F1": found.macro_f1,
        "CLASS_F1": json.dumps(f1, ensure_ascii=False),
    }


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _range(interval: tuple | None) -> str:
    return "" if interval is None else f" [{interval[0]:.2f} to {interval[1]:.2f}]"
