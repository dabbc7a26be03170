"""A classifier fitted in a tenth of a second: discriminant analysis and logistic regression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from poplar_nn_plugin.features.products import product

__all__ = ["Head", "sample_weights"]

_SHRINKAGE = 0.1
_RIDGE = 0.01
_STEPS = 60  # of L-BFGS
_MEMORY = 10  # of its corrections
_CONVERGED = 1e-5  # largest slope
_NEVER = -1e4  # level of a class without samples
_TOGETHER = 2**16  # samples whose probabilities are computed at once


@dataclass(frozen=True, eq=False)
class Head:
    """From features to probabilities: the mean of two linear classifiers.

    Shrunk linear discriminant analysis (Friedman 1989, "Regularized discriminant analysis",
    *JASA* 84) is the best guess where there are few groups; ridge-regularised logistic regression
    where there are many. Both are convex: the same samples give the same head.

    Parameters
    ----------
    mean, spread : ndarray of float32, shape (features,)
        Of the samples; features are standardised by them.
    slopes : ndarray of float32, shape (k, features, n_classes)
        Of the discriminant and of the regression; of a mean of heads, those of each.
    levels : ndarray of float32, shape (k, n_classes)
    """

    mean: np.ndarray
    spread: np.ndarray
    slopes: np.ndarray
    levels: np.ndarray

    @property
    def arrays(self) -> dict[str, np.ndarray]:
        """The arrays, by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @staticmethod
    def shapes(features: int, count: int) -> dict[str, tuple[int, ...]]:
        """Return the shapes of the arrays, for so many features and classes."""
        one = (features,)
        return {"mean": one, "spread": one, "slopes": (2, features, count), "levels": (2, count)}

    @classmethod
    def fit(
        cls, features: np.ndarray, classes: np.ndarray, count: int, weights: np.ndarray
    ) -> Head:
        """Fit both classifiers.

        Parameters
        ----------
        features : ndarray of float32, shape (n, features)
        classes : ndarray of int, shape (n,)
            Positions of the classes; one without samples is never predicted.
        count : int
            Number of classes.
        weights : ndarray of float, shape (n,)
            As of `sample_weights`.
        """
        share = weights / weights.sum()
        mean = share @ features
        spread = np.sqrt(np.maximum(share @ np.square(features - mean), 1e-12))
        x = ((features - mean) / spread).astype(np.float32)
        present = np.unique(classes)
        slopes = np.zeros((2, features.shape[1], count))
        levels = np.full((2, count), _NEVER)
        place = np.searchsorted(present, classes)
        for number, fitted in enumerate((_discriminant, _regression)):
            slopes[number][:, present], levels[number][present] = fitted(x, place, share)
        return cls(*(a.astype(np.float32) for a in (mean, spread, slopes, levels)))

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        """Return the probability of each class.

        Parameters
        ----------
        features : ndarray of float32, shape (..., features)

        Returns
        -------
        ndarray of float32, shape (..., n_classes)
        """
        flat = features.reshape(-1, features.shape[-1])
        # The standardisation goes into the slopes, once.
        slopes = self.slopes / self.spread[:, None]
        levels = self.levels - self.mean @ slopes
        found = np.zeros((len(flat), slopes.shape[-1]), np.float32)
        for start in range(0, len(flat), _TOGETHER):
            part = slice(start, start + _TOGETHER)
            for slope, level in zip(slopes, levels):
                found[part] += _softmax(product(flat[part], slope) + level)
        return (found / len(slopes)).reshape(*features.shape[:-1], -1)

    @classmethod
    def mean_of(cls, heads: Sequence[Head]) -> Head:
        """Return the head whose probabilities are the mean of those of some.

        Parameters
        ----------
        heads : sequence of Head
            Of the same features and classes, and of as many classifiers.
        """
        first = heads[0]
        slopes = [one.slopes * (first.spread / one.spread)[:, None] for one in heads]
        levels = [one.levels + ((first.mean - one.mean) / one.spread) @ one.slopes for one in heads]
        joined = (np.concatenate(each).astype(np.float32) for each in (slopes, levels))
        return cls(first.mean, first.spread, *joined)

    def after(self, gain: np.ndarray, offset: np.ndarray) -> Head:
        """Return the head that gives features what this one gives ``features * gain + offset``.

        Parameters
        ----------
        gain, offset : ndarray of float, shape (features,)
            Each gain is above 0.
        """
        mean, spread = (self.mean - offset) / gain, self.spread / gain
        return replace(self, mean=mean.astype(np.float32), spread=spread.astype(np.float32))


def sample_weights(classes: np.ndarray, group: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return weights by which classes weigh the same, and in each class its groups do.

    Parameters
    ----------
    classes, group : ndarray of int, shape (n,)
    counts : ndarray of float, shape (n,)
        What each sample stands for, such as pixels.

    Returns
    -------
    ndarray of float, shape (n,)
        They sum to 1.
    """
    pairs, place = np.unique(np.stack([classes, group]), axis=1, return_inverse=True)
    place = place.ravel()
    weights = counts / np.bincount(place, counts)[place]
    groups_of_class = np.bincount(pairs[0])
    weights /= groups_of_class[classes]
    return weights / weights.sum()


def _discriminant(x: np.ndarray, classes: np.ndarray, weights: np.ndarray):
    """Return slopes and levels of linear discriminant analysis with a shrunk covariance."""
    count = classes.max() + 1
    of_class = np.zeros((count, len(x)), np.float32)
    of_class[classes, np.arange(len(x))] = weights
    prior = of_class.sum(axis=1)
    means = product(of_class, x) / prior[:, None]
    apart = (x - means[classes]) * np.sqrt(weights)[:, None].astype(np.float32)
    covariance = product(apart.T, apart).astype(np.float64)
    level = np.trace(covariance) / len(covariance)
    covariance *= 1 - _SHRINKAGE
    covariance[np.diag_indices_from(covariance)] += _SHRINKAGE * level + 1e-9
    slopes = np.linalg.solve(covariance, means.T)
    return slopes, np.log(prior) - 0.5 * (means.T * slopes).sum(axis=0)


def _regression(x: np.ndarray, classes: np.ndarray, weights: np.ndarray):
    """Return slopes and levels of multinomial logistic regression with a ridge.

    Fitted by L-BFGS (Liu and Nocedal 1989).
    """
    count, width = classes.max() + 1, x.shape[1]
    truth = np.zeros((len(x), count))
    truth[np.arange(len(x)), classes] = 1
    own, turned = (np.arange(len(x)), classes), np.ascontiguousarray(x.T)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        slopes, levels = flat[:-count].reshape(width, count), flat[-count:]
        score = product(x, slopes.astype(np.float32)) + levels
        score -= score.max(axis=1, keepdims=True)
        power = np.exp(score)
        total = power.sum(axis=1, keepdims=True)
        value = weights @ (np.log(total[:, 0]) - score[own]) + _RIDGE / 2 * np.square(slopes).sum()
        gap = (power / total - truth) * weights[:, None]
        slope = np.concatenate(
            [(product(turned, gap.astype(np.float32)) + _RIDGE * slopes).ravel(), gap.sum(axis=0)]
        )
        return float(value), slope

    found = _minimum(loss, np.zeros(width * count + count))
    return found[:-count].reshape(width, count), found[-count:]


def _minimum(loss, start: np.ndarray) -> np.ndarray:
    """Return where a smooth convex function is least, by L-BFGS with a halving line search."""
    here, (value, slope), past = start, loss(start), []
    for _ in range(_STEPS):
        if np.abs(slope).max() < _CONVERGED:
            break
        way = -_inverse_hessian(slope, past)
        length, fall = 1.0 if past else min(1.0, 1 / np.abs(slope).sum()), float(way @ slope)
        while True:
            there = here + length * way
            next_value, next_slope = loss(there)
            if next_value <= value + 1e-4 * length * fall or length < 1e-10:
                break
            length /= 2
        moved, turned = there - here, next_slope - slope
        if moved @ turned > 1e-12:
            past = [*past[-(_MEMORY - 1) :], (moved, turned, 1 / (moved @ turned))]
        here, value, slope = there, next_value, next_slope
    return here


def _inverse_hessian(slope: np.ndarray, past: list) -> np.ndarray:
    """Return the product of the approximated inverse Hessian and a gradient."""
    found, alphas = slope.copy(), []
    for moved, turned, scale in reversed(past):
        alpha = scale * (moved @ found)
        found -= alpha * turned
        alphas.append(alpha)
    if past:
        moved, turned, scale = past[-1]
        found /= scale * (turned @ turned)
    for (moved, turned, scale), alpha in zip(past, reversed(alphas)):
        found += (alpha - scale * (turned @ found)) * moved
    return found


def _softmax(score: np.ndarray) -> np.ndarray:
    power = np.exp(score - score.max(axis=-1, keepdims=True))
    return power / power.sum(axis=-1, keepdims=True)
