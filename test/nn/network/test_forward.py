import numpy as np
from network_samples import network_of

from poplar_nn_plugin.nn.network import forward
from poplar_nn_plugin.nn.network.forward import Forward


def test_fewer_patches_are_computed_together_where_their_arrays_are_large(monkeypatch):
    x = np.random.default_rng(0).normal(size=(40, 8, 8, 2)).astype(np.float32)
    network = network_of("compact")
    before = Forward(network, 256)
    expected = before(40, lambda start, stop: x[start:stop])
    monkeypatch.setattr(forward, "_LARGEST_ARRAY", 2**19)

    after = Forward(network, 256)
    found = after(40, lambda start, stop: x[start:stop])

    assert before.batch_size == 256
    assert 1 < after.batch_size < 128
    assert np.abs(found - expected).max() < 1e-6
