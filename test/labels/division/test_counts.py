"""What a division came to is told in numbers that can be read."""

import numpy as np
import pytest

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.labels.division.counts import DivisionCounts


class Log:
    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        (0.25, "a 0.25 ha"),
        (0.00004, "a 0.4 m²"),
        (0.0005, "a 5.0 m²"),
        (0.000001, "a less than 0.1 m²"),
    ],
)
def test_small_areas_are_told_in_square_metres(lost, told):
    classes = ClassMap((1,), ("a",), ("#ff0000",))
    one = np.ones(1, int)
    counts = DivisionCounts(
        classes, one, one, one, np.array([1.0]), np.array([1.0 - lost]), "groups"
    )
    log = Log()

    counts.say_buffer("buffer of 5 m", log)

    assert log.lines[0].endswith(f": {told}.")
