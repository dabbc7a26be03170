"""Pieces of labels are those of SciPy, which is not needed for them."""

import numpy as np
import pytest
from scipy import ndimage

from poplar_nn_plugin.regions.pieces import joined, pieces


@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (30, 1), (40, 33)])
def test_pieces_hang_together_by_the_sides_of_pixels(shape):
    labels = np.random.default_rng(1).integers(-1, 3, shape)

    found, count = pieces(labels)

    assert ((found < 0) == (labels < 0)).all()
    assert sorted(set(found[found >= 0])) == list(range(count))
    total = 0
    for label in range(3):
        expected, n = ndimage.label(labels == label)
        total += n
        pairs = {*zip(found[expected > 0], expected[expected > 0])}
        assert len(pairs) == n
    assert count == total


def test_a_spiral_is_one_piece():
    rows = ["xxxxxx", ".....x", "xxxx.x", "x..x.x", "x.xx.x", "x....x", "xxxxxx"]
    labels = np.array([[0 if letter == "x" else -1 for letter in row] for row in rows])

    assert pieces(labels)[1] == 1


def test_nothing_has_no_pieces():
    found, count = pieces(np.empty((0, 4), int))

    assert (found.shape, count) == ((0, 4), 0)


def test_what_belongs_together_by_others_is_joined():
    assert joined(6, np.array([5, 3, 1]), np.array([3, 1, 4])).tolist() == [0, 1, 2, 1, 1, 1]
