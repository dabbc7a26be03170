"""Score a model on patches, or a map by its confusion matrix, and say what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.model.scores import Interest, score_result
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.validation_predictions import read_held_out
from poplar_nn_plugin.places import require_writable
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.reports.evaluation import evaluated
from poplar_nn_plugin.reports.report import write_map_report
from poplar_nn_plugin.scoring.confusion import score_confusion
from poplar_nn_plugin.scoring.match import require_match
from poplar_nn_plugin.scoring.measure import find_interest

__all__ = ["evaluate_model", "report_map"]


def evaluate_model(
    *,
    model: str,
    dataset: str,
    split: str = "valid",
    interest: str = "",
    report: str = "",
    made_by: str = "",
    progress: Progress,
) -> dict:
    """Score a model on one split of a dataset.

    Parameters
    ----------
    model, dataset : str
        A model file and the folder of a dataset.
    split : str
        ``train``, ``valid`` or ``test``.
    interest : str
        Name or code of the class that matters most; empty for that of the training.
    report : str
        Where to write the HTML report; empty for none.
    made_by : str
        What the report says made it.
    progress : Progress

    Returns
    -------
    dict
        ``accuracy``, ``macro_f1``, ``scores``; and for each patch of the split ``index`` in the
        dataset, ``predicted`` class code, ``probability`` of that class, and
        ``true_probability`` of the class that is right.

    Raises
    ------
    ModelMismatchError
        If the model was not made for such patches.
    DatasetError
        If the split has no patches.
    ParameterError
        If there is no class of interest of that name.
    """
    if report:
        require_writable(report)
    trained, patches = TrainedModel.load(model), PatchDataset.open(dataset)
    require_match(trained.card, patches)
    held_out = read_held_out(model, patches) if Split(split) is Split.VALID else None
    if held_out is None:
        progress.message(f"Computed on {trained.device}.")
    return evaluated(
        trained,
        patches,
        split,
        held_out=held_out,
        interest=interest,
        report=report,
        name=Path(model).name,
        made_by=made_by,
        progress=progress,
    )


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
        write_map_report(report, classes, scores, title, made_by)
    progress.advance(1.0)
    return score_result(scores)
