"""How good a classification is, all of it computed from one confusion matrix.

Rows are the reference, columns the prediction. NumPy only; a score that is not defined (no
reference, nothing predicted) is None and never counts as 0 or 1.
"""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.nn.classes import ClassMap

__all__ = ["NOT_MEASURED", "basis", "confusion_matrix", "macro_f1", "score_confusion"]

NOT_MEASURED = {
    "measured_on": "not measured (no validation patches)",
    "accuracy": None,
    "macro_f1": None,
    "classes": [],
    "confusion": [],
}
"""The scores of a model that nothing judged."""

_KEPT_APART = {
    "train": "{patches} of {groups} marked for training: a network that learned from them is "
    "flattered by this score",
    "valid": "{patches} of {groups} kept out of training",
    "test": "{patches} of {groups} kept out of training and of every choice",
}


def confusion_matrix(reference: np.ndarray, predicted: np.ndarray, count: int) -> np.ndarray:
    """Return how often each class of the reference was predicted as which.

    Parameters
    ----------
    reference, predicted : ndarray of int, shape (n,)
        Positions of classes, from 0.
    count : int
        Number of classes.

    Returns
    -------
    ndarray of int, shape (count, count)
    """
    pairs = reference.astype(np.int64) * count + predicted
    return np.bincount(pairs, minlength=count**2).reshape(count, count)


def macro_f1(confusion: np.ndarray) -> float:
    """Return the mean F1 of the classes that the reference holds."""
    present = confusion.sum(axis=1) > 0
    return float(_f1(confusion)[present].mean())


def score_confusion(confusion: np.ndarray, classes: ClassMap, measured_on: str) -> dict:
    """Return the scores of a confusion matrix, JSON values.

    Parameters
    ----------
    confusion : ndarray of int, shape (n_classes, n_classes)
        Rows the reference, columns the prediction; at least one count.
    classes : ClassMap
        Names of rows and columns.
    measured_on : str
        What was compared, for people.

    Returns
    -------
    dict
        ``measured_on``, ``accuracy``, ``macro_f1`` (over classes that the reference holds),
        ``confusion``, ``confusion_axes``, and ``classes``: for each ``code``, ``name``,
        ``precision`` (user's accuracy), ``recall`` (producer's accuracy), ``f1``, ``support``
        (count in the reference) and ``predicted``.
    """
    hits, f1 = np.diag(confusion), _f1(confusion)
    support, predicted = confusion.sum(axis=1), confusion.sum(axis=0)
    rows = [
        {
            "code": code,
            "name": classes.names[i],
            "precision": float(hits[i] / predicted[i]) if predicted[i] else None,
            "recall": float(hits[i] / support[i]) if support[i] else None,
            "f1": float(f1[i]) if support[i] else None,
            "support": int(support[i]),
            "predicted": int(predicted[i]),
        }
        for i, code in enumerate(classes.codes)
    ]
    return {
        "measured_on": measured_on,
        "accuracy": float(hits.sum() / confusion.sum()),
        "macro_f1": macro_f1(confusion),
        "classes": rows,
        "confusion": confusion.tolist(),
        "confusion_axes": "rows: reference, columns: predicted",
    }


def basis(split: str, group: np.ndarray) -> str:
    """Return the sentence that says what patches of a split a score was measured on.

    Parameters
    ----------
    split : str
        ``train``, ``valid`` or ``test``.
    group : ndarray of int, shape (n,)
        Group of each patch.
    """
    patches, groups = len(group), len(np.unique(group))
    return _KEPT_APART[split].format(
        patches=f"{patches} patch{'es' if patches > 1 else ''}",
        groups=f"{groups} polygon{'s' if groups > 1 else ''}",
    )


def _f1(confusion: np.ndarray) -> np.ndarray:
    """Return F1 = 2 hits / (support + predicted) of each class, 0 where both are 0."""
    total = confusion.sum(axis=0) + confusion.sum(axis=1)
    return 2 * np.diag(confusion) / np.maximum(total, 1)
