"""What judges suggested places is right itself: what a simulated user draws, and the score."""

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

BENCH = Path(__file__).resolve().parents[1] / "bench"


@pytest.fixture
def ground(monkeypatch):
    """Return a field of two classes with a strip of the first beyond the second, and no truth."""
    monkeypatch.syspath_prepend(str(BENCH))
    truth = np.zeros((40, 60), int)
    truth[:, 20:26] = 1
    truth[:, 56:] = -1
    features = np.arange(10 * 15, dtype=np.float32)[:, None]
    every = np.ones(truth.shape, bool)
    kind = import_module("suggestions").Ground
    return kind(features, (10, 15), 4, truth, ("a", "b"), truth >= 0, every & (truth >= 0))


def test_a_user_draws_what_is_of_the_class_in_one_piece_around_the_place(ground):
    drawn = ground.drawn(np.array([20, 14]), 3)

    columns = {int(feature) % 15 for feature in drawn.features[:, 0]}
    assert columns == {0, 1, 2, 3, 4}  # columns 2 to 19, not the strip from 26 on
    assert drawn.pixels.sum() == 24 * 18
    assert set(drawn.place.tolist()) == {0}
    assert set(drawn.group.tolist()) == {3}


def test_places_are_offered_where_there_is_truth_and_have_their_features(ground):
    places = ground.places(np.random.default_rng(0))

    assert len(places) == 10 * 14
    assert len(np.unique(places, axis=0)) == len(places)
    row, col = places[0]
    assert ground.of(places[:1])[0, 0] == row // 4 * 15 + col // 4


def test_a_map_is_scored_pixel_by_pixel_and_nothing_scores_zero(ground):
    all_a = np.tile([1.0, 0.0], (150, 1))

    judged = (ground.truth >= 0).sum()
    of_a = (ground.truth == 0).sum()
    assert np.isclose(ground.macro_f1(all_a), of_a / (judged + of_a))  # half of 2 a / (a + all)
    assert ground.macro_f1(None) == 0
