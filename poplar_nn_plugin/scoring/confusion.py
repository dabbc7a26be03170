"""How good a classification is, all of it computed from one confusion matrix.

Rows are the reference, columns the prediction. NumPy only; a score that is not defined (no
reference, nothing predicted) is None and never counts as 0 or 1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.model.scores import ClassScores, Scores

__all__ = [
    "class_scores",
    "confusion_matrix",
    "defined",
    "macro_f1",
    "overall_scores",
    "score_confusion",
]


def confusion_matrix(
    reference: np.ndarray, predicted: np.ndarray, count: int, weight: np.ndarray | None = None
) -> np.ndarray:
    """Return how often each class of the reference was predicted as which.

    Parameters
    ----------
    reference, predicted : ndarray of int, shape (n,)
        Positions of classes, from 0.
    count : int
        Number of classes.
    weight : ndarray of float, shape (n,), optional
        What each counts for; 1 if not given.

    Returns
    -------
    ndarray, shape (count, count)
        Of int, or of float if there are weights.
    """
    pairs = reference.astype(np.int64) * count + predicted
    return np.bincount(pairs, weight, minlength=count**2).reshape(count, count)


def macro_f1(confusion: np.ndarray, missing: int = 0) -> float:
    """Return the mean F1 of the classes that the reference holds, and of `missing` others of 0."""
    return float(overall_scores(confusion, missing)["macro_f1"])


def class_scores(confusion: np.ndarray) -> dict[str, np.ndarray]:
    """Return precision, recall and F1 of each class.

    Producer's accuracy is the recall, user's accuracy the precision (Congalton 1991, "A review
    of assessing the accuracy of classifications of remotely sensed data", Remote Sensing of
    Environment 37).

    Parameters
    ----------
    confusion : ndarray, shape (..., n_classes, n_classes)
        Rows the reference, columns the prediction; one matrix or many.

    Returns
    -------
    dict of str to ndarray, shape (..., n_classes)
        ``precision``, ``recall``, ``f1``; NaN where not defined. F1 is 0 for a class that the
        reference holds and nothing is predicted as.
    """
    hits = np.diagonal(confusion, axis1=-2, axis2=-1).astype(float)
    support, predicted = confusion.sum(axis=-1), confusion.sum(axis=-2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "precision": np.where(predicted > 0, hits / predicted, np.nan),
            "recall": np.where(support > 0, hits / support, np.nan),
            "f1": np.where(support > 0, 2 * hits / (support + predicted), np.nan),
        }


def overall_scores(confusion: np.ndarray, missing: int = 0) -> dict[str, np.ndarray]:
    """Return the scores over all classes that the reference holds.

    Kappa compares the accuracy with that of a guess of the same class shares (Cohen 1960, "A
    coefficient of agreement for nominal scales", Educational and Psychological Measurement 20).

    Parameters
    ----------
    confusion : ndarray, shape (..., n_classes, n_classes)
        Rows the reference, columns the prediction; each with a count.
    missing : int
        Number of classes of the labels that can never be predicted: F1 and recall of each are 0
        in the means. Accuracy and kappa count patches or pixels, of which these have none.

    Returns
    -------
    dict of str to ndarray, shape (...)
        ``accuracy``, ``macro_f1``, ``balanced_accuracy`` (mean recall), ``kappa`` (NaN where all
        is one class).
    """
    each, total = class_scores(confusion), confusion.sum(axis=(-2, -1))
    present = confusion.sum(axis=-1) > 0
    number = present.sum(axis=-1) + missing
    hits = np.diagonal(confusion, axis1=-2, axis2=-1).sum(axis=-1)
    by_chance = (confusion.sum(axis=-1) * confusion.sum(axis=-2)).sum(axis=-1) / total**2
    accuracy = hits / total
    with np.errstate(divide="ignore", invalid="ignore"):
        kappa = np.where(by_chance < 1, (accuracy - by_chance) / (1 - by_chance), np.nan)
    return {
        "accuracy": accuracy,
        "macro_f1": np.where(present, each["f1"], 0).sum(axis=-1) / number,
        "balanced_accuracy": np.where(present, each["recall"], 0).sum(axis=-1) / number,
        "kappa": kappa,
    }


def score_confusion(
    confusion: np.ndarray, classes: ClassMap, measured_on: str, missing: Sequence[str] = ()
) -> Scores:
    """Return the scores of a confusion matrix, without groups, calibration and interest.

    Parameters
    ----------
    confusion : ndarray, shape (n_classes, n_classes)
        Rows the reference, columns the prediction; at least one count. Of weighed counts, each 1
        or more, what the scores show is rounded.
    classes : ClassMap
        Names of rows and columns.
    measured_on : str
        What was compared, for people.
    missing : sequence of str
        Names of the classes of the labels that can never be predicted; a row that has none of
        them in its column may be one.
    """
    absent = [name for name in missing if name not in classes.names]
    each, overall = class_scores(confusion), overall_scores(confusion, len(absent))
    shown = np.rint(confusion).astype(np.int64)
    support, predicted = shown.sum(axis=1), shown.sum(axis=0)
    rows = tuple(
        ClassScores(
            code=code,
            name=name,
            **{key: defined(values[place]) for key, values in each.items()},
            support=int(support[place]),
            predicted=int(predicted[place]),
        )
        for place, (code, name) in enumerate(zip(classes.codes, classes.names))
    )
    return Scores(
        measured_on=measured_on,
        **{key: defined(v) for key, v in overall.items()},
        classes=rows,
        confusion=tuple(map(tuple, shown.tolist())),
        confusion_axes="rows: reference, columns: predicted",
        missing=tuple(missing),
    )


def defined(value: float) -> float | None:
    """Return a score, None where it is not defined."""
    return None if np.isnan(value) else float(value)
