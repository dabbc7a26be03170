"""Lists and rings come in their order, whatever their lengths."""

import numpy as np
import pytest

from poplar_nn_plugin.maps.polygons.ordering import in_lists


@pytest.mark.parametrize("count", [1, 5, 33, 400, 3000])
@pytest.mark.parametrize("cut", [0.0, 0.05, 0.9])
def test_each_element_comes_once_and_after_the_one_before(count, cut):
    random = np.random.default_rng(count)
    following = random.permutation(count)
    following[random.random(count) < cut] = -1

    order, firsts = in_lists(following)

    assert sorted(order.tolist()) == list(range(count))
    for part in np.split(order, np.sort(firsts)[1:]):
        assert (following[part[:-1]] == part[1:]).all()
        assert following[part[-1]] in (-1, part[0])


def test_one_long_ring():
    following = np.roll(np.arange(10_000), -1)

    order, firsts = in_lists(following)

    assert firsts.tolist() == [0]
    assert (np.diff(order) % 10_000 == 1).all()
