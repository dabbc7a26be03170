import numpy as np
import pytest

from poplar_nn_plugin.dataset.neighbours import near_any


def by_pairs(places, others, distance):
    """Compare each with each."""
    apart = np.abs(places[:, None] - others[None]).max(axis=2)
    return (apart < distance).any(axis=1)


@pytest.mark.parametrize("distance", [1, 2, 7, 12.5, 29, 400])
@pytest.mark.parametrize("kind", ["whole", "real", "dense", "negative"])
@pytest.mark.parametrize("seed", range(4))
def test_nobody_near_is_missed_and_nobody_far_is_taken(distance, kind, seed):
    rng = np.random.default_rng(seed)
    reach = 40 if kind == "dense" else 300
    places, others = (rng.integers(0, reach, (count, 2)) for count in (400, 150))
    if kind == "real":
        places, others = places + rng.random((400, 2)), others + rng.random((150, 2))
    if kind == "negative":
        places, others = places - 200, others - 100

    near = near_any(places, others, distance)

    assert near.tolist() == by_pairs(places, others, distance).tolist()


def test_as_far_as_the_distance_is_not_near():
    others = np.array([[100, 100]])
    places = np.array([[100, 110], [110, 109], [91, 91], [90, 100], [109, 91], [100, 90]])

    assert near_any(places, others, 10).tolist() == [False, False, True, False, True, False]


def test_without_others_or_distance_nobody_is_near():
    places, none = np.zeros((3, 2), int), np.zeros((0, 2), int)

    assert not near_any(places, none, 5).any()
    assert not near_any(places, places, 0).any()
    assert near_any(none, places, 5).shape == (0,)
