"""Score a map by its confusion matrix, and report it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.fields import read
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.model.scores import Interest, score_result
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.reports.report import write_map_report
from poplar_nn_plugin.scoring.areas import AreaEstimates
from poplar_nn_plugin.scoring.confusion import score_confusion
from poplar_nn_plugin.scoring.measure import find_interest

__all__ = ["report_map"]


def report_map(
    *,
    confusion,
    classes: dict,
    title: str,
    measured_on: str,
    interest: str = "",
    report: str,
    made_by: str = "",
    missing: Sequence[str] = (),
    areas: dict | None = None,
    progress: Progress,
) -> dict:
    """Score a map that was compared with the truth.

    Parameters
    ----------
    confusion : array of int, shape (n_classes, n_classes)
        Pixels; rows the reference, columns the map.
    classes : dict
        As of `ClassMap.to_json`.
    title, measured_on : str
        What is scored, and on what.
    interest : str
        Name or code of the class that matters most; empty for the rarest of the reference.
    report : str
        Where to write the HTML report; empty for none.
    made_by : str
        What the report says made it.
    missing : sequence of str
        Names of the classes of the labels, or of the reference, that the map does not have.
    areas : dict, optional
        `AreaEstimates` of the same classes, as JSON values.
    progress : Progress

    Returns
    -------
    dict
        ``accuracy``, ``macro_f1`` and ``scores``.

    Raises
    ------
    DatasetError
        If nothing was compared.
    ParameterError
        If there is no class of interest of that name.
    """
    confusion, classes = np.asarray(confusion), ClassMap.from_json(classes)
    if not confusion.sum():
        raise DatasetError("Nothing was compared: the confusion matrix is empty.")
    scores = score_confusion(confusion, classes, measured_on, missing)
    asked = find_interest(classes, interest)
    if asked is not None:
        name = classes.names[classes.index(asked)]
        scores = replace(scores, interest=Interest(asked, name))
    if report:
        found = None if areas is None else read(AreaEstimates, areas, "areas")
        write_map_report(report, classes, scores, title, made_by, found)
    progress.advance(1.0)
    return score_result(scores)
