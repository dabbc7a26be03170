"""What sigma promises beside the contract."""

import pytest

from poplar_nn_plugin.nn.architectures.sigma import Sigma


@pytest.mark.parametrize(("size", "bands"), [(3, 1), (12, 3), (21, 2), (22, 4), (30, 3)])
def test_its_multiplications_are_those_of_its_layers(size, bands):
    network, expected = Sigma().build(size, bands, 5), 0
    for layer in network.layers:
        if layer.name.startswith("conv2d"):
            rows, cols = layer.output.shape[1:3]
            expected += rows * cols * layer.kernel.numpy().size
        elif layer.name.startswith("dense") and layer.units == 64:
            expected += layer.kernel.numpy().size

    assert Sigma().multiplications(size, bands) == expected
