"""The classifier of dense features: what it learns from few samples, and how they weigh."""

import numpy as np
import pytest

from poplar_nn_plugin.features.classifier.head import Head, sample_weights


def clouds(count=30, features=4, classes=3, apart=6.0, seed=0):
    """Return samples around a middle a class, and their classes."""
    rng = np.random.default_rng(seed)
    truth = np.repeat(np.arange(classes), count)
    middles = rng.normal(size=(classes, features)) * apart
    return (middles[truth] + rng.normal(size=(len(truth), features))).astype(np.float32), truth


def even(truth):
    return np.ones(len(truth))


def test_classes_that_lie_apart_are_told_apart():
    x, truth = clouds()

    head = Head.fit(x, truth, 3, even(truth))

    known = head.probabilities(x)
    assert known.dtype == np.float32
    assert (known.argmax(axis=1) == truth).all()
    assert known[np.arange(len(truth)), truth].min() > 0.8


def test_probabilities_sum_to_1_whatever_the_shape():
    x, truth = clouds(apart=0.5)
    head = Head.fit(x, truth, 3, even(truth))

    known = head.probabilities(x.reshape(9, 10, 4))

    assert known.shape == (9, 10, 3)
    assert np.allclose(known.sum(axis=-1), 1, atol=1e-5)
    assert np.allclose(known.reshape(-1, 3), head.probabilities(x), atol=1e-6)


def test_the_same_samples_give_the_same_head_in_any_order():
    x, truth = clouds(apart=1.0)
    order = np.random.default_rng(1).permutation(len(x))

    head, again = (Head.fit(x, truth, 3, even(truth)) for _ in range(2))
    turned = Head.fit(x[order], truth[order], 3, even(truth))

    assert all(np.array_equal(head.arrays[name], again.arrays[name]) for name in head.arrays)
    assert np.allclose(head.probabilities(x), turned.probabilities(x), atol=1e-3)


def test_a_class_without_samples_is_never_predicted():
    x, truth = clouds()

    head = Head.fit(x, truth * 2, 6, even(truth))  # classes 1, 3 and 5 have none

    known = head.probabilities(np.random.default_rng(2).normal(size=(50, 4)).astype("f4") * 20)
    assert (known[:, 1::2] == 0).all()
    assert np.allclose(known.sum(axis=1), 1, atol=1e-5)


def test_a_weight_of_two_is_the_sample_twice():
    x, truth = clouds(apart=1.0)
    weights = np.where(np.arange(len(x)) % 3 == 0, 2.0, 1.0)

    weighed = Head.fit(x, truth, 3, weights)
    twice = np.repeat(np.arange(len(x)), weights.astype(int))
    repeated = Head.fit(x[twice], truth[twice], 3, even(twice))

    assert np.allclose(weighed.probabilities(x), repeated.probabilities(x), atol=2e-3)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e4])
def test_the_units_of_a_feature_do_not_count(scale):
    x, truth = clouds(apart=1.0)

    known = Head.fit(x * np.float32(scale), truth, 3, even(truth)).probabilities(
        x * np.float32(scale)
    )

    expected = Head.fit(x, truth, 3, even(truth)).probabilities(x)
    assert np.abs(known - expected).max() < 5e-3


def test_features_that_never_change_do_no_harm():
    x, truth = clouds()
    x = np.concatenate([x, np.full((len(x), 2), 7, np.float32)], axis=1)

    known = Head.fit(x, truth, 3, even(truth)).probabilities(x)

    assert (known.argmax(axis=1) == truth).all()


def test_one_sample_a_class_is_enough():
    x = np.array([[0, 0], [4, 4]], np.float32)

    known = Head.fit(x, np.array([0, 1]), 2, np.ones(2)).probabilities(x)

    assert known.argmax(axis=1).tolist() == [0, 1]


def test_more_features_than_samples_are_no_trouble():
    rng = np.random.default_rng(3)
    truth = np.repeat([0, 1], 6)
    x = rng.normal(size=(12, 300)).astype(np.float32) + truth[:, None]

    known = Head.fit(x, truth, 2, even(truth)).probabilities(x)

    assert (known.argmax(axis=1) == truth).all()


def test_classes_weigh_the_same_and_so_do_the_groups_in_a_class():
    classes = np.array([0, 0, 0, 1, 1, 1])
    group = np.array([5, 5, 6, 7, 7, 7])
    counts = np.array([3.0, 1.0, 10.0, 1.0, 1.0, 2.0])

    weights = sample_weights(classes, group, counts)

    assert weights.sum() == pytest.approx(1)
    assert weights[classes == 0].sum() == pytest.approx(0.5)
    assert weights[group == 5].sum() == pytest.approx(0.25)
    assert weights[group == 6].sum() == pytest.approx(0.25)
    assert weights[:2].tolist() == pytest.approx([0.25 * 3 / 4, 0.25 / 4])
    assert weights[3:].tolist() == pytest.approx([0.125, 0.125, 0.25])


def test_a_group_of_two_classes_weighs_in_both():
    weights = sample_weights(np.array([0, 1, 1]), np.array([4, 4, 5]), np.ones(3))

    assert weights.tolist() == pytest.approx([0.5, 0.25, 0.25])
