"""Superpixels keep to edges, and merge into segments of every size."""

import numpy as np
import pytest

from poplar_nn_plugin.errors import Cancelled
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.regions.graph import Graph
from poplar_nn_plugin.regions.growing import grown
from poplar_nn_plugin.regions.merging import STEP, levels, without_crumbs
from poplar_nn_plugin.regions.superpixels import superpixels


class Over(Silent):
    def cancelled(self):
        return True


def two_fields(rows=50, cols=61):
    """Return an image of two values with a slanting border and noise, and the fields."""
    row, col = np.mgrid[:rows, :cols]
    field = col > 20 + row // 3
    noise = np.random.default_rng(2).normal(0, 0.03, field.shape)
    return (0.2 + 0.6 * field + noise).astype("float32")[None], field


def test_superpixels_keep_to_the_border_of_two_fields():
    planes, field = two_fields()

    found = superpixels(planes, np.ones_like(field), 8, 0.2)

    assert len(np.unique(found)) > 40
    for number in np.unique(found):
        assert len(set(field[found == number])) == 1


def test_pixels_without_data_belong_to_no_superpixel():
    planes, field = two_fields()
    valid = np.ones_like(field)
    valid[:30, 10:18] = False

    other = planes.copy()
    other[:, ~valid] = 1e6
    found = superpixels(planes, valid, 8, 0.2)

    assert ((found < 0) == ~valid).all()
    assert (superpixels(other, valid, 8, 0.2) == found).all()


def test_it_stops_when_it_is_cancelled():
    planes, field = two_fields()

    with pytest.raises(Cancelled):
        superpixels(planes, np.ones_like(field), 8, 0.2, Over())


def row_of(*values, sizes=None):
    """Return the graph of segments in a row, neighbour beside neighbour."""
    count = len(values)
    sizes = np.full(count, 20.0) if sizes is None else np.array(sizes, float)
    edges = np.stack([np.arange(count - 1), np.arange(1, count)], axis=1)
    return Graph(
        sizes, np.array(values, float)[:, None] * sizes[:, None], edges, np.ones(count - 1)
    )


def test_the_graph_of_an_image_has_its_borders_and_means():
    labels = np.array([[0, 0, 1], [2, -1, 1]])
    graph = Graph.of(labels, 3, np.array([[[1.0, 3.0, 5.0], [7.0, 99.0, 6.0]]]))

    assert graph.sizes.tolist() == [2, 2, 1]
    assert graph.means.ravel().tolist() == [2, 5.5, 7]
    assert graph.edges.tolist() == [[0, 1], [0, 2]]  # not across the pixel without data
    assert graph.borders.tolist() == [1, 1]
    assert graph.neighbours == [[1, 2], [0], [0]]


def test_the_mean_around_counts_pixels():
    graph = row_of(0, 1, 4, sizes=[10, 30, 10])

    assert graph.around(graph.means).ravel().tolist() == [30 / 40, 70 / 50, 70 / 40]


def test_the_calmest_of_a_segment_and_its_neighbours_is_told():
    assert row_of(0, 0, 0, 0).least_around(np.array([3, 1, 2, 2])).tolist() == [1, 1, 1, 3]


def test_what_hangs_together_with_a_segment_is_told():
    chosen = np.array([True, True, False, True])

    assert row_of(0, 0, 0, 0).joined_to(0, chosen).tolist() == [True, True, False, False]
    assert row_of(0, 0, 0, 0).joined_to(3, chosen).tolist() == [False, False, False, True]


def test_likest_neighbours_are_put_together_first_and_levels_are_nested():
    values = np.repeat([0.0, 1.0, 3.0], 9) + np.tile(0.01 * np.arange(9), 3)
    found = levels(row_of(*values))

    counts = [level.max() + 1 for level in found]
    assert counts[0] == 27
    assert all(later <= earlier / STEP + 1 for earlier, later in zip(counts, counts[1:]))
    for fine, coarse in zip(found, found[1:]):
        assert len({*zip(fine.tolist(), coarse.tolist())}) == fine.max() + 1
    for level in found:
        assert len({*zip(level.tolist(), np.repeat([0, 1, 2], 9).tolist())}) == level.max() + 1


def test_crumbs_join_the_neighbour_that_is_most_like_them():
    into, graph = without_crumbs(row_of(0, 0.9, 1, 5, sizes=[30, 2, 30, 30]), 16)

    assert into.tolist() == [0, 1, 1, 2]
    assert graph.sizes.tolist() == [30, 32, 30]


def test_a_crumb_without_neighbours_stays():
    graph = Graph(np.array([3.0]), np.array([[1.0]]), np.empty((0, 2), int), np.empty(0))

    assert without_crumbs(graph, 16)[0].tolist() == [0]
    assert len(levels(graph)) == 1


def test_a_region_grows_to_what_is_unlike_its_mean():
    graph = row_of(0, 0.1, 0.2, 1, 0.1)

    assert grown(graph, 0, 0.05).tolist() == [True, False, False, False, False]
    assert grown(graph, 0, 0.3).tolist() == [True, True, True, False, False]
    assert grown(graph, 4, 0.3).tolist() == [False] * 4 + [True]
    assert grown(graph, 2, 2).all()


@pytest.mark.parametrize("seed", [0, 7, 19])
def test_a_larger_tolerance_holds_the_smaller_region(seed):
    graph = row_of(*np.random.default_rng(seed).random(40))
    regions = [grown(graph, seed, tolerance) for tolerance in (0.05, 0.1, 0.2, 0.4, 0.8)]

    for small, large in zip(regions, regions[1:]):
        assert (small <= large).all()


def test_a_region_that_is_cancelled_raises():
    with pytest.raises(Cancelled):
        grown(row_of(*np.zeros(600)), 0, 1, Over())
