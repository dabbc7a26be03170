"""Places are chosen by how unsure, how unlike, how common they are, and apart from each other."""

import numpy as np
import pytest

from poplar_nn_plugin.errors import Cancelled
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.suggestions.rule import Space, choose_places, margins


class Stopped(Silent):
    def cancelled(self):
        return True


def heaps(*sizes, seed=0):
    """Return points in heaps of so many, far from each other, and the heap of each."""
    random = np.random.default_rng(seed)
    middles = 10 * np.eye(len(sizes), 8, dtype=np.float32)
    heap = np.repeat(np.arange(len(sizes)), sizes)
    return middles[heap] + random.normal(0, 0.05, (len(heap), 8)).astype(np.float32), heap


def choose(places, *, labelled=None, unsure=None, position=None, count=3, apart=0):
    position = np.arange(2 * len(places)).reshape(-1, 2) * 10 if position is None else position
    labelled = places[:0] if labelled is None else labelled
    unsure = np.ones(len(places)) if unsure is None else unsure
    return choose_places(places, labelled, unsure, position, count, apart, Silent())


def test_each_kind_of_place_is_chosen_once_the_commonest_first():
    places, heap = heaps(30, 60, 10)

    found = choose(places)

    assert heap[found.index].tolist() == [1, 0, 2]
    assert np.allclose(found.share, [0.6, 0.3, 0.1])
    assert np.allclose(found.covered, 0, atol=1e-3)


def test_what_is_like_a_label_comes_last():
    places, heap = heaps(30, 60, 10)

    found = choose(places, labelled=places[heap == 1][:2])

    assert heap[found.index].tolist() == [0, 2, 1]
    assert found.covered[2] > 0.9


def test_what_is_unsure_comes_before_what_is_common():
    places, heap = heaps(30, 60, 10)

    found = choose(places, unsure=np.where(heap == 2, 1.0, 0.05))

    assert heap[found.index[0]] == 2


def test_no_two_places_lie_nearer_than_asked_for_and_fewer_are_given():
    places, _ = heaps(25)
    position = 3 * np.stack(np.meshgrid(np.arange(5), np.arange(5)), axis=-1).reshape(-1, 2)

    found = choose(places, position=position, count=25, apart=5)

    chosen = position[found.index]
    gaps = np.abs(chosen[:, None] - chosen).max(axis=-1)
    assert 1 < len(chosen) < 25
    assert gaps[gaps > 0].min() > 5


def test_the_same_places_are_chosen_again_and_none_twice():
    places, _ = heaps(20, 20)

    one, other = choose(places, count=40), choose(places, count=40)

    assert np.array_equal(one.index, other.index)
    assert sorted(one.index.tolist()) == list(range(40))


def test_it_stops_when_it_is_cancelled():
    places, _ = heaps(20, 20)

    with pytest.raises(Cancelled):
        choose_places(
            places, places[:0], np.ones(40), np.zeros((40, 2), int), 3, 0, progress=Stopped()
        )


def test_the_space_has_one_scale_whatever_features_are_like():
    features = np.random.default_rng(0).normal(500, 90, (200, 30)).astype(np.float32)

    found = Space.fit(features).of(features)

    assert found.shape == (200, 16)
    assert np.isclose(np.square(found).sum(axis=1).mean(), 1, atol=1e-3)


@pytest.mark.parametrize("count", [1, 2])
def test_a_few_places_have_a_space_too(count):
    features = np.random.default_rng(0).normal(size=(count, 30)).astype(np.float32)

    space = Space.fit(features)

    assert np.isfinite(space.of(features)).all()
    assert len(space.of(features[:0])) == 0


def test_the_margin_is_that_of_the_two_likeliest_classes():
    assert np.allclose(margins(np.array([[0.5, 0.1, 0.4], [0, 1, 0]])), [0.1, 1])
    assert margins(np.ones((2, 1))).tolist() == [1, 1]
