"""What labels and models of other images say together."""

import numpy as np
import pytest

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.features.classifier.taught import Taught, held_out, held_out_f1
from poplar_nn_plugin.suggestions.guess import (
    POLYGONS,
    JoinedClasses,
    guess,
    pseudo_labels,
)

TWO = JoinedClasses(("a", "b"), (0, 1))


def classes(codes, names):
    return ClassMap(tuple(codes), tuple(names), ("#123456",) * len(codes))


def places(count=200, seed=0):
    """Return features of places of two classes, and their class."""
    random = np.random.default_rng(seed)
    place = random.integers(0, 2, count)
    features = random.normal(size=(count, 6)).astype(np.float32)
    features[:, 0] += 4 * place
    return features, place


def taught(groups, seed=1):
    """Return labels of so many polygons of each of two classes."""
    features, place = places(400, seed)
    chosen = np.concatenate([np.flatnonzero(place == c)[: 4 * groups] for c in (0, 1)])
    return Taught(
        features[chosen], place[chosen], np.repeat(np.arange(2 * groups), 4), np.ones(len(chosen))
    )


def said(place, right=0.9):
    """Return what a model says that gives the true class so much."""
    return np.where(np.eye(2)[place] == 1, right, 1 - right)


def share_right(probabilities, place):
    return (probabilities.argmax(axis=1) == place).mean()


def random():
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    ("model", "labels", "names", "where"),
    [
        (classes([1, 2], "ab"), classes([1, 2], "bc"), ("a", "b", "c"), (1, 2)),
        (classes([1, 2], "ab"), classes([2, 5], "25"), ("a", "b", "5"), (1, 2)),
        (classes([1, 2], "ab"), None, ("a", "b"), ()),
        (None, classes([3, 4], "xy"), ("x", "y"), (0, 1)),
        (None, None, (), ()),
    ],
    ids=["by name", "by code", "model alone", "labels alone", "neither"],
)
def test_classes_of_models_and_labels_become_one_list(model, labels, names, where):
    assert JoinedClasses.of(model, labels) == JoinedClasses(names, where)


def test_without_labels_and_model_nothing_is_guessed():
    features, _ = places()

    assert guess(features, None, None, JoinedClasses((), ()), random()) is None
    one = taught(2).only(np.arange(16) < 8)
    assert guess(features, one, None, TWO, random()) is None  # of one class


def test_labels_alone_are_learned():
    features, place = places()

    assert share_right(guess(features, taught(3), None, TWO, random()), place) > 0.9


def test_a_model_alone_says_what_it_says_and_nothing_of_other_classes():
    features, place = places()
    more = JoinedClasses(("a", "b", "c"), (0, 2))

    found = guess(features, None, said(place), more, random())

    assert np.allclose(found[:, :2], said(place))
    assert (found[:, 2] == 0).all()


def test_a_model_helps_where_labels_are_few():
    features, place = places()
    one_each = taught(1)
    alone = guess(features, one_each, None, TWO, random())

    both = guess(features, one_each, said(place), TWO, random())

    assert share_right(both, place) >= max(share_right(alone, place), 0.95)


def test_a_model_that_labels_contradict_does_not_count():
    features, place = places()

    found = guess(features, taught(4), said(1 - place), TWO, random())

    assert share_right(found, place) > 0.9


def test_pseudo_labels_are_the_surest_places_of_each_class():
    features, place = places()
    sure = said(place)
    sure[:100] = [0.6, 0.4]

    found = pseudo_labels(features[:200], sure, random())

    chosen = [np.flatnonzero((features == one).all(axis=1))[0] for one in found.features]
    assert set(found.place.tolist()) == {0, 1}
    assert np.mean(np.array(chosen) >= 100) > 0.5
    assert len(np.unique(found.group)) <= 2 * POLYGONS
    assert all(len(set(found.place[found.group == g])) == 1 for g in np.unique(found.group))


def test_cells_are_judged_by_the_labels_of_other_groups():
    one = taught(3)

    known = held_out(one, 2)

    assert np.allclose(known.sum(axis=1), 1)
    assert (known.argmax(axis=1) == one.place).mean() > 0.9
    alone = one.only(one.group == one.group[0]).and_also(one.only(one.group == one.group[-1]))
    assert np.isnan(held_out(alone, 2)).all()  # each class has one group: nothing tells of it


def test_the_score_is_of_classes_with_two_groups_and_weighs_groups_alike():
    assert held_out_f1(taught(3), 2) > 0.9
    assert held_out_f1(taught(1), 2) is None
    right = taught(4)
    at_random = Taught(right.features, np.tile([0, 1], 4).repeat(4), right.group, right.pixels)
    assert held_out_f1(at_random, 2) < 0.7
