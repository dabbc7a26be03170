"""Whether 0.9 means right in nine cases of ten, and how to make it so: temperature scaling.

Networks are surer than they are right (Guo, Pleiss, Sun and Weinberger 2017, "On calibration of
modern neural networks", ICML). One number, fitted on patches that the network did not learn from,
corrects most of it and changes no class.
"""

from __future__ import annotations

import math
from typing import Callable

import numpy as np

from poplar_nn_plugin.dataset.split import fold_groups
from poplar_nn_plugin.model.scores import ConfidenceBin, Reliability

__all__ = ["calibrated", "cross_calibrated", "fit_temperature", "reliability"]

_LEAST, _MOST = 0.2, 10.0  # of the temperature
_TINY = 1e-12
_FOLDS = 5
_PRECISE = 1e-5  # of the logarithm of the temperature
_GOLDEN = (math.sqrt(5) - 1) / 2


def calibrated(probabilities: np.ndarray, temperature: float) -> np.ndarray:
    """Return the probabilities at a temperature; the most probable class stays the same.

    Parameters
    ----------
    probabilities : ndarray of float32, shape (n, n_classes)
        Rows sum to 1.
    temperature : float
        Above 1 makes a network less sure, below 1 surer; 1 changes nothing.

    Returns
    -------
    ndarray of float32, shape (n, n_classes)
    """
    if temperature == 1:
        return probabilities
    power = np.log(np.maximum(probabilities, _TINY, dtype=np.float64)) / temperature
    power = np.exp(power - power.max(axis=1, keepdims=True))
    found = (power / power.sum(axis=1, keepdims=True)).astype(np.float32)
    # Two that were nearly the same may have become the same: the first would win.
    best = probabilities.argmax(axis=1)
    for row in np.flatnonzero(found.argmax(axis=1) != best):
        found[row, best[row]] = np.nextafter(found[row].max(), np.float32(2))
    return found


def fit_temperature(probabilities: np.ndarray, reference: np.ndarray) -> float:
    """Return the temperature under which the reference is most likely.

    The truth counts as probable, not as certain: (n + 1) / (n + n_classes), as in Platt (1999,
    "Probabilistic outputs for support vector machines"), so that a few patches that are all right
    do not make a network sure of everything.

    Parameters
    ----------
    probabilities : ndarray, shape (n, n_classes)
        Of patches that the network did not learn from.
    reference : ndarray of int, shape (n,)
        Positions of their classes.
    """
    power = np.log(np.maximum(probabilities, _TINY, dtype=np.float64))
    count, classes = power.shape
    target = np.full(power.shape, 1 / (count + classes))
    target[np.arange(count), reference] = (count + 1) / (count + classes)

    def loss(logarithm: float) -> float:
        at = power / math.exp(logarithm)
        at -= at.max(axis=1, keepdims=True)
        return -float((target * (at - np.log(np.exp(at).sum(axis=1, keepdims=True)))).sum())

    return math.exp(_least(loss, math.log(_LEAST), math.log(_MOST)))


def cross_calibrated(
    probabilities: np.ndarray, reference: np.ndarray, group: np.ndarray
) -> np.ndarray:
    """Return the probabilities, each at a temperature that its own group had no part in.

    So the patches that the temperature is fitted on can also tell what it is worth.

    Parameters
    ----------
    probabilities : ndarray, shape (n, n_classes)
    reference, group : ndarray of int, shape (n,)
        At least two groups.
    """
    found = np.empty_like(probabilities)
    _, group = np.unique(group, return_inverse=True)
    folds = min(_FOLDS, group.max() + 1)
    fold = fold_groups(group, reference, np.ones(len(group)), folds=folds)[group]
    for number in np.unique(fold):
        held = fold == number
        temperature = fit_temperature(probabilities[~held], reference[~held])
        found[held] = calibrated(probabilities[held], temperature)
    return found


def reliability(
    probabilities: np.ndarray,
    reference: np.ndarray,
    weight: np.ndarray | None = None,
    bins: int = 10,
) -> Reliability:
    """Compare how sure the predictions are with how often they are right.

    The expected calibration error is that of Naeini, Cooper and Hauskrecht (2015, AAAI).

    Parameters
    ----------
    probabilities : ndarray, shape (n, n_classes)
    reference : ndarray of int, shape (n,)
        Positions of the classes.
    weight : ndarray of float, shape (n,), optional
        What each counts for, 1 or more; 1 if not given.
    bins : int
        Steps of confidence, all of one width.
    """
    weight = np.ones(len(reference)) if weight is None else weight
    sure = probabilities.max(axis=1).astype(float)
    right = probabilities.argmax(axis=1) == reference
    place = np.minimum((sure * bins).astype(int), bins - 1)
    steps, place = np.unique(place, return_inverse=True)
    amounts, sure, right = (
        np.bincount(place, weight * each, minlength=len(steps)) for each in (1, sure, right)
    )
    held = tuple(
        ConfidenceBin(confidence=s / amount, accuracy=r / amount, count=round(amount))
        for amount, s, r in zip(amounts.tolist(), sure.tolist(), right.tolist())
    )
    return Reliability(float(np.abs(sure - right).sum() / weight.sum()), held)


def _least(loss: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function with one valley is least, by golden sections."""
    width = high - low
    inner = [high - _GOLDEN * width, low + _GOLDEN * width]
    values = [loss(place) for place in inner]
    while high - low > _PRECISE:
        if values[0] < values[1]:
            high, inner[1], values[1] = inner[1], inner[0], values[0]
            inner[0] = high - _GOLDEN * (high - low)
            values[0] = loss(inner[0])
        else:
            low, inner[0], values[0] = inner[0], inner[1], values[1]
            inner[1] = low + _GOLDEN * (high - low)
            values[1] = loss(inner[1])
    return (low + high) / 2
