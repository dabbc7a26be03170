"""Whether 0.9 means right in nine cases of ten, and how to make it so: temperature scaling.

Networks are surer than they are right (Guo, Pleiss, Sun and Weinberger 2017, "On calibration of
modern neural networks", ICML). One number, fitted on patches that the network did not learn from,
corrects most of it and changes no class.
"""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.model.scores import ConfidenceBin, Reliability

__all__ = ["calibrated", "cross_calibrated", "fit_temperature", "reliability"]

_LEAST, _MOST = 0.2, 10.0  # of the temperature
_TINY = 1e-12
_FOLDS = 5


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
    from scipy.optimize import minimize_scalar
    from scipy.special import log_softmax

    power = np.log(np.maximum(probabilities, _TINY, dtype=np.float64))
    count, classes = power.shape
    target = np.full(power.shape, 1 / (count + classes))
    target[np.arange(count), reference] = (count + 1) / (count + classes)

    def loss(logarithm: float) -> float:
        return -float((target * log_softmax(power / np.exp(logarithm), axis=1)).sum())

    bounds = float(np.log(_LEAST)), float(np.log(_MOST))
    return float(np.exp(minimize_scalar(loss, bounds=bounds, method="bounded").x))


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
    from sklearn.model_selection import GroupKFold

    found = np.empty_like(probabilities)
    folds = GroupKFold(min(_FOLDS, len(np.unique(group))))
    for fitted, judged in folds.split(probabilities, groups=group):
        temperature = fit_temperature(probabilities[fitted], reference[fitted])
        found[judged] = calibrated(probabilities[judged], temperature)
    return found


def reliability(probabilities: np.ndarray, reference: np.ndarray, bins: int = 10) -> Reliability:
    """Compare how sure the predictions are with how often they are right.

    The expected calibration error is that of Naeini, Cooper and Hauskrecht (2015, AAAI).

    Parameters
    ----------
    probabilities : ndarray, shape (n, n_classes)
    reference : ndarray of int, shape (n,)
        Positions of the classes.
    bins : int
        Steps of confidence, all of one width.
    """
    sure = probabilities.max(axis=1).astype(float)
    right = probabilities.argmax(axis=1) == reference
    place = np.minimum((sure * bins).astype(int), bins - 1)
    held = tuple(
        ConfidenceBin(
            confidence=float(sure[place == step].mean()),
            accuracy=float(right[place == step].mean()),
            count=int((place == step).sum()),
        )
        for step in np.unique(place)
    )
    gaps = [each.count * abs(each.confidence - each.accuracy) for each in held]
    return Reliability(float(sum(gaps) / len(sure)), held)
