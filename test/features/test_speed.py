"""What features take here is told in words, with the remedy where they are slow."""

import re

import numpy as np
import pytest

from poplar_nn_plugin.features import speed
from poplar_nn_plugin.features.speed import describe_speed, seconds_a_megapixel


def test_the_time_is_that_of_a_megapixel_enlarged_twice(monkeypatch):
    seen = []
    clock = iter([0, 3, 10, 11, 20, 22])
    monkeypatch.setattr(speed.time, "perf_counter", lambda: next(clock))

    seconds = seconds_a_megapixel(lambda image, threads: seen.append((image.size, threads)), 2)

    pixels = seen[0][0] / 3
    assert seen == [(3 * pixels, 2)] * 3
    assert seconds == pytest.approx(1 * 4e6 / pixels)  # the quickest of three


@pytest.mark.parametrize("fast", [True, False])
def test_it_is_told_in_a_sentence_and_on_a_slow_blas_what_to_install(fast, monkeypatch):
    monkeypatch.setattr(speed, "has_fast_blas", lambda: fast)

    said = describe_speed()

    assert re.match(r"about \d+\.\d s a megapixel here \(\d+ threads\)", said)
    assert np.__version__ in said
    assert ("libopenblas0" in said) == (not fast)
