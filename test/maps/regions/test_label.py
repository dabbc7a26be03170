"""Regions by their sides, beside a search that goes from pixel to pixel."""

import numpy as np
import pytest

from poplar_nn_plugin.maps.regions.components import components
from poplar_nn_plugin.maps.regions.label import label_regions


def by_search(codes):
    """Return the regions as a set of sets of pixels."""
    left = {(r, c) for r, c in np.argwhere(codes)}
    found = []
    while left:
        todo = [left.pop()]
        region = set(todo)
        while todo:
            r, c = todo.pop()
            for near in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
                if near in left and codes[near] == codes[r, c]:
                    left.remove(near)
                    region.add(near)
                    todo.append(near)
        found.append(frozenset(region))
    return set(found)


@pytest.mark.parametrize("classes", [1, 2, 4])
def test_pixels_that_touch_by_their_sides_are_a_region(classes):
    codes = np.random.default_rng(classes).integers(0, classes + 1, (23, 31)).astype("uint8")

    regions = label_regions(codes)

    count = len(regions.code)
    found = {frozenset(map(tuple, np.argwhere(regions.label == number))) for number in range(count)}
    assert found == by_search(codes)
    assert (regions.label[codes == 0] == -1).all()
    assert (regions.code[regions.label[codes > 0]] == codes[codes > 0]).all()


def test_corners_do_not_join():
    regions = label_regions(np.array([[1, 2], [2, 1]], "uint8"))

    assert regions.label.tolist() == [[0, 1], [2, 3]]
    assert regions.code.tolist() == [1, 2, 2, 1]


def test_runs_tell_the_pixels_of_each_region():
    codes = np.array([[5, 5, 0], [7, 5, 5]], "uint16")

    regions = label_regions(codes)

    runs = zip(regions.run_row, regions.run_start, regions.run_stop, regions.run_region)
    assert [tuple(map(int, run)) for run in runs] == [
        (0, 0, 2, 0),
        (0, 2, 3, -1),
        (1, 0, 1, 1),
        (1, 1, 3, 0),
    ]


def test_a_map_without_classes_has_no_regions():
    assert label_regions(np.zeros((3, 4), "uint8")).code.size == 0


def test_components_are_numbered_by_their_lowest_node():
    found = components(6, np.array([4, 5, 2]), np.array([2, 1, 4]))

    assert found.tolist() == [0, 1, 2, 3, 2, 1]
