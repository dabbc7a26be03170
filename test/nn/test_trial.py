"""A small network proves that the worker's Python can do the work."""

import numpy as np
import pytest

from poplar_nn_plugin.errors import WorkerError
from poplar_nn_plugin.nn import trial
from poplar_nn_plugin.nn.trial import try_network
from poplar_nn_plugin.progress import Silent


def test_here_it_runs_and_says_on_what():
    found = try_network(progress=Silent())

    assert any("CPU" in device for device in found["devices"])


def test_one_that_gives_no_probabilities_is_told(monkeypatch):
    class Wrong:
        def compile(self, *given):
            pass

        def train_on_batch(self, *given):
            pass

        def __call__(self, patches):
            return np.full((8, 2), np.nan)

    built = type("Architecture", (), {"build": lambda self, **given: Wrong()})
    monkeypatch.setattr(trial, "find", lambda name: built())

    with pytest.raises(WorkerError, match="gives no probabilities"):
        try_network(progress=Silent())
