"""Evaluate a model on patches: scores, a report, and what it says of each patch."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.model.scores import score_result
from poplar_nn_plugin.progress import Progress, checkpoint
from poplar_nn_plugin.reports.report import write_evaluation_report
from poplar_nn_plugin.scoring.measure import find_interest
from poplar_nn_plugin.scoring.score import Model, score_split

__all__ = ["evaluated"]


def evaluated(
    model: Model,
    patches: PatchDataset,
    split: str,
    *,
    held_out: np.ndarray | None = None,
    interest: str,
    report: str,
    name: str,
    made_by: str,
    progress: Progress,
) -> dict:
    """Score a model on one split of a dataset, and write the report.

    Parameters
    ----------
    model : Model
    patches : PatchDataset
        Of the kind that the model was made for.
    split : str
        ``train``, ``valid`` or ``test``.
    held_out : ndarray of float32, shape (n, n_classes), optional
        As of `score_split`.
    interest : str
        Name or code of the class that matters most; empty for that of the training.
    report : str
        Where to write the HTML report; empty for none.
    name : str
        Of the model, for the report.
    made_by : str
        What the report says made it.
    progress : Progress

    Returns
    -------
    dict
        What the job answers; see `poplar_nn_plugin.nn.evaluate.evaluate_model`.

    Raises
    ------
    DatasetError
        If the split has no patches.
    ParameterError
        If there is no class of interest of that name.
    """
    card = model.card
    asked = find_interest(card.classes, interest, card.training.missing_classes)
    index, probabilities, scores = score_split(
        model, patches, Split(split), progress, interest=asked, held_out=held_out
    )
    checkpoint(progress)  # probabilities that were kept are scored without a look at it
    if report:
        write_evaluation_report(report, model.card, scores, name, patches.folder, made_by)
    codes = model.card.classes.codes
    predicted = probabilities.argmax(axis=1)
    reference = np.searchsorted(codes, patches.y[index])
    return {
        **score_result(scores),
        "index": index,
        "predicted": np.asarray(codes, np.uint8)[predicted],
        "probability": probabilities.max(axis=1),
        "true_probability": probabilities[np.arange(len(index)), reference],
    }
