import numpy as np
import pytest

from poplar_nn_plugin.maps.sampling.allocation import allocate


@pytest.mark.parametrize(
    ("allocation", "expected"),
    [
        ("proportional", [2, 15, 83]),
        ("equal", [20, 40, 40]),
        ("compromise", [20, 20, 60]),
    ],
)
def test_points_are_shared(allocation, expected):
    """Of 1000 pixels 20, 150 and 830, with at least 20 points a class."""
    assert allocate(np.array([20, 150, 830]), 100, allocation, 20).tolist() == expected


def test_a_class_gets_no_more_points_than_pixels_and_others_get_the_rest():
    assert allocate(np.array([5, 500, 500]), 100, "equal", 30).tolist() == [5, 48, 47]


def test_the_minimum_gives_way_where_points_are_few():
    assert allocate(np.array([10**6, 10**6, 10**6, 10]), 20, "compromise", 30).tolist() == [5] * 4


def test_each_class_gets_two_points_at_least():
    assert allocate(np.array([10**6, 50, 1]), 10, "proportional", 30).tolist() == [7, 2, 1]


def test_all_pixels_are_taken_where_more_points_are_asked_for():
    assert allocate(np.array([3, 4]), 100, "compromise", 30).tolist() == [3, 4]
