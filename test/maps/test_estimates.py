import numpy as np
import pytest
from area_samples import mapped_scene

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.maps.estimates import estimates_of
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.scoring.area_estimates import ReferenceRows


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    return mapped_scene(tmp_path_factory.mktemp("scene"), 200, 3)


def test_the_true_area_lies_in_the_range_in_18_of_20_samples(scene):
    """Of poplar, and of 92 in 100 of classes of a tenth of the scene; half a range is a fifth."""
    whole = sum(scene.hectares.values())
    large = [name for name, area in scene.hectares.items() if area > 0.1 * whole]
    inside, halves = {name: 0 for name in large}, {name: [] for name in large}
    for seed in range(20):
        for row in scene.estimate(400, seed).classes:
            if row.name in large:
                low, high = row.interval
                inside[row.name] += low <= scene.hectares[row.name] <= high
                halves[row.name].append((high - low) / 2 / scene.hectares[row.name])

    assert len(large) > 1
    assert inside["poplar"] >= 18
    assert sum(inside.values()) >= 0.92 * 20 * len(large)
    assert max(np.mean(each) for each in halves.values()) < 0.2


def test_points_drawn_as_classes_that_the_map_lacks_are_refused(scene):
    found = scene.estimate(100, 0)
    assert found.units == 100
    with pytest.raises(ParameterError, match="has no swamp"):
        estimates_of(_Compared(scene), "stratified", Silent(), strata=["swamp"], sizes={"swamp": 1})


class _Compared:
    """A comparison of one point."""

    def __init__(self, scene):
        one = np.zeros(1, int)
        self.rows = ReferenceRows(one, one, one, np.ones(1))
        self.classes, self.hectares = scene.table.classes, np.ones(len(scene.table.values))
