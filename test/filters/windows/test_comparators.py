import pytest

from poplar_nn_plugin.filters.windows.comparators import build_network
from poplar_nn_plugin.filters.windows.sliding import CIRCLE, SQUARE, Footprint


def for_each_pixel(window, wanted):
    """Return how many comparisons a pixel of the image takes."""
    network = build_network(window, wanted)
    return sum(1 if one.whole or not network.folded else 0.5 for one in network.comparators)


@pytest.mark.parametrize(("radius", "most"), [(1, 17), (2, 57), (3, 149), (5, 417)])
def test_a_median_takes_few_comparisons(radius, most):
    """Sorting each window on its own by Batcher's exchange takes 36, 202, 578 and 2166."""
    window = Footprint(radius)
    middle = window.count // 2

    assert for_each_pixel(window, range(middle, middle + 1)) <= most


@pytest.mark.parametrize("shape", [SQUARE, CIRCLE])
def test_one_rank_takes_less_than_all(shape):
    window = Footprint(2, shape)

    assert 2 * for_each_pixel(window, range(1)) < for_each_pixel(window, range(window.count))


@pytest.mark.parametrize("shape", [SQUARE, CIRCLE])
@pytest.mark.parametrize("wanted", [range(4, 5), range(1, 4), range(9)])
def test_no_result_is_lost_before_it_was_used(wanted, shape):
    """Each array that is read was written before, and holds what it was written for."""
    network = build_network(Footprint(2, shape), wanted)
    written = {-1}
    for one in network.comparators:
        for location in (one.a, one.b):
            assert location.array in written
            # Its own result may only replace what stands at the very same location.
            assert location.array != one.into or location == type(location)(one.into)
        written.add(one.into)

    assert {location.array for locations in network.results for location in locations} <= written
    assert len(network.results) == len(wanted)
