"""One step of learning: a batch in, its loss out, the weights corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poplar_nn_plugin.nn.backend import load_tensorflow
from poplar_nn_plugin.nn.batches import class_weights
from poplar_nn_plugin.nn.settings import Settings

if TYPE_CHECKING:
    import keras

__all__ = ["Correction"]


class Correction:
    """Correct the trainable weights of a network, batch after batch, with Adam.

    Parameters
    ----------
    network : keras.Model
        Its trainable weights are those it has now.
    settings : Settings
    y : ndarray of int
        Classes of all training patches.
    rate : float
        Learning rate at the start.
    steps : int
        How many calls will come: by then the rate has fallen to 0.

    Attributes
    ----------
    optimizer : keras.Optimizer
    """

    def __init__(
        self, network: keras.Model, settings: Settings, y: np.ndarray, rate: float, steps: int
    ):
        tensorflow = load_tensorflow()
        import keras

        self.optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(rate, steps))
        self.optimizer.build(network.trainable_variables)
        loss_of = keras.losses.SparseCategoricalCrossentropy()
        weights = class_weights(y, settings.balance, network.output_shape[-1])

        @tensorflow.function
        def correct(patches, classes):
            with tensorflow.GradientTape() as tape:
                found = network(patches, training=True)
                loss = loss_of(classes, found, tensorflow.gather(weights, classes))
            gradients = tape.gradient(loss, network.trainable_variables)
            self.optimizer.apply_gradients(zip(gradients, network.trainable_variables))
            return loss

        self._correct = correct

    def __call__(self, patches: np.ndarray, classes: np.ndarray) -> float:
        """Learn from a batch and return its loss before that."""
        return float(self._correct(patches, classes))
