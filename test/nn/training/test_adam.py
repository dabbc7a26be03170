"""Adam in one operation an array: the formula of Keras, and few operations to compile."""

import keras
import numpy as np
import pytest
import tensorflow
from network_samples import network_of

from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.network.devices import Devices
from poplar_nn_plugin.nn.training.adam import adam
from poplar_nn_plugin.nn.training.train_step import TrainStep

RNG = np.random.default_rng(0)
START = [RNG.normal(size=(3, 4)).astype(np.float32), RNG.normal(size=4).astype(np.float32)]
GRADIENTS = [[RNG.normal(size=a.shape).astype(np.float32) for a in START] for _ in range(6)]


def learned(optimizer):
    """Return the weights and all that an optimizer keeps after each of six steps."""
    weights = [keras.Variable(array) for array in START]
    optimizer.build(weights)
    found = []
    for gradients in GRADIENTS:
        optimizer.apply([tensorflow.constant(array) for array in gradients], weights)
        found += [np.array(each) for each in (*weights, *optimizer.variables)]
    return found


@pytest.mark.parametrize(
    "rate", [0.01, keras.optimizers.schedules.CosineDecay(0.02, 6)], ids=["constant", "falling"]
)
def test_weights_and_moments_are_those_of_keras(rate):
    ours, theirs = learned(adam(rate, Devices())), learned(keras.optimizers.Adam(rate))

    assert len(ours) == len(theirs) > 6 * 6
    for one, other in zip(ours, theirs):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)
    assert np.abs(ours[-len(ours) // 6] - START[0]).max() > 0.01


def test_each_array_of_weights_is_one_operation_of_the_train_step():
    network = network_of("sigma")
    train_step = TrainStep(network, Settings(), np.ones(3, int), 0.01, 10)
    patches, classes = tensorflow.zeros((4, 8, 8, 2)), tensorflow.zeros(4, tensorflow.int64)

    compiled = train_step._step.get_concrete_function([(patches, classes)], np.float32(4))

    kinds = [operation.type for operation in compiled.graph.get_operations()]
    assert kinds.count("ResourceApplyAdam") == len(network.trainable_variables)
    assert kinds.count("AssignSubVariableOp") == 0
