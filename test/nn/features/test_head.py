"""The classifier of dense features beside scikit-learn's, which the worker has."""

import numpy as np
import pytest
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression

from poplar_nn_plugin.features.classifier import head as heads
from poplar_nn_plugin.features.classifier.head import Head, sample_weights


@pytest.fixture(scope="module")
def samples():
    rng = np.random.default_rng(0)
    truth = np.repeat([0, 1, 2], [40, 25, 60])
    middles = rng.normal(size=(3, 12))
    x = middles[truth] + rng.normal(size=(len(truth), 12)) @ rng.normal(size=(12, 12)) * 0.5
    weights = sample_weights(truth, np.arange(len(truth)) // 5, np.ones(len(truth)))
    return x.astype(np.float32), truth, weights


def softmax(score):
    power = np.exp(score - score.max(axis=1, keepdims=True))
    return power / power.sum(axis=1, keepdims=True)


def part(head, number, x):
    """Return the probabilities of one of the two classifiers of a head."""
    return softmax((x - head.mean) / head.spread @ head.slopes[number] + head.levels[number])


def test_the_regression_is_that_of_scikit_learn(samples, monkeypatch):
    x, truth, weights = samples
    monkeypatch.setattr(heads, "_STEPS", 1000)

    head = Head.fit(x, truth, 3, weights)

    # Its C weighs the sum of the losses, ours their mean.
    theirs = LogisticRegression(C=1 / 0.01, tol=1e-8, max_iter=10_000)
    theirs.fit((x - head.mean) / head.spread, truth, sample_weight=weights / weights.sum())
    expected = theirs.predict_proba((x - head.mean) / head.spread)
    assert np.abs(part(head, 1, x) - expected).max() < 2e-3


def test_sixty_steps_are_as_good_as_a_thousand(samples, monkeypatch):
    x, truth, weights = samples
    short = Head.fit(x, truth, 3, weights).probabilities(x)
    monkeypatch.setattr(heads, "_STEPS", 1000)

    assert np.abs(short - Head.fit(x, truth, 3, weights).probabilities(x)).max() < 0.01


def test_the_discriminant_is_that_of_scikit_learn(samples):
    x, truth, _ = samples
    order = np.concatenate([np.flatnonzero(truth == n)[:25] for n in range(3)])
    x, truth = x[order], truth[order]  # theirs knows no weights: classes of the same size

    head = Head.fit(x, truth, 3, np.ones(len(x)))

    standard = (x - head.mean) / head.spread
    theirs = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.1).fit(standard, truth)
    # Theirs shrinks the mean of the classes' covariances, after standardising each class anew.
    ours, expected = part(head, 0, x), theirs.predict_proba(standard)
    assert np.mean(ours.argmax(axis=1) == expected.argmax(axis=1)) > 0.95
    assert np.abs(ours - expected).mean() < 0.03
